"""Chapter 4: in work by other definitions, and the months in work in two years.

As published somebody is in work in a month with hours or wage. A wage without hours may be holiday pay; one month
without may be a late payment; self-employment is known by tax year.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from evalbook.contract.cells import BASE
from evalbook.estimates.intervals import Z
from evalbook.items.cohort import Cohort, Registers, margins
from evalbook.items.tabulating import Part, by_flag, collect, inside, limits, summed, whole
from evalbook.items.work_history import WorkHistory

MONTHS, TWO_YEARS = (12, 24), 24
YEAR = 12


def items(cohort: Cohort, registers: Registers, *, history: WorkHistory | None) -> Iterator[pd.DataFrame]:
    if history is not None:
        parts = []
        for code, worked in _definitions(cohort, history).items():
            parts += _parts(cohort, worked, row=f"work={code}")
        if "self_employment" in registers:
            published = _months(cohort, history.person_months)
            with_profit = published | _self_employed(cohort, registers["self_employment"])
            through = (cohort.edition.self_employment_through + 1) * YEAR - 1 - cohort.participants["start_month"]
            for code, worked in (("published", published), ("self_employed", with_profit)):
                parts += _parts(cohort, worked, row=f"tax_year_known={code}", through=through)
        yield collect("work_definitions", parts)


def _definitions(cohort: Cohort, history: WorkHistory) -> dict[str, np.ndarray]:
    """Whether each participant (a row) is in work in each month since the start (a column), by definition."""
    published, jobs = _months(cohort, history.person_months), history.job_months
    bridged = published.copy()
    bridged[:, 1:-1] |= published[:, :-2] & published[:, 2:]
    return {"published": published, "hours": _months(cohort, jobs[jobs["hours"] > 0]), "bridged": bridged}


def _parts(cohort: Cohort, worked: np.ndarray, *, row: str, through: pd.Series | None = None) -> Iterator[Part]:
    """Of who is followed through a month, and through a month of a tax year that is known where it is `through` one."""
    last = cohort.participants["last_month"]
    last = last if through is None else last.clip(upper=through)
    for month in MONTHS:
        yield from _in_month(cohort.participants[last >= month], cohort.keys, worked, month=month, row=row)
    yield from _in_two_years(cohort.participants[last >= TWO_YEARS], cohort.keys, worked, row=row)


def _months(cohort: Cohort, rows: pd.DataFrame) -> np.ndarray:
    worked = np.zeros((len(cohort.participants), max(cohort.length, TWO_YEARS + 1)), bool)
    worked[rows["person"], rows["k"]] = True
    return worked


def _self_employed(cohort: Cohort, self_employment: pd.DataFrame) -> np.ndarray:
    """Every month of a tax year with a profit; of years that are not known yet nobody's."""
    worked = _months(cohort, pd.DataFrame({"person": [], "k": []}, dtype=int))
    start = cohort.participants["start_month"].to_numpy()
    years = (start[:, None] + np.arange(worked.shape[1])) // YEAR
    for year, rows in self_employment.groupby("year"):
        worked[rows["person"]] |= years[rows["person"]] == year
    return worked


def _in_month(persons: pd.DataFrame, keys: np.ndarray, worked: np.ndarray, *, month: int, row: str) -> Iterator[Part]:
    for key, members in margins(persons):
        flags = pd.Series(worked[members.index, month], members.index)
        yield from by_flag(keys, flags, row=[row], column=f"in_work={month}", **key)


def _in_two_years(persons: pd.DataFrame, keys: np.ndarray, worked: np.ndarray, *, row: str) -> Iterator[Part]:
    """Months in work of the first 24, the month of the start left aside."""
    for key, members in margins(persons):
        own = keys[members.index]
        months = worked[members.index, 1 : TWO_YEARS + 1].sum(axis=1).astype(float)
        group = {"row": row, **key}
        column = [f"months={TWO_YEARS}"]
        yield summed(own, months[:, None], column, codes_in="column", **group)
        yield whole(len(months), own.sum(), measure=BASE, column=column, **group)
        if len(months) > 1:
            half = Z * months.std(ddof=1) / np.sqrt(len(months))
            of = limits(months.mean(), months.mean() - half, months.mean() + half)
            yield from inside(column, codes_in="column", of={name: [each] for name, each in of.items()}, **group)
