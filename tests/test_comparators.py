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
from evalbook.synthetic.comparators import LEFT, SHORTEST, chance_of_work, chances_of_finding

pytestmark = pytest.mark.slow
MOST_BYTES = 5 * 2**20
HISTORY_MONTHS = 64  # in which a comparator may leave


@pytest.fixture(scope="module")
def extract():
    return read_extract(SHIPPED_EXTRACT)


@pytest.fixture(scope="module")
def results(extract):
    rows = evaluate_cells(pd.concat(list(items(extract))), extract.edition)
    return rows.set_index(list(KEY))


def months_in_work(extract, starters):
    """How many months without a gap each starter was in work up to the month before the start."""
    jobs = extract["jobs"]
    there = jobs[(jobs["hours"] > 0) | (jobs["wage"] > 0)]
    worked = set(zip(there["person_id"], month_number(there["month"]), strict=True))
    lengths = [
        next(length for length in range(99) if (row.person_id, row.month - 1 - length) not in worked)
        for row in starters.itertuples()
    ]
    return np.array(lengths)


def known_share(extract, benefit, k):
    """The share of starters who would be in work after k months without the service."""
    people = extract["participants"]
    starters = people.assign(month=month_number(people["service_start"]).astype(int))
    last = 2025 * 12 + 4
    starters = starters[starters["benefit"].str.contains(benefit) & (starters["month"] + k <= last)]
    finds = chances_of_finding(starters["benefit"], starters["diagnosis"])
    stays = 1 - LEFT * k / HISTORY_MONTHS
    return (stays * chance_of_work(finds, months_in_work(extract, starters), k + 1)).mean()


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
    assert np.isclose(chance_of_work(finds, np.array([0]), 2), 1 - 0.99**2)
    assert np.isclose(chance_of_work(finds, np.array([1]), SHORTEST - 1), 1)
    assert np.isclose(chance_of_work(finds, np.array([SHORTEST]), 1), 0.94)
