"""Cox's hazard ratio of two groups against R (tests/reference/README.md) and lifelines."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from lifelines import CoxTimeVaryingFitter

from evalbook.estimates.hazards import hazard_ratio
from evalbook.estimates.intervals import Z
from evalbook.estimates.survival import in_two_groups

REFERENCE = Path(__file__).parent / "reference"


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
