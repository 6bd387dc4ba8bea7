"""The statutory minimum wage by calendar month and age, as far as it is known.

The amounts are data with their sources: `data/minimum_wages.csv` (gross, from the age of 21, without holiday pay) and
`data/minimum_youth_wages.csv`. The monthly amount is that of a full-time job; from 2024 on it is the reference monthly
wage. The hourly amount before 2024 is the one for a working week of 36 hours, on which the hourly minimum wage of
2024 is based, so that the series has no break.

Amounts change in January and July: after the half-year of the last one there is none. Percentages of youth hold until
the day that is given for them; others were announced for 2027 (a decree in consultation in December 2025) and are to be
added here when they are settled.
"""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd

from evalbook.months import month_number
from evalbook.places import DATA

UNITS = ("monthly_euro", "hourly_euro")
HALF_YEAR = 6  # months for which an amount holds


@cache
def minimum_wages() -> pd.DataFrame:
    """One row an amount, in the order of the months (numbers) `from` which they hold."""
    rows = pd.read_csv(DATA / "minimum_wages.csv", parse_dates=["from"])
    return rows.assign(**{"from": month_number(rows["from"])}).sort_values("from", ignore_index=True)


def last_known_month() -> int:
    """The number of the last calendar month of which the minimum wage is known."""
    return int(minimum_wages()["from"].iat[-1]) + HALF_YEAR - 1


@cache
def youth_shares() -> pd.DataFrame:
    """The share (0-1) of the adult amount by `age`, `from` a month and `until` another (numbers, nan: no end)."""
    rows = pd.read_csv(DATA / "minimum_youth_wages.csv", parse_dates=["from", "until"])
    months = {name: month_number(rows[name]) for name in ("from", "until")}
    return rows.assign(share=rows["percent"] / 100, **months).sort_values(["from", "age"], ignore_index=True)


def minimum_wage(months: np.ndarray, ages: np.ndarray, *, unit: str = "monthly_euro") -> np.ndarray:
    """Euros in each calendar month (number) for someone who reaches the age in or before it.

    nan in months before the first amount and after the last that is known, below the youngest age, and where the
    percentage of the age is not known.
    """
    table, months = minimum_wages(), np.asarray(months)
    place = np.searchsorted(table["from"].to_numpy(), months, side="right") - 1
    known = (place >= 0) & (months <= last_known_month())
    return np.where(known, table[unit].to_numpy()[np.maximum(place, 0)], np.nan) * _share(months, np.asarray(ages, int))


def _share(months: np.ndarray, ages: np.ndarray) -> np.ndarray:
    """Of the adult amount; who is older than the oldest age in the table has that one's."""
    rows = youth_shares()
    ages = np.minimum(ages, rows["age"].max())
    share = np.full(len(ages), np.nan)
    for row in rows.itertuples():
        until = np.inf if np.isnan(row.until) else row.until
        share[(ages == row.age) & (months >= row[1]) & (months <= until)] = row.share
    return share
