"""Calendar rules of docs/contract/results.md, 'Time'."""

import pandas as pd
import pytest

from evalbook.months import completed_years, last_complete_month, month_number, months_later, whole_months


def days(*texts):
    return pd.Series(pd.to_datetime(list(texts)))


@pytest.mark.parametrize(
    ("start", "months", "later"),
    [
        ("2023-01-31", 1, "2023-02-28"),
        ("2024-01-31", 1, "2024-02-29"),
        ("2024-02-29", 12, "2025-02-28"),
        ("2023-11-15", 3, "2024-02-15"),
        ("2023-08-31", 0, "2023-08-31"),
    ],
)
def test_months_later_is_clipped_to_the_months_last_day(start, months, later):
    assert months_later(days(start), months).tolist() == days(later).tolist()


@pytest.mark.parametrize(
    ("reference", "month"), [("2025-03-31", "2025-03-01"), ("2025-03-30", "2025-02-01"), ("2025-01-01", "2024-12-01")]
)
def test_last_complete_month_ends_on_or_before_the_reference_date(reference, month):
    assert last_complete_month(pd.Timestamp(reference)) == month_number(days(month))[0]


@pytest.mark.parametrize(
    ("birth", "on", "years"),
    [
        ("2000-02-29", "2023-02-28", 22),
        ("2000-02-29", "2023-03-01", 23),
        ("2000-02-29", "2024-02-29", 24),
        ("1990-06-15", "2020-06-14", 29),
    ],
)
def test_a_birthday_on_29_february_falls_on_1_march_in_other_years(birth, on, years):
    assert completed_years(days(birth), days(on))[0] == years


@pytest.mark.parametrize("start", ["2024-01-31", "2023-08-29", "2024-02-29", "2023-06-01"])
def test_whole_months_count_as_months_later_adds(start):
    days = pd.Series(pd.date_range("2022-11-01", "2025-05-01"))
    starts = pd.Series(pd.Timestamp(start), days.index)
    ours = whole_months(starts.to_numpy(), days.to_numpy())
    for months in range(-5, 13):
        expected = months_later(starts, months) <= days
        assert ((ours >= months) == expected).all()
