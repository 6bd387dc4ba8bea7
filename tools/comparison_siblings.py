"""Siblings of the shipped comparators without a difference: `python tools/comparison_siblings.py [100]`.

Everybody works as the shipped comparators do, participants too, also after their start. Who starts follows from the
diagnosis, age and recent work, which are balanced on. In two siblings something that is not measured makes both the
start and finding work likelier: `stable`, all the time in half of the people, or `passing`, in a spell of some months.
Of many draws it tells what the comparison finds after 12 months, and what the numbers do that are to tell of trouble.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from functools import cache

import numpy as np
import pandas as pd

from evalbook.contract.schema import BENEFITS, DIAGNOSES, FIRST_TRIAL, LONG_HISTORY, SEXES
from evalbook.estimates.compared import Compared, compared
from evalbook.estimates.entropy_balancing import balanced
from evalbook.estimates.intervals import Z
from evalbook.items.comparison_groups import SET_MONTH
from evalbook.items.comparison_people import NEVER, People, month_of
from evalbook.items.comparison_trials import YEAR, trials_of_people
from evalbook.months import month_number
from evalbook.synthetic.comparators import chances_of_finding, paths, people_like_these
from evalbook.synthetic.edition import HISTORY_FROM

DRAWS, PERSONS = 100, 8_000
STARTS = 0.0035  # in a month, of who is alike in all that follows
KINDS = {"none": (0.0, 0.0), "stable": (0.8, 0.8), "passing": (1.2, 1.2)}  # log odds: of the start, of finding work
BEGINS, ENDS = 0.02, 0.25  # a passing spell, from one month to the next
NUMBERS = ("in_work", "work_at_start", "work_year_3", "before")


def drawn(seed: int, kind: str, persons: int = PERSONS) -> People:
    """The people of one draw; `starts` of who starts."""
    random = np.random.default_rng([seed, *kind.encode()])
    rows = _everybody().head(persons)
    more_starts, more_work = KINDS[kind]
    unseen = _unseen(random, kind, persons)
    finds = chances_of_finding(rows["benefit"], rows["diagnosis"]) * np.exp(more_work * (unseen - unseen.mean()))
    in_work = paths(random, np.minimum(finds, 0.5))[:, :persons]
    first = month_of(HISTORY_FROM)
    exits = _months(rows["exit_date"], NEVER)
    in_work &= first + np.arange(len(in_work))[:, None] < exits
    born = month_number(rows["birth_date"]).to_numpy(int) + 1
    began = _months(rows["benefit_start"], -NEVER)
    score = 0.5 * rows["diagnosis"].eq("psychisch").to_numpy() - 0.02 * ((first - born) / YEAR - 40)
    starts = _starts(random, score + more_starts * unseen, in_work, exits, first)
    codes = {"benefit": BENEFITS, "sex": SEXES, "diagnosis": DIAGNOSES}
    coded = {name: pd.Categorical(rows[name], each).codes.astype(np.int16) for name, each in codes.items()}
    return People(coded, born, began, began, starts, exits, in_work, first, np.zeros(persons))


@cache
def _everybody() -> pd.DataFrame:
    """The same people in each draw; what they do differs."""
    return people_like_these(np.random.default_rng(0))


def _unseen(random: np.random.Generator, kind: str, persons: int) -> np.ndarray:
    """Whether each person has what is not measured, a row a month."""
    months = len(pd.period_range(HISTORY_FROM, "2025-05", freq="M"))
    if kind != "passing":
        return np.broadcast_to(random.random(persons) < 0.5, (months, persons)).astype(float)
    now, rows = random.random(persons) < BEGINS / (BEGINS + ENDS), []
    for _ in range(months):
        now = random.random(persons) < np.where(now, 1 - ENDS, BEGINS)
        rows.append(now)
    return np.array(rows, float)


def _starts(
    random: np.random.Generator, score: np.ndarray, in_work: np.ndarray, exits: np.ndarray, first: int
) -> np.ndarray:
    starts = np.full(in_work.shape[1], NEVER)
    for month in range(month_of(FIRST_TRIAL), first + len(in_work) - 1):
        chance = STARTS * np.exp(score[month - first] - 0.7 * in_work[month - first - 1])
        chosen = (starts == NEVER) & (exits > month) & (random.random(len(starts)) < chance)
        starts[chosen] = month
    return starts


def _months(days: pd.Series, unknown: int) -> np.ndarray:
    return month_number(pd.to_datetime(days)).fillna(unknown).to_numpy(int)


def one_draw(seed: int, kind: str, persons: int = PERSONS) -> dict[str, Compared]:
    """What the comparison finds of all people together, all of which is truly 0 but for what is not measured."""
    people = drawn(seed, kind, persons)
    first, last = month_of(FIRST_TRIAL), people.last
    late = range(people.first + LONG_HISTORY, last - SET_MONTH + 1)
    trials = range(first, last - SET_MONTH + 1)
    return {
        "in_work": _found(people, trials, lambda month: people.working(month + SET_MONTH)),
        "work_at_start": _found(people, trials, people.working),
        "work_year_3": _found(people, late, lambda month: _year_3(people, month)),
        "before": _found(people, range(late.start, last), lambda month: people.working(month - 1), before=YEAR),
    }


def _year_3(people: People, month: int) -> np.ndarray:
    """Who was in work in the third year before a month."""
    return people.in_work[month - LONG_HISTORY - people.first :][:YEAR].any(axis=0)


def _found(people: People, months: range, outcome: Callable[[int], np.ndarray], *, before: int = 0) -> Compared:
    trials = trials_of_people(people, months, before=before)
    weighted = balanced(trials, slice(0, trials.number))
    if weighted is None:
        raise ValueError("no weights: draw more persons")
    return compared(trials, weighted, lambda trial: outcome(months.start + trial))


def lines(draws: int, persons: int = PERSONS) -> Iterator[str]:
    """A line a kind and number: the mean difference in points, its spread, the mean error, how often 0 is outside."""
    yield f"{'unseen':>8} {'number':>14} {'starters':>9} {'mean':>7} {'spread':>7} {'error':>7} {'0 outside':>10}"
    for kind in KINDS:
        found = [one_draw(seed, kind, persons) for seed in range(draws)]
        for name in NUMBERS:
            own = np.array([(each[name].difference, each[name].standard_error) for each in found]) * 100
            outside = np.abs(own[:, 0]) > Z * own[:, 1]
            numbers = own[:, 0].mean(), own[:, 0].std(ddof=1), own[:, 1].mean(), outside.mean()
            starters = np.mean([each[name].starters for each in found])
            told = "{:>7.2f} {:>7.2f} {:>7.2f} {:>10.2f}".format(*numbers)
            yield f"{kind:>8} {name:>14} {starters:>9.0f} {told}"


if __name__ == "__main__":
    for line in lines(int(sys.argv[1]) if len(sys.argv) > 1 else DRAWS):
        print(line, flush=True)
