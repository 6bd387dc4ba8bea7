"""Wilson's interval against R (reference values c8) and at its edges."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from evalbook.intervals import wilson

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
