"""Trial placements: work without pay for some weeks, from the start of the experiment on."""

from __future__ import annotations

import numpy as np
import pandas as pd

from evalbook.months import month_number
from evalbook.synthetic.draw import generator, pick
from evalbook.synthetic.edition import EXPERIMENT_START
from evalbook.synthetic.employment import WorkPaths
from evalbook.synthetic.targets import target

REGISTER = ["person_id", "start_date", "end_date"]
FOLLOWED_BY_WORK = 8.0  # how much likelier for who is in work within this many months after it
WORK_WITHIN = 4
AGAIN_SHARE = 0.08
LONGEST = 61  # days


def trial_placements(people: pd.DataFrame, paths: WorkPaths, service_ends: pd.Series, seed: int) -> pd.DataFrame:
    """The register `trial_placements`: planned first ones by month, and a few later ones."""
    random = generator(seed, "trial_placements")
    begun = EXPERIMENT_START.year * 12 + EXPERIMENT_START.month - 1 - month_number(people["service_start"]).to_numpy()
    had = np.zeros(len(people), bool)
    parts = []
    for row in target("trial_placements").itertuples():
        group = (people["period"] == row.period) & (people["benefit"] == row.benefit) & (people["last_month"] >= row.month)
        members = people.index[group & ~had & (begun <= row.month)].to_numpy()
        chosen = pick(random, members, row.persons, _weights(members, row.month, paths, service_ends))
        had[chosen] = True
        parts.append(pd.DataFrame({"person": chosen, "k": row.month}))
    rows = pd.concat(parts, ignore_index=True)
    return _dated(pd.concat([rows, _again(rows, people, random)], ignore_index=True), people, random)


def _weights(members: np.ndarray, month: int, paths: WorkPaths, service_ends: pd.Series) -> np.ndarray:
    """Those in the service, not in work, and more so those who then find work."""
    soon = paths.months[members, month + 1 : month + 1 + WORK_WITHIN].any(axis=1)
    working = paths.months[members, min(month, paths.months.shape[1] - 1)]
    in_service = service_ends.to_numpy()[members] >= month
    return np.where(soon, FOLLOWED_BY_WORK, 1.0) * np.where(working, 0.1, 1.0) * np.where(in_service, 1.0, 0.1)


def _again(rows: pd.DataFrame, people: pd.DataFrame, random: np.random.Generator) -> pd.DataFrame:
    later = rows.assign(k=rows["k"] + 4)
    later = later[later["k"] <= people["last_month"].reindex(later["person"]).to_numpy()]
    return later.loc[np.sort(pick(random, later.index.to_numpy(), round(AGAIN_SHARE * len(rows))))]


def _dated(rows: pd.DataFrame, people: pd.DataFrame, random: np.random.Generator) -> pd.DataFrame:
    """A day in the calendar month, in the first month not before the start; an end is known once passed."""
    starts = people["service_start"].reindex(rows["person"]).reset_index(drop=True)
    month = starts.dt.to_period("M") + rows["k"]
    first = month.dt.start_time.where(rows["k"] > 0, starts)
    days = np.floor(random.random(len(rows)) * ((month.dt.end_time.dt.normalize() - first).dt.days + 1))
    begun = first + pd.to_timedelta(days, unit="D")
    ends = begun + pd.to_timedelta(np.floor(13 + random.random(len(rows)) * (LONGEST - 13)), unit="D")
    observed = people["observed_until"].reindex(rows["person"]).to_numpy()
    person_ids = people["person_id"].reindex(rows["person"]).to_numpy()
    rows = pd.DataFrame({"person_id": person_ids, "start_date": begun, "end_date": ends.where(ends <= observed)})
    return rows.sort_values(["person_id", "start_date"])[REGISTER]
