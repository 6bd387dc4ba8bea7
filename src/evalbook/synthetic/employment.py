"""In which months each person is in work: found, lost and found again."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from evalbook.synthetic.draw import generator, pick
from evalbook.synthetic.edition import STRATUM
from evalbook.synthetic.targets import target

NEVER = -99
# With a purchased trajectory work is found later but in the end more often, and kept a little longer (appendix 4).
TRAJECTORY_FINDS = {0: 0.45, 4: 0.6, 9: 1.4, 14: 2.3, 40: 2.5}
TRAJECTORY_LOSES = 0.72
NEW_JOB_LOSES = 0.35  # a job that began last month is seldom lost at once
SHORTEST_GAP = 3  # months before someone returns
# Who lost work in the first year may return in the second; who lost it in the second waits for the third.
# So the base of table 5.1's second year is as planned.
SECOND_YEAR = range(13, 25)


@dataclass
class WorkPaths:
    """Filled month by month. `months`: person x month since the start, True in work; `first` and `last` month
    in work of each person so far (-99 for never); `has_trajectory`: whether each person has one."""

    months: np.ndarray
    first: np.ndarray
    last: np.ndarray
    has_trajectory: np.ndarray

    def work(self, persons: np.ndarray, month: int) -> None:
        self.months[persons, month] = True
        self.last[persons] = month
        self.first[persons] = np.where(self.first[persons] == NEVER, month, self.first[persons])


def work_paths(people: pd.DataFrame, trajectories: pd.DataFrame, seed: int) -> WorkPaths:
    """Draws the planned numbers of each stratum and month."""
    random = generator(seed, "employment")
    flows = target("work_flows")
    months = np.zeros((len(people), flows["month"].max() + 1), bool)
    first, last = np.full((2, len(people)), NEVER)
    paths = WorkPaths(months, first, last, people.index.isin(trajectories["person"]))
    for stratum, rows in flows.groupby(STRATUM, sort=False):
        staying = people[(people[STRATUM] == list(stratum)).all(axis=1) & ~people["leaves"]]
        for row in rows.itertuples():
            members = staying.index[staying["last_month"] >= row.month].to_numpy()
            _one_month(paths, members, row, random)
    return paths


def _one_month(paths: WorkPaths, members: np.ndarray, row: object, random: np.random.Generator) -> None:
    """Who finds work, returns to it and loses it; nobody loses in the first month what was had at the start."""
    never = members[paths.first[members] == NEVER]
    working = members[paths.last[members] == row.month - 1]
    planned = row.in_work if row.month == 0 else row.found
    found = pick(random, never, planned, _finding(paths, never, row.month))
    returned = pick(random, _may_return(paths, members, row.month), row.returned)
    losing = max(len(working) + len(found) + len(returned) - row.in_work, 0) if row.month > 1 else 0
    lost = pick(random, working, losing, _losing(paths, working, row.month))
    paths.work(np.concatenate([found, returned, np.setdiff1d(working, lost)]), row.month)


def _finding(paths: WorkPaths, candidates: np.ndarray, month: int) -> np.ndarray:
    factor = np.interp(month, list(TRAJECTORY_FINDS), list(TRAJECTORY_FINDS.values()))
    return np.where(paths.has_trajectory[candidates], factor, 1.0)


def _may_return(paths: WorkPaths, members: np.ndarray, month: int) -> np.ndarray:
    latest = month - SHORTEST_GAP
    if month in SECOND_YEAR:
        latest = min(latest, SECOND_YEAR.start - 1)
    return members[(paths.first[members] != NEVER) & (paths.last[members] <= latest)]


def _losing(paths: WorkPaths, working: np.ndarray, month: int) -> np.ndarray:
    """Recent jobs and those of persons with a trajectory are lost less often."""
    new = ~paths.months[working, max(month - 2, 0)]
    weights = np.where(paths.has_trajectory[working], TRAJECTORY_LOSES, 1.0)
    return weights * np.where(new, NEW_JOB_LOSES, 1.0)


def spells(paths: WorkPaths) -> pd.DataFrame:
    """One row a person and unbroken run of months in work: `person`, `spell` (from 1), `start`, `end` month."""
    edges = np.diff(np.pad(paths.months.astype(int), ((0, 0), (1, 1))), axis=1)
    persons, starts = np.nonzero(edges == 1)
    _, ends = np.nonzero(edges == -1)
    rows = pd.DataFrame({"person": persons, "start": starts, "end": ends - 1})
    return rows.assign(spell=rows.groupby("person").cumcount() + 1)
