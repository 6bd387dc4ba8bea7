"""Power in closed form, held against simulated samples and at its edges."""

import numpy as np
import pytest
from scipy.stats import chi2

from evalbook.estimates.intervals import Z
from evalbook.estimates.power import least, power_of_hazards, power_of_shares

DRAWS = 20_000


def simulated_shares(persons, share, difference):
    random = np.random.default_rng(1)
    first, second = (random.binomial(n, p, DRAWS) for n, p in zip(persons, (share, share + difference), strict=True))
    pooled = (first + second) / sum(persons)
    error = np.sqrt(pooled * (1 - pooled) * sum(1 / n for n in persons))
    return (np.abs(second / persons[1] - first / persons[0]) > Z * error).mean()


@pytest.mark.parametrize("persons", [(900, 900), (1400, 2100), (900, 400)])
@pytest.mark.parametrize("share", [0.15, 0.4])
@pytest.mark.parametrize("difference", [0.02, 0.05, 0.09])
def test_two_shares_as_in_simulated_samples(persons, share, difference):
    expected = simulated_shares(persons, share, difference)
    assert power_of_shares(persons, share, difference) == pytest.approx(expected, abs=0.012)


def simulated_hazards(at_risk, hazard, ratio, draws=DRAWS):
    """Log-rank tests of drawn events; `at_risk`: followed through each month, of which those left have the month."""
    random = np.random.default_rng(3)
    hazards = hazard, 1 - (1 - hazard) ** ratio
    left = [np.full(draws, group[0]) for group in at_risk]
    excess, variance = np.zeros((2, draws))
    for month in range(len(hazard)):
        left = [
            n if not month else random.binomial(n, g[month] / g[month - 1]) for n, g in zip(left, at_risk, strict=True)
        ]
        events = [random.binomial(n, h[month]) for n, h in zip(left, hazards, strict=True)]
        total, happened = sum(left), sum(events)
        share = left[1] / np.maximum(total, 1)
        excess += events[1] - happened * share
        variance += happened * share * (1 - share) * (total - happened) / np.maximum(total - 1, 1)
        left = [n - e for n, e in zip(left, events, strict=True)]
    return (excess**2 / np.maximum(variance, 1e-12) > chi2.ppf(0.95, 1)).mean()


@pytest.mark.parametrize("sizes", [(900, 900), (1400, 2100)])
@pytest.mark.parametrize("ratio", [1.1, 1.25, 1.6])
@pytest.mark.parametrize("followed", [np.ones(24), np.linspace(1, 0.2, 24)])
def test_hazards_as_in_simulated_samples(sizes, ratio, followed):
    hazard = np.full(24, 0.015)
    at_risk = tuple(np.rint(size * followed).astype(int) for size in sizes)
    expected = simulated_hazards(at_risk, hazard, ratio)
    assert power_of_hazards(at_risk, hazard, ratio) == pytest.approx(expected, abs=0.02)


def test_without_a_difference_one_in_twenty_is_found():
    assert power_of_shares((800, 600), 0.2, 0.0) == pytest.approx(0.05)
    flat = tuple(np.full(24, n) for n in (800, 600))
    assert power_of_hazards(flat, np.full(24, 0.015), 1.0) == pytest.approx(0.05, abs=0.001)


def test_who_is_not_followed_brings_no_events():
    hazard, flat = np.full(24, 0.015), np.full(24, 900)
    short = np.where(np.arange(24) < 6, 900, 0)
    assert power_of_hazards((short, short), hazard, 1.5) < power_of_hazards((flat, flat), hazard, 1.5)
    assert np.isnan(power_of_hazards((np.zeros(24), np.zeros(24)), hazard, 1.5))


@pytest.mark.parametrize(("share", "persons"), [(0.2, (900, 900)), (0.4, (300, 2000))])
def test_the_least_difference_has_just_the_power(share, persons):
    found = least(lambda size: power_of_shares(persons, share, size), power=0.8, smallest=1e-4, largest=1 - share)
    assert power_of_shares(persons, share, found) == pytest.approx(0.8)


@pytest.mark.parametrize("chance", [lambda size: 0.5, lambda size: 1.0, lambda size: np.nan])
def test_where_the_power_is_not_reached_there_is_no_least_difference(chance):
    assert np.isnan(least(chance, power=0.8, smallest=0.001, largest=0.5))
