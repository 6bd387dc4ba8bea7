"""The comparators of the shipped extract: the comparison finds the difference that is known of them."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from evalbook.contract.results import KEY
from evalbook.extract.extract import read_extract
from evalbook.items.comparison import items
from evalbook.months import month_number
from evalbook.numbers.evaluation import evaluate_cells
from evalbook.places import SHIPPED_EXTRACT
from evalbook.synthetic.comparators import LEFT, LOSES, chance_of_work, chances_of_finding

pytestmark = pytest.mark.slow
MOST_BYTES = 5 * 2**20
WHO = ("participants", "comparators")
HISTORY_MONTHS = 64  # in which a comparator may leave


@pytest.fixture(scope="module")
def extract():
    return read_extract(SHIPPED_EXTRACT)


@pytest.fixture(scope="module")
def results(extract):
    rows = evaluate_cells(pd.concat(list(items(extract))), extract.edition)
    return rows.set_index(list(KEY))


def in_work_before(extract, starters):
    """Whether each starter was in work in the month before the start."""
    jobs = extract["jobs"]
    there = jobs[(jobs["hours"] > 0) | (jobs["wage"] > 0)]
    worked = set(zip(there["person_id"], month_number(there["month"]), strict=True))
    return np.array([(row.person_id, row.month - 1) in worked for row in starters.itertuples()])


def known_share(extract, benefit, k):
    """The share of starters who would be in work after k months without the service."""
    people = extract["participants"]
    starters = people.assign(month=month_number(people["service_start"]).astype(int))
    last = 2025 * 12 + 4
    starters = starters[starters["benefit"].str.contains(benefit) & (starters["month"] + k <= last)]
    finds = chances_of_finding(starters["benefit"], starters["diagnosis"])
    stays = 1 - LEFT * k / HISTORY_MONTHS
    return (stays * chance_of_work(finds, in_work_before(extract, starters), k + 1)).mean()


@pytest.mark.parametrize("benefit", ["IVA", "Wajong"])
@pytest.mark.parametrize("k", [6, 12, 18, 24])
def test_the_known_difference_is_in_its_interval(extract, results, benefit, k):
    key = ("comparison_in_work", "all", benefit, "", str(k))
    known = results.loc[(*key, "share_starters"), "value"] - known_share(extract, benefit, k)
    found = results.loc[(*key, "difference")]
    assert found["ci_low"] < known < found["ci_high"]
    assert found["ci_high"] - found["ci_low"] < 0.1


def test_unweighted_they_differ_and_weighted_they_do_not(results):
    rows = results.reset_index().query("item == 'comparison_balance' and period == 'all' and benefit == 'all'")
    apart = rows.pivot(index="row", columns="statistic", values="value").abs()
    assert (apart["smd_before"] > 0.1).sum() > 10 and apart["smd_after"].max() < 1e-9


def test_the_files_are_small():
    files = [SHIPPED_EXTRACT / f"{name}.parquet" for name in ("comparators", "comparator_jobs")]
    assert sum(path.stat().st_size for path in files) < MOST_BYTES


def test_a_chance_of_work_follows_from_the_steps_month_by_month():
    finds = np.array([0.01])
    assert np.isclose(chance_of_work(finds, np.array([False]), 1), 0.01)
    assert np.isclose(chance_of_work(finds, np.array([True]), 1), 1 - LOSES)
    assert np.isclose(chance_of_work(finds, np.array([False]), 2), 0.01 * (1 - LOSES) + 0.99 * 0.01)


@pytest.mark.parametrize("row", ["work_at_start", "work_year_3"])
def test_of_what_is_not_weighted_by_both_are_alike_but_for_chance(results, row):
    found = results.loc[("comparison_untouched", "all", "all", row, "", "difference")]
    assert found["ci_low"] < 0 < found["ci_high"] and found["ci_high"] - found["ci_low"] < 0.04


def test_participants_lose_the_work_they_found_and_so_do_others(results):
    kept = [results.loc[("comparison_keeping", "all", "all", row, "12", "share"), "value"] for row in WHO]
    assert all(0.4 < each < 0.6 for each in kept)
