"""Who takes part, in which period and group, from which month, and how long each is followed.

Source: docs/contract/results.md, 'Time'; report section 2.1 (periods) and table 2.1 (benefits).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeVar

import numpy as np
import pandas as pd

from evalbook.contract.edition import Edition
from evalbook.contract.schema import AGE_CLASSES, BENEFITS, DIAGNOSES, SEXES, TABLES, WAJONG
from evalbook.extract.extract import Extract
from evalbook.months import completed_years, last_complete_month, month_number, months_later, whole_months

AGE_BOUNDS = (0, 25, 35, 45, 55, np.inf)
Registers = Mapping[str, pd.DataFrame]
RecordKeys = Callable[[pd.Series], np.ndarray]
Made = TypeVar("Made")
WHOLE = ("all",)
BY_PERIOD = ("gedoog", "experiment")
BY_BENEFIT = ("IVA", "Wajong")
LOOKED_AT = ("period", "benefit", "sex", "diagnosis", "age", "last_month")
# How observation ends before the reference date; `left`: emigration, another reason or none given.
EXITS = ("overleden", "aow", "left")


def without_keys(persons: pd.Series) -> np.ndarray:
    """Where nothing is protected."""
    return np.zeros(len(persons))


@dataclass(frozen=True)
class Cohort:
    """The participants of an edition, one row a person, numbered from 0 in the register's order.

    Columns: `period`, `benefit`, `sex`, `diagnosis`, `age` (class at the start), `birth_month` and
    `start_month` (calendar month numbers), `service_start`, `service_end`, `last_month` (the contract's K; below
    0 for who is in no monthly measure), `observed_until` (day), `followed_months` (whole months seen), `exit`
    (one of EXITS, nan for who is observed to the reference date) and `exit_month` (K + 1, nan unless the exit's
    month is complete). `numbers` has each person's number at the place of their pseudonym among the categories; `keys`
    each person's record key, 0 where nothing is protected.
    """

    edition: Edition
    participants: pd.DataFrame
    numbers: np.ndarray
    keys: np.ndarray
    made: dict[object, object] = field(default_factory=dict, repr=False)  # by what it is: see `once`

    @cached_property
    def length(self) -> int:
        """How many months since the start there are, from 0 to the last in which anyone is seen or exits."""
        last = self.participants[["last_month", "exit_month"]].max().max()
        return int(max(last, 0)) + 1

    def once(self, what: object, make: Callable[[], Made]) -> Made:
        """What several rooms need of the cohort and its registers, made when first asked for; not to be changed."""
        if what not in self.made:
            self.made[what] = make()
        return self.made[what]

    @cached_property
    def measured(self) -> pd.DataFrame:
        """Who is in monthly measures: seen for at least the month of the start."""
        return self.participants[self.participants["last_month"] >= 0]

    def events(self, rows: pd.DataFrame) -> pd.DataFrame:
        """A register's rows with the `person` (number) they are of in place of the pseudonym.

        Raises ValueError for rows of persons who do not take part.
        """
        persons = self.numbers[rows["person_id"].cat.codes]
        if (persons < 0).any():
            raise ValueError("rows of persons who are not in participants")
        return rows.drop(columns="person_id").assign(person=persons)

    def of(self, rows: pd.DataFrame, column: str) -> np.ndarray:
        """What is known of the person of each row of events."""
        return self.participants[column].to_numpy()[rows["person"].to_numpy()]

    def begun(self, rows: pd.DataFrame) -> pd.DataFrame:
        """The events that began in the service while the person was observed."""
        started = rows["start_date"]
        return rows[(started >= self.of(rows, "service_start")) & (started <= self.of(rows, "observed_until"))]

    def followed(self, months: int) -> pd.DataFrame:
        """Who is seen for all of the first `months` months."""
        long_enough = (self.participants["followed_months"] >= months).to_numpy()
        return self.once(("followed", months), lambda: self.participants[long_enough])

    def after(self, rows: pd.DataFrame, months: int) -> np.ndarray:
        """The day that is `months` after the start of each event's person."""
        later = self.once(
            ("after", months), lambda: months_later(self.participants["service_start"], months).to_numpy()
        )
        return later[rows["person"].to_numpy()]

    def windows(self, rows: pd.DataFrame, day: str) -> np.ndarray:
        """Whole months from the start of each event's person to the event: it falls in the window [w, w + 1)."""
        return whole_months(self.of(rows, "service_start"), rows[day].to_numpy())

    def months_to_reference(self) -> np.ndarray:
        """Whole months from each participant's start through the reference date, exits left aside."""
        after = np.datetime64(self.edition.reference_date) + np.timedelta64(1, "D")
        return whole_months(self.participants["service_start"].to_numpy(), np.array(after))

    def having(self, rows: pd.DataFrame, kinds: tuple[str, ...]) -> pd.DataFrame:
        """Whether each participant has an event of each kind, one row a participant, one column a kind."""
        flags = np.zeros((len(self.participants), len(kinds)), bool)
        flags[rows["person"].to_numpy(), pd.Index(kinds).get_indexer(rows["kind"])] = True
        return pd.DataFrame(flags, self.participants.index, kinds)

    def months_since_start(self, rows: pd.DataFrame, day: str) -> np.ndarray:
        """Calendar months from the start of each event's person to the event (the contract's k)."""
        return month_number(rows[day]).to_numpy() - self.of(rows, "start_month")


def cohort_of(extract: Extract, keys: RecordKeys = without_keys) -> Cohort:
    """The cohort of an extract; `keys` gives each pseudonym its record key."""
    rows = extract["participants"].reset_index(drop=True)
    edition = extract.edition
    experiment = rows["service_start"] >= pd.Timestamp(edition.experiment_start)
    ages = completed_years(rows["birth_date"], rows["service_start"])
    columns = {
        "period": pd.Categorical.from_codes(experiment.astype(int), BY_PERIOD),
        "benefit": pd.Categorical(rows["benefit"], BENEFITS),
        "sex": pd.Categorical(rows["sex"], SEXES),
        "diagnosis": pd.Categorical(rows["diagnosis"], DIAGNOSES),
        "age": pd.cut(ages, AGE_BOUNDS, right=False, labels=AGE_CLASSES),
        "birth_month": month_number(rows["birth_date"]),
        "service_start": rows["service_start"],
        "service_end": rows["service_end"],
        "start_month": month_number(rows["service_start"]),
        "last_month": _last_months(rows, edition),
        "observed_until": _observed_until(rows, edition),
    }
    day_after = columns["observed_until"] + pd.Timedelta(days=1)
    columns["followed_months"] = whole_months(rows["service_start"].to_numpy(), day_after.to_numpy())
    columns |= _exits(rows, edition)
    return Cohort(edition, pd.DataFrame(columns), _numbers(rows["person_id"]), keys(rows["person_id"]))


def registers_of(extract: Extract, cohort: Cohort, keys: RecordKeys = without_keys) -> Registers:
    """The registers of participants that are there, themselves apart, with persons' numbers for their pseudonyms;
    respondents, whose pseudonyms are others, with their own record `key`."""
    own = {name: rows for name, rows in extract.tables.items() if TABLES[name].persons == "participants"}
    tables = {name: rows for name, rows in own.items() if name != "participants"}
    if "respondents" in tables:
        asked = tables["respondents"]
        tables["respondents"] = asked.assign(key=keys(asked["respondent_id"].astype(str)))
    return {name: cohort.events(rows) if "person_id" in rows else rows for name, rows in tables.items()}


def _numbers(person_ids: pd.Series) -> np.ndarray:
    numbers = np.full(len(person_ids.cat.categories), -1)
    numbers[person_ids.cat.codes] = np.arange(len(person_ids))
    return numbers


def _observed_until(rows: pd.DataFrame, edition: Edition) -> pd.Series:
    reference = pd.Timestamp(edition.reference_date)
    return rows["exit_date"].fillna(reference).clip(upper=reference)


def _last_months(rows: pd.DataFrame, edition: Edition) -> pd.Series:
    last = last_complete_month(pd.Timestamp(edition.reference_date))
    before_exit = month_number(rows["exit_date"]) - 1
    return before_exit.fillna(last).clip(upper=last).astype(int) - month_number(rows["service_start"])


def _exits(rows: pd.DataFrame, edition: Edition) -> dict[str, pd.Series]:
    reference = pd.Timestamp(edition.reference_date)
    reasons = rows["exit_reason"].where(rows["exit_reason"].isin(EXITS), "left")
    exits = pd.Categorical(reasons.where(rows["exit_date"] <= reference), EXITS)
    month = month_number(rows["exit_date"])
    complete = month <= last_complete_month(reference)
    return {
        "exit": pd.Series(exits, rows.index),
        "exit_month": month.where(complete) - month_number(rows["service_start"]),
    }


def groups(
    participants: pd.DataFrame, *, periods: tuple[str, ...] = WHOLE, benefits: tuple[str, ...] = WHOLE
) -> Iterator[tuple[dict[str, str], pd.DataFrame]]:
    """Each period and benefit (the keys of cells) with its participants, empty groups too: which there are is told
    by nobody's being there.

    Of each participant it has what the rooms look at: copying all columns for hundreds of groups takes seconds.
    """
    participants = _looked_at(participants)
    of_benefits = {benefit: of_benefit(participants["benefit"], benefit).to_numpy() for benefit in benefits}
    for period in periods:
        in_period = (participants["period"] == period).to_numpy() | (period == "all")
        for benefit, with_benefit in of_benefits.items():
            chosen = in_period & with_benefit
            members = participants if chosen.all() else participants.take(np.flatnonzero(chosen))
            yield {"period": period, "benefit": benefit}, members


def _looked_at(participants: pd.DataFrame) -> pd.DataFrame:
    names = [name for name in LOOKED_AT if name in participants]
    return participants[names] if names != list(participants) else participants


def margins(participants: pd.DataFrame) -> Iterator[tuple[dict[str, str], pd.DataFrame]]:
    """All participants, those of each period and those of each benefit, as `groups` gives them."""
    participants = _looked_at(participants)
    yield from groups(participants)
    yield from groups(participants, periods=BY_PERIOD)
    yield from groups(participants, benefits=BY_BENEFIT)


def of_benefit(benefits: pd.Series, benefit: str) -> pd.Series:
    """Whether each type of benefit belongs to a group; `all` has every type, `overig` included."""
    if benefit == "all":
        return pd.Series(True, benefits.index)
    codes = (*WAJONG, "Wajong") if benefit == "Wajong" else (benefit,)
    if not isinstance(benefits.dtype, pd.CategoricalDtype):
        return benefits.isin(codes)
    belongs = np.append(benefits.cat.categories.isin(codes), False)  # the last for an unknown one, whose code is -1
    return pd.Series(belongs[benefits.cat.codes], benefits.index)
