"""Registrations on the participation ladder: at the start, later, and others besides."""

from __future__ import annotations

import numpy as np
import pandas as pd

from evalbook.synthetic.draw import expand, generator, pick
from evalbook.synthetic.employment import WorkPaths
from evalbook.synthetic.persons import followed
from evalbook.synthetic.targets import target

REGISTER = ["person_id", "date", "rung"]
PAID = 5  # rungs 5 and 6 are paid work; the payroll register and this one do not always agree
AGREEMENT = 0.85  # chance adds this much to what the payroll says
RUNG_SHARES = {1: 0.21, 2: 0.33, 3: 0.27, 4: 0.10, 5: 0.05, 6: 0.04}
START_ONLY, LATER_ONLY = 0.55, 0.12  # of those followed for a year without both registrations
RECENT_AT_START, RECENT_LATER = 0.6, 0.25
BETWEEN_SHARE, EARLIER_SHARE, SAME_DAY_SHARE = 0.3, 0.12, 0.02
LATEST_START = 31  # days after the start that a registration still counts as the start's


def ladder(people: pd.DataFrame, paths: WorkPaths, seed: int) -> pd.DataFrame:
    """The register `ladder`: planned steps of those with both registrations, and all other rows."""
    random = generator(seed, "ladder")
    both = _steps(people, paths, random)
    others = people.index.difference(both["person"])
    rows = pd.concat([_both(both, people, random), _others(people.loc[others], random)], ignore_index=True)
    rows["person_id"] = people["person_id"].reindex(rows["person"]).to_numpy()
    return rows.sort_values(["person_id", "date", "rung"])[REGISTER]


def _steps(people: pd.DataFrame, paths: WorkPaths, random: np.random.Generator) -> pd.DataFrame:
    """`person`, `start` and `end` rung as planned; paid rungs go first to who is on the payroll."""
    year = people[followed(people, 12)]
    last = np.minimum(people["last_month"].to_numpy(), paths.months.shape[1] - 1)
    recent = np.array([paths.months[p, max(k - 5, 0) : k + 1].any() for p, k in enumerate(last)])
    parts = []
    for (period, benefit), rows in target("ladder").groupby(["period", "benefit"], sort=False):
        members = year.index[(year["period"] == period) & (year["benefit"] == benefit)].to_numpy()
        steps = expand(rows[["start", "end", "persons"]])
        members = pick(random, members, len(steps))
        payroll = 2.0 * recent[members] + paths.months[members, 0]
        rungs = 2.0 * (steps["end"] >= PAID) + (steps["start"] >= PAID)
        by_payroll = members[np.argsort(payroll + AGREEMENT * random.random(len(steps)), kind="stable")]
        by_rung = np.argsort(rungs + AGREEMENT * random.random(len(steps)), kind="stable")
        parts.append(steps.iloc[by_rung].assign(person=by_payroll))
    return pd.concat(parts, ignore_index=True)


def _both(steps: pd.DataFrame, people: pd.DataFrame, random: np.random.Generator) -> pd.DataFrame:
    starts = people["service_start"].reindex(steps["person"]).reset_index(drop=True)
    until = people["observed_until"].reindex(steps["person"]).reset_index(drop=True)
    at_start = np.floor(-40 * random.random(len(steps)) ** 6 + 21 * random.random(len(steps))).astype(int)
    room = (until - starts).dt.days - 60
    later = np.floor(60 + room * (0.15 + 0.85 * random.random(len(steps)))).astype(int)
    rows = [
        _rows(steps["person"], starts, at_start, steps["start"]),
        _rows(steps["person"], starts, later, steps["end"]),
    ]
    between = random.random(len(steps)) < BETWEEN_SHARE
    halfway = (LATEST_START + (later - LATEST_START) * (0.2 + 0.6 * random.random(len(steps)))).astype(int)
    middle = np.floor((steps["start"] + steps["end"]) / 2).astype(int)
    rows.append(_rows(steps["person"], starts, halfway, middle)[between.tolist()])
    earlier = random.random(len(steps)) < EARLIER_SHARE
    before = (at_start - 5 - 400 * random.random(len(steps))).astype(int)
    rows.append(_rows(steps["person"], starts, before, np.maximum(steps["start"] - 1, 1))[earlier.tolist()])
    again = (random.random(len(steps)) < SAME_DAY_SHARE) & (steps["end"] > 1)
    rows.append(_rows(steps["person"], starts, later, steps["end"] - 1)[again.tolist()])
    return pd.concat(rows)


def _others(people: pd.DataFrame, random: np.random.Generator) -> pd.DataFrame:
    """Followed for a year: a registration at the start or a later one, not both. Others: as it comes."""
    chance = random.random(len(people))
    recent = (people["cohort"] == "recent").to_numpy() | people["leaves"].to_numpy()
    at_start = np.where(recent, chance < RECENT_AT_START, chance < START_ONLY)
    late = np.where(recent, random.random(len(people)) < RECENT_LATER, (chance >= START_ONLY) & (chance < START_ONLY + LATER_ONLY))
    room = (people["observed_until"] - people["service_start"]).dt.days.to_numpy()
    late &= room > LATEST_START + 10
    early_days = np.floor(20 * random.random(len(people)) - 3).astype(int)
    early_days = np.minimum(early_days, room)
    late_days = np.floor(LATEST_START + 1 + (room - LATEST_START - 1) * random.random(len(people))).astype(int)
    rungs = np.searchsorted(np.cumsum(list(RUNG_SHARES.values())), random.random((2, len(people)))) + 1
    rungs = np.minimum(rungs, max(RUNG_SHARES))
    persons, starts = pd.Series(people.index), people["service_start"].reset_index(drop=True)
    first = _rows(persons, starts, early_days, rungs[0])[at_start]
    return pd.concat([first, _rows(persons, starts, late_days, np.maximum(rungs[0], rungs[1]))[late]])


def _rows(persons: pd.Series, starts: pd.Series, days: np.ndarray, rungs: np.ndarray) -> pd.DataFrame:
    dates = starts + pd.to_timedelta(np.asarray(days), unit="D")
    return pd.DataFrame({"person": persons.to_numpy(), "date": dates.to_numpy(), "rung": np.asarray(rungs, int)})
