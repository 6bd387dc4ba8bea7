"""The cells of an item side by side: one row a place (group and code), one column a measure."""

from __future__ import annotations

import numpy as np
import pandas as pd

from evalbook.contract.cells import CELL, EVENTS, MEASURE, MEASURES, PERSONS

PLACE = CELL[1:-1]
GROUP = ["period", "benefit"]
COUNTED = (PERSONS, EVENTS)  # what a number tells of its base or its group at risk


def wide(cells: pd.DataFrame) -> pd.DataFrame:
    """The cells of one item: PLACE and a column for each of MEASURES, nan where there is no such cell.

    `few`: whether no more is released of what is counted at the place (persons, events) than that it is few.
    """
    places = cells[list(PLACE)]
    number = places.groupby(list(PLACE), sort=False).ngroup().to_numpy()
    values = np.full((number.max(initial=-1) + 1, len(MEASURES)), np.nan)
    values[number, pd.Index(MEASURES).get_indexer(cells[MEASURE])] = cells["value"]
    few = np.zeros(len(values), bool)
    few[number[cells["few"] & cells[MEASURE].isin(COUNTED)]] = True
    rows = places.drop_duplicates().reset_index(drop=True)
    return pd.concat([rows, pd.DataFrame(values, columns=list(MEASURES))], axis=1).assign(few=few)
