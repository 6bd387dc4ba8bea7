"""Chapter 4: who finds work, who has it, what work it is, and with what employer.

Definitions: docs/contract/results.md. Sources: report section 4.1 and appendix 4. Employers: sub-question 8 of appendix
1, which the report leaves open; both columns of the payroll register are optional.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

import numpy as np
import pandas as pd

from evalbook.contract.cells import BASE, PERSONS
from evalbook.items.cohort import BY_BENEFIT, BY_PERIOD, Cohort, Registers, groups
from evalbook.items.tabulating import Part, by_code, by_flag, by_month, collect, until
from evalbook.items.work_history import WorkHistory, classes, first_jobs

ALL_BENEFITS = (*BY_BENEFIT, "all")
CLASSES = {
    # item: measure, class limits, whether a class includes its upper limit
    "table_4_2": ("hours_per_week", (0, 8, 16, 24, 36, np.inf), True),
    "table_4_3": ("hourly_wage", (0, 10, 20, 30, 40, np.inf), False),
    "table_4_4": ("monthly_wage", (0, 500, 1000, 1500, 2000, 2500, 3000, np.inf), False),
}
EURO_CLASSES = (*range(61), np.inf)
SECTORS = (
    "zorg",
    "detailhandel",
    "horeca",
    "zakelijke diensten",
    "schoonmaak",
    "uitzendbureaus",
    "overheid",
    "onderwijs",
    "industrie",
    "vervoer",
    "bouw",
    "landbouw",
    "cultuur",
)
SIZES = ("1-9", "10-49", "50-249", "250+")
OTHER, UNKNOWN = "overig", "onbekend"
EMPLOYERS = {"first_job_sector": ("sector", SECTORS), "first_job_size": ("employer_size", SIZES)}


def items(cohort: Cohort, registers: Registers, *, history: WorkHistory | None) -> Iterator[pd.DataFrame]:
    if history is not None:
        yield table_4_1(cohort, history)
        yield from found_work_figures(cohort, history)
        yield from in_work_figures(cohort, history)
        yield from kind_of_work_tables(cohort, history)
        if "trajectories" in registers:
            yield from trajectory_figures(cohort, history, registers["trajectories"])


def table_4_1(cohort: Cohort, history: WorkHistory) -> pd.DataFrame:
    """In work in the month of the start."""
    working = pd.Series(history.at_start, cohort.participants.index)
    parts = []
    for key, members in groups(cohort.measured, periods=(*BY_PERIOD, "all"), benefits=ALL_BENEFITS):
        parts += by_flag(cohort.keys, working[members.index], row=[""], **key)
    return collect("table_4_1", parts)


def found_work_figures(cohort: Cohort, history: WorkHistory) -> Iterator[pd.DataFrame]:
    """Figures 4.1 and 4.2: survival without work of who had none in the month of the start."""
    without = cohort.participants[history.without_work_at_start]
    for item, split in (("figure_4_1", {"periods": BY_PERIOD}), ("figure_4_2", {"benefits": BY_BENEFIT})):
        yield collect(item, chain(*(_found_work(cohort, m, history, **key) for key, m in groups(without, **split))))


def _found_work(cohort: Cohort, members: pd.DataFrame, history: WorkHistory, **key: str) -> Iterator[Part]:
    return by_month(cohort, time_to_work(members, history), **key)


def time_to_work(members: pd.DataFrame, history: WorkHistory) -> pd.DataFrame:
    """`month` of the first work where it `happened`, else the last complete one; a row a member."""
    return until(pd.Series(history.first_month[members.index], members.index), members["last_month"])


def in_work_figures(cohort: Cohort, history: WorkHistory) -> Iterator[pd.DataFrame]:
    """Figures 4.3 and 4.4: who is in work in each month, work at the start included."""
    for item, split in (("figure_4_3", {"periods": BY_PERIOD}), ("figure_4_4", {"benefits": BY_BENEFIT})):
        yield collect(
            item, chain(*(_in_work(cohort, m, history, **key) for key, m in groups(cohort.measured, **split)))
        )


def _in_work(cohort: Cohort, members: pd.DataFrame, history: WorkHistory, **key: str) -> Iterator[Part]:
    """Who is in work in each month, of whoever is seen in it."""
    keys, length, last = cohort.keys, cohort.length, members["last_month"].to_numpy()
    there = np.zeros(len(keys), bool)
    there[members.index] = True
    person, month = history.person_months["person"].to_numpy(), history.person_months["k"].to_numpy()
    month, own = month[there[person]], keys[person[there[person]]]
    counts = np.bincount(month, minlength=length), np.bincount(month, own, length)
    seen = [np.bincount(last, each, length)[::-1].cumsum()[::-1] for each in (None, keys[members.index])]
    columns = {"column": range(length), **key}
    yield {"measure": PERSONS, "value": counts[0], "key": counts[1], **columns}
    yield {"measure": BASE, "value": seen[0], "key": seen[1], **columns}


def kind_of_work_tables(cohort: Cohort, history: WorkHistory) -> Iterator[pd.DataFrame]:
    """Tables 4.2-4.6 and figure 4.5. Each table has its own base: hours or wages may be unknown."""
    split = {"periods": BY_PERIOD, "benefits": ALL_BENEFITS}
    for item, (measure, limits, upper) in CLASSES.items():
        coded = classes(history.means[measure].dropna(), limits, upper=upper)
        yield _by_class(item, cohort, coded, with_all=True, **split)
    hourly = classes(history.means["hourly_wage"].dropna(), EURO_CLASSES, upper=False)
    yield _by_class("figure_4_5", cohort, hourly, benefits=BY_BENEFIT)
    first = first_jobs(history)
    yield _by_class("table_4_5", cohort, first["contract"], **split)
    yield _by_class("table_4_6", cohort, first["hired_by"], **split)


def _by_class(
    item: str, cohort: Cohort, coded: pd.Series, *, name: str = "", with_all: bool = False, **split: tuple[str, ...]
) -> pd.DataFrame:
    """Persons by class (named `name` and its code); `with_all`: and, as a row of its own, all of them."""
    parts = []
    for key, members in groups(cohort.participants.loc[coded.index], **split):
        parts += by_code(cohort.keys, coded[members.index], name=name, **key)
        if with_all:
            parts += by_flag(cohort.keys, pd.Series(True, members.index), row=["all"], **key)
    return collect(item, parts)


def trajectory_figures(cohort: Cohort, history: WorkHistory, trajectories: pd.DataFrame) -> Iterator[pd.DataFrame]:
    """Figures B4.1-B4.4 as published: with and without any trajectory while observed.

    This form credits a trajectory with the time that was waited for it.
    """
    with_one = first_trajectories(cohort, trajectories).notna().to_numpy()
    measures = ((_found_work, history.without_work_at_start), (_in_work, cohort.participants["last_month"] >= 0))
    numbers = iter(range(1, 5))
    for measure, base in measures:
        for benefit in BY_BENEFIT:
            parts = []
            for code, having in (("yes", with_one), ("no", ~with_one)):
                for key, members in groups(cohort.participants[base & having], benefits=(benefit,)):
                    parts += measure(cohort, members, history, **{**key, "row": f"trajectory={code}"})
            yield collect(f"figure_b4_{next(numbers)}", parts)


def first_trajectories(cohort: Cohort, trajectories: pd.DataFrame) -> pd.Series:
    """The month k in which each participant's first trajectory began, from the start while observed; nan if none."""
    return cohort.once("first_trajectories", lambda: _first_trajectories(cohort, trajectories))


def _first_trajectories(cohort: Cohort, trajectories: pd.DataFrame) -> pd.Series:
    begun = cohort.begun(trajectories)
    begun = begun.assign(k=cohort.months_since_start(begun, "start_date"))
    return begun.groupby("person")["k"].min().reindex(cohort.participants.index)


def estimates(cohort: Cohort, *, history: WorkHistory | None) -> Iterator[pd.DataFrame]:
    """The sector and the size of the employer of the first job."""
    if history is not None:
        first = first_jobs(history)
        for item, (column, known) in EMPLOYERS.items():
            if column in first:
                yield _by_class(item, cohort, _coded(first[column], known), name=f"{column}=", benefits=ALL_BENEFITS)


def _coded(texts: pd.Series, known: tuple[str, ...]) -> pd.Series:
    """Each text as one of the known codes; another one is `overig`, an empty one `onbekend`.

    What a register calls it otherwise is mapped in `extract.yaml`. So no text of a register becomes a category.
    """
    cleaned = texts.astype("string").str.strip().str.lower()
    codes = np.where(cleaned.isin(known), cleaned, np.where(cleaned.fillna("") == "", UNKNOWN, OTHER))
    return pd.Series(pd.Categorical(codes, (*known, OTHER, UNKNOWN)), texts.index)
