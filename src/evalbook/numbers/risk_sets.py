"""Who is at risk in each month and who has an event in it, from who is so at first and what happened so far."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from evalbook.contract.cells import AT_START, ENTRIES, EVENTS, LOSSES


@dataclass(frozen=True)
class RiskSets:
    """By month from 0 on: persons `at_risk`, and `events` of each kind (a column each; `kinds`: their codes).

    `few`: whether no more is released of a number of events so far than that it is few.
    """

    at_risk: np.ndarray
    events: np.ndarray
    few: np.ndarray
    kinds: tuple[str, ...]


def risk_sets(cells: pd.DataFrame) -> RiskSets:
    """Of the cells, side by side, of one group; a kind of event is a code in `row`. Nobody leaves who was not there."""
    events = cells[cells[EVENTS].notna()]
    kinds = tuple(dict.fromkeys(events["row"]))
    so_far = by_month(events, EVENTS).reshape(len(kinds), len(events) // max(len(kinds), 1)).T
    gone = so_far.sum(axis=1) + by_month(cells, LOSSES)
    late = by_month(cells, ENTRIES)
    entered = late if len(late) else cells[AT_START].sum()
    at_risk = np.maximum(entered - np.concatenate([[0], gone[:-1]]), 0)
    new = np.diff(so_far, axis=0, prepend=0)
    new = np.minimum(new, np.maximum(at_risk[:, None] - (new.cumsum(axis=1) - new), 0))
    return RiskSets(at_risk, new, events["few"].to_numpy().reshape(so_far.T.shape).T, kinds)


def by_month(cells: pd.DataFrame, measure: str) -> np.ndarray:
    """The values of a measure in the order of the cells, which is that of rows and months."""
    return cells[measure].dropna().to_numpy()
