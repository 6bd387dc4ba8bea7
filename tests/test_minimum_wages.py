"""The minimum wage by month and age, beside amounts as they are printed."""

import numpy as np
import pandas as pd
import pytest

from evalbook.contract.minimum_wages import last_known_month, minimum_wage, minimum_wages, youth_shares
from evalbook.months import month_number


def month(text):
    return month_number(pd.Series(pd.to_datetime([text]))).to_numpy()


@pytest.mark.parametrize(
    ("on", "age", "unit", "euros"),
    [
        ("2022-06-01", 21, "monthly_euro", 1725.00),
        ("2022-07-01", 40, "monthly_euro", 1756.20),
        ("2022-07-01", 20, "monthly_euro", 1404.96),  # printed 1,404.95, rounded to 5 cents
        ("2023-01-01", 15, "monthly_euro", 580.32),
        ("2024-01-01", 20, "hourly_euro", 10.616),
        ("2025-05-01", 17, "hourly_euro", 5.5537),
        ("2026-06-01", 30, "hourly_euro", 14.71),
        ("2026-06-01", 16, "monthly_euro", 791.568),
    ],
)
def test_the_amount_of_the_month_and_age(on, age, unit, euros):
    assert minimum_wage(month(on), np.array([age]), unit=unit)[0] == pytest.approx(euros)


def test_after_the_half_year_of_the_last_amount_there_is_none():
    """What holds from July 2026 on is not in the data: it was carried on in silence."""
    last = last_known_month()
    assert (last // 12, last % 12 + 1) == (2026, 6)
    assert np.isnan(minimum_wage(np.array([last + 1]), np.array([30]))[0])


def test_a_percentage_of_youth_holds_until_its_day(monkeypatch):
    """Others were announced for 2027: when adult amounts reach so far, who is under 21 has none until then."""
    rows = minimum_wages()
    longer = pd.concat(
        [rows, rows.tail(1).assign(**{"from": 2026 * 12 + 6}), rows.tail(1).assign(**{"from": 2027 * 12})]
    )
    monkeypatch.setattr("evalbook.contract.minimum_wages.minimum_wages", lambda: longer.reset_index(drop=True))
    wages = minimum_wage(np.array([2026 * 12 + 11, 2027 * 12, 2027 * 12]), np.array([20, 20, 21]))
    assert np.isnan(wages).tolist() == [False, True, False]
    assert youth_shares()["source"].str.len().min() > 10


@pytest.mark.parametrize(("on", "age"), [("2021-12-01", 30), ("2023-01-01", 14)])
def test_before_the_first_amount_and_below_the_youngest_age_there_is_none(on, age):
    assert np.isnan(minimum_wage(month(on), np.array([age]))[0])


def test_amounts_rise_and_each_has_a_source():
    table = minimum_wages()
    assert table[["from", "monthly_euro", "hourly_euro"]].apply(lambda column: column.is_monotonic_increasing).all()
    assert table["source"].str.len().min() > 10


def test_the_hourly_amount_is_of_a_week_of_36_hours():
    table = minimum_wages()
    assert (table["monthly_euro"] / (36 * 52 / 12)).to_numpy() == pytest.approx(table["hourly_euro"], rel=0.002)
