"""Siblings without a difference: the comparison finds none, and its tell-tales see what they can see."""

import numpy as np
import pytest

from comparison_siblings import NUMBERS, lines, one_draw
from evalbook.estimates.intervals import Z

pytestmark = pytest.mark.slow
PERSONS = 3_000


def found(kind, name, draws):
    own = [one_draw(seed, kind, PERSONS)[name] for seed in draws]
    return np.array([each.difference for each in own]), np.array([each.standard_error for each in own])


def test_without_a_difference_the_interval_holds_0():
    difference, error = found("none", "in_work", range(6))
    assert (np.abs(difference) < Z * error).sum() >= 5
    assert abs(difference.mean()) < 2.5 * error.mean() / np.sqrt(len(error))


def test_the_same_seed_gives_the_same_draw_and_a_table_has_a_line_a_number():
    one, other = (one_draw(3, "passing", PERSONS)["in_work"] for _ in range(2))
    assert one.difference == other.difference and len(one.outcomes) > 100
    table = list(lines(2, PERSONS))
    assert len(table) == 1 + 3 * len(NUMBERS) and all(len(line) == len(table[0]) for line in table)
