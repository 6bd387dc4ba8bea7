"""Participants and comparators as the comparison sees them: months of their lives, and in which they were in work.

Source: docs/contract/comparison.md, 'In' and 'Trials'.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import pandas as pd

from evalbook.contract.schema import BENEFITS, DIAGNOSES, LONG_HISTORY, SEXES, WAJONG
from evalbook.extract.extract import Extract
from evalbook.items.cohort import RecordKeys, without_keys
from evalbook.months import last_complete_month, month_number

NEVER = 10**6  # a month number that no calendar reaches
GROUPS: Mapping[str, tuple[str, ...]] = {"IVA": ("IVA",), "Wajong": WAJONG}


@dataclass(frozen=True)
class People:
    """Persons numbered from 0. Months are numbers as in `months`.

    `coded`: `benefit`, `sex` and `diagnosis` as places among their categories. `born`, `began` (the benefit): the first
    month on whose first day a further year is complete; `began_in`: the month in which the benefit began; -NEVER where
    that is unknown. `starts`, `exits`: NEVER without. `in_work`: a row a month from `first` (of the history) on, a
    column a person; false from the month of the exit on. `keys`: record keys.
    """

    coded: Mapping[str, np.ndarray]
    born: np.ndarray
    began: np.ndarray
    began_in: np.ndarray
    starts: np.ndarray
    exits: np.ndarray
    in_work: np.ndarray
    first: int
    keys: np.ndarray

    @property
    def last(self) -> int:
        """The last complete month of the extract."""
        return self.first + len(self.in_work) - 1

    def working(self, month: int) -> np.ndarray:
        """Whether each person is in work in a month."""
        return self.in_work[month - self.first]

    def of(self, group: str) -> People:
        """The persons with a type of benefit of the group."""
        types = [BENEFITS.index(benefit) for benefit in GROUPS[group]]
        chosen = np.flatnonzero(np.isin(self.coded["benefit"], types))
        coded = {name: codes[chosen] for name, codes in self.coded.items()}
        names = ("born", "began", "began_in", "starts", "exits", "keys")
        own = {name: getattr(self, name)[chosen] for name in names}
        return replace(self, coded=coded, in_work=self.in_work[:, chosen], **own)


@dataclass(frozen=True)
class Group:
    """The people of one group of benefits, the months of the trials, and the month in which the experiment began."""

    people: People
    months: range
    experiment: int

    def of(self, period: str, *, first: int = 0, last: int | None = None) -> slice:
        """The numbers of the trials of a period, from a month on and up to one."""
        begin = self.experiment if period == "experiment" else 0
        end = self.experiment if period == "gedoog" else self.months.stop
        end = end if last is None else min(end, last + 1)
        begin, end = (min(max(each, self.months.start), self.months.stop) for each in (max(begin, first), end))
        return slice(begin - self.months.start, max(begin, end) - self.months.start)

    @property
    def with_long_history(self) -> int:
        """The first month of a trial before which enough months are known."""
        return self.people.first + LONG_HISTORY


def people_of(extract: Extract, keys: RecordKeys = without_keys) -> People:
    """All participants and comparators of an extract with comparators."""
    first = month_of(extract.edition.history_from)
    last = last_complete_month(pd.Timestamp(extract.edition.reference_date))
    tables = [extract["participants"], extract["comparators"]]
    persons = [_columns(rows, keys) for rows in tables]
    columns = {name: np.concatenate([each[name] for each in persons]) for name in persons[0]}
    in_work = np.zeros((max(last - first + 1, 0), len(columns["born"])), bool)
    sizes = np.cumsum([0, *map(len, tables)])
    for at, (rows, name) in enumerate(zip(tables, ("jobs", "comparator_jobs"), strict=True)):
        _fill(in_work[:, sizes[at] : sizes[at + 1]], rows["person_id"], extract[name], first)
    in_work &= first + np.arange(len(in_work))[:, None] < columns["exits"]
    coded = {name: columns.pop(name) for name in ("benefit", "sex", "diagnosis")}
    return People(coded, in_work=in_work, first=first, **columns)


def month_of(day: date) -> int:
    """The number of a day's month."""
    return day.year * 12 + day.month - 1


def _columns(rows: pd.DataFrame, keys: RecordKeys) -> dict[str, np.ndarray]:
    categories = {"benefit": BENEFITS, "sex": SEXES, "diagnosis": DIAGNOSES}
    empty = pd.Series(pd.NaT, rows.index)
    began = rows.get("benefit_start", empty)
    return {
        **{name: pd.Categorical(rows[name], codes).codes.astype(np.int16) for name, codes in categories.items()},
        "born": _complete(rows["birth_date"]),
        "began": _complete(began),
        "began_in": _months(began, -NEVER),
        "starts": _months(rows.get("service_start", empty), NEVER),
        "exits": _months(rows["exit_date"], NEVER),
        "keys": keys(rows["person_id"].astype(str)),
    }


def _months(days: pd.Series, unknown: int) -> np.ndarray:
    return month_number(pd.to_datetime(days)).fillna(unknown).to_numpy(np.int32)


def _complete(days: pd.Series) -> np.ndarray:
    """The month of the day, of a later day than the first the next one: on its first day the first year begins."""
    days = pd.to_datetime(days)
    return (month_number(days) + (days.dt.day > 1)).fillna(-NEVER).to_numpy(np.int32)


def _fill(in_work: np.ndarray, person_ids: pd.Series, rows: pd.DataFrame, first: int) -> None:
    """Marks the months in work of the persons of one table."""
    places = np.full(len(person_ids.cat.categories), -1, np.int32)
    places[person_ids.cat.codes] = np.arange(len(person_ids), dtype=np.int32)
    month = month_number(rows["month"]).to_numpy(np.int32) - first
    there = ((rows["hours"] > 0) | (rows["wage"] > 0)).to_numpy() & (month >= 0) & (month < len(in_work))
    in_work[month[there], places[rows["person_id"].cat.codes.to_numpy()[there]]] = True
