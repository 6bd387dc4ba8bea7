"""The tables of an extract and their columns, as data.

The reader, the checks, their messages and the analyst's documentation all follow from this list.
Source: the contract of the extract, version 1 (docs/extract.md is made from it).
"""

from __future__ import annotations

from dataclasses import dataclass

BENEFITS = ("IVA", "oWajong", "Wajong2010", "Wajong2015", "overig")
WAJONG = ("oWajong", "Wajong2010", "Wajong2015")
SEXES = ("man", "vrouw", "onbekend")
DIAGNOSES = ("onbekend", "hart", "botspier", "zenuw", "ontwikkeling", "psychisch", "overig")
PERIODS = ("gedoog", "experiment")
TRAJECTORY_KINDS = (
    "modulair",
    "werkfit",
    "naar_werk",
    "werkbehoud",
    "ips",
    "scholing",
    "financieel_inzicht",
    "overig",
)
PROVISION_KINDS = ("jobcoach", "doventolk", "loondispensatie", "overig")
AGE_CLASSES = ("0-24", "25-34", "35-44", "45-54", "55+")
YOUNGEST_AGE = 15


@dataclass(frozen=True)
class Column:
    """A column: what its values are, whether one may be empty, whether the column may be missing."""

    name: str
    kind: str  # text, category, date, month, number, integer, boolean
    categories: tuple[str, ...] = ()
    may_be_empty: bool = False
    may_be_missing: bool = False
    at_least: float | None = None
    at_most: float | None = None

    @property
    def expected(self) -> str:
        """What a value should look like, in the words of an error message."""
        if self.kind == "category":
            return "one of " + ", ".join(self.categories)
        limits = [f"at least {self.at_least:g}"] if self.at_least is not None else []
        limits += [f"at most {self.at_most:g}"] if self.at_most is not None else []
        return " and ".join([EXPECTED[self.kind], *limits])


@dataclass(frozen=True)
class Table:
    """A register: its columns, the ones that identify a row, and the date on which its event falls."""

    name: str
    row: str
    columns: tuple[Column, ...]
    unique: tuple[str, ...] = ()
    event_date: str = ""
    required: bool = False

    def column(self, name: str) -> Column:
        return next(column for column in self.columns if column.name == name)


EXPECTED = {
    "text": "a text",
    "date": "a date as yyyy-mm-dd",
    "month": "the first day of a month as yyyy-mm-dd",
    "number": "a number with a decimal point",
    "integer": "a whole number",
    "boolean": "True or False",
}

PERSON = Column("person_id", "text")


def _day(name: str, **choices: bool) -> Column:
    return Column(name, "date", **choices)


def _euro(name: str, **choices: bool) -> Column:
    return Column(name, "number", at_least=0, **choices)


PARTICIPANTS = Table(
    "participants",
    "a participant",
    (
        PERSON,
        Column("benefit", "category", BENEFITS),
        Column("sex", "category", SEXES),
        _day("birth_date"),
        Column("diagnosis", "category", DIAGNOSES),
        _day("service_start"),
        _day("service_end", may_be_empty=True),
        _day("exit_date", may_be_empty=True),
        Column(
            "exit_reason",
            "category",
            ("overleden", "aow", "emigratie", "overig"),
            may_be_empty=True,
        ),
    ),
    unique=("person_id",),
    required=True,
)
CONVERSATIONS = Table(
    "conversations",
    "a conversation with the labour expert",
    (PERSON, _day("date")),
    event_date="date",
)
TRAJECTORIES = Table(
    "trajectories",
    "a purchased trajectory or training",
    (
        PERSON,
        Column("kind", "category", TRAJECTORY_KINDS),
        _day("start_date"),
        _day("end_date", may_be_empty=True),
        _euro("cost"),
    ),
    event_date="start_date",
)
JOBS = Table(
    "jobs",
    "a job in a calendar month",
    (
        PERSON,
        Column("job_id", "text"),
        Column("month", "month"),
        Column("hours", "number", at_least=0, may_be_empty=True),
        _euro("wage", may_be_empty=True),
        Column("contract", "category", ("bepaald", "onbepaald")),
        Column("agency", "boolean"),
        Column("sector", "text", may_be_empty=True, may_be_missing=True),
        Column("employer_size", "text", may_be_empty=True, may_be_missing=True),
    ),
    unique=("person_id", "job_id", "month"),
    event_date="month",
)
SELF_EMPLOYMENT = Table(
    "self_employment",
    "a person and a tax year with profit as self-employed",
    (PERSON, Column("year", "integer", at_least=1900, at_most=2100)),
)
LADDER = Table(
    "ladder",
    "a registration on the participation ladder",
    (PERSON, _day("date"), Column("rung", "integer", at_least=1, at_most=6)),
    event_date="date",
)
PROVISIONS = Table(
    "provisions",
    "a provision at work",
    (
        PERSON,
        Column("kind", "category", PROVISION_KINDS),
        _day("start_date"),
        _day("end_date", may_be_empty=True),
        _euro("cost"),
    ),
    event_date="start_date",
)
TRIAL_PLACEMENTS = Table(
    "trial_placements",
    "a trial placement",
    (PERSON, _day("start_date"), _day("end_date", may_be_empty=True)),
    event_date="start_date",
)
POPULATION = Table(
    "population",
    "a category of the whole IVA or Wajong population",
    (
        Column("benefit", "category", ("IVA", "Wajong")),
        Column("dimension", "category", ("age", "sex", "diagnosis")),
        Column("category", "text"),
        Column("persons", "integer", at_least=0),
    ),
    unique=("benefit", "dimension", "category"),
)
RESPONDENTS = Table(
    "respondents",
    "an interviewed participant",
    (
        Column("respondent_id", "text"),
        Column("wave", "integer", at_least=1900, at_most=2100),
        Column("benefit", "category", (*BENEFITS, "Wajong")),
        Column("sex", "category", SEXES),
        Column("period", "category", PERIODS, may_be_empty=True, may_be_missing=True),
        Column("age", "category", AGE_CLASSES, may_be_empty=True, may_be_missing=True),
    ),
)

TABLES = {
    table.name: table
    for table in (
        PARTICIPANTS,
        CONVERSATIONS,
        TRAJECTORIES,
        JOBS,
        SELF_EMPLOYMENT,
        LADDER,
        PROVISIONS,
        TRIAL_PLACEMENTS,
        POPULATION,
        RESPONDENTS,
    )
}
