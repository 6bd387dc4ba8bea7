"""Which difference with comparable people can be told, now and at the end."""

import pandas as pd
import pytest
from scipy.stats import norm

from evalbook.contract.scenario import read_scenario
from evalbook.numbers.comparison_outlook import tellable_comparison
from evalbook.numbers.rows import single
from evalbook.numbers.source import Source
from literal_release import EDITION

EVERYBODY = {"period": "all", "benefit": "all"}


def told(error=0.02, base=400, later=1600, few=False):
    compared = single(error, base=base, statistic="standard_error", row="", column="12", **EVERYBODY).assign(few=few)
    expected = single(later, base=later, statistic="expected", row="start=all", column="months=12", **EVERYBODY)
    made = {"comparison_in_work": compared, "followed_at_end": expected}
    rows = list(tellable_comparison(Source(EDITION, read_scenario(), {}, made)))
    assert all((each["few"] == few).all() for each in rows)
    return {(row.column, row.statistic): (row.value, row.base) for each in rows for row in each.itertuples()}


def test_four_times_as_many_halve_the_difference_that_is_told():
    found = told()
    assert found["now", "detectable"] == (pytest.approx(100 * (norm.ppf(0.975) + norm.ppf(0.8)) * 0.02), 400)
    assert found["end", "detectable"] == (pytest.approx(found["now", "detectable"][0] / 2), 1600)


def test_the_least_difference_is_found_with_the_wanted_power():
    error = 0.05 / (norm.ppf(0.975) + norm.ppf(0.8))
    found = told(error=error)
    assert found["now", "detectable"][0] == pytest.approx(5) and found["now", "power"][0] == pytest.approx(0.8)


def test_what_stands_on_few_in_work_is_withheld_with_its_error():
    assert told(few=True)


def test_fewer_than_now_are_not_expected():
    found = told(later=100)
    assert found["end", "detectable"] == found["now", "detectable"]


def test_of_few_or_without_a_comparison_nothing_is_said():
    assert told(base=99) == {} and told(base=100)
    nothing = {"comparison_in_work": pd.DataFrame(), "followed_at_end": pd.DataFrame()}
    assert list(tellable_comparison(Source(EDITION, read_scenario(), {}, nothing))) == []
