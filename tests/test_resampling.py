"""The bootstrap-t by person."""

import numpy as np
import pytest

from evalbook.estimates.intervals import Z
from evalbook.estimates.resampling import Resampling, resampled_mean

VALUES = np.random.default_rng(1).exponential(100, 2000)


def test_limits_of_a_mean_of_many_are_the_normal_ones():
    half = Z * VALUES.std() / np.sqrt(len(VALUES))
    assert resampled_mean(VALUES, Resampling()) == pytest.approx((VALUES.mean() - half, VALUES.mean() + half), rel=0.01)


def test_where_few_have_much_the_upper_limit_lies_further_away():
    values = np.concatenate([np.zeros(180), np.random.default_rng(2).lognormal(7, 1, 20)])
    low, high = resampled_mean(values, Resampling())
    assert high - values.mean() > 1.3 * (values.mean() - low) > 0


def test_limits_are_those_of_naive_draws_of_persons():
    values = np.tile([0.0, 0, 0, 1, 2, 2, 5, 9], 4)
    generator, off = np.random.default_rng(4), []
    for _ in range(4000):
        drawn = generator.choice(values, len(values))
        error = drawn.std(ddof=1) / np.sqrt(len(values))
        off += [(drawn.mean() - values.mean()) / error] if error > 0 else []
    error = values.std(ddof=1) / np.sqrt(len(values))
    least, most = np.quantile(off, [0.025, 0.975])
    naive = max(values.mean() - most * error, 0), values.mean() - least * error
    assert resampled_mean(values, Resampling(replicates=4000)) == pytest.approx(naive, abs=0.2 * error)


@pytest.mark.slow
def test_the_seed_settles_the_numbers_and_order_does_not():
    assert resampled_mean(VALUES, Resampling(seed=1)) == resampled_mean(VALUES[::-1], Resampling(seed=1))
    assert resampled_mean(VALUES, Resampling(seed=1)) != resampled_mean(VALUES, Resampling(seed=2))


@pytest.mark.parametrize(
    ("values", "replicates"),
    [(VALUES, 0), (VALUES[:1], 1000), (np.full(40, 3.0), 1000)],
    ids=["none asked", "one person", "one value"],
)
def test_no_limits(values, replicates):
    assert np.isnan(resampled_mean(values, Resampling(replicates))).all()
