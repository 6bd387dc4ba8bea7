"""What the payroll register says of each person's months in work.

Definitions: docs/contract/results.md, 'Time' and the rows of tables 4.2-4.6.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from evalbook.items.cohort import Cohort

WEEKS_PER_MONTH = 52 / 12
# A sum of hours or euros in binary can miss a class limit by 1e-12; a limit belongs to its class.
LIMIT_DECIMALS = 9
OF_EMPLOYER = ("sector", "employer_size")  # columns that a payroll register may leave out


@dataclass(frozen=True)
class WorkHistory:
    """Months in work from the start's month through the last complete month.

    `job_months`: one row a job and month in work, with `k` (months since the start); `person_months`: one
    row a person and month in work; one value a participant: `at_start` (in work in month 0),
    `without_work_at_start` (the base of finding work), `first_month` (first k of 1 or more in work, inf
    if none); `means`: one row a participant, nan without a row of the kind in months 1..K.
    """

    job_months: pd.DataFrame
    person_months: pd.DataFrame
    at_start: np.ndarray
    without_work_at_start: np.ndarray
    first_month: np.ndarray
    means: pd.DataFrame

    @property
    def found_work(self) -> np.ndarray:
        """Whether each participant, without work at the start, was in work in a later month."""
        return self.without_work_at_start & np.isfinite(self.first_month)


def work_history(cohort: Cohort, jobs: pd.DataFrame) -> WorkHistory:
    """In work is a payroll row with hours or wage above 0; an unknown one is not."""
    rows = jobs.assign(k=cohort.months_since_start(jobs, "month"))
    in_work = (rows["hours"] > 0) | (rows["wage"] > 0)
    seen = (rows["k"] >= 0) & (rows["k"] <= cohort.of(rows, "last_month"))
    job_months = rows[in_work & seen]
    worked = _in_months(cohort, job_months)
    month, person = np.nonzero(worked)
    followed = (cohort.participants["last_month"] >= 1).to_numpy()
    return WorkHistory(
        job_months,
        pd.DataFrame({"person": person, "k": month}),
        worked[0],
        ~worked[0] & followed,
        np.where(worked[1:].any(axis=0), 1 + worked[1:].argmax(axis=0), np.inf),
        _means(job_months[job_months["k"] >= 1], cohort),
    )


def _in_months(cohort: Cohort, rows: pd.DataFrame) -> np.ndarray:
    """Whether there is a row of each month since the start (a row) and participant (a column)."""
    there = np.zeros((max(cohort.length, 2), len(cohort.participants)), bool)
    there[rows["k"], rows["person"]] = True
    return there


def _means(rows: pd.DataFrame, cohort: Cohort) -> pd.DataFrame:
    """Hours a week, euros an hour and euros a month, over all of a person's months with known values."""
    timed, paid = rows["hours"].notna().to_numpy(), rows["wage"].notna().to_numpy()
    both = paid & (rows["hours"] > 0).to_numpy()

    def summed(name: str, chosen: np.ndarray) -> np.ndarray:
        own = rows["person"].to_numpy()[chosen]
        return np.bincount(own, rows[name].to_numpy()[chosen], len(cohort.participants))

    with np.errstate(divide="ignore", invalid="ignore"):  # nan where nothing is known
        hours = summed("hours", timed) / _in_months(cohort, rows[timed]).sum(axis=0)
        means = {
            "hours_per_week": np.where(hours > 0, hours, np.nan) / WEEKS_PER_MONTH,
            "hourly_wage": summed("wage", both) / summed("hours", both),
            "monthly_wage": summed("wage", paid) / _in_months(cohort, rows[paid]).sum(axis=0),
        }
    return pd.DataFrame(means, cohort.participants.index)


def first_jobs(history: WorkHistory) -> pd.DataFrame:
    """Of who found work, the job with most hours in their first month in work, one row a person.

    Unknown hours come last, then the lowest job_id by code point.
    """
    rows = history.job_months
    first = rows[rows["k"] == history.first_month[rows["person"]]]
    first = first[history.without_work_at_start[first["person"]]]
    first = first.sort_values("job_id").sort_values("hours", ascending=False, na_position="last", kind="stable")
    jobs = first.drop_duplicates("person").set_index("person").sort_index()
    hired_by = np.where(jobs["agency"].astype(bool), "agency", "direct")
    known = {
        "contract": pd.Categorical(jobs["contract"], ("bepaald", "onbepaald")),
        "hired_by": pd.Categorical(hired_by, ("agency", "direct")),
    }
    return pd.DataFrame(known | {name: jobs[name] for name in OF_EMPLOYER if name in jobs}, index=jobs.index)


def classes(values: pd.Series, limits: tuple[float, ...], *, upper: bool) -> pd.Series:
    """Each value's class, named as in the contract: `(8,16]` with its upper limit, `[10,20)` without."""
    shape = "({:g},{:g}]" if upper else "[{:g},{:g})"
    names = [shape.format(*pair) for pair in zip(limits, limits[1:], strict=False)]
    names[-1] = names[-1][:-1] + ")"
    return pd.cut(values.round(LIMIT_DECIMALS), limits, right=upper, labels=names)
