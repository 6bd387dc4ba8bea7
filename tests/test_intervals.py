"""Wilson's interval, Stuart and Maxwell's and the sign test, and net change against R (values c8 and 7), at edges."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from evalbook.estimates.intervals import (
    limits_of_weighted,
    log_log,
    monthly_rate,
    net_share,
    of_wilson,
    sign_test,
    square_and_add,
    stuart_maxwell,
    wilson,
)

REFERENCE = Path(__file__).parent / "reference"


def test_wilson_agrees_with_r():
    known = pd.read_csv(REFERENCE / "c8_wilson.csv")
    low, high = wilson(known["x"], known["n"])
    np.testing.assert_allclose(low, known["wilson_lo"], atol=1e-12)
    np.testing.assert_allclose(high, known["wilson_hi"], atol=1e-12)


def test_the_share_follows_from_its_wilson_limits():
    known = pd.read_csv(REFERENCE / "c8_wilson.csv")
    shares = of_wilson(known["wilson_lo"], known["wilson_hi"], known["n"])
    np.testing.assert_allclose(shares, known["x"] / known["n"], atol=1e-12)
    assert np.isnan(of_wilson(np.nan, np.nan, 10))


def test_wilson_of_nobody_is_not_defined():
    assert np.isnan(wilson([0], [0])).all()


@pytest.mark.parametrize("successes", [0, 10])
def test_wilson_stays_between_0_and_1(successes):
    low, high = wilson([successes], [10])
    assert 0 <= low[0] < high[0] <= 1


def test_newcombes_interval_of_a_difference_agrees_with_r():
    known = pd.read_csv(REFERENCE / "key_values.csv").query("check == '8_wilson'").set_index("quantity")["value"]
    one, other = ((x / n, *wilson(x, n)) for x, n in ((427, 947), (697, 1584)))
    assert square_and_add(one, other) == pytest.approx((known["lo"], known["hi"]), abs=1e-12)


def test_a_difference_turned_round_has_its_limits_turned_round():
    one, other = (0.5, 0.3, 0.6), (0.2, 0.15, 0.4)
    low, high = square_and_add(one, other)
    assert square_and_add(other, one) == pytest.approx((-high, -low))


def test_no_limits_of_a_parent_no_limits_of_the_difference():
    assert np.isnan(square_and_add((0.5, np.nan, np.nan), (0.2, 0.1, 0.3))).all()


@pytest.mark.parametrize("probability", [0, 1])
def test_log_log_limits_are_not_defined_at_0_and_1(probability):
    assert np.isnan(log_log(probability, 0.1)).all()


def test_log_log_limits_are_symmetrical_on_their_scale():
    low, high = log_log(0.3, 0.2)
    below, here, above = (np.log(-np.log(p)) for p in (low, 0.3, high))
    assert below - here == pytest.approx(here - above)


@pytest.fixture(params=["female", "male", "both"])
def eyes(request):
    rows = pd.read_csv(REFERENCE / "VisualAcuity.csv")
    rows = rows[rows["gender"].isin([request.param, "both"]) | (request.param == "both")]
    known = pd.read_csv(REFERENCE / "key_values.csv").query("check == '7_ladder'").set_index("quantity")["value"]
    known = known[known.index.str.startswith(f"{request.param} ")].rename(lambda name: name.split(" ", 1)[1])
    return np.repeat(rows["right"].to_numpy(), rows["Freq"]), np.repeat(rows["left"].to_numpy(), rows["Freq"]), known


def test_stuart_maxwell_agrees_with_r(eyes):
    before, after, known = eyes
    statistic, p_value = stuart_maxwell(before, after)
    assert statistic == pytest.approx(known["Stuart-Maxwell chi2 (3 df)"], rel=1e-12)
    assert 0 < p_value < 1


def test_sign_test_agrees_with_r(eyes):
    before, after, known = eyes
    up, down = (after > before).sum(), (after < before).sum()
    assert (up, down) == (known["sign test up"], known["sign test down"])
    assert sign_test(up, down) == pytest.approx(known["exact sign p"], rel=1e-12)


def test_a_grade_that_nobody_has_changes_nothing():
    before, after = [1, 1, 2, 2, 3], [2, 2, 3, 2, 1]
    spread = {1: 1, 2: 4, 3: 6}
    other = stuart_maxwell([spread[grade] for grade in before], [spread[grade] for grade in after])
    assert stuart_maxwell(before, after) == pytest.approx(other)


def test_where_nobody_changed_there_is_no_test():
    assert np.isnan(stuart_maxwell([1, 2, 3], [1, 2, 3])).all()
    assert np.isnan(stuart_maxwell([1, 1], [1, 1])).all()
    assert np.isnan(sign_test(0, 0))


def test_with_two_grades_it_is_mcnemars_test():
    before, after = [1] * 14 + [2] * 6, [2] * 10 + [1] * 4 + [1] * 3 + [2] * 3
    assert stuart_maxwell(before, after)[0] == pytest.approx((10 - 3) ** 2 / (10 + 3))


def test_net_share_turned_round():
    value, low, high = net_share(30, 20, 100)
    assert value == pytest.approx(0.1)
    assert low < value < high
    assert net_share(20, 30, 100) == pytest.approx((-value, -high, -low))


def test_net_share_is_close_to_the_large_sample_interval():
    value, low, high = net_share(3000, 2000, 10000)
    half = 1.96 * np.sqrt((0.3 + 0.2 - 0.1**2) / 10000)
    assert (low, high) == pytest.approx((value - half, value + half), abs=2e-4)


@pytest.mark.parametrize(("up", "down"), [(0, 0), (5, 0), (0, 5), (2, 3)])
def test_net_share_stays_between_minus_1_and_1(up, down):
    value, low, high = net_share(up, down, 5)
    assert -1 <= low <= value <= high <= 1


def test_a_monthly_rate_has_garwoods_limits():
    """Ten events: 4.795 to 18.390 (table 1 of Ulm 1990, Am. J. Epidemiol. 131, 373-375)."""
    assert monthly_rate([10]) == pytest.approx((10, 4.7954, 18.3904), abs=1e-4)
    assert monthly_rate([5, 5]) == pytest.approx((5, 4.7954 / 2, 18.3904 / 2), abs=1e-4)
    assert monthly_rate([0]) == pytest.approx((0, 0, 3.6889), abs=1e-4)


def test_of_a_constant_inflow_a_difference_is_told_once_in_twenty():
    random = np.random.default_rng(2)
    told = 0
    for _ in range(2000):
        rates = [monthly_rate(random.poisson(100, months)) for months in (26, 3)]
        low, high = square_and_add(*rates)
        told += not low <= 0 <= high
    assert told / 2000 < 0.06


def test_noise_widens_a_monthly_rate():
    _, low, high = monthly_rate([100] * 12, noise=3)
    _, narrow, wide = monthly_rate([100] * 12)
    assert low < narrow < wide < high


def test_a_weighted_share_has_wilsons_limits_of_as_many_persons_as_give_its_error():
    error = np.sqrt(0.3 * 0.7 / 80)
    assert np.allclose(limits_of_weighted(0.3, error), wilson(24, 80))
    assert limits_of_weighted(0.3, 2 * error)[1] > limits_of_weighted(0.3, error)[1]
    assert np.isnan(limits_of_weighted([0.0, 0.3, 0.3], [0.0, 0.0, np.nan])).all()
