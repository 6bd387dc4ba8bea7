"""Shares in one mix, against sums by hand."""

import numpy as np
import pytest

from evalbook.estimates.intervals import square_and_add, wilson
from evalbook.estimates.standardisation import standardised_difference, standardised_means


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


def test_means_in_one_mix_have_normal_limits_of_the_weighted_errors():
    value, low, high = standardised_means(([10, 4, 7], [30, 10, 0], [2, 1, 0]), ([8, 6, 7], [10, 50, 5], [1, 3, 1]))
    weights = np.array([40, 60]) / 100  # the third kind has nobody in the first group
    error = np.sqrt(weights**2 @ np.array([2**2 + 1**2, 1**2 + 3**2]))
    assert value == pytest.approx(0.4 * 2 - 0.6 * 2)
    assert (high - value, value - low) == pytest.approx((1.959964 * error, 1.959964 * error), rel=1e-6)


def test_an_error_that_is_not_known_leaves_the_mean_and_no_limits():
    found = standardised_means(([3], [1], [np.nan]), ([1], [9], [1]))
    assert found[0] == 2 and np.isnan(found[1:]).all()
    assert np.isnan(standardised_means(([3], [0], [1]), ([1], [9], [1]))).all()


def test_limits_of_means_hold_the_difference_in_95_of_100_draws():
    generator, held = np.random.default_rng(4), []
    persons, centres = np.array([[300, 80], [90, 120]]), np.array([[900.0, 400.0], [700.0, 300.0]])
    truth = persons.sum(axis=0) / persons.sum() @ (centres[0] - centres[1])
    for _ in range(1000):
        sides = []
        for means, numbers in zip(centres, persons, strict=True):
            drawn = [generator.exponential(mean, n) for mean, n in zip(means, numbers, strict=True)]
            errors = [own.std(ddof=1) / np.sqrt(len(own)) for own in drawn]
            sides.append(([own.mean() for own in drawn], numbers, errors))
        _, low, high = standardised_means(*sides)
        held.append(low <= truth <= high)
    assert 0.93 <= np.mean(held) <= 0.97
