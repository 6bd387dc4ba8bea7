"""The tables of an extract and their columns, as data.

The reader, the checks, their messages and the analyst's documentation all follow from this list.
Source: the contract of the extract, version 1 (docs/extract.md is made from it).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

BENEFITS = ("IVA", "oWajong", "Wajong2010", "Wajong2015", "overig")
WAJONG = ("oWajong", "Wajong2010", "Wajong2015")
SEXES = ("man", "vrouw", "onbekend")
DIAGNOSES = ("onbekend", "hart", "botspier", "zenuw", "ontwikkeling", "psychisch", "overig")
PERIODS = ("gedoog", "experiment")
TRAJECTORY_KINDS = (
    *("modulair", "werkfit", "naar_werk", "werkbehoud", "ips", "scholing"),
    *("financieel_inzicht", "overig"),
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
    meaning: str = ""

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
    """A register: its columns, the ones that identify a row, the date on which its event falls, and the register in
    which its persons stand."""

    name: str
    row: str
    columns: tuple[Column, ...]
    unique: tuple[str, ...] = ()
    event_date: str = ""
    required: bool = False
    persons: str = "participants"

    def column(self, name: str) -> Column:
        return next(column for column in self.columns if column.name == name)


EXPECTED = {
    "text": "a text",
    "date": "a date, such as yyyy-mm-dd or dd-mm-yyyy",
    "month": "a month, such as yyyymm, yyyy-mm or its first day",
    "number": "a number with a decimal point or comma",
    "integer": "a whole number",
    "boolean": "True or False, ja or nee, 1 or 0",
}

PERSON = Column("person_id", "text", meaning="pseudonym of the person, the same in all tables")


def _day(name: str, meaning: str, **choices: bool) -> Column:
    return Column(name, "date", meaning=meaning, **choices)


def _euro(name: str, meaning: str, **choices: bool) -> Column:
    return Column(name, "number", at_least=0, meaning=meaning, **choices)


SPAN = (_day("start_date", "first day"), _day("end_date", "last day; empty while it lasts", may_be_empty=True))
COST = _euro("cost", "euro, all of it, on the first day")


WHO = (  # of a participant and a comparator alike
    PERSON,
    Column("benefit", "category", BENEFITS, meaning="type of benefit, of a participant at the start"),
    Column("sex", "category", SEXES, meaning="sex"),
    _day("birth_date", "date of birth"),
    Column("diagnosis", "category", DIAGNOSES, meaning="group of the first diagnosis"),
)
LEFT = (
    _day("exit_date", "day on which the person left the observed population; empty if not", may_be_empty=True),
    Column(
        "exit_reason",
        "category",
        ("overleden", "aow", "emigratie", "overig"),
        may_be_empty=True,
        meaning="why the person left; empty for who did not, or when it is not known",
    ),
)
BENEFIT_START = _day("benefit_start", "day the benefit began", may_be_empty=True, may_be_missing=True)
PAID = (
    Column("hours", "number", at_least=0, may_be_empty=True, meaning="paid hours in the month"),
    _euro("wage", "gross euro in the month", may_be_empty=True),
)


PARTICIPANTS = Table(
    "participants",
    "a participant",
    (
        *WHO,
        _day("service_start", "first day of the service: whose month is month 0"),
        _day("service_end", "last day of the service; empty while it lasts", may_be_empty=True),
        *LEFT,
        BENEFIT_START,
    ),
    unique=("person_id",),
    required=True,
)
CONVERSATIONS = Table(
    "conversations",
    "a conversation with the labour expert",
    (PERSON, _day("date", "day of the conversation")),
    event_date="date",
)
TRAJECTORIES = Table(
    "trajectories",
    "a purchased trajectory or training",
    (PERSON, Column("kind", "category", TRAJECTORY_KINDS, meaning="kind of trajectory or training"), *SPAN, COST),
    event_date="start_date",
)
JOBS = Table(
    "jobs",
    "a job in a calendar month",
    (
        PERSON,
        Column("job_id", "text", meaning="pseudonym of the job, the same in each month of it"),
        Column("month", "month", meaning="calendar month, as its first day"),
        *PAID,
        Column("contract", "category", ("bepaald", "onbepaald"), meaning="duration of the contract"),
        Column("agency", "boolean", meaning="whether it is work through a temporary agency"),
        Column(
            "sector", "text", may_be_empty=True, may_be_missing=True, meaning="branch of the employer, in its own words"
        ),
        Column("employer_size", "text", may_be_empty=True, may_be_missing=True, meaning="class of the employer's size"),
    ),
    unique=("person_id", "job_id", "month"),
    event_date="month",
)
SELF_EMPLOYMENT = Table(
    "self_employment",
    "a person and a tax year with profit as self-employed",
    (PERSON, Column("year", "integer", at_least=1900, at_most=2100, meaning="tax year")),
)
LADDER = Table(
    "ladder",
    "a registration on the participation ladder",
    (
        PERSON,
        _day("date", "day of the registration"),
        Column("rung", "integer", at_least=1, at_most=6, meaning="rung of the participation ladder"),
    ),
    event_date="date",
)
PROVISIONS = Table(
    "provisions",
    "a provision at work",
    (PERSON, Column("kind", "category", PROVISION_KINDS, meaning="kind of provision"), *SPAN, COST),
    event_date="start_date",
)
TRIAL_PLACEMENTS = Table(
    "trial_placements",
    "a trial placement",
    (PERSON, *SPAN),
    event_date="start_date",
)
POPULATION = Table(
    "population",
    "a category of the whole IVA or Wajong population",
    (
        Column("benefit", "category", ("IVA", "Wajong"), meaning="the population"),
        Column("dimension", "category", ("age", "sex", "diagnosis"), meaning="what it is divided by"),
        Column(
            "category", "text", meaning="a category of that dimension, in the codes of participants and respondents"
        ),
        Column("persons", "integer", at_least=0, meaning="number of persons"),
    ),
    unique=("benefit", "dimension", "category"),
)
RESPONDENTS = Table(
    "respondents",
    "an interviewed participant",
    (
        Column("respondent_id", "text", meaning="pseudonym of the interviewed person"),
        Column("wave", "integer", at_least=1900, at_most=2100, meaning="year of the interviews"),
        Column("benefit", "category", (*BENEFITS, "Wajong"), meaning="type of benefit"),
        Column("sex", "category", SEXES, meaning="sex"),
        Column("period", "category", PERIODS, may_be_empty=True, may_be_missing=True, meaning="when the service began"),
        Column("age", "category", AGE_CLASSES, may_be_empty=True, may_be_missing=True, meaning="class of age"),
    ),
)
# People with the same benefit and no service, whom participants are compared with (docs/contract/comparison.md). The
# first trial is that of the month in which the tolerance period began; before one, work must be known for so many
# months, and for all that looks back further for so many.
FIRST_TRIAL, HISTORY, LONG_HISTORY = date(2022, 2, 1), 24, 36
COMPARATORS = Table(
    "comparators",
    "a person with an IVA or Wajong benefit, also one that ended, and no service",
    (*WHO, *LEFT, BENEFIT_START),
    unique=("person_id",),
    persons="comparators",
)
COMPARATOR_JOBS = Table(
    "comparator_jobs",
    "a month in work of a comparator",
    (PERSON, Column("month", "month", meaning="calendar month, as its first day"), *PAID),
    unique=("person_id", "month"),
    event_date="month",
    persons="comparators",
)

TABLES = {
    table.name: table
    for table in (
        *(PARTICIPANTS, CONVERSATIONS, TRAJECTORIES, JOBS, SELF_EMPLOYMENT, LADDER),
        *(PROVISIONS, TRIAL_PLACEMENTS, POPULATION, RESPONDENTS),
        *(COMPARATORS, COMPARATOR_JOBS),
        *(COMPARATORS, COMPARATOR_JOBS),
    )
}
