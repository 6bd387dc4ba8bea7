"""The monthly trials of the comparison: who starts, who could have and did not, and how both were before.

Source: docs/contract/comparison.md, 'Trials'.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from evalbook.contract.schema import BENEFITS, DIAGNOSES, SEXES
from evalbook.estimates.trials import Trials
from evalbook.items.comparison_people import NEVER, People

YEAR = 12
YOUNGEST = 18
COVARIATES: Mapping[str, tuple[str, ...]] = {
    "benefit": BENEFITS[:-1],
    "sex": SEXES,
    "age": ("18-24", "25-34", "35-44", "45-54", "55+"),
    "diagnosis": DIAGNOSES,
    "in_benefit": ("0-1", "2-4", "5-9", "10+", "unknown"),
    "work_last_month": ("yes", "no"),
    "work_year_1": ("0", "1-5", "6-11", "12"),
    "work_year_2": ("0", "1-11", "12"),
}
WORK_HISTORY = ("work_last_month", "work_year_1", "work_year_2")
# The first number of years, or of months, of each category but the first.
AGES, YEARS_IN_BENEFIT, MONTHS_YEAR_1, MONTHS_YEAR_2 = (25, 35, 45, 55), (2, 5, 10), (1, 6, 12), (1, 12)
SIZES = tuple(map(len, COVARIATES.values()))


def trials_of_people(people: People, months: range, *, before: int = 0, without_work: bool = False) -> Trials:
    """The trials of these months, numbered from 0.

    `before`: the categories are those of so many months earlier, and who takes part was eligible then too.
    `without_work`: without whoever was in work in the month before the trial or in its own.
    """
    rows, starters = np.zeros((len(months), len(people.born)), np.int32), []
    none = int(np.prod(SIZES))
    history = _months_in_work(people)
    for trial, month in enumerate(months):
        there = _eligible(people, month) & _eligible(people, month - before)
        if without_work:
            there &= ~people.working(month - 1) & ~people.working(month)
        codes = np.ravel_multi_index(_categories(people, month - before, history), SIZES, mode="clip")
        starts = there & (people.starts == month)
        rows[trial] = np.where(there & ~starts, codes, none)
        persons = np.flatnonzero(starts)
        starters.append(pd.DataFrame({"person": persons, "trial": trial, "profile": codes[persons]}))
    return _numbered(rows, pd.concat(starters, ignore_index=True) if starters else NOBODY, none)


NOBODY = pd.DataFrame({"person": [], "trial": [], "profile": []}, dtype=np.int64)


def _numbered(rows: np.ndarray, starters: pd.DataFrame, none: int) -> Trials:
    """The trials with profiles numbered from 0, those of somebody only."""
    used = np.zeros(none + 1, bool)
    for row in rows:
        used[row] = True
    used[starters["profile"].to_numpy(int)] = True
    used[none] = False
    profiles = np.flatnonzero(used)
    places = np.full(none + 1, len(profiles), np.int32)
    places[profiles] = np.arange(len(profiles), dtype=np.int32)
    for at in range(len(rows)):
        rows[at] = places[rows[at]]
    table = np.column_stack(np.unravel_index(profiles, SIZES))
    return Trials(COVARIATES, table, rows, starters.assign(profile=places[starters["profile"].to_numpy(int)]))


def _eligible(people: People, month: int) -> np.ndarray:
    """Who has the benefit, has not left, is 18 on the month's first day and has not started before it."""
    of_age = month - people.born >= YOUNGEST * YEAR
    return (people.began_in <= month) & (people.exits > month) & of_age & (people.starts >= month)


def _months_in_work(people: People) -> np.ndarray:
    """How many months each person was in work before each month of the history, and after its last."""
    begin = np.zeros((1, people.in_work.shape[1]), np.int16)
    return np.concatenate([begin, people.in_work.cumsum(axis=0, dtype=np.int16)])


def _categories(people: People, month: int, history: np.ndarray) -> tuple[np.ndarray, ...]:
    """The place of each person's category of each covariate; of who is not eligible it means nothing."""
    at = month - people.first
    years = np.maximum(month - people.began, 0) // YEAR
    in_benefit = np.searchsorted(YEARS_IN_BENEFIT, years, side="right")
    of_year_1, of_year_2 = (history[at - gap] - history[at - gap - YEAR] for gap in (0, YEAR))
    return (
        people.coded["benefit"],
        people.coded["sex"],
        np.searchsorted(AGES, (month - people.born) // YEAR, side="right"),
        people.coded["diagnosis"],
        np.where(people.began_in == -NEVER, len(YEARS_IN_BENEFIT) + 1, in_benefit),
        np.where(people.working(month - 1), 0, 1),
        np.searchsorted(MONTHS_YEAR_1, of_year_1, side="right"),
        np.searchsorted(MONTHS_YEAR_2, of_year_2, side="right"),
    )
