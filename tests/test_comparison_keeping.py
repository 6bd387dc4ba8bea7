"""Who found work, with the service and without, and who of them is in work later."""

import numpy as np
import pytest

from evalbook.items.comparison_keeping import keeping
from evalbook.items.comparison_people import NEVER, People

NOBODY = {"persons": 0, "base": 0}
FIRST, MONTHS = 24_000, range(24_004, 24_011)  # the history begins four months before the first trial; 12 months in all


def people(*lives, starts=None):
    """A life: `.` a month without work, `x` one in it."""
    number = len(lives)
    columns = np.array([[month == "x" for month in life] for life in lives]).T
    never = np.full(number, -NEVER)
    coded = {name: np.zeros(number, int) for name in ("benefit", "sex", "diagnosis")}
    began = np.array(starts if starts else [NEVER] * number)
    own = {"born": np.zeros(number, int), "began": never, "began_in": never, "starts": began}
    return People(coded, exits=np.full(number, NEVER), in_work=columns, first=FIRST, keys=np.ones(number), **own)


def share(group, row, k):
    cells = keeping({"IVA": group}, MONTHS)
    cells = cells[(cells["benefit"] == "IVA") & (cells["row"] == row) & (cells["column"] == str(k))]
    return {each.measure: each.value for each in cells.itertuples()}


def test_of_those_who_found_work_is_told_who_is_in_work_later():
    group = people("......xxx...", "......x.....", "xxxxxxxxxxxx", "............")
    assert share(group, "comparators", 0) == {"persons": 2, "base": 2}
    assert share(group, "comparators", 2) == {"persons": 1, "base": 2}
    assert share(group, "comparators", 5) == {"persons": 0, "base": 2}
    assert share(group, "comparators", 6) == NOBODY  # nobody's sixth month is known


@pytest.mark.parametrize(
    ("life", "start", "found"),
    [
        ("......x.....", FIRST + 4, True),
        ("......x.....", FIRST + 6, False),  # in work in the month of the start
        (".....x......", FIRST + 6, False),  # and in the month before
        ("....x.x.....", FIRST + 5, False),  # the same
        ("....x...x...", FIRST + 5, False),  # the same, and found later
        ("......xx.x..", FIRST + 8, False),  # found before the start, lost for one month only
    ],
)
def test_a_participant_finds_work_after_a_start_without(life, start, found):
    group = people(life, starts=[start])
    assert (share(group, "participants", 0) != NOBODY) is found
    assert share(group, "comparators", 0) == NOBODY


def test_work_before_the_start_is_not_what_was_found():
    group = people("....x......x", starts=[FIRST + 8])
    assert share(group, "participants", 0) == {"persons": 1, "base": 1}
    assert share(group, "participants", 1) == NOBODY  # found in the last month


def test_a_break_of_one_month_is_no_search():
    assert share(people("xxxxx.xxxxxx"), "comparators", 0) == NOBODY
    assert share(people("xxxxx..xxxxx"), "comparators", 0) == {"persons": 1, "base": 1}
