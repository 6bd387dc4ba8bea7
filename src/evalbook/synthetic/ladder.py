"""Registrations on the participation ladder: at the start, later, and others besides."""

from __future__ import annotations

import numpy as np
import pandas as pd

from evalbook.synthetic.draw import expand, generator, pick
from evalbook.synthetic.employment import WorkPaths
from evalbook.synthetic.persons import followed, known, of_group
from evalbook.synthetic.targets import by_group

REGISTER = ["person_id", "date", "rung"]
PAID = 5  # rungs 5 and 6 are paid work
RECENT = 5  # months: who worked in the last ones is expected on a paid rung
DISAGREEMENT = 0.85  # chance adds up to this to what the payroll says: both registers do not always agree
LATEST_START = 31  # days after the start that a registration still counts as the start's
SOONEST_LATER = 60
BETWEEN_SHARE, EARLIER_SHARE, SAME_DAY_SHARE = 0.3, 0.12, 0.02
EARLIER_DAYS = 400
# Of those followed for a year without both registrations; and of those who started later.
START_ONLY, LATER_ONLY = 0.55, 0.12
RECENT_AT_START, RECENT_LATER = 0.6, 0.25
RUNG_SHARES = (0.21, 0.33, 0.27, 0.10, 0.05, 0.04)


def ladder(people: pd.DataFrame, paths: WorkPaths, seed: int) -> pd.DataFrame:
    """The register `ladder`: planned steps of those with both registrations, and all other rows."""
    random = generator(seed, "ladder")
    steps = _steps(people, paths, random)
    others = people[~people.index.isin(steps["person"])]
    rows = pd.concat([_registered(steps, people, random), _others(others, random)], ignore_index=True)
    rows["date"] = known(people, "service_start", rows) + pd.to_timedelta(rows["day"], unit="D")
    rows["person_id"] = known(people, "person_id", rows)
    return rows.sort_values(["person_id", "date", "rung"])[REGISTER]


def _steps(people: pd.DataFrame, paths: WorkPaths, random: np.random.Generator) -> pd.DataFrame:
    """`person`, `start` and `end` rung as planned; paid rungs go first to who is on the payroll."""
    year = people[followed(people, 12)]
    parts = []
    for group, rows in by_group("ladder"):
        planned = expand(rows)
        members = of_group(year, group)
        chosen = members.loc[pick(random, members.index.to_numpy(), len(planned))]
        rungs = 2 * (planned["end"] >= PAID) + (planned["start"] >= PAID)
        on_payroll, paid = _payroll(chosen, paths), rungs.to_numpy()
        chance = DISAGREEMENT * random.random((2, len(planned)))
        persons = chosen.index[np.argsort(on_payroll + chance[0], kind="stable")]
        parts.append(planned.iloc[np.argsort(paid + chance[1], kind="stable")].assign(person=persons))
    return pd.concat(parts, ignore_index=True)


def _payroll(members: pd.DataFrame, paths: WorkPaths) -> np.ndarray:
    """2 for who worked in the last months, 1 more for who worked at the start."""
    months = zip(members.index, members["last_month"], strict=True)
    recent = [paths.months[person, max(last - RECENT, 0) : last + 1].any() for person, last in months]
    return 2 * np.array(recent) + paths.months[members.index, 0]


def _registered(steps: pd.DataFrame, people: pd.DataFrame, random: np.random.Generator) -> pd.DataFrame:
    """At the start (a few weeks round it) and later; some in between, long before, or twice on a day."""
    length = (known(people, "observed_until", steps) - known(people, "service_start", steps)).dt.days
    chance = random.random((6, len(steps)))
    first = np.floor(21 * chance[0] - 40 * chance[1] ** 6)
    last = np.floor(SOONEST_LATER + (length - SOONEST_LATER) * (0.15 + 0.85 * chance[2]))
    halfway = LATEST_START + (last - LATEST_START) * (0.2 + 0.6 * chance[3])
    before = first - 5 - EARLIER_DAYS * chance[3]
    middle = (steps["start"] + steps["end"]) // 2
    twice = (chance[5] < SAME_DAY_SHARE) & (steps["end"] > 1)
    parts = [
        _rows(steps["person"], first, steps["start"]),
        _rows(steps["person"], last, steps["end"]),
        _rows(steps["person"], halfway, middle)[chance[4] < BETWEEN_SHARE],
        _rows(steps["person"], before, (steps["start"] - 1).clip(lower=1))[chance[4] > 1 - EARLIER_SHARE],
        _rows(steps["person"], last, steps["end"] - 1)[twice],
    ]
    return pd.concat(parts)


def _others(people: pd.DataFrame, random: np.random.Generator) -> pd.DataFrame:
    """Followed for a year: a registration at the start or a later one, not both. Others: as it comes."""
    year, persons = followed(people, 12), people.index.to_series()
    length = (people["observed_until"] - people["service_start"]).dt.days
    chance = random.random((6, len(people)))
    at_start = chance[0] < np.where(year, START_ONLY, RECENT_AT_START)
    later = np.where(year, chance[0] >= 1 - LATER_ONLY, chance[1] < RECENT_LATER) & (length > LATEST_START + 1)
    rungs = 1 + np.searchsorted(np.cumsum(RUNG_SHARES[:-1]), chance[2:4])
    early = np.floor(20 * chance[4] - 3)
    late = np.floor(LATEST_START + 1 + (length - LATEST_START - 1) * chance[5])
    first = _rows(persons, early.clip(max=length), rungs[0])[at_start]
    return pd.concat([first, _rows(persons, late, rungs.max(axis=0))[later]])


def _rows(persons: pd.Series, days: np.ndarray, rungs: np.ndarray) -> pd.DataFrame:
    """Registrations by person, `day` since the start and rung."""
    return pd.DataFrame(
        {"person": persons.to_numpy(), "day": np.floor(days), "rung": rungs}, index=persons.index
    ).astype(int)
