"""Calendar arithmetic: month numbers, a number of months later, completed years.

Source: docs/contract/results.md, 'Time'.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

MONTHS_BEFORE_1970 = 1970 * 12


def month_number(days: pd.Series) -> pd.Series:
    """Calendar months since January of year 0; nan where the day is unknown."""
    months = days.to_numpy("datetime64[M]")
    numbers = pd.Series(months.astype("int32") + MONTHS_BEFORE_1970, days.index)
    unknown = np.isnat(months)
    return numbers.mask(unknown) if unknown.any() else numbers


def months_later(days: pd.Series, months: int) -> pd.Series:
    """The same day of the month `months` later, clipped to that month's last day."""
    day = days.to_numpy("datetime64[D]")
    month = day.astype("datetime64[M]")
    first = (month + months).astype("datetime64[D]")
    last = (month + months + 1).astype("datetime64[D]") - 1
    later = np.minimum(first + (day - month.astype("datetime64[D]")), last)
    return pd.Series(later, days.index).astype("datetime64[ns]")


def whole_months(starts: np.ndarray, days: np.ndarray) -> np.ndarray:
    """The most months that can be added to each start without passing the day, as `months_later` adds them."""
    starts, days = starts.astype("datetime64[D]"), days.astype("datetime64[D]")
    start_months, months = starts.astype("datetime64[M]"), days.astype("datetime64[M]")
    last_day = (months + 1).astype("datetime64[D]") - months.astype("datetime64[D]") - np.timedelta64(1, "D")
    due = np.minimum(starts - start_months.astype("datetime64[D]"), last_day)
    return (months - start_months).astype(int) - (days - months.astype("datetime64[D]") < due)


def last_complete_month(reference: pd.Timestamp) -> int:
    """The number of the last calendar month that ends on or before the reference date."""
    tomorrow = reference + pd.Timedelta(days=1)
    return tomorrow.year * 12 + tomorrow.month - 2


def part_of_month_left(reference: pd.Timestamp) -> float:
    """The part (0-1) of the reference date's calendar month that comes after it."""
    return 1 - reference.day / reference.days_in_month


def completed_years(birth_dates: pd.Series, on: pd.Series) -> pd.Series:
    """Age in years; a birthday on 29 February falls on 1 March in other years."""
    before_day = _day_of_month(on) < _day_of_month(birth_dates)
    return (month_number(on) - month_number(birth_dates) - before_day) // 12


def _day_of_month(days: pd.Series) -> np.ndarray:
    day = days.to_numpy("datetime64[D]")
    return (day - day.astype("datetime64[M]").astype("datetime64[D]")).astype(int)
