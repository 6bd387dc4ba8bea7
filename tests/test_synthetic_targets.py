"""The committed targets agree with each other and with the published totals."""

from __future__ import annotations

import pandas as pd
import pytest

from evalbook.synthetic.calibration import asked_numbers
from evalbook.synthetic.calibration.followup import exits, followed, followup
from evalbook.synthetic.calibration.inflow import strata
from evalbook.synthetic.calibration.ladder import solve_ladder
from evalbook.synthetic.calibration.provisions import solve_provisions
from evalbook.synthetic.targets import by_group, target

GROUP = ["period", "benefit"]


@pytest.fixture(scope="module")
def year():
    return followed(followup(target("inflow"), target("exits")), 12)


def sums(name, counts="persons", by=GROUP):
    return target(name).groupby(by)[counts].sum()


def test_participants_are_those_of_table_2_1():
    sizes = strata(target("inflow")).groupby("period")["persons"].sum()
    assert sizes.to_dict() == {"experiment": 3071, "gedoog": 947}


def test_each_characteristic_is_of_all_participants():
    sizes = strata(target("inflow")).groupby(GROUP)["persons"].sum()
    for _, counts in target("characteristics").groupby("dimension"):
        pd.testing.assert_series_equal(counts.groupby(GROUP)["persons"].sum(), sizes)


def test_first_year_bases_are_those_that_table_3_2_implies(year):
    assert 939 <= year["gedoog"].sum() <= 947
    assert 1567 <= year["experiment"].sum() <= 1579


def test_everyone_who_worked_has_earnings_and_who_found_work_a_first_job():
    workers = target("workers").set_index(GROUP)
    assert sums("earnings").to_dict() == (workers["at_start"] + workers["found"]).to_dict()
    assert sums("first_jobs").to_dict() == workers["found"].to_dict()


def test_the_curves_find_as_many_as_work():
    workers = target("workers").set_index(GROUP)
    flows = target("work_flows")
    assert flows.groupby(GROUP)["found"].sum().to_dict() == workers["found"].to_dict()
    assert flows[flows["month"] == 0].groupby(GROUP)["in_work"].sum().sum() == workers["at_start"].sum()


def test_nobody_has_a_provision_without_work_nor_more_kinds_than_there_are():
    kinds = target("provisions").pivot(index=[*GROUP, "year"], columns="kind", values="persons")
    named = kinds.drop(columns=["all", "base"])
    assert (named.max(axis=1) <= kinds["all"]).all()
    assert (kinds["all"] <= kinds["base"]).all()
    assert (kinds["all"] <= named.sum(axis=1)).all()


def test_ladder_steps_are_of_those_followed_for_a_year(year):
    steps = sums("ladder")
    assert steps.sum() == 1565
    assert (steps <= year[steps.index]).all()


def test_exits_are_committed_as_they_stand_in_the_code():
    pd.testing.assert_frame_equal(target("exits"), exits())


def test_a_target_is_given_group_by_group():
    groups = dict(by_group("first_jobs"))
    assert ("gedoog", "IVA") in groups
    assert list(groups["gedoog", "IVA"]) == ["contract", "hired_by", "persons"]


@pytest.mark.slow
def test_solving_again_gives_the_committed_targets(year):
    """The two quickest programs; `calibrate` solves all of them."""
    asked = asked_numbers()
    pd.testing.assert_frame_equal(solve_ladder(asked, year).astype({"start": int, "end": int}), target("ladder"))
    pd.testing.assert_frame_equal(solve_provisions(asked, target("workers")), target("provisions"))
