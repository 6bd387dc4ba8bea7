"""Person-trials of a frame, counted by profile and trial."""

import numpy as np
import pandas as pd
import pytest

from evalbook.estimates.trials import trials_of

CATEGORIES = {"sex": ("man", "vrouw"), "age": ("young", "old")}
ROWS = pd.DataFrame(
    [
        (0, 0, False, "man", "young"),
        (0, 1, True, "man", "old"),
        (1, 0, False, "man", "young"),
        (1, 1, False, "vrouw", "old"),
        (2, 1, True, "vrouw", "old"),
    ],
    columns=["person", "trial", "starter", "sex", "age"],
)


def test_people_with_the_same_categories_are_one_profile():
    trials = trials_of(ROWS, CATEGORIES)
    assert trials.design.tolist() == [[1, 0, 1, 0], [1, 0, 0, 1], [0, 1, 0, 1]]
    assert trials.control_counts.tolist() == [[2, 0, 0], [0, 0, 1]]
    assert trials.starter_counts(np.array([True, True])).tolist() == [[0, 0, 0], [0, 1, 1]]
    assert trials.starter_counts(np.array([False, True])).tolist() == [[0, 0, 0], [0, 0, 1]]
    assert trials.controls.tolist() == [[0, 0, 3], [3, 2, 3]]  # 3: no control


def test_the_columns_of_the_design_are_named():
    assert trials_of(ROWS, CATEGORIES).columns == [("sex", "man"), ("sex", "vrouw"), ("age", "young"), ("age", "old")]


def test_a_code_that_is_no_category_is_refused():
    with pytest.raises(ValueError, match="not among the categories"):
        trials_of(ROWS.replace({"old": "aged"}), CATEGORIES)


def test_without_a_covariate_people_who_differ_in_it_only_are_one_profile():
    trials = trials_of(ROWS, CATEGORIES).without(["age"])
    assert trials.design.tolist() == [[1, 0], [0, 1]] and trials.columns == [("sex", "man"), ("sex", "vrouw")]
    assert trials.control_counts.tolist() == [[2, 0], [0, 1]]
    assert trials.controls.tolist() == [[0, 0, 2], [2, 1, 2]]
    assert trials.starters["profile"].tolist() == [0, 1]
