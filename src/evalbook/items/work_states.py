"""Chapter 4: work as a state that is found, kept, lost and found again.

Sources: report section 4.1; the minister's letter of November 2025 ("about half lose it again").
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from evalbook.estimates.transitions import UNSEEN, occupation
from evalbook.items.cohort import EXITS, Cohort, margins
from evalbook.items.result_rows import collect, counted, curve, probabilities
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
        measured = cohort.participants[cohort.participants["last_month"] >= 0]
        yield _occupied("work_states", paths[:, measured.index], measured)
        yield _occupied("work_retention", since_work, found)
        yield work_spells(since_work, found)


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


def _occupied(item: str, paths: np.ndarray, persons: pd.DataFrame) -> pd.DataFrame:
    """The probability of each state by month; `base` is who is followed to the month."""
    columns = pd.Series(np.arange(len(persons)), persons.index)
    parts = []
    for key, members in margins(persons):
        estimated = occupation(paths[:, columns[members.index]], states=len(STATES), final=len(EXITS))
        parts.append(probabilities(estimated, ROWS, statistic="probability", **key))
    return collect(item, parts)


def work_spells(paths: np.ndarray, persons: pd.DataFrame) -> pd.DataFrame:
    """Of who found work: unbroken spells begun so far, how long the first lasts, and the first gap after it.

    A spell is broken by a calendar month without work. Whose observation ends, by an exit too, is censored.
    """
    begun = _spells(paths).clip(max=MOST_SPELLS)
    first_spell = pd.DataFrame(_left(paths, IN_WORK, NOT_IN_WORK), index=persons.index)
    lost = first_spell.index[first_spell["happened"]]
    columns = np.flatnonzero(first_spell["happened"])
    gaps = _since(paths, first_spell["month"].to_numpy(), columns)
    gap = pd.DataFrame(_left(gaps, NOT_IN_WORK, IN_WORK), index=lost)
    begun = pd.Series(begun, persons.index)
    parts = []
    for key, members in margins(persons):
        parts.append(_spell_counts(begun[members.index], **key))
        parts.append(curve(first_spell.loc[members.index], row="first_spell", **key))
        if len(members := members.index.intersection(lost)):
            parts.append(curve(gap.loc[members], row="gap", **key))
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


def _spell_counts(begun: pd.Series, **key: str) -> pd.DataFrame:
    codes = {number: f"spells={number}" for number in range(1, MOST_SPELLS)} | {MOST_SPELLS: f"spells={MOST_SPELLS}+"}
    counts = begun.value_counts().reindex(list(codes), fill_value=0).rename(index=codes)
    return counted(counts, base=len(begun), **key)
