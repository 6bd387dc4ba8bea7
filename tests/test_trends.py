"""A change of a share from group to group, against numpy's least squares and by simulation."""

import numpy as np
import pytest

from evalbook.estimates.trends import linear_trend


def test_the_slope_is_that_of_persons_by_least_squares():
    counted, persons = np.array([3, 8, 9]), np.array([20, 30, 25])
    at = np.repeat([0, 1, 3], persons)
    has = np.concatenate([np.arange(n) < k for k, n in zip(counted, persons, strict=True)]).astype(float)
    assert linear_trend(counted, persons, [0, 1, 3])[0] == pytest.approx(np.polyfit(at, has, 1)[0])


def test_of_two_groups_it_is_their_difference():
    slope, low, high, _ = linear_trend([30, 50], [100, 120], [0, 1])
    half = 1.959964 * np.sqrt(0.3 * 0.7 / 100 + (5 / 12) * (7 / 12) / 120)
    assert (slope, low, high) == pytest.approx((5 / 12 - 0.3, 5 / 12 - 0.3 - half, 5 / 12 - 0.3 + half), rel=1e-6)


@pytest.mark.parametrize("counted", [[0, 0, 0], [20, 20, 20]])
def test_where_no_group_differs_within_itself_there_is_no_trend(counted):
    assert np.isnan(linear_trend(counted, [20, 20, 20], [0, 1, 2])).all()


def test_nobody_or_one_moment_has_no_trend():
    assert np.isnan(linear_trend([0, 0], [0, 0], [0, 1])).all()
    assert np.isnan(linear_trend([5], [9], [2])).all()


def test_no_change_is_told_as_one_in_5_of_100_draws():
    generator = np.random.default_rng(8)
    persons = np.array([300, 320, 340, 350])
    told = [linear_trend(generator.binomial(persons, 0.18), persons, range(4))[3] < 0.05 for _ in range(2000)]
    assert 0.035 < np.mean(told) < 0.065
