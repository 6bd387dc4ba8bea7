"""The comparison with people who got no service, of groups with few who started: withheld, all of it, and said to be.

Of fewer than a hundred, the months of an outcome, its weighted share and its errors would be of few persons each. Which
rows say that they are withheld follows from declarations, never from who is there. Source: docs/disclosure.md.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import numpy as np
import pandas as pd

from evalbook.contract.cases import KEY
from evalbook.contract.catalogue import ITEMS
from evalbook.contract.results import COLUMNS, COMPARISON, FEW_COMPARED, VALUES
from evalbook.contract.thresholds import FEWEST_IN_SHARE, LARGEST_CHANGE, STEADY_BELOW
from evalbook.extract.extract import Extract
from evalbook.items.comparison import REGISTERS, may_be_compared
from evalbook.words.layouts import UNNAMED, FigureLayout, layout_of

SURE = "comparison_in_work", "", "12", "share_starters"  # what a group has of which anything is shown
GROUP = ["item", "period", "benefit"]
COMPARATORS = REGISTERS[:2]


def without_few_comparable(extract: Extract) -> Extract:
    """The extract without the tables of comparators where nothing of the comparison could be shown: it takes longer
    than all else. Where a number stands still, ten more may have been there."""
    most = FEWEST_IN_SHARE - LARGEST_CHANGE - (STEADY_BELOW - 1)
    if not all(name in extract for name in REGISTERS) or may_be_compared(extract) >= most:
        return extract
    tables = {name: rows for name, rows in extract.tables.items() if name not in COMPARATORS}
    return replace(extract, tables=tables)


def with_withheld(results: pd.DataFrame, extract: Extract) -> pd.DataFrame:
    """The results of a register that has comparators; of each period and benefit with few who started, and of each item
    of which nothing is shown, there are rows without any number for what a page shows, and no others."""
    if "comparators" not in extract:
        return results
    compared = results[results["item"].isin(COMPARISON)]
    shown = compared[compared["withheld"] != FEW_COMPARED]
    sure = shown[(shown[["item", "row", "column", "statistic"]] == SURE).all(axis=1)]
    sure = pd.MultiIndex.from_frame(sure[GROUP[1:]])
    shown = shown[pd.MultiIndex.from_frame(shown[GROUP[1:]]).isin(sure)]
    rows = pd.DataFrame([codes for item in COMPARISON for codes in _shown(item)])[list(KEY)]
    rows = rows[~pd.MultiIndex.from_frame(rows[GROUP]).isin(pd.MultiIndex.from_frame(shown[GROUP]))]
    withheld = rows.assign(**dict.fromkeys(VALUES, np.nan), withheld=FEW_COMPARED)[list(COLUMNS)]
    both = pd.concat([results[~results["item"].isin(COMPARISON)], shown, withheld], ignore_index=True)
    return both.iloc[both["item"].map(ITEMS.index).argsort(kind="stable")].reset_index(drop=True)


def _shown(item: str) -> list[dict[str, str]]:
    layout = layout_of(item)
    if isinstance(layout, FigureLayout):
        blocks = product(layout.panels, layout.series, [{"column": SURE[2]}])
        cells = [{**layout.fixed, **panel, **series, **column} for panel, series, column in blocks]
    else:
        cells = layout.cells
    return [{"item": item, **UNNAMED, **codes} for codes in cells]
