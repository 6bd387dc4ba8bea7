"""The participants: start, benefit, age, sex, diagnosis and, for a few, why they left."""

from __future__ import annotations

import numpy as np
import pandas as pd

from evalbook.months import month_number, months_later
from evalbook.synthetic.draw import expand, generator, shuffled
from evalbook.synthetic.edition import LAST_MONTH, REFERENCE_DATE, STRATUM, stratum_of
from evalbook.synthetic.targets import target

AGES = {"0-24": (18, 24), "25-34": (25, 34), "35-44": (35, 44), "45-54": (45, 54), "55+": (55, 65)}
# Who came under which Wajong: before 2010, 2010-2014, from 2015 on. Rank from young to old, and the youngest age.
WAJONG_AGE = {"Wajong2015": (0, 18), "Wajong2010": (1, 26), "oWajong": (2, 31)}
STATE_PENSION_AGE = 67
REGISTER = ["person_id", "benefit", "sex", "birth_date", "diagnosis", "service_start", "service_end", "exit_date"]
REGISTER += ["exit_reason"]


def persons(seed: int) -> pd.DataFrame:
    """One row a participant, in order of start, with what the other registers are drawn from.

    Besides the register's columns: stratum, `age` class, `last_month` (months since the start that are seen
    whole), `observed_until` and `leaves`.
    """
    random = generator(seed, "participants")
    people = _started(random)
    people = _left(people, random)
    for dimension in ("age", "sex", "diagnosis"):
        people[dimension] = _characteristic(people, dimension, random)
    people["birth_date"] = _birth_dates(people, random)
    people["observed_until"] = people["exit_date"].fillna(REFERENCE_DATE)
    last = np.where(people["leaves"], month_number(people["exit_date"]) - 1, LAST_MONTH.year * 12 + LAST_MONTH.month - 1)
    people["last_month"] = last.astype(int) - month_number(people["service_start"]).to_numpy()
    return people


def followed(people: pd.DataFrame, months: int) -> pd.Series:
    """Whether each person is seen for so many months."""
    return months_later(people["service_start"], months) <= people["observed_until"] + pd.Timedelta(days=1)


def _started(random: np.random.Generator) -> pd.DataFrame:
    people = expand(target("inflow")).rename(columns={"benefit": "type"})
    people["service_start"] = [_working_day(pd.Period(month, "M"), random) for month in people["start_month"]]
    people["order"] = random.random(len(people))
    people = people.sort_values(["service_start", "order"], ignore_index=True).drop(columns="order")
    people["person_id"] = [f"P{number:04d}" for number in range(1, len(people) + 1)]
    return people.join(stratum_of(people["start_month"], people["type"]))


def _working_day(month: pd.Period, random: np.random.Generator) -> pd.Timestamp:
    """Not the month's first day: then each month since the start is a whole calendar month ahead."""
    days = [day for day in pd.date_range(month.start_time, month.end_time, normalize=True)[1:] if day.dayofweek < 5]
    return days[int(random.random() * len(days))]


def _left(people: pd.DataFrame, random: np.random.Generator) -> pd.DataFrame:
    people = people.assign(exit_date=pd.NaT, exit_reason="", leaves=False)
    for leaving in target("exits").itertuples():
        alike = people[(people["start_month"] == leaving.start_month) & (people["benefit"] == leaving.benefit)]
        alike = alike[~alike["leaves"]]
        person = alike.index[int(random.random() * len(alike))]
        month = pd.Period(leaving.start_month, "M") + leaving.months
        day = month.start_time + pd.Timedelta(days=2 + int(random.random() * 24))
        people.loc[person, ["exit_date", "exit_reason", "leaves"]] = [day, leaving.reason, True]
    return people.assign(exit_date=pd.to_datetime(people["exit_date"]))


def _characteristic(people: pd.DataFrame, dimension: str, random: np.random.Generator) -> pd.Series:
    """The planned numbers of each category, given by chance and by what goes with the benefit."""
    counts = target("characteristics")
    counts = counts[counts["dimension"] == dimension]
    values = pd.Series("", index=people.index)
    for (period, benefit), group in counts.groupby(["period", "benefit"]):
        members = people[(people["period"] == period) & (people["benefit"] == benefit)]
        order = _order(members, dimension, random)
        values[members.index[np.argsort(order, kind="stable")]] = expand(group)["category"].to_numpy()
    return values


def _order(members: pd.DataFrame, dimension: str, random: np.random.Generator) -> np.ndarray:
    """Who comes first in the list of categories: ages from young to old, the unknown diagnosis first."""
    chance = random.random(len(members))
    if dimension == "age":
        rank = members["type"].map({name: rank for name, (rank, _) in WAJONG_AGE.items()}).fillna(0)
        return np.where(members["exit_reason"] == "aow", 9, rank + 1.05 * chance)
    if dimension == "diagnosis":
        return chance + np.where(members["type"] == "Wajong2015", 0, 1)
    return chance


def _birth_dates(people: pd.DataFrame, random: np.random.Generator) -> pd.Series:
    low, high = (people["age"].map({code: ages[side] for code, ages in AGES.items()}) for side in (0, 1))
    youngest = people["type"].map({name: age for name, (_, age) in WAJONG_AGE.items()}).fillna(18)
    low = np.where(youngest <= high, np.maximum(low, youngest), low)
    years = (low + np.floor(random.random(len(people)) * (high - low + 1))).astype(int)
    days = np.floor(random.random(len(people)) * 365).astype(int)
    born = [start - pd.DateOffset(years=int(age)) - pd.Timedelta(days=int(past)) for start, age, past in zip(people["service_start"], years, days, strict=True)]
    pensioned = people["exit_date"] - pd.DateOffset(years=STATE_PENSION_AGE)
    return pd.Series(born, index=people.index).where(people["exit_reason"] != "aow", pensioned)


def participants(people: pd.DataFrame, service_end: pd.Series) -> pd.DataFrame:
    """The register `participants`."""
    rows = people.assign(service_end=service_end).drop(columns="benefit").rename(columns={"type": "benefit"})
    return rows[REGISTER]


__all__ = ["STRATUM", "followed", "participants", "persons"]
