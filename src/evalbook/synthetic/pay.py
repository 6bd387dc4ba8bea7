"""Which hours, hourly wages and monthly wages go together for one person.

Classes as in tables 4.2-4.4 of the report. A person's month is hours a week x 52/12 x euros an hour.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

WEEKS_PER_MONTH = 52 / 12
HOURS = {"(0,8]": (0, 8), "(8,16]": (8, 16), "(16,24]": (16, 24), "(24,36]": (24, 36), "(36,inf)": (36, 40.5)}
HOURLY = {"[0,10)": (0, 10), "[10,20)": (10, 20), "[20,30)": (20, 30), "[30,40)": (30, 40), "[40,inf)": (40, 62)}
MONTHLY = {
    "[0,500)": (0, 500),
    "[500,1000)": (500, 1000),
    "[1000,1500)": (1000, 1500),
    "[1500,2000)": (1500, 2000),
    "[2000,2500)": (2000, 2500),
    "[2500,3000)": (2500, 3000),
    "[3000,inf)": (3000, 12000),
}
# Most are paid little above the minimum wage; a wage far below it comes with loondispensatie.
USUAL_HOURLY = {"[0,10)": (5.0, 9.8), "[10,20)": (12.0, 19.8), "[20,30)": (20.3, 29.5), "[30,40)": (30.3, 39.0)}
USUAL_HOURLY["[40,inf)"] = (41.0, 58.0)
STEP_HOURS, STEP_EUROS = 0.5, 0.1
# A person's months vary a little; means stay away from class limits by this share of the limit.
MARGIN = 0.025


def combinations() -> pd.DataFrame:
    """Every usual pair of hours a week and euros an hour, one row a pair, with its three classes."""
    hours = np.arange(2, 40.5, STEP_HOURS)
    wages = np.concatenate([np.arange(*limits, STEP_EUROS) for limits in USUAL_HOURLY.values()])
    grid = pd.MultiIndex.from_product([hours, wages.round(2)], names=["hours_per_week", "hourly_wage"])
    pairs = grid.to_frame(index=False)
    pairs["monthly_wage"] = (pairs["hours_per_week"] * WEEKS_PER_MONTH * pairs["hourly_wage"]).round(2)
    pairs["hours"] = class_of(pairs["hours_per_week"], HOURS)
    pairs["hourly"] = class_of(pairs["hourly_wage"], HOURLY, margin=0.0)
    pairs["monthly"] = class_of(pairs["monthly_wage"], MONTHLY)
    return pairs.dropna(ignore_index=True)


def class_of(values: pd.Series, limits: dict[str, tuple[float, float]], *, margin: float = MARGIN) -> pd.Series:
    """The class well inside which each value lies; missing for a value within the margin of a limit."""
    coded = pd.Series(None, index=values.index, dtype=object)
    for name, (low, high) in limits.items():
        coded[(values > low * (1 + margin)) & (values < high * (1 - margin))] = name
    return coded


def usual_shares(pairs: pd.DataFrame) -> pd.Series:
    """How usual each combination of classes is: the share of pairs, each hours and hourly class alike."""
    cells = pairs.groupby(["hours", "hourly", "monthly"]).size()
    return cells / cells.groupby(["hours", "hourly"]).transform("sum")
