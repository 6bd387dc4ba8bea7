"""Months in work before the start are those of a comparator: as many find and lose work from one to the next."""

import numpy as np
import pandas as pd

from evalbook.synthetic.comparators import FINDS, LOSES
from evalbook.synthetic.past import JOB, earlier_jobs

PEOPLE, AT_START = 60_000, 0.08
FIRST = {"job_id": "J1", "hours": 60.0, "wage": 900.0, "contract": "bepaald", "agency": True, "sector": "zorg"}


def drawn():
    """Whether each of many people is in work in the months before the start and in its own: the last column."""
    people = pd.DataFrame({"type": "IVA", "diagnosis": "hart", "period": "gedoog", "benefit": "IVA", "cohort": "year"},
                          index=range(PEOPLE)).assign(service_start=pd.Timestamp("2023-02-07"))  # fmt: skip
    working = np.flatnonzero(np.arange(PEOPLE) % round(1 / AT_START) == 0)
    first = pd.DataFrame({"person": working, "k": 0, **FIRST, "employer_size": "250+"})
    rows = earlier_jobs(people, first, seed=1)
    months = np.zeros((PEOPLE, 37), bool)
    months[rows["person"], rows["k"]] = True
    return rows, np.column_stack([months[:, 1:], np.isin(np.arange(PEOPLE), working)])


ROWS, MONTHS = drawn()


def test_from_the_month_before_the_start_they_move_on_as_comparators_do_and_backwards_alike():
    for known, other in ((35, 36), (35, 34), (20, 19), (1, 0)):
        before, after = MONTHS[:, known], MONTHS[:, other]
        assert abs(after[before].mean() - (1 - LOSES)) < 0.01
        assert abs(after[~before].mean() - FINDS["IVA"]) < 0.002


def test_who_works_at_the_start_has_that_job_in_the_months_before_without_a_gap():
    same = ROWS[ROWS["job_id"] == "J1"]
    unbroken = np.logical_and.accumulate(MONTHS[:, ::-1], axis=1).sum(axis=1) - 1
    assert same.groupby("person").size().to_dict() == {who: n for who, n in enumerate(unbroken) if n > 0}
    assert (same[list(FIRST)] == pd.Series(FIRST)).all(axis=None) and set(ROWS["job_id"]) == {"J1", JOB}


def test_rows_reach_from_the_first_month_that_is_known_to_the_one_before_the_start():
    assert ROWS["k"].min() == -36 and ROWS["k"].max() == -1
    assert not ROWS.duplicated(["person", "k"]).any()
