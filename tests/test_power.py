"""Power by simulation, beside the closed forms where there is one."""

import numpy as np
import pytest
from scipy.stats import norm

from evalbook.estimates.power import POINTS, RATIOS, least, power_of_hazards, power_of_shares

DRAWS = 4000
Z, Z_POWER = norm.ppf(0.975), norm.ppf(0.8)


def of_two_shares(persons, share, difference):
    """Fleiss, Levin and Paik (2003), section 4.2: the normal approximation without continuity correction."""
    first, second = share, share + difference
    pooled = (persons[0] * first + persons[1] * second) / sum(persons)
    under_none = np.sqrt(pooled * (1 - pooled) * sum(1 / n for n in persons))
    under_this = np.sqrt(first * (1 - first) / persons[0] + second * (1 - second) / persons[1])
    return norm.cdf((difference - Z * under_none) / under_this)


@pytest.mark.parametrize("persons", [(900, 900), (1400, 2100), (900, 400)])
@pytest.mark.parametrize("share", [0.15, 0.4])
def test_two_shares_as_in_the_closed_form(persons, share):
    random = np.random.default_rng(1)
    simulated = power_of_shares(persons, share, POINTS, draws=DRAWS, random=random)
    assert simulated == pytest.approx(of_two_shares(persons, share, POINTS), abs=0.03)


def test_without_a_difference_one_in_twenty_is_found():
    random = np.random.default_rng(2)
    assert power_of_shares((800, 600), 0.2, np.zeros(1), draws=20_000, random=random)[0] == pytest.approx(
        0.05, abs=0.01
    )
    flat = tuple(np.full(24, n) for n in (800, 600))
    hazard = np.full(24, 0.015)
    found = power_of_hazards(flat, hazard, np.ones(1), draws=20_000, random=random)[0]
    assert found == pytest.approx(0.05, abs=0.01)


@pytest.mark.parametrize("persons", [(900, 900), (1400, 2100)])
def test_hazards_as_in_schoenfelds_form(persons):
    """Of all events, those of both hazards on average; near a ratio of 1 the form is exact."""
    hazard, ratios = np.full(24, 0.015), np.array([1.1, 1.2, 1.3])
    flat = tuple(np.full(24, n) for n in persons)
    simulated = power_of_hazards(flat, hazard, ratios, draws=DRAWS, random=np.random.default_rng(3))
    second = persons[1] / sum(persons)
    survival = np.prod(1 - hazard)
    events = persons[0] * (1 - survival) + persons[1] * (1 - survival**ratios)
    expected = norm.cdf(np.sqrt(events * second * (1 - second)) * np.log(ratios) - Z)
    assert simulated == pytest.approx(expected, abs=0.03)


def test_who_is_not_followed_brings_no_events():
    hazard = np.full(24, 0.015)
    random = np.random.default_rng(4)
    flat = tuple(np.full(24, 900) for _ in range(2))
    short = tuple(np.where(np.arange(24) < 6, 900, 0) for _ in range(2))
    whole, cut = (power_of_hazards(each, hazard, RATIOS, draws=400, random=random) for each in (flat, short))
    assert (cut < whole).sum() >= 4


@pytest.mark.parametrize("size", [0.02, 0.05, 0.1])
def test_the_least_difference_is_read_from_a_line_through_all_chances(size):
    chances = norm.cdf((Z + Z_POWER) * POINTS / size - Z)
    assert least(POINTS, chances, power=0.8, draws=400) == pytest.approx(size, rel=0.01)


@pytest.mark.parametrize("chances", [np.zeros(8), np.ones(8), np.full(8, 0.5)])
def test_where_chances_tell_nothing_there_is_no_least_difference(chances):
    assert np.isnan(least(POINTS, chances, power=0.8, draws=400))


def test_the_same_seed_gives_the_same_chances():
    twice = [power_of_shares((90, 80), 0.2, POINTS, draws=100, random=np.random.default_rng(5)) for _ in range(2)]
    assert (twice[0] == twice[1]).all()
