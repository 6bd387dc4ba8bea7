"""Rounding of what is released: half up, and curves of which only tens of events can be seen."""

import numpy as np
import pytest
from evalbook.gate.rounding import events_of, rounded, rounded_at_risk, rounded_curve, rounded_incidences, significant

AT_RISK = np.array([100.0, 100.0, 84.0, 60.0])
SURVIVAL = np.array([1.0, 0.88, 0.88, 0.88 * 45 / 60])  # 12 events in month 1, 15 in month 3; 4 and 24 leave without


@pytest.mark.parametrize(("true", "shown"), [(0, 0), (2, 0), (2.5, 5), (7, 5), (7.5, 10), (12, 10)])
def test_counts_are_rounded_half_up_to_fives(true, shown):
    assert rounded([true]) == [shown]


def test_what_is_not_known_stays_so():
    assert np.isnan(rounded([np.nan])).all()
    assert np.array_equal(significant([0.0, np.nan]), [0.0, np.nan], equal_nan=True)


@pytest.mark.parametrize(("true", "shown"), [(1234.5, 1230), (0.012345, 0.0123), (-99.96, -100)])
def test_means_have_three_significant_digits(true, shown):
    assert significant([true]) == [shown]


def test_a_curve_tells_its_events_and_who_left_without_one():
    events, left = events_of(SURVIVAL, AT_RISK)
    assert events.tolist() == [0, 12, 0, 15]
    assert left.tolist() == [0, 4, 24, 45]


def test_a_released_curve_moves_by_tens_of_events_and_losses():
    curve = rounded_curve(SURVIVAL, AT_RISK)
    assert curve["base"].tolist() == [100, 100, 90, 60]  # 0, then 10 + 0, then 10 + 30 gone
    assert curve["value"].tolist() == pytest.approx([1, 0.9, 0.9, 0.9 * 40 / 60])  # 27 events are 30
    assert curve.loc[1:, ["ci_low", "ci_high"]].notna().all(axis=None)
    assert ((curve["ci_low"] < curve["value"]) & (curve["value"] < curve["ci_high"]))[1:].all()


def test_curves_that_round_alike_are_released_alike():
    """One event more, within the same ten, cannot be seen."""
    more = np.array([1.0, 0.87, 0.87, 0.87 * 45 / 60])
    at_risk = AT_RISK - [0, 0, 1, 1]
    assert rounded_curve(more, at_risk).equals(rounded_curve(SURVIVAL, AT_RISK))


def test_nobody_is_at_risk_below_none():
    assert rounded_at_risk(np.array([12.0, 5.0]), np.array([20.0, 20.0])).tolist() == [10, 0]


def test_incidences_of_all_causes_stay_below_one_and_add_up_to_who_had_an_event():
    incidences = np.array([[0, 0], [0.12, 0.08], [0.5, 0.5]])
    values, alone, base = rounded_incidences(incidences, np.array([100.0, 100.0, 80.0]))
    assert values[1].tolist() == pytest.approx([0.1, 0.1])
    assert values.sum(axis=1).max() <= 1 and (np.diff(values, axis=0) >= 0).all()
    assert (alone >= values - 1e-12).all()
    assert base.tolist() == [100, 100, 80]
