"""Wilson's interval against R (reference values c8) and at its edges."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from evalbook.estimates.intervals import log_log, square_and_add, wilson

REFERENCE = Path(__file__).parent / "reference"


def test_wilson_agrees_with_r():
    known = pd.read_csv(REFERENCE / "c8_wilson.csv")
    low, high = wilson(known["x"], known["n"])
    np.testing.assert_allclose(low, known["wilson_lo"], atol=1e-12)
    np.testing.assert_allclose(high, known["wilson_hi"], atol=1e-12)


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
