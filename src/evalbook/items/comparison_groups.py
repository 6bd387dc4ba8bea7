"""What is found of one group of the comparison: its trials, weights solved for each period and horizon, outcomes.

Source: docs/contract/comparison.md, 'Weights' and 'Outcomes and items'.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from itertools import product

import numpy as np

from evalbook.contract.schema import LONG_HISTORY
from evalbook.estimates.compared import compared, weights_by_person
from evalbook.estimates.entropy_balancing import Balanced, balanced
from evalbook.estimates.trials import Trials
from evalbook.items.comparison_alike import balance_of, overlaps_of
from evalbook.items.comparison_findings import Shares
from evalbook.items.comparison_people import Group
from evalbook.items.comparison_trials import WORK_HISTORY, YEAR, trials_of_people

PERIODS = ("gedoog", "experiment", "all")
LONGEST, SET_MONTH, SET_MONTHS = 36, 12, (12, 24)
Place = tuple[str, str, str]  # the period, row and column of a number
Outcome = Callable[[int], np.ndarray]  # of a trial's number whether each person has it
Found = dict[Place, object]


def found_in(group: Group) -> Mapping[str, Found]:
    """What is found of a group, by item (without `comparison_`) and place."""
    trials = trials_of_people(group.people, group.months)
    in_work, at_set_months = _by_horizon(group, trials, partial(_in_work, group))
    looked_at = {
        period: (weighted, group.of(period, last=group.people.last - SET_MONTH))
        for (period, k), weighted in at_set_months.items()
        if k == SET_MONTH
    }
    found = {
        "in_work": in_work,
        "untouched": _untouched(group, trials, {period: each for period, (each, _) in looked_at.items()}),
        "balance": {
            (period, row, ""): each
            for period, (weighted, those) in looked_at.items()
            for row, each in balance_of(group, trials, weighted, those)
        },
        "overlap": {
            (period, "", str(k)): overlaps_of(group, trials, weighted, group.of(period, last=group.people.last - k))
            for (period, k), weighted in at_set_months.items()
        },
    }
    found["without_history"] = _without_history(group, trials)
    found["meanwhile"] = _meanwhile(group, trials, at_set_months)
    del trials
    without = trials_of_people(group.people, group.months, without_work=True)
    found["found_work"], _ = _by_horizon(group, without, lambda trial, k: _found_by(group, trial, k))
    del without
    return found | {"before": _before(group)}


def _in_work(group: Group, trial: int, k: int) -> np.ndarray:
    return group.people.working(_month(group, trial) + k)


def _month(group: Group, trial: int) -> int:
    return group.months.start + trial


def _found_by(group: Group, trial: int, k: int) -> np.ndarray:
    """Who was in work in one of the `k` months after a trial's."""
    begin = _month(group, trial) + 1 - group.people.first
    return group.people.in_work[begin : begin + k].any(axis=0)


def _by_horizon(
    group: Group, trials: Trials, outcome: Callable[[int, int], np.ndarray]
) -> tuple[Found, dict[tuple[str, int], Balanced]]:
    """The shares at each horizon, and the weights at the set ones."""
    solved: dict[tuple[int, int, int], tuple[Shares, Balanced] | None] = {}
    for period in PERIODS:
        weighted, those, largest = None, slice(0, 0), 0.0
        for k in range(1, LONGEST + 1):
            last, those = those, group.of(period, last=group.people.last - k)
            place = those.start, those.stop, k
            if place in solved:  # all trials of all periods may be of one
                continue
            if those != last:
                weighted = balanced(trials, those, weighted and weighted.factors)
                largest = _largest(trials, weighted)
            solved[place] = None
            if weighted is not None:
                shares = _shares(group, trials, weighted, lambda trial, k=k: outcome(trial, k), largest)
                solved[place] = shares, weighted if k in SET_MONTHS else None
    found, kept = {}, {}
    for period, k in product(PERIODS, range(1, LONGEST + 1)):
        those = group.of(period, last=group.people.last - k)
        if each := solved[those.start, those.stop, k]:
            found[period, "", str(k)] = each[0]
            if each[1] is not None:
                kept[period, k] = each[1]
    return found, kept


def _largest(trials: Trials, weighted: Balanced | None) -> float:
    """The largest weight that a person has, over all trials."""
    return 0.0 if weighted is None else float(weights_by_person(trials, weighted).max(initial=0))


def _shares(group: Group, trials: Trials, weighted: Balanced, outcome: Outcome, largest: float) -> Shares:
    """`largest`: as `_largest` gives it, which many outcomes share."""
    of_starters = compared(trials, weighted, outcome)
    keys = group.people.keys[trials.starters["person"].to_numpy(int)[weighted.starters]]
    number = of_starters.starters
    return Shares(
        number,
        keys.sum(),
        of_starters.outcomes.sum(),
        keys @ of_starters.outcomes,
        of_starters.comparable * number,
        (of_starters.standard_error * number) ** 2,
        (of_starters.comparable_error * number) ** 2,
        largest,
    )


def _untouched(group: Group, trials: Trials, at_set_month: Mapping[str, Balanced]) -> Found:
    """What was not balanced on: work in the trial's own month, and in the third year before it."""
    people, found = group.people, {}
    for period in PERIODS:
        if weighted := at_set_month.get(period):
            found[period, "work_at_start", ""] = _shares(
                group, trials, weighted, lambda trial: people.working(_month(group, trial)), _largest(trials, weighted)
            )
        those = group.of(period, first=group.with_long_history, last=people.last - SET_MONTH)
        weighted = balanced(trials, those)
        if weighted is not None:
            largest = _largest(trials, weighted)
            found[period, "work_year_3", ""] = _shares(
                group, trials, weighted, lambda trial: _year_3(group, trial), largest
            )
    return found


def _year_3(group: Group, trial: int) -> np.ndarray:
    begin = _month(group, trial) - LONG_HISTORY - group.people.first
    return group.people.in_work[begin : begin + YEAR].any(axis=0)


def _without_history(group: Group, trials: Trials) -> Found:
    """In work, of weights that know of no work before: how far that moves them shows what something unmeasured may.
    And of weights that know of the month and the type of benefit only: the difference before all else is made equal."""
    found = {}
    for row, covariates in (("", WORK_HISTORY), ("month_and_benefit", tuple(trials.categories)[1:])):
        fewer = trials.without(covariates)
        for period, k in product(PERIODS, SET_MONTHS):
            weighted = balanced(fewer, group.of(period, last=group.people.last - k))
            if weighted is not None:
                outcome = partial(_in_work, group, k=k)
                found[period, row, str(k)] = _shares(group, fewer, weighted, outcome, _largest(fewer, weighted))
    return found


def _meanwhile(group: Group, trials: Trials, at_set_months: Mapping[tuple[str, int], Balanced]) -> Found:
    """What else happened by then: who left the benefit, and who started later (of starters nobody)."""
    people, found = group.people, {}
    happened = {"left_benefit": people.exits, "started_later": people.starts}
    for (period, k), weighted in at_set_months.items():
        largest = _largest(trials, weighted)
        for row, months in happened.items():
            outcome = partial(_within, group, months=months, k=k)
            found[period, row, str(k)] = _shares(group, trials, weighted, outcome, largest)
    return found


def _within(group: Group, trial: int, *, months: np.ndarray, k: int) -> np.ndarray:
    month = _month(group, trial)
    return (months > month) & (months <= month + k)


def _before(group: Group) -> Found:
    """The run-up: everybody as they were a year before, and then month by month up to the start."""
    found = {}
    months = range(max(group.months.start, group.with_long_history), group.months.stop)
    later = Group(group.people, months, group.experiment)
    trials = trials_of_people(group.people, months, before=YEAR)
    for period in PERIODS:
        weighted = balanced(trials, later.of(period))
        largest = _largest(trials, weighted)
        for k in range(1, YEAR) if weighted is not None else ():
            found[period, "", str(k)] = _shares(
                later,
                trials,
                weighted,
                lambda trial, k=k: group.people.working(_month(later, trial) - YEAR + k),
                largest,
            )
    return found
