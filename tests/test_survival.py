"""Kaplan-Meier against R (reference values c1) and against raw shares."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from evalbook.survival import kaplan_meier

REFERENCE = Path(__file__).parent / "reference"


@pytest.fixture(scope="module")
def spells():
    rows = pd.read_csv(REFERENCE / "UnempDur.csv")
    return rows.assign(happened=rows[["censor1", "censor2", "censor3"]].any(axis=1))


def test_survival_and_log_log_limits_agree_with_r(spells):
    known = pd.read_csv(REFERENCE / "c1_km_unempdur.csv").set_index("t")
    ours = kaplan_meier(spells["spell"], spells["happened"]).set_index("month").loc[known.index]
    np.testing.assert_array_equal(ours["at_risk"], known["n"])
    np.testing.assert_allclose(ours["survival"], known["S"], atol=1e-12)
    np.testing.assert_allclose(ours["ci_low"], known["lo"], atol=1e-12)
    np.testing.assert_allclose(ours["ci_high"], known["hi"], atol=1e-12)


def test_without_censoring_survival_is_the_raw_share():
    ours = kaplan_meier(pd.Series([0, 1, 1, 3]), pd.Series([True] * 4))
    np.testing.assert_allclose(ours["survival"], [3 / 4, 1 / 4, 1 / 4, 0])


def test_order_of_persons_changes_nothing(spells):
    shuffled = spells.sample(frac=1, random_state=1)
    one = kaplan_meier(spells["spell"], spells["happened"])
    pd.testing.assert_frame_equal(one, kaplan_meier(shuffled["spell"], shuffled["happened"]))


def test_a_censored_person_is_at_risk_in_the_month_of_censoring():
    ours = kaplan_meier(pd.Series([2, 2]), pd.Series([True, False]))
    assert ours["at_risk"].tolist() == [2, 2, 2]
    assert ours["survival"].tolist() == [1, 1, 0.5]


def test_no_interval_where_survival_is_1_or_0():
    ours = kaplan_meier(pd.Series([1, 2]), pd.Series([True, True]))
    assert ours["ci_low"].isna().tolist() == [True, False, True]
