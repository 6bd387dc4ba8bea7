"""What released survival curves give away about the events and losses of a month."""

from __future__ import annotations

from itertools import product

import numpy as np
import pandas as pd
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_array

from attack import matrix


def monthly_events(curve: pd.DataFrame) -> pd.DataFrame:
    """What a released survival curve tells: limits of events and losses of each month, months in order."""
    shown = curve[curve["withheld"] == ""]
    survival, at_risk = shown["value"].to_numpy(), shown["base"].to_numpy()
    before = np.concatenate([[1.0], survival[:-1]])
    events = np.round(at_risk * (1 - np.divide(survival, before, where=before > 0, out=np.ones(len(before)))))
    # Each is a difference of two cumulative numbers rounded to 10: five less or four more at either end.
    return pd.DataFrame({"least": np.maximum(events - 9, 0), "most": events + 9, "events": events})


def cumulative(curve: pd.DataFrame) -> pd.DataFrame:
    """Limits of the cumulative events and losses by month that a released survival curve tells."""
    events = monthly_events(curve)["events"].to_numpy()
    at_risk = curve.loc[curve["withheld"] == "", "base"].to_numpy()
    gone = np.append(at_risk[0] - at_risk[1:], np.nan)
    happened = events.cumsum()
    return pd.DataFrame({"events": happened, "losses": np.round((gone - happened) / 10) * 10})


def joint_ranges(curves: dict[str, pd.DataFrame], what: str) -> dict[tuple[str, int], tuple[float, float]]:
    """The least and the most that happened in each month to each group, from two splits of the same persons.

    `curves`: gedoog, experiment, IVA and Wajong; the fifth group, `overig`, no curve shows.
    """
    told = {name: cumulative(curve)[what].dropna().to_numpy() for name, curve in curves.items()}
    months = min(map(len, told.values()))
    names = (*told, "overig")
    place = {(name, month): at for at, (name, month) in enumerate(product(names, range(months)))}
    limits = np.tile((0.0, np.inf), (len(place), 1))
    for name, numbers in told.items():
        for month in range(months):
            limits[place[name, month]] = max(numbers[month] - 5, 0), numbers[month] + 4
    growing = [(place[name, month - 1], [place[name, month]]) for name, month in place if month]
    sums = [
        {place[name, month]: 1.0 if name in ("gedoog", "experiment") else -1.0 for name in names}
        for month in range(months)
    ]
    lines, columns, signs = zip(*((at, c, s) for at, row in enumerate(sums) for c, s in row.items()), strict=True)
    rules = [
        LinearConstraint(coo_array((signs, (lines, columns)), shape=(months, len(place))).tocsr(), 0, 0),
        LinearConstraint(matrix(growing, len(place)), 0, np.inf),
    ]
    return {(name, month): _step(place, rules, limits, name, month) for name, month in place if month}


def _step(place, rules, limits, name, month) -> tuple[float, float]:
    objective = np.zeros(len(place))
    objective[place[name, month]], objective[place[name, month - 1]] = 1, -1
    ends = [milp(sign * objective, constraints=rules, bounds=Bounds(*limits.T)).fun for sign in (1, -1)]
    return ends[0], -ends[1]
