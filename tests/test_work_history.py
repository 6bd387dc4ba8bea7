"""Months in work, the first job and the classes of pay, on literal payroll rows."""

import numpy as np
import pandas as pd
import pytest

from evalbook.extract.extract import read_extract
from evalbook.items.cohort import cohort_of, registers_of
from evalbook.items.work_history import classes, first_jobs, work_history

PEOPLE = """
    A,IVA,vrouw,1980-06-15,psychisch,2024-01-10,,,
    B,IVA,man,1980-06-15,psychisch,2024-01-10,,,
"""
EARLIER, AT_START = "A,1,2023-12-01,10,100,bepaald,nee", "A,1,2024-01-01,10,100,bepaald,nee"


def history_of(write_extract, *jobs):
    extract = read_extract(write_extract(participants=PEOPLE, jobs="\n".join(jobs)))
    cohort = cohort_of(extract)
    return work_history(cohort, registers_of(extract, cohort)["jobs"][::-1])  # whatever their order


@pytest.mark.parametrize(
    ("hours_and_wage", "in_work"),
    [("10,100", True), ("10,0", True), ("0,100", True), ("0,0", False), (",", False), (",5", True)],
)
def test_in_work_is_hours_or_wage_above_nothing(write_extract, hours_and_wage, in_work):
    history = history_of(write_extract, f"A,1,2024-03-01,{hours_and_wage},bepaald,nee")
    assert history.found_work.tolist() == [in_work, False]
    assert history.first_month.tolist() == [2 if in_work else np.inf, np.inf]


def test_work_before_the_start_is_not_looked_at(write_extract):
    history = history_of(write_extract, EARLIER)
    assert not history.at_start.any() and history.job_months.empty


def test_who_works_at_the_start_cannot_find_work(write_extract):
    history = history_of(write_extract, AT_START, "A,1,2024-02-01,10,100,bepaald,nee")
    assert history.at_start.tolist() == [True, False]
    assert history.without_work_at_start.tolist() == [False, True]
    assert not history.found_work.any()


def test_means_are_over_months_with_what_is_known(write_extract):
    """Of two months one has no known hours, and the wage of 0 counts in euros a month."""
    rows = ("A,1,2024-02-01,52,780,bepaald,nee", "A,1,2024-03-01,,420,bepaald,nee", "A,2,2024-03-01,,0,bepaald,nee")
    means = history_of(write_extract, AT_START, *rows).means
    assert means.loc[0].tolist() == pytest.approx([12, 15, 600])
    assert means.loc[1].isna().all()


def test_the_first_job_is_that_of_most_hours_unknown_last_then_the_lowest_id(write_extract):
    rows = ("A,9,2024-02-01,,900,bepaald,nee", "A,b,2024-02-01,8,80,bepaald,nee", "A,a,2024-02-01,8,80,onbepaald,ja")
    jobs = first_jobs(history_of(write_extract, *rows))
    assert jobs.loc[0, ["contract", "hired_by"]].tolist() == ["onbepaald", "agency"]
    assert len(jobs) == 1


@pytest.mark.parametrize(
    ("upper", "named"), [(True, ["(0,8]", "(8,16]", "(16,inf)"]), (False, ["[8,16)", "[16,inf)", "[16,inf)"])]
)
def test_a_limit_belongs_to_its_class_though_binary_misses_it(upper, named):
    values = pd.Series([8 + 1e-13 if upper else 8 - 1e-13, 16.0 + 2e-14, 17.0])
    assert classes(values, (0, 8, 16, np.inf), upper=upper).tolist() == named
