"""Kaplan-Meier and Cox's hazard ratio against R (tests/reference/README.md), lifelines and raw shares."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from lifelines import CoxTimeVaryingFitter, KaplanMeierFitter
from lifelines.statistics import logrank_test

from evalbook.estimates.intervals import Z
from evalbook.estimates.survival import hazard_ratio, in_two_groups, kaplan_meier, log_rank

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


def test_late_entry_agrees_with_r():
    rows = pd.read_csv(REFERENCE / "heart.csv").query("transplant == 1")
    known = pd.read_csv(REFERENCE / "km_late_entry.csv").set_index("t")
    ours = kaplan_meier(rows["stop"], rows["event"], entry=rows["start"] + 1).set_index("month").loc[known.index]
    np.testing.assert_array_equal(ours["at_risk"], known["n"])
    for column, answer in (("survival", "S"), ("ci_low", "lo"), ("ci_high", "hi")):
        np.testing.assert_allclose(ours[column], known[answer].astype(float), atol=1e-12)


def test_log_rank_agrees_with_r_and_with_lifelines(spells):
    counts = in_two_groups(spells["spell"], spells["happened"], spells["ui"] == "yes")
    known = pd.read_csv(REFERENCE / "key_values.csv").set_index("quantity")["value"]
    statistic, p_value = log_rank(*counts)
    assert statistic == pytest.approx(known["logrank chi2 ui (1 df)"], rel=1e-12)
    insured = spells["ui"] == "yes"
    theirs = logrank_test(
        *(spells.loc[part, "spell"] for part in (insured, ~insured)),
        *(spells.loc[part, "happened"] for part in (insured, ~insured)),
    )
    assert statistic == pytest.approx(theirs.test_statistic, rel=1e-10)
    assert p_value == pytest.approx(theirs.p_value, rel=1e-8)


def test_kaplan_meier_agrees_with_lifelines(spells):
    theirs = KaplanMeierFitter().fit(spells["spell"], spells["happened"])
    ours = kaplan_meier(spells["spell"], spells["happened"]).set_index("month").loc[1:]
    np.testing.assert_allclose(ours["survival"], theirs.survival_function_.iloc[1:, 0], atol=1e-12)


def test_who_would_enter_after_the_last_month_is_never_at_risk():
    ours = kaplan_meier([2, 1], [True, True], entry=[1, 3])
    assert ours[["month", "at_risk", "survival"]].to_numpy().tolist() == [[1, 1, 1], [2, 1, 0]]


def test_months_with_nobody_at_risk_have_no_row():
    ours = kaplan_meier([0, 5], [False, True], entry=[0, 4])
    assert ours["month"].tolist() == [0, 4, 5]


def test_a_shift_of_all_months_shifts_the_curve(spells):
    one = kaplan_meier(spells["spell"], spells["happened"])
    later = kaplan_meier(spells["spell"] + 7, spells["happened"], entry=np.full(len(spells), 7))
    pd.testing.assert_frame_equal(one.assign(month=one["month"] + 7), later)


def test_equal_groups_do_not_differ():
    statistic, p_value = log_rank(*in_two_groups([1, 2, 3] * 2, [True] * 6, [False] * 3 + [True] * 3))
    assert (statistic, p_value) == (0, 1)
    assert np.isnan(log_rank(*in_two_groups([1, 2], [False, False], [False, True]))).all()


@pytest.fixture(scope="module")
def transplants():
    return pd.read_csv(REFERENCE / "heart.csv")


@pytest.fixture(scope="module")
def known():
    return pd.read_csv(REFERENCE / "cox.csv").set_index("quantity")["value"]


def _log(estimated):
    return np.log(estimated.ratio), (np.log(estimated.ci_high) - np.log(estimated.ratio)) / Z


def test_a_group_that_persons_enter_later_agrees_with_r(transplants, known):
    rows = transplants
    ours = hazard_ratio(*in_two_groups(rows["stop"], rows["event"], rows["transplant"], entry=rows["start"] + 1))
    assert _log(ours) == pytest.approx((known["coefficient"], known["standard error"]), abs=1e-8)


def test_many_ties_agree_with_r(known):
    rows = pd.read_csv(REFERENCE / "UnempDur.csv")
    happened = rows[["censor1", "censor2", "censor3"]].any(axis=1)
    ours = hazard_ratio(*in_two_groups(rows["spell"], happened, rows["ui"] == "yes"))
    answer = (known["unempdur coefficient"], known["unempdur standard error"])
    assert _log(ours) == pytest.approx(answer, abs=1e-8)


def test_time_varying_agrees_with_lifelines(transplants):
    rows = transplants
    fitter = CoxTimeVaryingFitter().fit(rows, id_col="id", event_col="event", start_col="start", stop_col="stop")
    ours = hazard_ratio(*in_two_groups(rows["stop"], rows["event"], rows["transplant"], entry=rows["start"] + 1))
    assert np.log(ours.ratio) == pytest.approx(fitter.params_["transplant"], abs=1e-6)
    assert ours.p_value == pytest.approx(fitter.summary.loc["transplant", "p"], abs=1e-6)


def test_groups_turned_round_give_the_inverse(transplants):
    rows = transplants
    ratios = [
        hazard_ratio(*in_two_groups(rows["stop"], rows["event"], second, entry=rows["start"] + 1)).ratio
        for second in (rows["transplant"] == 1, rows["transplant"] == 0)
    ]
    assert ratios[0] * ratios[1] == pytest.approx(1)


@pytest.mark.parametrize(
    ("months", "second"),
    [([1, 2, 3], [False, False, True]), ([1, 2], [False, False]), ([3, 4, 1, 2], [False, False, True, True])],
    ids=["no event in a group", "one group", "one group's events all before the other's"],
)
def test_where_groups_cannot_be_compared_there_is_no_ratio(months, second):
    happened = [True, True, False, False][: len(months)] if len(months) < 4 else [False, False, True, True]
    assert np.isnan(hazard_ratio(*in_two_groups(months, happened, second)).ratio)
