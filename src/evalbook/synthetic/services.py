"""When the service ends, and conversations with the labour expert."""

from __future__ import annotations

import numpy as np
import pandas as pd

from evalbook.months import months_later
from evalbook.synthetic.draw import generator, pick, spread
from evalbook.synthetic.persons import followed, of_group
from evalbook.synthetic.targets import target

# No conversation in the first half year: a registration without a service that followed, mostly in the
# experiment (report, note 11).
NO_SHOW = {"gedoog": 0.02, "experiment": 0.115}
MOST_IN_HALF_YEAR = 9
HALF_YEARS = (6, 12, 18, 24, 30, 36)
NOT_ENDED = 99  # months
LATER_WITH_TRAJECTORY = 0.75  # how much less likely a service with a trajectory ends in a month
FIRST_WITHIN = 20  # days from the start to the first conversation, at most


def service_ends(people: pd.DataFrame, trajectories: pd.DataFrame, seed: int) -> pd.DataFrame:
    """The `month` since the start and the `date` on which each person's service ends; 99 and missing if not yet."""
    random = generator(seed, "service_ends")
    last_begun = trajectories.groupby("person")["month"].max().reindex(people.index).fillna(-1)
    months = pd.Series(NOT_ENDED, index=people.index)
    for row in target("service_ends").sort_values("month", kind="stable").itertuples():
        members = of_group(people, (row.period, row.benefit))
        members = members[(months[members.index] == NOT_ENDED) & (members["last_month"] >= row.month)]
        weights = _ending(last_begun[members.index], row.month)
        months[pick(random, members.index.to_numpy(), row.persons, weights)] = row.month
    return pd.DataFrame({"month": months, "date": _end_dates(people, months, random)})


def _ending(last_begun: pd.Series, month: int) -> np.ndarray:
    """A service does not end before the last trajectory in it has begun."""
    weights = np.where(last_begun < 0, 1.0, LATER_WITH_TRAJECTORY)
    return np.where(last_begun + 1 >= month, np.where(last_begun < 0, 1.0, 0.0), weights)


def _end_dates(people: pd.DataFrame, months: pd.Series, random: np.random.Generator) -> pd.Series:
    """A day in the calendar month of the end, not before the start; leaving the population ends it too."""
    ended = months < NOT_ENDED
    month = people["service_start"].dt.to_period("M") + months.where(ended, 0)
    first, last = month.dt.start_time.dt.normalize(), month.dt.end_time.dt.normalize()
    first = first.where(months > 0, people["service_start"])
    days = np.floor(random.random(len(people)) * ((last - first).dt.days + 1))
    dates = first + pd.to_timedelta(days, unit="D")
    return dates.where(ended, people["exit_date"])


def conversations(people: pd.DataFrame, trajectories: pd.DataFrame, ends: pd.DataFrame, seed: int) -> pd.DataFrame:
    """One row a conversation (`person`, `date`): the planned number in each half year of each group."""
    random = generator(seed, "conversations")
    people = people.assign(
        followed=sum(followed(people, months).astype(int) for months in HALF_YEARS) * 6,
        seen_until=pd.concat([people["observed_until"], ends["date"]], axis=1).min(axis=1),
        absent=people.index.isin(_no_show(people, trajectories, random)),
    )
    parts = []
    for row in target("conversations").itertuples():
        members = of_group(people, (row.period, row.benefit)).query("followed == @row.followed")
        first, days = _half_year(members, row.window)
        present = (days > 0) & ~(members["absent"].to_numpy() & (row.window == 0))
        counts = _counts(days * present, row, random)
        parts.append(_dates(members.index, first, days, counts, row.window, random))
    return pd.concat(parts).sort_values(["person", "date"], ignore_index=True)


def _no_show(people: pd.DataFrame, trajectories: pd.DataFrame, random: np.random.Generator) -> np.ndarray:
    """Numbers of persons without any service in the first half year."""
    served = people.index.isin(trajectories["person"][trajectories["month"] < 6.5])
    parts = []
    for period, share in NO_SHOW.items():
        members = people.index[(people["period"] == period) & ~served & ~people["leaves"]].to_numpy()
        parts.append(pick(random, members, round(share * (people["period"] == period).sum())))
    return np.concatenate(parts)


def _half_year(members: pd.DataFrame, window: int) -> tuple[pd.Series, np.ndarray]:
    """The half year's first day, and on how many of its days each member has the service and is observed."""
    first = months_later(members["service_start"], window)
    until = members["seen_until"] + pd.Timedelta(days=1)
    last = pd.concat([months_later(members["service_start"], window + 6), until], axis=1).min(axis=1)
    return first, (last - first).dt.days.clip(lower=0).to_numpy()


def _counts(days: np.ndarray, row: object, random: np.random.Generator) -> np.ndarray:
    """Conversations of each member in the half year; in the first nearly everyone has one to begin with."""
    keen = 0.5 + 1.2 * random.random(len(days))
    weights = days**0.7 * keen
    first = np.zeros(len(days), int)
    if row.window == 0:
        first[pick(random, np.flatnonzero(days), row.conversations)] = 1
    return first + spread(random, row.conversations - first.sum(), weights, MOST_IN_HALF_YEAR)


def _dates(
    persons: pd.Index, first: pd.Series, days: np.ndarray, counts: np.ndarray, window: int, random: np.random.Generator
) -> pd.DataFrame:
    """The first conversation is at the start or soon after; the others lie anywhere in the half year."""
    rows = np.repeat(np.arange(len(persons)), counts)
    offset = np.floor(random.random(len(rows)) * days[rows])
    soon = np.floor(random.random(len(rows)) ** 2 * np.minimum(days[rows], FIRST_WITHIN))
    begins = np.diff(rows, prepend=-1) > 0
    offset = np.where(begins & (window == 0), soon, offset)
    dates = first.iloc[rows] + pd.to_timedelta(offset, unit="D")
    weekend = (dates.dt.dayofweek - 4).clip(lower=0).to_numpy()
    dates -= pd.to_timedelta(np.where(offset >= weekend, weekend, 0), unit="D")
    return pd.DataFrame({"person": persons[rows], "date": dates.to_numpy()})
