"""Draws give whole, planned numbers."""

import numpy as np
import pandas as pd

from evalbook.synthetic.draw import apportioned, expand, generator, pick, shuffled, spread


def test_a_register_has_its_own_chance():
    first, again, other = (generator(7, name).random(3).tolist() for name in ("jobs", "jobs", "ladder"))
    assert first == again != other


def test_picked_are_different_and_weight_zero_comes_last():
    chosen = pick(generator(1, "a"), np.arange(10), 5, np.array([0] * 5 + [1] * 5))
    assert sorted(chosen) == [5, 6, 7, 8, 9]


def test_spread_gives_all_and_nobody_more_than_the_most():
    counts = spread(generator(1, "a"), 9, np.array([1.0, 5.0, 0.0, 1.0]), most=3)
    assert counts.tolist() == [3, 3, 0, 3]


def test_apportioned_adds_up():
    assert apportioned(np.array([1, 1, 1]), 10).tolist() == [4, 3, 3]


def test_a_category_becomes_its_persons():
    rows = expand(pd.DataFrame({"kind": ["a", "b"], "persons": [2, 1]}))
    assert rows["kind"].tolist() == ["a", "a", "b"]
    assert sorted(shuffled(generator(1, "a"), rows["kind"])) == ["a", "a", "b"]
