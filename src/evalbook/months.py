"""Calendar arithmetic: month numbers, a number of months later, completed years.

Source: docs/contract/results.md, 'Time'.
"""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd

FIRST, AFTER = np.datetime64("1600-01-01"), np.datetime64("2400-01-01")  # around all that a day is stored as


@cache
def _calendar() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The number of the month of each day from FIRST on; of each month from that on its first day, as a number of days
    since FIRST, and how many it has. Looked up ten times as fast as computed."""
    days, months = np.arange(FIRST, AFTER), np.arange(FIRST.astype("M8[M]"), AFTER.astype("M8[M]") + 1)
    firsts = (months.astype("M8[D]") - FIRST).astype(np.int32)
    since_year_0 = FIRST.astype("M8[Y]").astype(int) + 1970
    return (days.astype("M8[M]") - months[0]).astype(np.int32) + 12 * since_year_0, firsts, np.diff(firsts)


def _on_calendar(days: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The number of the month of each day, its place among the months of the calendar, and the day in it from 0; of
    an unknown day the calendar's first."""
    numbers, firsts, _ = _calendar()
    day = np.maximum((days.astype("M8[D]") - FIRST).astype(np.int64), 0)
    month = numbers[day]
    place = month - numbers[0]
    return month, place, day - firsts[place]


def month_number(days: pd.Series) -> pd.Series:
    """Calendar months since January of year 0; nan where the day is unknown."""
    months = pd.Series(_on_calendar(days.to_numpy())[0], days.index)
    return months.mask(days.isna()) if days.hasnans else months


def months_later(days: pd.Series, months: int) -> pd.Series:
    """The same day of the month `months` later, clipped to that month's last day."""
    _, firsts, lengths = _calendar()
    _, place, day = _on_calendar(days.to_numpy())
    later = firsts[place + months] + np.minimum(day, lengths[place + months] - 1)
    known = pd.Series(FIRST + later.astype("m8[D]"), days.index).astype("datetime64[ns]")
    return known.mask(days.isna()) if days.hasnans else known


def whole_months(starts: np.ndarray, days: np.ndarray) -> np.ndarray:
    """The most months that can be added to each start without passing the day, as `months_later` adds them."""
    start_month, _, start = _on_calendar(starts)
    month, place, day = _on_calendar(days)
    due = np.minimum(start, _calendar()[2][place] - 1)
    return (month - start_month).astype(int) - (day < due)


def last_complete_month(reference: pd.Timestamp) -> int:
    """The number of the last calendar month that ends on or before the reference date."""
    tomorrow = reference + pd.Timedelta(days=1)
    return tomorrow.year * 12 + tomorrow.month - 2


def part_of_month_left(reference: pd.Timestamp) -> float:
    """The part (0-1) of the reference date's calendar month that comes after it."""
    return 1 - reference.day / reference.days_in_month


def completed_years(birth_dates: pd.Series, on: pd.Series) -> pd.Series:
    """Age in years; a birthday on 29 February falls on 1 March in other years."""
    (month, _, day), (born, _, birthday) = (_on_calendar(days.to_numpy()) for days in (on, birth_dates))
    years = pd.Series((month - born - (day < birthday)) // 12, birth_dates.index)
    unknown = birth_dates.isna() | on.isna()
    return years.mask(unknown) if unknown.any() else years
