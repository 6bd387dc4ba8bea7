"""Gray's test against R's cmprsk (tests/reference/README.md) and the log-rank test."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from evalbook.estimates.grays_test import grays_test
from evalbook.estimates.survival import log_rank

REFERENCE = Path(__file__).parent / "reference"


def counts(months, ends, second, kind=1):
    """Persons at risk, ends of a kind and other ends (0: censored), by group and month."""
    length = np.max(months) + 1
    rows = []
    for part in (~second, second):
        own, of = months[part], ends[part]
        at_risk = np.bincount(own, minlength=length)[::-1].cumsum()[::-1]
        chosen = ((of == kind), (of != kind) & (of != 0))
        rows.append([at_risk, *(np.bincount(own[each], minlength=length) for each in chosen)])
    return tuple(np.array(each) for each in zip(*rows, strict=True))


@pytest.fixture(scope="module")
def spells():
    rows = pd.read_csv(REFERENCE / "UnempDur.csv")
    ends = np.select([rows[f"censor{cause}"] == 1 for cause in (1, 2, 3)], [1, 2, 3], 0)
    return rows["spell"].to_numpy(), ends, (rows["ui"] == "yes").to_numpy()


@pytest.mark.parametrize("cause", [1, 2, 3])
def test_the_test_agrees_with_r(spells, cause):
    known = pd.read_csv(REFERENCE / "key_values.csv").set_index("quantity")["value"]
    statistic, _ = grays_test(*counts(*spells, kind=cause))
    assert statistic == pytest.approx(known[f"Gray test chi2 cause {cause} by ui"], rel=1e-10)


def test_groups_turned_round_give_the_same(spells):
    months, ends, second = spells
    turned = grays_test(*counts(months, ends, ~second))
    assert grays_test(*counts(months, ends, second)) == pytest.approx(turned, rel=1e-9)


def test_without_other_ends_it_is_nearly_the_log_rank_test():
    generator = np.random.default_rng(5)
    second = generator.random(2000) < 0.4
    months = generator.geometric(np.where(second, 0.03, 0.02))
    ends = (months <= 36).astype(int)
    at_risk, events, others = counts(np.minimum(months, 36), ends, second)
    assert not others.any()
    assert grays_test(at_risk, events, others)[0] == pytest.approx(log_rank(at_risk, events)[0], rel=0.02)


def test_under_equal_incidences_it_rejects_as_often_as_it_says():
    """Groups that are a lot, drawn anew: the p-values of a naive test by permutation are uniform."""
    generator = np.random.default_rng(11)
    months, ends = generator.integers(0, 24, 300), generator.choice([0, 1, 1, 2], 300)
    told = [grays_test(*counts(months, ends, generator.random(300) < 0.5))[1] for _ in range(400)]
    assert 0.02 < np.mean(np.array(told) < 0.05) < 0.09


def test_where_nothing_comes_there_is_no_test():
    nobody = np.zeros((2, 3))
    assert np.isnan(grays_test(np.full((2, 3), 5.0), nobody, nobody)).all()


def test_a_group_that_is_gone_adds_nothing_to_later_months():
    at_risk, events, others = (
        np.array(rows, float) for rows in ([[4, 2, 0], [4, 3, 2]], [[2, 2, 0], [1, 1, 1]], [[0] * 3, [0] * 3])
    )
    assert np.isfinite(grays_test(at_risk, events, others)[0])
