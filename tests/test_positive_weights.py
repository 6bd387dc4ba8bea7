"""Whether weights above zero meet margins, held against a programme of one variable a control."""

import numpy as np
import pytest
from scipy.optimize import linprog

from evalbook.estimates import positive_weights
from evalbook.estimates.positive_weights import LEAST_WEIGHT, are_there_weights

CATEGORIES = (3, 2, 3)


def controls(draw, profiles=9, trials=3):
    """Counts of controls and the categories of their profiles."""
    codes = np.column_stack([draw.integers(0, many, profiles) for many in CATEGORIES])
    design = np.hstack([np.eye(many)[codes[:, at]] for at, many in enumerate(CATEGORIES)])
    return draw.integers(0, 3, (trials, profiles)), design


def largest_least(persons, design, of_trials, of_categories):
    """The largest least weight, each control a variable; -1 where no weights meet the margins."""
    trial, profile = (np.repeat(each, persons[np.nonzero(persons)]) for each in np.nonzero(persons))
    rows = np.vstack([np.eye(len(persons))[trial].T, design[profile].T])
    matrix = np.hstack([rows, rows.sum(axis=1, keepdims=True)])
    goal = np.append(np.zeros(len(trial)), -1)
    found = linprog(goal, A_eq=matrix, b_eq=np.concatenate([of_trials, of_categories]))
    return -found.fun if found.status == 0 else -1


def margins(persons, design, weights):
    cells = persons * weights
    return cells.sum(axis=1), cells.sum(axis=0) @ design


@pytest.mark.parametrize("kind", ["positive", "some are 0", "drawn"])
def test_it_says_what_a_variable_for_each_control_says(kind):
    draw, said = np.random.default_rng(4), []
    for _ in range(150):
        persons, design = controls(draw)
        weights = draw.exponential(size=persons.shape) if kind == "positive" else draw.integers(0, 2, persons.shape)
        of_trials, of_categories = margins(persons, design, weights)
        if kind == "drawn" and of_trials.sum():
            codes = [draw.integers(0, many, int(of_trials.sum())) for many in CATEGORIES]
            of_categories = np.concatenate(
                [np.bincount(c, minlength=m) for c, m in zip(codes, CATEGORIES, strict=True)]
            )
        there = largest_least(persons, design, of_trials, of_categories) > LEAST_WEIGHT
        assert are_there_weights(persons, design, of_trials, of_categories.astype(float)) == there
        said.append(there)
    assert all(said) if kind == "positive" else {True, False} >= set(said) and not all(said)


def test_many_cells_come_into_the_programme_as_they_are_needed(monkeypatch):
    monkeypatch.setattr(positive_weights, "AT_FIRST", 4)
    monkeypatch.setattr(positive_weights, "ADDED", 2)
    test_it_says_what_a_variable_for_each_control_says("some are 0")


def test_sums_that_are_rounding_in_every_cell_are_no_reason_to_find_none(monkeypatch):
    monkeypatch.setattr(positive_weights, "NOTHING", -1.0)  # as where rounding of very many cells adds up to more
    test_it_says_what_a_variable_for_each_control_says("positive")
