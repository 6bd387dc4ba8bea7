"""The noise of counts and sums: its probabilities, the order of its changes, and what a million keys make of it."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from evalbook.gate.noise import LARGEST_CHANGE, VARIANCE, changes, probabilities, sum_changes

PTABLE = pd.read_csv(Path(__file__).parent / "reference/ptable.csv")
STEPS = np.arange(-LARGEST_CHANGE, LARGEST_CHANGE + 1)
MIDDLES = (np.arange(1_000_000) + 0.5) / 1_000_000  # of a million equal parts of [0, 1)


@pytest.mark.parametrize("largest_change, variance", [(5, 3.0), (8, 8.0)])
def test_the_probabilities_are_those_of_ptable(largest_change, variance):
    """Its own are off from its conditions by 1.2e-7 in the variance, 2e-8 in the mean, and rounded to 1e-8."""
    told = PTABLE[(PTABLE["D"] == largest_change) & (PTABLE["V"] == variance)]
    found = probabilities(largest_change, variance)
    assert np.count_nonzero(found) == len(told)
    assert found[told["i"], told["v"] + largest_change] == pytest.approx(told["p"], abs=3e-8)


def test_the_parameters_are_those_that_the_design_names():
    assert probabilities().shape == (6, 11) and (LARGEST_CHANGE, VARIANCE) == (5, 3)


def test_they_sum_to_one_change_nothing_on_average_and_have_the_variance():
    found = probabilities()
    assert found.sum(axis=1) == pytest.approx(np.ones(6), abs=1e-12)
    assert found @ STEPS == pytest.approx(np.zeros(6), abs=1e-10)
    assert found @ STEPS**2 == pytest.approx([0, 1.3024741, 3, 3, 3, 3], abs=1e-7)
    assert (found > 0)[1:].sum(axis=1).tolist() == [7, 8, 9, 10, 11]


@pytest.mark.parametrize(
    "count, variance, mean_absolute",
    [(0, 0, 0), (1, 1.3025, 0.7779), (2, 3, 1.3542), (3, 3, 1.3738), (4, 3, 1.3553), (5, 3, 1.3477), (900, 3, 1.3477)],
)
def test_a_million_keys_change_a_count_as_the_table_says(count, variance, mean_absolute):
    found = changes(np.full(len(MIDDLES), count), MIDDLES)
    assert found.mean() == pytest.approx(0, abs=1e-4)
    assert found.var() == pytest.approx(variance, abs=1e-3)
    assert np.abs(found).mean() == pytest.approx(mean_absolute, abs=1e-4)
    assert found.min() >= -min(count, 5) and found.max() <= 5


def test_changes_lie_in_rising_order_as_in_ptable_and_an_interval_holds_its_lower_bound():
    bounds = PTABLE[(PTABLE["D"] == 5) & (PTABLE["i"] > 0)]
    below, at = bounds["p_int_ub"] - 4e-8, bounds["p_int_ub"] + 4e-8
    assert (changes(bounds["i"], below) == bounds["v"]).all()
    inner = at < 1
    assert (changes(bounds["i"][inner], at[inner]) == bounds["v"][inner] + 1).all()
    half = np.round(probabilities()[5].cumsum(), 8)[4]
    assert changes([5, 5], [np.nextafter(half, 0), half]).tolist() == [-1, 0]


def test_the_smallest_and_the_largest_key_change_as_much_as_may_be():
    largest = np.nextafter(1, 0)
    assert changes([0, 1, 2, 5, 80], [0.0] * 5).tolist() == [0, -1, -2, -5, -5]
    assert changes([0, 1, 2, 5, 80], [largest] * 5).tolist() == [0, 5, 5, 5, 5]
    assert changes(np.zeros((0,)), np.zeros((0,))).tolist() == []


def test_a_sum_changes_as_a_large_count_does_times_its_largest_contribution():
    assert sum_changes([0.0, 0.5, 0.9999, 0.3], [2.5, 100, 8, 0]).tolist() == [-12.5, 0, 40, 0]
    counts = np.full(1000, 40)
    assert (sum_changes(MIDDLES[::1000], np.ones(1000)) == changes(counts, MIDDLES[::1000])).all()


@pytest.mark.parametrize("count, key", [(-1, 0.5), (3, 1.0), (3, -0.1), (3, np.nan), (np.nan, 0.5)])
def test_what_is_no_count_or_no_key_is_refused(count, key):
    with pytest.raises(ValueError):
        changes([count], [key])
