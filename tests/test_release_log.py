"""The log says in one page what is shown, how far it is off, and what is withheld by which rule."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from evalbook.contract.results import CHANGES
from evalbook.contract.thresholds import MEAN_CHANGE, THRESHOLDS
from evalbook.gate.noise import probabilities
from evalbook.release.release_log import release_log
from literal_release import literal_release

ROWS = """
table_2_1/all/all/all//n 4018 4018
table_2_1/all/all/IVA//n x
table_4_1/gedoog/IVA///percent 12 350
table_4_1/gedoog/Wajong///percent 20 100
"""


@pytest.fixture
def protected():
    return replace(literal_release(ROWS), protected=True, rules=dict(THRESHOLDS))


def test_how_far_a_count_is_off_on_average_follows_from_the_table_of_probabilities():
    table = probabilities()
    steps = np.arange(table.shape[1]) - table.shape[1] // 2
    assert (table[2:] @ abs(steps)).round(2).tolist() == pytest.approx([MEAN_CHANGE] * 4, abs=0.03)
    assert (table[-1] @ abs(steps)).round(2) == MEAN_CHANGE


def test_it_says_how_much_is_shown_and_how_far_off(protected):
    log = release_log(protected)
    assert "3 of 4 numbers (75 %); 1 are withheld" in log
    assert "at most 5 either way, on average 1.35 without its sign" in log and "1 are shown. A zero" in log
    low, high = 0.5 + 112 * 5 / 350, 0.5 + 120 * 5 / 100
    assert (
        f"Of 2 that are shown half are off by at\n  most {(low + high) / 2:.1f} points, the worst by {high:.1f}" in log
    )


def test_it_says_what_is_withheld_by_rule_and_by_item(protected):
    log = release_log(protected)
    assert "| count | 1 |" in log and "| table_2_1 | 2 | 1 |" in log


def test_it_says_how_many_counts_are_what_they_were_where_the_release_knows(protected):
    assert "last edition has too" not in release_log(protected)
    changes = [
        ("table_2_1", "all", "all", row, "", "n", 10.0, after, after - 10, state, "", *(np.nan,) * 3)
        for row, after, state in MOVES
    ]
    log = release_log(replace(protected, changes=pd.DataFrame(changes, columns=list(CHANGES))))
    assert "Of 3 counts that the last edition has too, 2 have the same value" in log


MOVES = [("a", 10.0, "same"), ("b", 10.0, "same"), ("c", 23.0, "moved"), ("d", np.nan, "gone")]


@pytest.mark.parametrize(
    ("kind", "said"), [("synthetic", "No person is in this release"), ("register", "Not protected")]
)
def test_what_is_not_protected_is_said_to_be_so(protected, kind, said):
    exact = replace(protected, protected=False, edition=replace(protected.edition, kind=kind))
    assert said in release_log(exact) and "withheld;" not in release_log(exact)
