"""The participants: start, benefit, age, sex, diagnosis and, for a few, why they left."""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd

from evalbook.months import month_number, months_later
from evalbook.synthetic.draw import expand, generator
from evalbook.synthetic.edition import LAST_MONTH, REFERENCE_DATE, stratum_of
from evalbook.synthetic.targets import by_group, target

AGES = {"0-24": (18, 24), "25-34": (25, 34), "35-44": (35, 44), "45-54": (45, 54), "55+": (55, 65)}
# Who came under which Wajong: before 2010, 2010-2014, from 2015 on. Rank from young to old, and the youngest age.
WAJONG_AGE = {"Wajong2015": (0, 18), "Wajong2010": (1, 26), "oWajong": (2, 31)}
RANK_OVERLAP = 1.05  # above 1 ages of neighbouring types overlap a little
LAST_RANK = 9
STATE_PENSION_AGE = 67
YOUNGEST = 18
REGISTER = ["person_id", "benefit", "sex", "birth_date", "diagnosis", "service_start", "service_end", "exit_date"]
REGISTER += ["exit_reason"]


def persons(seed: int) -> pd.DataFrame:
    """One row a participant, in order of start, with what the other registers are drawn from.

    Besides the register's columns: stratum, `age` class, `last_month` (months since the start that are seen
    whole), `observed_until` and `leaves`.
    """
    random = generator(seed, "participants")
    people = _left(_started(random), random)
    for dimension in ("age", "sex", "diagnosis"):
        people[dimension] = _characteristic(people, dimension, random)
    people["birth_date"] = _birth_dates(people, random)
    people["observed_until"] = people["exit_date"].fillna(REFERENCE_DATE)
    people["last_month"] = _last_months(people)
    return people


def of_group(people: pd.DataFrame, group: tuple[str, str]) -> pd.DataFrame:
    """The people of a period and benefit."""
    return people[(people["period"] == group[0]) & (people["benefit"] == group[1])]


def known(people: pd.DataFrame, column: str, rows: pd.DataFrame) -> pd.Series:
    """What is known of the `person` (number) of each row."""
    return pd.Series(people[column].reindex(rows["person"]).array, rows.index)


def followed(people: pd.DataFrame, months: int) -> pd.Series:
    """Whether each person is seen for so many months."""
    return months_later(people["service_start"], months) <= people["observed_until"] + pd.Timedelta(days=1)


def _started(random: np.random.Generator) -> pd.DataFrame:
    people = expand(target("inflow")).rename(columns={"benefit": "type"})
    people["service_start"] = [_any(_working_days(month), random) for month in people["start_month"]]
    order = np.lexsort([random.random(len(people)), people["service_start"]])
    people = people.iloc[order].reset_index(drop=True)
    people["person_id"] = [f"P{number:04d}" for number in range(1, len(people) + 1)]
    return people.join(stratum_of(people["start_month"], people["type"]))


@cache
def _working_days(month: str) -> pd.DatetimeIndex:
    """Not the month's first day: then each month since the start is a whole calendar month ahead."""
    period = pd.Period(month, "M")
    days = pd.date_range(period.start_time, period.end_time, normalize=True)[1:]
    return days[days.dayofweek < 5]


def _any(values: pd.Index, random: np.random.Generator) -> object:
    return values[int(random.random() * len(values))]


def _left(people: pd.DataFrame, random: np.random.Generator) -> pd.DataFrame:
    people = people.assign(
        exit_date=pd.Series(pd.NaT, people.index, dtype="datetime64[ns]"), exit_reason="", leaves=False
    )
    for leaving in target("exits").itertuples():
        alike = people[(people["start_month"] == leaving.start_month) & (people["benefit"] == leaving.benefit)]
        alike = alike[~alike["leaves"]]
        person = _any(alike.index, random)
        month = pd.Period(leaving.start_month, "M") + leaving.months
        day = month.start_time + pd.Timedelta(days=2 + int(random.random() * 24))
        people.loc[person, ["exit_date", "exit_reason", "leaves"]] = [day, leaving.reason, True]
    return people


def _last_months(people: pd.DataFrame) -> pd.Series:
    last = np.where(people["leaves"], month_number(people["exit_date"]), LAST_MONTH.year * 12 + LAST_MONTH.month) - 1
    return pd.Series(last.astype(int), people.index) - month_number(people["service_start"])


def _characteristic(people: pd.DataFrame, dimension: str, random: np.random.Generator) -> pd.Series:
    """The planned numbers of each category, given by chance and by what goes with the benefit."""
    values = pd.Series("", index=people.index)
    for group, counts in by_group("characteristics"):
        members = of_group(people, group)
        order = np.argsort(_order(members, dimension, random), kind="stable")
        given = expand(counts[counts["dimension"] == dimension])["category"]
        values[members.index[order]] = given.to_numpy()
    return values


def _order(members: pd.DataFrame, dimension: str, random: np.random.Generator) -> np.ndarray:
    """Who comes first in the list of categories: ages from young to old, the unknown diagnosis first."""
    chance = random.random(len(members))
    if dimension == "age":
        rank = members["type"].map({name: rank for name, (rank, _) in WAJONG_AGE.items()}).fillna(0)
        return np.where(members["exit_reason"] == "aow", LAST_RANK, rank + RANK_OVERLAP * chance)
    if dimension == "diagnosis":
        return chance + (members["type"] != "Wajong2015").to_numpy()
    return chance


def _birth_dates(people: pd.DataFrame, random: np.random.Generator) -> pd.Series:
    years = _ages_in_years(people, random)
    days = pd.to_timedelta(np.floor(random.random(len(people)) * 365), unit="D")
    birthdays = [start - pd.DateOffset(years=age) for start, age in zip(people["service_start"], years, strict=True)]
    born = pd.Series(birthdays, people.index) - days
    pensioned = people["exit_date"] - pd.DateOffset(years=STATE_PENSION_AGE)
    return born.where(people["exit_reason"] != "aow", pensioned)


def _ages_in_years(people: pd.DataFrame, random: np.random.Generator) -> np.ndarray:
    """Completed years at the start: anywhere in the class, as far as the type of benefit allows."""
    low, high = (people["age"].map({code: ages[side] for code, ages in AGES.items()}) for side in (0, 1))
    youngest = people["type"].map({name: age for name, (_, age) in WAJONG_AGE.items()}).fillna(YOUNGEST)
    low = np.where(youngest <= high, np.maximum(low, youngest), low)
    return (low + np.floor(random.random(len(people)) * (high - low + 1))).astype(int)


def participants(people: pd.DataFrame, service_end: pd.Series) -> pd.DataFrame:
    """The register `participants`."""
    rows = people.assign(service_end=service_end).drop(columns="benefit").rename(columns={"type": "benefit"})
    return rows[REGISTER]
