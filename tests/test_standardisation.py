"""Shares in one mix, against sums by hand."""

import numpy as np
import pytest

from evalbook.estimates.intervals import square_and_add, wilson
from evalbook.estimates.standardisation import standardised_difference


def test_one_kind_is_newcombes_interval():
    found = standardised_difference(([30], [100]), ([20], [80]))
    low, high = square_and_add((0.3, *wilson(30, 100)), (0.25, *wilson(20, 80)))
    assert found == pytest.approx((0.05, float(low), float(high)))


def test_what_comes_of_the_mix_alone_goes():
    """Both kinds do as well in both groups, of which one has more of the better kind."""
    first, second = ([40, 30], [80, 120]), ([10, 5], [20, 20])
    assert 70 / 200 - 15 / 40 != 0
    assert standardised_difference(first, second)[0] == pytest.approx(0)


def test_the_mix_is_that_of_both_together():
    found = standardised_difference(([10, 0], [10, 30]), ([0, 0], [50, 10]))
    assert found[0] == pytest.approx(60 / 100)


def test_a_kind_that_a_group_lacks_is_left_out_of_both():
    found = standardised_difference(([5, 9], [10, 9]), ([4, 0], [10, 0]))
    assert found[0] == pytest.approx(0.1)


def test_without_a_kind_in_both_there_is_no_difference():
    assert np.isnan(standardised_difference(([1, 0], [3, 0]), ([0, 1], [0, 3]))).all()


def test_the_limits_hold_the_difference_in_95_of_100_draws():
    generator = np.random.default_rng(3)
    persons = np.array([[400, 200, 60], [150, 150, 100]])
    chances = np.array([[0.2, 0.4, 0.1], [0.15, 0.35, 0.2]])
    weights = persons.sum(axis=0) / persons.sum()
    truth = weights @ (chances[0] - chances[1])
    held = []
    for _ in range(1000):
        counted = generator.binomial(persons, chances)
        _, low, high = standardised_difference(*zip(counted, persons, strict=True))
        held.append(low <= truth <= high)
    assert 0.93 <= np.mean(held) <= 0.97
