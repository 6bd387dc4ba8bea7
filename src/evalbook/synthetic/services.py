"""When the service ends, and conversations with the labour expert."""

from __future__ import annotations

import numpy as np
import pandas as pd

from evalbook.months import months_later
from evalbook.synthetic.draw import generator, pick, spread
from evalbook.synthetic.persons import followed
from evalbook.synthetic.targets import target
from evalbook.synthetic.trajectories import day_in_month

# No conversation in the first half year: a registration without a service that followed, mostly in the
# experiment (report, note 11).
NO_SHOW = {"gedoog": 0.02, "experiment": 0.115}
MOST_IN_HALF_YEAR = 9
LONG = 99  # months; the service has not ended


def service_ends(people: pd.DataFrame, trajectories: pd.DataFrame, seed: int) -> pd.DataFrame:
    """The `month` since the start and the `date` on which each person's service ends; 99 and missing if not yet.

    A service does not end before a trajectory in it has begun.
    """
    random = generator(seed, "service_ends")
    last_begun = trajectories.groupby("person")["month"].max().reindex(people.index).fillna(-1)
    months = pd.Series(LONG, index=people.index)
    for row in target("service_ends").sort_values("month", kind="stable").itertuples():
        members = people[(people["period"] == row.period) & (people["benefit"] == row.benefit)]
        members = members[(months[members.index] == LONG) & (members["last_month"] >= row.month)]
        begun = last_begun[members.index]
        weights = np.where(begun >= row.month, 1e-6, np.where(begun < 0, 1.0, 0.75))
        months[pick(random, members.index.to_numpy(), row.persons, weights)] = row.month
    return pd.DataFrame({"month": months, "date": _end_dates(people, months, random)})


def _end_dates(people: pd.DataFrame, months: pd.Series, random: np.random.Generator) -> pd.Series:
    """A day in the calendar month of the end, not before the start; leaving the population ends it too."""
    ended = months < LONG
    month = people["service_start"].dt.to_period("M") + months.where(ended, 0)
    first, last = month.dt.start_time.dt.normalize(), month.dt.end_time.dt.normalize()
    first = first.where(months > 0, people["service_start"])
    days = np.floor(random.random(len(people)) * ((last - first).dt.days + 1))
    dates = first + pd.to_timedelta(days, unit="D")
    return dates.where(ended, people["exit_date"])


def conversations(people: pd.DataFrame, trajectories: pd.DataFrame, ends: pd.DataFrame, seed: int) -> pd.DataFrame:
    """The register `conversations` with `person` (number): the planned number in each half year of each group."""
    random = generator(seed, "conversations")
    absent = _no_show(people, trajectories, random)
    half_years = sum(followed(people, months).astype(int) for months in (6, 12, 18, 24, 30, 36)) * 6
    parts = []
    for row in target("conversations").itertuples():
        group = (people["period"] == row.period) & (people["benefit"] == row.benefit)
        members = people[group & (half_years == row.followed)]
        counts = _counts(members, row, ends["date"], absent, random)
        parts.append(_dates(members, counts, row.window, ends["date"], random))
    return pd.concat(parts).sort_values(["person", "date"], ignore_index=True)


def _no_show(people: pd.DataFrame, trajectories: pd.DataFrame, random: np.random.Generator) -> np.ndarray:
    """Numbers of persons without any service in the first half year."""
    served = people.index.isin(trajectories["person"][trajectories["month"] < 6.5])
    parts = []
    for period, share in NO_SHOW.items():
        members = people.index[(people["period"] == period) & ~served & ~people["leaves"]].to_numpy()
        parts.append(pick(random, members, round(share * (people["period"] == period).sum())))
    return np.concatenate(parts)


def _counts(
    members: pd.DataFrame, row: object, ends: pd.Series, absent: np.ndarray, random: np.random.Generator
) -> np.ndarray:
    """Conversations of each member in the half year; in the first nearly everyone has one to begin with."""
    days = _days(members, row.window, ends)
    keen = 0.5 + 1.2 * random.random(len(members))
    weights = np.where(days > 0, (days / 183) ** 0.7 * keen, 0)
    if row.window > 0:
        return spread(random, row.conversations, weights, MOST_IN_HALF_YEAR)
    present = ~members.index.isin(absent)
    first = np.zeros(len(members), int)
    order = pick(random, np.flatnonzero(present), row.conversations)
    first[order] = 1
    return first + spread(random, row.conversations - first.sum(), weights * present, MOST_IN_HALF_YEAR)


def _days(members: pd.DataFrame, window: int, ends: pd.Series) -> np.ndarray:
    """Days of the half year on which each member is in the service and observed."""
    first = months_later(members["service_start"], window)
    until = pd.concat([members["observed_until"], ends[members.index]], axis=1).min(axis=1) + pd.Timedelta(days=1)
    last = pd.concat([months_later(members["service_start"], window + 6), until], axis=1).min(axis=1)
    return (last - first).dt.days.clip(lower=0).to_numpy()


def _dates(
    members: pd.DataFrame, counts: np.ndarray, window: int, ends: pd.Series, random: np.random.Generator
) -> pd.DataFrame:
    """The first conversation is at the start or soon after; the others lie anywhere in the half year."""
    rows = np.repeat(np.arange(len(members)), counts)
    days = _days(members, window, ends)[rows]
    offset = np.floor(random.random(len(rows)) * days)
    if window == 0:
        first = np.concatenate([[True], rows[1:] != rows[:-1]]) if len(rows) else np.array([], bool)
        offset = np.where(first, np.floor(random.random(len(rows)) ** 2 * np.minimum(days, 20)), offset)
    dates = months_later(members["service_start"], window).iloc[rows] + pd.to_timedelta(offset, unit="D")
    weekend = (dates.dt.dayofweek - 4).clip(lower=0)
    dates = dates - pd.to_timedelta(np.where(offset >= weekend, weekend, 0), unit="D")
    return pd.DataFrame({"person": members.index[rows], "date": dates.to_numpy()})


__all__ = ["conversations", "day_in_month", "service_ends"]
