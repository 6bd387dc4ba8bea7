"""Partitioned means against R (reference values c5), raw means and the jackknife."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from evalbook.estimates.intervals import Z
from evalbook.items.accrual import partitioned_means

REFERENCE = Path(__file__).parent / "reference"


@pytest.fixture(scope="module")
def bladder():
    persons = pd.read_csv(REFERENCE / "bladder_person.csv")
    costs = pd.read_csv(REFERENCE / "bladder_cost.csv").query("month <= 36")
    amounts = np.zeros((len(persons), 37))
    np.add.at(amounts, (pd.Index(persons["id"]).get_indexer(costs["id"]), costs["month"].to_numpy()), 1)
    return amounts, persons["fu"].to_numpy(), persons["dead"].to_numpy(bool), persons["trt"].to_numpy()


@pytest.mark.parametrize("group", ["all", "placebo", "pyridoxine", "thiotepa"])
def test_mean_under_censoring_and_death_agrees_with_r(bladder, group):
    amounts, months, dead, treatment = bladder
    who = (treatment == group) | (group == "all")
    known = pd.read_csv(REFERENCE / "c5_bladder_mean_cumulative.csv").query("group == @group")
    ours = partitioned_means(amounts[who], months[who], dead[who], parts=tuple((0, t + 1) for t in known["tau"]))
    np.testing.assert_allclose(ours[:, 0], known["bang_tsiatis_partitioned"], atol=1e-12)
    np.testing.assert_allclose(ours[:, 0], known["ghosh_lin_mcf"], atol=1e-12)


def test_the_standard_error_is_close_to_the_jackknife(bladder):
    amounts, months, dead, _ = bladder
    value, _, high = partitioned_means(amounts, months, dead, parts=((13, 37),))[0]
    kept = [np.arange(len(months)) != person for person in range(len(months))]
    without = [partitioned_means(amounts[k], months[k], dead[k], parts=((13, 37),))[0, 0] for k in kept]
    persons = len(months)
    jackknife = np.sqrt((persons - 1) / persons * ((without - np.mean(without)) ** 2).sum())
    assert (high - value) / Z == pytest.approx(jackknife, rel=0.03)


def test_parts_add_up_to_the_whole(bladder):
    amounts, months, dead, _ = bladder
    values = partitioned_means(amounts, months, dead, parts=((0, 13), (13, 25), (25, 37), (0, 37)))[:, 0]
    assert values[:3].sum() == pytest.approx(values[3])


def test_without_censoring_it_is_the_raw_mean_with_its_normal_interval():
    amounts = np.array([[1.0, 2, 0], [3, 0, 0], [0, 0, 4], [5, 5, 5]])
    months, ended = np.array([2, 0, 2, 2]), np.array([False, True, False, False])
    value, low, high = partitioned_means(amounts, months, ended, parts=((0, 3),))[0]
    sums = amounts.sum(axis=1)
    assert value == pytest.approx(sums.mean())
    assert high - low == pytest.approx(2 * Z * sums.std() / 2)


def test_beyond_the_last_month_seen_there_is_no_mean():
    ours = partitioned_means(np.ones((2, 3)), np.array([0, 0]), np.array([False, False]), parts=((0, 1), (0, 2)))
    assert ours[0, 0] == 1
    assert np.isnan(ours[1]).all()


def test_order_of_persons_changes_nothing(bladder):
    amounts, months, dead, _ = bladder
    one = partitioned_means(amounts, months, dead, parts=((0, 37),))
    other = partitioned_means(amounts[::-1], months[::-1], dead[::-1], parts=((0, 37),))
    np.testing.assert_allclose(one, other)
