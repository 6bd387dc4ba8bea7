"""How strong something unmeasured would have to be."""

import numpy as np
import pandas as pd
import pytest

from evalbook.numbers.unmeasured import e_value


@pytest.mark.parametrize(
    ("ratio", "expected"),
    [(3.9, 7.26), (2.4, 4.23), (1.8, 3.0), (1 / 3.9, 7.26), (1, 1)],  # VanderWeele and Ding (2017); below 1 the same
)
def test_the_e_value_is_the_published_one(ratio, expected):
    assert e_value(pd.Series([ratio])).round(2).tolist() == [expected]


@pytest.mark.parametrize("ratio", [0.0, np.inf, np.nan, -0.5])
def test_of_nobody_in_work_there_is_none(ratio):
    assert e_value(pd.Series([ratio])).isna().all()
