"""The curves that the report describes in words: duration of the service and trial placements (3.1, 5.1).

Source: data/published/statements.csv, S08-S15 and S49-S52. Points between the described ones are ours.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from evalbook.synthetic.calibration.followup import LONGEST, seen

# Share that still has the service after so many months.
SERVICE = {
    ("gedoog", "IVA"): {0: 0.995, 3: 0.89, 6: 0.765, 12: 0.60, 25: 0.36, 36: 0.215, 40: 0.19},
    ("gedoog", "Wajong"): {0: 0.995, 3: 0.905, 6: 0.795, 12: 0.64, 25: 0.455, 36: 0.35, 40: 0.33},
    ("experiment", "IVA"): {0: 0.99, 3: 0.82, 6: 0.63, 12: 0.475, 25: 0.230},
    ("experiment", "Wajong"): {0: 0.99, 3: 0.835, 6: 0.66, 12: 0.52, 25: 0.298},
}
PLACED_WITHIN = 25
# Share that had a trial placement within 25 months. The instrument came with the experiment.
TRIAL_PLACEMENTS = {
    ("gedoog", "IVA"): 0.051,
    ("gedoog", "Wajong"): 0.076,
    ("experiment", "IVA"): 0.069,
    ("experiment", "Wajong"): 0.101,
}
USUAL = {"overig": "Wajong"}  # few; they follow the larger group


def solve_service_ends(persons: pd.DataFrame) -> pd.DataFrame:
    """Target `service_ends`: persons by period, benefit and month in which their service ends."""
    parts = []
    for (period, benefit), group in persons.groupby(["period", "benefit"]):
        points = SERVICE[period, USUAL.get(benefit, benefit)]
        survival = np.exp(np.interp(range(LONGEST), list(points), np.log(list(points.values()))))
        hazard = 1 - survival / np.concatenate([[1.0], survival[:-1]])
        parts.append(_events(hazard, seen(group)).assign(period=period, benefit=benefit))
    return pd.concat(parts)[["period", "benefit", "month", "persons"]]


def solve_trial_placements(persons: pd.DataFrame, starts: pd.Series) -> pd.DataFrame:
    """Target `trial_placements`: persons by period, benefit and month of their first one.

    `starts` is persons by start month: in the tolerance period nobody had one before the experiment began.
    """
    months = np.arange(LONGEST)
    usual = 0.4 + months * np.exp(-months / 7) / 2.5  # few at once, most after half a year
    shapes = {"gedoog": usual * _experiment_reached(starts), "experiment": usual}
    parts = []
    for (period, benefit), group in persons.groupby(["period", "benefit"]):
        cumulative = TRIAL_PLACEMENTS[period, USUAL.get(benefit, benefit)]
        hazard = -np.log(1 - cumulative) * shapes[period] / shapes[period][: PLACED_WITHIN + 1].sum()
        parts.append(_events(hazard, seen(group)).assign(period=period, benefit=benefit))
    return pd.concat(parts)[["period", "benefit", "month", "persons"]]


def _experiment_reached(starts: pd.Series) -> np.ndarray:
    """Share of those who started in the tolerance period whose month k falls in the experiment."""
    starts = starts[starts.index < "2023-04"]
    waiting = np.arange(len(starts), 0, -1)
    return np.array([starts[waiting <= month].sum() / starts.sum() for month in range(LONGEST)])


def _events(hazard: np.ndarray, at_start: np.ndarray) -> pd.DataFrame:
    """Whole numbers of events by month, given who is seen through each month."""
    left = np.concatenate([[1.0], np.cumprod(1 - hazard)[:-1]])
    rows = pd.DataFrame({"month": range(LONGEST), "persons": whole(hazard * left * at_start)})
    return rows[rows["persons"] > 0]


def whole(values: np.ndarray) -> np.ndarray:
    """Whole numbers whose running total follows that of the values."""
    return np.diff(np.floor(np.cumsum(values) + 0.5).astype(int), prepend=0)
