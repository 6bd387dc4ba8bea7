"""Stuart and Maxwell's test, net change and the sign test against R (reference values 7)."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from evalbook.estimates.homogeneity import net_share, sign_test, stuart_maxwell

REFERENCE = Path(__file__).parent / "reference"


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
