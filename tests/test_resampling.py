"""The bootstrap by person."""

import numpy as np
import pytest

from evalbook.estimates.intervals import Z
from evalbook.estimates.resampling import Resampling, resampled_mean

VALUES = np.random.default_rng(1).exponential(100, 2000)


def test_limits_of_a_mean_of_many_are_the_normal_ones():
    half = Z * VALUES.std() / np.sqrt(len(VALUES))
    assert resampled_mean(VALUES, Resampling()) == pytest.approx((VALUES.mean() - half, VALUES.mean() + half), rel=0.01)


@pytest.mark.slow
def test_the_seed_settles_the_numbers_and_order_does_not():
    assert resampled_mean(VALUES, Resampling(seed=1)) == resampled_mean(VALUES[::-1], Resampling(seed=1))
    assert resampled_mean(VALUES, Resampling(seed=1)) != resampled_mean(VALUES, Resampling(seed=2))


@pytest.mark.parametrize(("values", "replicates"), [(VALUES, 0), (VALUES[:1], 1000)], ids=["none asked", "one person"])
def test_no_limits(values, replicates):
    assert np.isnan(resampled_mean(values, Resampling(replicates))).all()
