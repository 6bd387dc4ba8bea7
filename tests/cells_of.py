"""Cells written by hand, for tests of what is made of them."""

from __future__ import annotations

import numpy as np
import pandas as pd

from evalbook.contract.cells import CELL

COLUMNS = [*CELL, "value", "few", "key", "largest", "second"]


def cells(text: str) -> pd.DataFrame:
    """A line a cell: its key, `item/period/benefit/row/column/measure`, and its value; `few` after one that is.

    Each cell has a key of its own, but those with the same word at the end, `=word`, which are of the same persons.
    """
    rows, words = [], {}
    for number, line in enumerate(filter(None, map(str.strip, text.splitlines()))):
        key, value, *more = line.split()
        word = next((each for each in more if each.startswith("=")), str(number))
        own = words.setdefault(word, float(1 + len(words)) * 1e6)
        rows.append([*key.split("/"), float(value), "few" in more, own, np.nan, np.nan])
    return pd.DataFrame(rows, columns=COLUMNS)
