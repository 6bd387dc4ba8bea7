"""The statutory minimum wage by calendar month and age.

The amounts are data with their sources: `data/minimum_wages.csv` (gross, from the age of 21, without holiday pay) and
`data/minimum_youth_wages.csv`. The monthly amount is that of a full-time job; from 2024 on it is the reference monthly
wage. The hourly amount before 2024 is the one for a working week of 36 hours, on which the hourly minimum wage of
2024 is based, so that the series has no break.
"""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd

from evalbook.months import month_number
from evalbook.places import DATA

UNITS = ("monthly_euro", "hourly_euro")


@cache
def minimum_wages() -> pd.DataFrame:
    """One row an amount, in the order of the months (numbers) `from` which they hold."""
    rows = pd.read_csv(DATA / "minimum_wages.csv", parse_dates=["from"])
    return rows.assign(**{"from": month_number(rows["from"])}).sort_values("from", ignore_index=True)


@cache
def youth_shares() -> tuple[int, np.ndarray]:
    """The youngest age with a minimum wage, and from it on the share (0-1) of the adult one a year of age."""
    rows = pd.read_csv(DATA / "minimum_youth_wages.csv").sort_values("age")
    return int(rows["age"].iat[0]), rows["percent"].to_numpy(float) / 100


def minimum_wage(months: np.ndarray, ages: np.ndarray, *, unit: str = "monthly_euro") -> np.ndarray:
    """Euros in each calendar month (number) for someone who reaches the age in or before it.

    nan in months before the first amount, and below the youngest age. After the last amount that holds on.
    """
    table = minimum_wages()
    place = np.searchsorted(table["from"].to_numpy(), months, side="right") - 1
    adult = np.where(place >= 0, table[unit].to_numpy()[np.maximum(place, 0)], np.nan)
    youngest, shares = youth_shares()
    years = np.asarray(ages, int) - youngest
    return np.where(years >= 0, adult * shares[np.clip(years, 0, len(shares) - 1)], np.nan)
