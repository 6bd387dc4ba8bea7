"""In which months each person is in work: found, lost and found again."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from evalbook.synthetic.draw import generator, pick
from evalbook.synthetic.edition import STRATUM
from evalbook.synthetic.targets import target

NEVER = -99
# With a purchased trajectory work is found later but in the end more often, and kept a little longer (appendix 4).
TRAJECTORY_FINDS = {0: 0.45, 4: 0.6, 9: 1.4, 14: 2.6, 40: 3.0}
TRAJECTORY_LOSES = 0.72
NEW_JOB_LOSES = 0.35  # a job that began last month is seldom lost at once
SHORTEST_GAP = 3  # months before someone returns
# Who lost work in the first year may return in the second; who lost it in the second waits for the third.
# So the base of table 5.1's second year is as planned.
SECOND_YEAR = range(13, 25)


@dataclass
class WorkPaths:
    """`months`: person x month since the start, True in work; `first`: month in which work was found or had."""

    months: np.ndarray
    first: np.ndarray
    last: np.ndarray = field(repr=False)


def work_paths(people: pd.DataFrame, trajectories: pd.DataFrame, seed: int) -> WorkPaths:
    """Draws the planned numbers of each stratum and month."""
    random = generator(seed, "employment")
    flows = target("work_flows")
    size = (len(people), flows["month"].max() + 1)
    paths = WorkPaths(np.zeros(size, bool), np.full(len(people), NEVER), np.full(len(people), NEVER))
    begun = trajectories.groupby("person")["month"].min().reindex(people.index).fillna(np.inf).to_numpy()
    for stratum, rows in flows.groupby(STRATUM, sort=False):
        staying = people[(people[STRATUM] == list(stratum)).all(axis=1) & ~people["leaves"]]
        for row in rows.itertuples():
            members = staying.index[staying["last_month"] >= row.month].to_numpy()
            _one_month(paths, members, row, begun, random)
    return paths


def _one_month(paths: WorkPaths, members: np.ndarray, row: object, begun: np.ndarray, random: np.random.Generator) -> None:
    month, first, last = row.month, paths.first, paths.last
    if month == 0:
        _start(paths, pick(random, members, row.in_work), month)
        return
    working = members[last[members] == month - 1]
    found = pick(random, members[first[members] == NEVER], row.found, _finding(members[first[members] == NEVER], month, begun))
    returned = pick(random, _may_return(members, month, paths), row.returned)
    losing = len(working) + len(found) + len(returned) - row.in_work if month > 1 else 0
    lost = pick(random, working, max(losing, 0), _losing(working, month, paths, begun))
    _start(paths, np.concatenate([found, returned, np.setdiff1d(working, lost)]), month)


def _start(paths: WorkPaths, persons: np.ndarray, month: int) -> None:
    paths.months[persons, month] = True
    paths.last[persons] = month
    paths.first[persons] = np.where(paths.first[persons] == NEVER, month, paths.first[persons])


def _finding(candidates: np.ndarray, month: int, begun: np.ndarray) -> np.ndarray:
    factor = np.interp(month, list(TRAJECTORY_FINDS), list(TRAJECTORY_FINDS.values()))
    return np.where(np.isfinite(begun[candidates]), factor, 1.0)


def _may_return(members: np.ndarray, month: int, paths: WorkPaths) -> np.ndarray:
    latest = min(month - SHORTEST_GAP, SECOND_YEAR.start - 1) if month in SECOND_YEAR else month - SHORTEST_GAP
    return members[(paths.first[members] != NEVER) & (paths.last[members] <= latest)]


def _losing(working: np.ndarray, month: int, paths: WorkPaths, begun: np.ndarray) -> np.ndarray:
    """Recent jobs and those of persons with a trajectory are lost less often."""
    new = ~paths.months[working, max(month - 2, 0)] & (month > 1)
    weights = np.where(np.isfinite(begun[working]), TRAJECTORY_LOSES, 1.0)
    return weights * np.where(new, NEW_JOB_LOSES, 1.0)


def spells(paths: WorkPaths) -> pd.DataFrame:
    """One row a person and unbroken run of months in work: `person`, `spell` (from 1), `start`, `end` month."""
    edges = np.diff(np.pad(paths.months.astype(int), ((0, 0), (1, 1))), axis=1)
    persons, starts = np.nonzero(edges == 1)
    _, ends = np.nonzero(edges == -1)
    rows = pd.DataFrame({"person": persons, "start": starts, "end": ends - 1})
    return rows.assign(spell=rows.groupby("person").cumcount() + 1)
