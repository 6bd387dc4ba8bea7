"""Weights by which controls are as the starters, beside raking and a minimiser on rows."""

import numpy as np
import pytest

import naive_comparison
from drawn_trials import CATEGORIES, drawn, rows_of
from evalbook.estimates import entropy_balancing
from evalbook.estimates.entropy_balancing import balanced
from evalbook.estimates.trials import trials_of
from test_overlap import trials


def of_rows(made, weighted, frame):
    """The weight of each control in the rows of a frame, 0 where there is none."""
    controls = frame[~frame["starter"]]
    profile = made.controls[controls["trial"], controls["person"]]
    return weighted.weights[controls["trial"] - weighted.first, profile]


def raked(frame, kept):
    """Weights by raking: of each margin in turn, until nothing changes."""
    starters, controls = frame[frame["starter"]][kept], frame[~frame["starter"]]
    weights = np.ones(len(controls))
    for _ in range(20_000):
        before = weights.copy()
        for name in ("trial", *CATEGORIES):
            wanted = controls[name].map(starters[name].value_counts()).fillna(0).to_numpy()
            weights = weights * wanted / controls[name].map(_sums(controls, name, weights)).to_numpy()
        if np.abs(weights - before).max() < 1e-13:
            return weights
    raise AssertionError("raking did not end")


def _sums(controls, name, weights):
    return controls.assign(weight=weights).groupby(name)["weight"].sum().replace(0, 1)


def test_the_weights_are_those_of_raking():
    for seed in range(6):
        frame = drawn(seed)
        made = trials_of(frame, CATEGORIES)
        weighted = balanced(made, slice(0, 4))
        assert np.allclose(of_rows(made, weighted, frame), raked(frame, weighted.starters), rtol=0, atol=1e-10)


@pytest.mark.parametrize("persons", [8, 14, 25, 60])
def test_they_are_there_and_the_same_where_a_minimiser_on_rows_finds_them(persons):
    there = []
    for seed in range(25):
        frame = drawn(seed, persons=persons, starters=0.25)
        made = trials_of(frame, CATEGORIES)
        weighted, naive = balanced(made, slice(0, made.number)), naive_comparison.balance(rows_of(frame))
        assert (weighted is None) == (naive is None)
        there.append(naive is not None)
        if naive is not None:
            own = of_rows(made, weighted, frame)
            assert np.allclose(own[own > 0], naive[2], rtol=0, atol=1e-9)
    assert any(there)


def test_margins_are_met_in_each_trial_and_category():
    frame = drawn(3, persons=400)
    made = trials_of(frame, CATEGORIES)
    weighted = balanced(made, slice(1, 4))
    cells, starters = weighted.weights * weighted.persons, made.starter_counts(weighted.starters)[1:4]
    assert np.abs(cells.sum(axis=1) - starters.sum(axis=1)).max() < 1e-9
    assert np.abs((cells - starters).sum(axis=0) @ made.design).max() < 1e-9


def test_it_does_not_matter_where_the_factors_begin():
    frame = drawn(5)
    made = trials_of(frame, CATEGORIES)
    one = balanced(made, slice(0, 4))
    other = balanced(made, slice(0, 4), 3 * np.random.default_rng(1).normal(size=one.factors.shape))
    assert np.allclose(one.weights, other.weights, rtol=0, atol=1e-10)


def test_without_starters_there_are_no_weights():
    assert balanced(trials("0 0 s man young", "1 1 c man young"), slice(1, 2)) is None


def test_margins_that_are_met_only_with_a_weight_of_0_have_none():
    # Of the one man and one old starter both are the same person: a control who is one of the two is too much.
    starters = ("0 0 s man old", "1 0 s vrouw young")
    assert balanced(trials(*starters, "2 0 c man old", "3 0 c vrouw young"), slice(0, 1)) is not None
    assert balanced(trials(*starters, "2 0 c man young", "3 0 c vrouw old", "4 0 c man old"), slice(0, 1)) is None


def test_a_programme_decides_when_the_smallest_weight_is_as_good_as_0(monkeypatch):
    asked = []
    monkeypatch.setattr(entropy_balancing, "LEAST_WEIGHT", np.inf)
    monkeypatch.setattr(entropy_balancing, "are_there_weights", lambda *margins: asked.append(margins) or False)
    assert balanced(trials_of(drawn(3), CATEGORIES), slice(0, 4)) is None and asked
