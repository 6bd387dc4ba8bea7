"""Who has a counterpart on the other side, until nothing changes."""

import numpy as np
import pandas as pd

from evalbook.estimates.overlap import overlap
from evalbook.estimates.trials import trials_of

CATEGORIES = {"sex": ("man", "vrouw"), "age": ("young", "middle", "old")}


def trials(*lines):
    """A line a person-trial: person, trial, `s` of a starter, sex and age."""
    rows = [line.split() for line in lines]
    frame = pd.DataFrame(rows, columns=["person", "trial", "starter", "sex", "age"])
    numbers = frame[["person", "trial"]].astype(int)
    return trials_of(frame.assign(**numbers, starter=frame["starter"] == "s"), CATEGORIES)


def test_a_starter_without_controls_in_the_trial_or_with_a_category_of_no_control_is_left_out():
    made = trials("0 0 s man young", "1 0 s man old", "2 1 s man young", "3 0 c man young")
    kept = overlap(made, slice(0, 2))
    assert kept.starters.tolist() == [True, False, False]
    assert kept.controls.sum() == 1


def test_the_category_may_be_that_of_a_control_in_another_trial():
    made = trials("0 0 s man young", "1 0 c man old", "2 1 c man young", "3 1 s man old")
    assert overlap(made, slice(0, 2)).starters.all()
    assert not overlap(made, slice(0, 1)).starters.any()


def test_a_control_in_a_trial_without_starters_or_with_a_category_of_none_gets_no_weight():
    made = trials("0 0 s man young", "1 0 c man young", "2 0 c man old", "3 1 c man young")
    assert overlap(made, slice(0, 2)).controls.sum() == 1


def test_removals_go_on_until_nothing_changes():
    # Without its control that is a woman (no starter is) trial 1 has none, so that its starter goes; he alone was old.
    made = trials("0 0 s man young", "1 0 c man young", "2 1 s man old", "3 1 c vrouw old", "4 0 c man old")
    kept = overlap(made, slice(0, 2))
    assert kept.starters.tolist() == [True, False]
    assert kept.controls.sum() == 1 and np.array_equal(kept.controls.any(axis=1), [True, False])


def test_nobody_is_compared_where_there_are_no_trials():
    made = trials("0 0 s man young", "1 0 c man young")
    assert not overlap(made, slice(1, 1)).starters.any()
