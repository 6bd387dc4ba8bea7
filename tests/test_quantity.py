"""One quantity set against another."""

from math import isnan

import pytest

from evalbook.published.quantity import Evidence, less, ratio
from evalbook.release.lookup import Gap, Number


def test_a_difference_has_the_square_and_add_interval():
    between = less(Evidence(30, "percent", 100, 26, 33), Evidence(20, "percent", 100, 17, 24))
    assert (between.value, between.form, between.low, between.high) == (
        10,
        "difference",
        10 - (16 + 16) ** 0.5,
        10 + (9 + 9) ** 0.5,
    )


def test_a_ratio_of_counts_has_the_limits_of_their_inflow():
    """100 against 50: 1.41 to 2.87, as by the usual 2 times or over exp(1.96 sqrt(1/100 + 1/50)), near enough."""
    rates = tuple(Number(n, "n", "", low=low, high=high) for n, low, high in ((100, 81.4, 121.6), (50, 37.1, 65.9)))
    between = ratio(Evidence(100, "n"), Evidence(50, "n"), rates)
    assert between.value == 2
    assert (between.low, between.high) == pytest.approx((1.41, 2.87), abs=0.04)


def test_a_ratio_of_nobody_is_a_gap():
    few, nobody = Number(3, "n", "", low=0.6, high=8.8), Number(0, "n", "", low=0, high=3.7)
    assert ratio(Evidence(3, "n"), Evidence(2, "n"), (few, few)).value == 1.5
    assert isinstance(ratio(Evidence(3, "n"), Evidence(0, "n"), (few, nobody)), Gap)
    assert isnan(ratio(Evidence(0, "n"), Evidence(3, "n"), (nobody, few)).low)
