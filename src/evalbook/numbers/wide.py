"""The cells of an item side by side: one row a place (group and code), one column a measure."""

from __future__ import annotations

import numpy as np
import pandas as pd

from evalbook.contract.cells import (
    CELL,
    CONTROLS,
    EVENTS,
    LEFT_OUT,
    MEASURE,
    MEASURES,
    PERSONS,
    STARTERS,
    WEIGHTED,
)

PLACE = CELL[1:-1]
GROUP = ["period", "benefit"]
COUNTED = (PERSONS, EVENTS)  # what a number tells of its base or its group at risk
BY_ITSELF = (STARTERS, LEFT_OUT, CONTROLS, *WEIGHTED)  # of which it is told apart whether they are few


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
    made = pd.concat([rows, pd.DataFrame(values, columns=list(MEASURES))], axis=1).assign(few=few)
    for measure in set(BY_ITSELF) & set(cells.loc[cells["few"], MEASURE]):
        made[_few(measure)] = np.isin(np.arange(len(made)), number[cells["few"] & (cells[MEASURE] == measure)])
    return made


def few_of(rows: pd.DataFrame, measure: str) -> pd.Series:
    """Whether no more is released of each cell of a measure (one of BY_ITSELF) than that it is few."""
    return rows.get(_few(measure), pd.Series(False, rows.index))


def _few(measure: str) -> str:
    return f"few {measure}"
