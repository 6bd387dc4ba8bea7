"""Work paths follow the planned flows; spells are their unbroken runs."""

import numpy as np

from evalbook.synthetic.employment import NEVER, WorkPaths, spells


def paths(*persons):
    months = np.array([[mark == "x" for mark in person] for person in persons])
    return WorkPaths(months, np.full(len(persons), NEVER), np.full(len(persons), NEVER), np.zeros(len(persons), bool))


def test_a_spell_is_an_unbroken_run():
    rows = spells(paths("xx..x", ".....", "..xx."))
    assert rows[["person", "start", "end", "spell"]].to_numpy().tolist() == [[0, 0, 1, 1], [0, 4, 4, 2], [2, 2, 3, 1]]


def test_work_is_remembered_from_its_first_month_to_its_last():
    history = paths("....", "....")
    for month in (1, 3):
        history.work(np.array([1]), month)
    assert (history.first.tolist(), history.last.tolist()) == ([NEVER, 1], [NEVER, 3])
