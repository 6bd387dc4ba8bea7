"""Chapter 4: work as a state that is found, kept, lost and found again.

Sources: report section 4.1; the minister's letter of November 2025 ("about half lose it again").
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

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
    keys, changes = cohort.keys[persons.index], _changes(paths)
    distinct, path_of = _distinct(paths)
    parts = []
    for key, members in margins(persons):
        own = columns[members.index].to_numpy()
        there = np.zeros(len(persons), bool)
        there[own] = True
        parts += _by_state(paths[0], len(paths), there, changes, keys, key)
        parts += _errors(distinct, np.bincount(path_of[own], minlength=distinct.shape[1]), key)
    return collect(item, parts)


def _distinct(paths: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The different paths, a column each, and which one each person has: most have one that many have."""
    rows = np.ascontiguousarray(paths.T)
    whole = (
        rows.view(np.dtype((np.void, rows.shape[1] * rows.itemsize)))[:, 0] if rows.size else np.zeros(len(rows), int)
    )
    _, first, path_of = np.unique(whole, return_index=True, return_inverse=True)
    return paths[:, first], path_of


def _errors(paths: np.ndarray, persons: np.ndarray, key: dict[str, str]) -> Iterator[Part]:
    """The standard error of each state by month; of nobody there is none. `persons`: how many have each path."""
    some = persons > 0
    if some.any():
        found = occupation(paths[:, some], states=len(STATES), final=len(EXITS), persons=persons[some])
        for state, row in enumerate(ROWS):
            errors = found.standard_error[:, state]
            yield from inside(range(len(errors)), codes_in="column", of={ERROR: errors}, row=row, **key)


@dataclass(frozen=True)
class _Changes:
    """Each time that a person goes from one state to another, or is lost to sight, after a month; and how often she
    had, by then: 1 for the first time. In the order of the persons."""

    person: np.ndarray
    month: np.ndarray
    times: np.ndarray

    def of(self, chosen: np.ndarray) -> _Changes:
        return _Changes(self.person[chosen], self.month[chosen], self.times[chosen])


def _changes(paths: np.ndarray) -> dict[tuple[int, int], _Changes]:
    """The changes from each state in which persons are seen to each other one, and to UNSEEN."""
    changed = (paths >= 0) & (paths < len(STATES) - len(EXITS))
    changed[:-1] &= paths[1:] != paths[:-1]
    person, month = np.nonzero(np.ascontiguousarray(changed.T))
    before, next_month = paths[month, person], np.minimum(month + 1, len(paths) - 1)
    after = np.where(month < next_month, paths[next_month, person], UNSEEN)
    found = {}
    for state in (IN_WORK, NOT_IN_WORK):
        for other in (UNSEEN, *range(len(STATES))):
            own = (before == state) & (after == other)
            found[state, other] = _Changes(person[own], month[own], _times(person[own]))
    return found


def _times(person: np.ndarray) -> np.ndarray:
    """How often each person, equal ones beside each other, has been there: 1 for the first time."""
    place = np.arange(len(person))
    first = np.append(True, person[1:] != person[:-1])[: len(person)]
    return 1 + place - np.maximum.accumulate(np.where(first, place, 0))


def _by_state(
    first: np.ndarray,
    length: int,
    there: np.ndarray,
    changes: dict[tuple[int, int], _Changes],
    keys: np.ndarray,
    key: dict[str, str],
) -> Iterator[Part]:
    """The cells of a group (who is `there`) from everybody's `first` state and changes."""
    for state in (IN_WORK, NOT_IN_WORK):
        began = there & (first == state)
        yield whole(began.sum(), keys @ began, measure=AT_START, row=ROWS[state], **key)
        for other in (UNSEEN, *(number for number in range(len(STATES)) if number != state)):
            moved = changes[state, other].of(there[changes[state, other].person])
            cells = {**_by_month(moved, keys, length), **key}
            if other == UNSEEN:
                yield {**cells, "measure": LOSSES, "row": ROWS[state]}
            else:
                most = dict.fromkeys(("largest", "second"), _most(moved, length))
                yield {**cells, "measure": MOVES, "row": f"{STATES[state]}>{STATES[other]}", **most}


def _by_month(changes: _Changes, keys: np.ndarray, length: int) -> Part:
    """How often something happened by the end of each month; the key is that of the persons to whom it did."""
    first = changes.times == 1
    counts = np.bincount(changes.month, minlength=length).cumsum()
    sums = np.bincount(changes.month[first], keys[changes.person[first]], minlength=length).cumsum()
    return {"column": range(length), "value": counts, "key": sums}


def _most(changes: _Changes, length: int) -> np.ndarray:
    """The most times that it happened to one person by the end of each month."""
    most = np.zeros(length, int)
    np.maximum.at(most, changes.month, changes.times)
    return np.maximum.accumulate(most)


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
