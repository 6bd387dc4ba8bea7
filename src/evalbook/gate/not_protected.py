"""What the gate cannot protect yet, the comparison with people who got no service: withheld, and said to be.

Its shares are of weights, and a weight follows from everybody's. Which rows say so follows from declarations, never
from who is there. Source: docs/disclosure.md.
"""

from __future__ import annotations

from itertools import product

import numpy as np
import pandas as pd

from evalbook.contract.cases import KEY
from evalbook.contract.results import COLUMNS, COMPARISON, NOT_PROTECTED, VALUES
from evalbook.extract.extract import Extract
from evalbook.words.layouts import UNNAMED, table_layouts


def with_withheld(results: pd.DataFrame, extract: Extract) -> pd.DataFrame:
    """The results of a register with a row, without any number, for what a page shows of a comparison, where the
    register has comparators."""
    if "comparators" not in extract:
        return results
    own = pd.DataFrame([codes for item in COMPARISON for codes in _shown(item)])[list(KEY)]
    rows = own.assign(**dict.fromkeys(VALUES, np.nan), withheld=NOT_PROTECTED)
    return pd.concat([results, rows[list(COLUMNS)]], ignore_index=True)


def _shown(item: str) -> list[dict[str, str]]:
    layout = table_layouts()[item]
    blocks = product(layout.parts, layout.rows, layout.columns)
    return [{"item": item, **UNNAMED, **layout.fixed, **part, **row, **column} for part, row, column in blocks]
