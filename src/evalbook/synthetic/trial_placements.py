"""Trial placements: work without pay for some weeks, from the start of the experiment on."""

from __future__ import annotations

import numpy as np
import pandas as pd

from evalbook.months import month_number
from evalbook.synthetic.draw import generator, pick
from evalbook.synthetic.edition import EXPERIMENT_START
from evalbook.synthetic.employment import WorkPaths
from evalbook.synthetic.persons import known, of_group
from evalbook.synthetic.targets import target

REGISTER = ["person_id", "start_date", "end_date"]
FOLLOWED_BY_WORK = 8.0  # how much likelier for who is in work within this many months after it
WORK_WITHIN = 4
WHILE_WORKING, AFTER_SERVICE = 0.1, 0.1  # how much less likely
AGAIN_SHARE, AGAIN_AFTER = 0.08, 4  # some have another one so many months later
SHORTEST, LONGEST = 13, 61  # days


def trial_placements(people: pd.DataFrame, paths: WorkPaths, service_ends: pd.Series, seed: int) -> pd.DataFrame:
    """The register `trial_placements`: planned first ones by month, and a few later ones."""
    random = generator(seed, "trial_placements")
    begun = EXPERIMENT_START.year * 12 + EXPERIMENT_START.month - 1 - month_number(people["service_start"])
    had = pd.Series(False, index=people.index)
    parts = []
    for row in target("trial_placements").itertuples():
        free = people[~had & (begun <= row.month) & (people["last_month"] >= row.month)]
        members = of_group(free, (row.period, row.benefit)).index.to_numpy()
        chosen = pick(random, members, row.persons, _weights(members, row.month, paths, service_ends))
        had[chosen] = True
        parts.append(pd.DataFrame({"person": chosen, "k": row.month}))
    rows = pd.concat(parts, ignore_index=True)
    return _dated(pd.concat([rows, _again(rows, people, random)], ignore_index=True), people, random)


def _weights(members: np.ndarray, month: int, paths: WorkPaths, service_ends: pd.Series) -> np.ndarray:
    """Those in the service, not in work, and more so those who then find work."""
    soon = paths.months[members, month + 1 : month + 1 + WORK_WITHIN].any(axis=1)
    working = paths.months[members, month]
    ended = service_ends.to_numpy()[members] < month
    weights = np.where(soon, FOLLOWED_BY_WORK, 1.0) * np.where(working, WHILE_WORKING, 1.0)
    return weights * np.where(ended, AFTER_SERVICE, 1.0)


def _again(rows: pd.DataFrame, people: pd.DataFrame, random: np.random.Generator) -> pd.DataFrame:
    later = rows.assign(k=rows["k"] + AGAIN_AFTER)
    later = later[later["k"] <= known(people, "last_month", later)]
    return later.loc[np.sort(pick(random, later.index.to_numpy(), round(AGAIN_SHARE * len(rows))))]


def _dated(rows: pd.DataFrame, people: pd.DataFrame, random: np.random.Generator) -> pd.DataFrame:
    """A day in the calendar month, in the first month not before the start; an end is known once passed."""
    starts = known(people, "service_start", rows)
    month = starts.dt.to_period("M") + rows["k"]
    first = month.dt.start_time.where(rows["k"] > 0, starts)
    days = np.floor(random.random(len(rows)) * ((month.dt.end_time.dt.normalize() - first).dt.days + 1))
    begun = first + pd.to_timedelta(days, unit="D")
    length = np.floor(SHORTEST + random.random(len(rows)) * (LONGEST - SHORTEST))
    ends = begun + pd.to_timedelta(length, unit="D")
    ends = ends.where(ends <= known(people, "observed_until", rows))
    rows = rows.assign(person_id=known(people, "person_id", rows), start_date=begun, end_date=ends)
    return rows.sort_values(["person_id", "start_date"])[REGISTER]
