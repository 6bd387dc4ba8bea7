"""Chapter 4: work as a state that is found, kept, lost and found again.

Sources: report section 4.1; the minister's letter of November 2025 ("about half lose it again").
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from evalbook.contract.cells import AT_START, ERROR, LOSSES, MOVES
from evalbook.estimates.transitions import UNSEEN, occupation
from evalbook.items.cohort import EXITS, Cohort, margins
from evalbook.items.tabulating import Part, by_code, by_month, collect, inside, whole
from evalbook.items.work_history import WorkHistory

STATES = ("in_work", "not_in_work", *EXITS)
IN_WORK, NOT_IN_WORK = 0, 1
ROWS = tuple(f"state={state}" for state in STATES)
MOST_SPELLS = 3  # the last class is this many or more


def items(cohort: Cohort, *, history: WorkHistory | None) -> Iterator[pd.DataFrame]:
    if history is not None:
        paths = work_paths(cohort, history)
        since_work = _since(paths, history.first_month, np.flatnonzero(history.found_work))
        found = cohort.participants[history.found_work]
        measured = cohort.measured
        yield _occupied("work_states", cohort, paths[:, measured.index], measured)
        yield _occupied("work_retention", cohort, since_work, found)
        yield work_spells(cohort, since_work, found)


def work_paths(cohort: Cohort, history: WorkHistory) -> np.ndarray:
    """Each participant's state by month since the start: a row a month, a column a person.

    Seen through the last complete month; in the month after it an exit, else UNSEEN.
    """
    persons = cohort.participants
    last, exit_month = persons["last_month"].to_numpy(), persons["exit_month"].to_numpy()
    length = int(max(last.max(initial=-1), np.nanmax(exit_month, initial=-1))) + 1
    paths = np.where(np.arange(length)[:, None] <= last, np.int8(NOT_IN_WORK), np.int8(UNSEEN))
    paths[history.person_months["k"], history.person_months["person"]] = IN_WORK
    gone = np.flatnonzero((exit_month >= 0) & (last >= 0))
    paths[exit_month[gone].astype(int), gone] = persons["exit"].cat.codes.to_numpy()[gone] + len(STATES) - len(EXITS)
    return paths


def _since(paths: np.ndarray, first_month: np.ndarray, persons: np.ndarray) -> np.ndarray:
    """The paths of some persons from each one's own first month on."""
    since = np.full((len(paths), len(persons)), np.int8(UNSEEN))
    for month in np.unique(first_month[persons]).astype(int):
        own = np.flatnonzero(first_month[persons] == month)
        since[: len(paths) - month, own] = paths[month:, persons[own]]
    return since


def _occupied(item: str, cohort: Cohort, paths: np.ndarray, persons: pd.DataFrame) -> pd.DataFrame:
    """Who is in each state at first, who changes from one to another and who is lost to sight, by month."""
    columns = pd.Series(np.arange(len(persons)), persons.index)
    parts = []
    for key, members in margins(persons):
        parts += _changes(paths[:, columns[members.index]], cohort.keys[members.index], key)
    return collect(item, parts)


def _changes(paths: np.ndarray, keys: np.ndarray, key: dict[str, str]) -> Iterator[Part]:
    following = np.vstack([paths[1:], np.full((1, paths.shape[1]), UNSEEN)])
    for state in (IN_WORK, NOT_IN_WORK):
        there = paths == state
        yield whole(there[0].sum(), keys @ there[0], measure=AT_START, row=ROWS[state], **key)
        lost = there & (following == UNSEEN)
        yield _by_month(lost, keys, measure=LOSSES, row=ROWS[state], **key)
        for other in range(len(STATES)):
            if other != state:
                moved = there & (following == other)
                row = f"{STATES[state]}>{STATES[other]}"
                yield {
                    **_by_month(moved, keys, measure=MOVES, row=row, **key),
                    "largest": _most(moved),
                    "second": _most(moved),
                }
    if paths.shape[1]:
        errors = occupation(paths, states=len(STATES), final=len(EXITS)).standard_error
        for state, row in enumerate(ROWS):
            yield from inside(range(len(errors)), codes_in="column", of={ERROR: errors[:, state]}, row=row, **key)


def _by_month(happened: np.ndarray, keys: np.ndarray, **group: str) -> Part:
    """How often something happened by the end of each month; the key is that of the persons to whom it did."""
    ever = np.maximum.accumulate(happened, axis=0)
    return {"column": range(len(happened)), "value": happened.sum(axis=1).cumsum(), "key": ever @ keys, **group}


def _most(happened: np.ndarray) -> np.ndarray:
    """The most times that it happened to one person by the end of each month."""
    return happened.cumsum(axis=0).max(axis=1, initial=0)


def work_spells(cohort: Cohort, paths: np.ndarray, persons: pd.DataFrame) -> pd.DataFrame:
    """Of who found work: unbroken spells begun so far, how long the first lasts, and the first gap after it.

    A spell is broken by a calendar month without work. Whose observation ends, by an exit too, is censored.
    """
    begun = _spells(paths).clip(max=MOST_SPELLS)
    first_spell = pd.DataFrame(_left(paths, IN_WORK, NOT_IN_WORK), index=persons.index)
    lost = first_spell.index[first_spell["happened"]]
    columns = np.flatnonzero(first_spell["happened"])
    gaps = _since(paths, first_spell["month"].to_numpy(), columns)
    gap = pd.DataFrame(_left(gaps, NOT_IN_WORK, IN_WORK), index=lost)
    codes = [f"spells={number}" for number in range(1, MOST_SPELLS)] + [f"spells={MOST_SPELLS}+"]
    begun = pd.Series(pd.Categorical.from_codes(begun - 1, codes), persons.index)
    parts = []
    for key, members in margins(persons):
        parts += by_code(cohort.keys, begun[members.index], **key)
        parts += by_month(cohort, first_spell.loc[members.index], row="first_spell", **key)
        parts += by_month(cohort, gap.loc[members.index.intersection(lost)], row="gap", **key)
    return collect("work_spells", parts)


def _spells(paths: np.ndarray) -> np.ndarray:
    """How many times each person, in work in the first month, began to work."""
    in_work = paths == IN_WORK
    return 1 + (in_work[1:] & ~in_work[:-1]).sum(axis=0)


def _left(paths: np.ndarray, state: int, other: int) -> dict[str, np.ndarray]:
    """The month in which each person leaves the state of the first month for the other, else the last month in it."""
    outside = np.vstack([paths != state, np.ones((1, paths.shape[1]), bool)])
    month = outside.argmax(axis=0)
    then = np.vstack([paths, np.full((1, paths.shape[1]), UNSEEN)])[month, np.arange(paths.shape[1])]
    return {"month": np.where(then == other, month, month - 1), "happened": then == other}
