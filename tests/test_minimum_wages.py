"""The minimum wage by month and age, beside amounts as they are printed."""

import numpy as np
import pandas as pd
import pytest

from evalbook.items.minimum_wages import minimum_wage, minimum_wages
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
        ("2030-01-01", 30, "hourly_euro", 14.71),
    ],
)
def test_the_amount_of_the_month_and_age(on, age, unit, euros):
    assert minimum_wage(month(on), np.array([age]), unit=unit)[0] == pytest.approx(euros)


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
