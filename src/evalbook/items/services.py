"""Chapter 3: how long the service lasts, which services are given and what they cost.

Definitions: docs/contract/results.md. Source: report section 3.1.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

import numpy as np
import pandas as pd

from evalbook.contract.cells import BASE
from evalbook.contract.schema import TRAJECTORY_KINDS
from evalbook.estimates.resampling import Resampling, resampled_mean
from evalbook.items.cohort import BY_BENEFIT, BY_PERIOD, Cohort, Registers, groups
from evalbook.items.tabulating import Part, by_code, by_flag, by_month, collect, inside, limits, summed, until, whole
from evalbook.months import month_number

WINDOWS = ((0, 6), (6, 12), (12, 18), (18, 24), (24, 30))
MOST_CONVERSATIONS = 11  # the last class of figure 3.3 is this many or more
YEARS = (1, 2, 3)


def items(
    cohort: Cohort, registers: Registers, *, costs: dict[str, pd.DataFrame], resampling: Resampling
) -> Iterator[pd.DataFrame]:
    yield from figures_3_1_and_3_2(cohort)
    if "conversations" in registers:
        conversations = registers["conversations"]
        conversations = conversations.assign(window=cohort.windows(conversations, "date"))
        yield table_3_1(cohort, conversations=conversations, resampling=resampling)
        yield figure_3_3(cohort, conversations=conversations)
    if "trajectories" in registers:
        trajectories = registers["trajectories"]
        yield _started_by_kind("table_3_2", cohort, trajectories, periods=BY_PERIOD)
        yield _started_by_kind("table_3_3", cohort, trajectories, benefits=BY_BENEFIT)
    yield table_3_4(cohort, costs=costs, resampling=resampling)


def figures_3_1_and_3_2(cohort: Cohort) -> Iterator[pd.DataFrame]:
    """Who still has the service by month; who has not ended is censored in the last complete month."""
    service = time_in_service(cohort)
    measured = cohort.participants.loc[service.index]
    for item, split in (("figure_3_1", {"periods": BY_PERIOD}), ("figure_3_2", {"benefits": BY_BENEFIT})):
        parts = [by_month(cohort, service.loc[m.index], **key) for key, m in groups(measured, **split)]
        yield collect(item, chain(*parts))


def time_in_service(cohort: Cohort) -> pd.DataFrame:
    """`month` of the service's end where it `happened`, else the last complete one; a row a person with K >= 0."""
    measured = cohort.measured
    end = month_number(measured["service_end"]) - measured["start_month"]
    return until(end, measured["last_month"])


def _count(cohort: Cohort, rows: pd.DataFrame, *, start: int, end: int) -> np.ndarray:
    """Events a person in the window of months [start, end), one number a participant."""
    persons = rows["person"].to_numpy()[rows["window"].between(start, end, inclusive="left")]
    return np.bincount(persons, minlength=len(cohort.participants))


def table_3_1(cohort: Cohort, *, conversations: pd.DataFrame, resampling: Resampling) -> pd.DataFrame:
    """Conversations by window of months, of who is followed to the window's end."""
    parts = []
    for start, end in WINDOWS:
        counts = _count(cohort, conversations, start=start, end=end)
        for key, members in groups(cohort.followed(end), periods=BY_PERIOD, benefits=BY_BENEFIT):
            parts += _mean(cohort, counts, members, resampling, row="", column=f"{start}-{end}", **key)
    return collect("table_3_1", parts)


def _mean(
    cohort: Cohort, amounts: np.ndarray, members: pd.DataFrame, resampling: Resampling, **group: str
) -> Iterator[Part]:
    """A sum over persons and who they are; the limits of their mean are the bootstrap by person."""
    keys, own = cohort.keys[members.index], amounts[members.index].astype(float)
    column = [group.pop("column")]
    yield summed(keys, own[:, None], column, codes_in="column", **group)
    yield whole(len(own), keys.sum(), measure=BASE, column=column, **group)
    if len(own):
        of = limits(own.mean(), *resampled_mean(own, resampling))
        yield from inside(column, codes_in="column", of={name: [each] for name, each in of.items()}, **group)


def figure_3_3(cohort: Cohort, *, conversations: pd.DataFrame) -> pd.DataFrame:
    """How many conversations in the first year, of who is followed for a year."""
    counts = _count(cohort, conversations, start=0, end=12).clip(max=MOST_CONVERSATIONS)
    codes = [*map(str, range(MOST_CONVERSATIONS)), f"{MOST_CONVERSATIONS}+"]
    held = pd.Series(pd.Categorical.from_codes(counts, codes), cohort.participants.index)
    parts = []
    for key, members in groups(cohort.followed(12), periods=BY_PERIOD, benefits=BY_BENEFIT):
        parts += by_code(cohort.keys, held[members.index], **key)
    return collect("figure_3_3", parts)


def _started_by_kind(item: str, cohort: Cohort, trajectories: pd.DataFrame, **split: tuple[str, ...]) -> pd.DataFrame:
    """Who started at least one trajectory in the first year, by kind; a person counts once a kind."""
    window = cohort.windows(trajectories, "start_date")
    first_year = trajectories[(window >= 0) & (window < 12)]
    kinds = cohort.having(first_year, TRAJECTORY_KINDS)
    kinds.insert(0, "any", kinds.any(axis=1))
    parts = [by_flag(cohort.keys, kinds.loc[m.index], **key) for key, m in groups(cohort.followed(12), **split)]
    return collect(item, chain(*parts))


def dated_costs(cohort: Cohort, registers: Registers) -> dict[str, pd.DataFrame]:
    """Costs in euros by service, one row an expense, with its `window`; only services whose register is there.

    A cost falls on its start date: `window` is the number of whole months from the person's start to it. Not in it:
    provisions other than the jobcoach.
    """
    rows = {}
    if "conversations" in registers:
        held = registers["conversations"].rename(columns={"date": "day"})
        rows["conversations"] = held.assign(cost=cohort.edition.conversation_cost)
    if "trajectories" in registers:
        rows["trajectories"] = registers["trajectories"].rename(columns={"start_date": "day"})
    if "provisions" in registers:
        provisions = registers["provisions"].rename(columns={"start_date": "day"})
        rows["jobcoach"] = provisions[provisions["kind"] == "jobcoach"]
    return {
        name: each[["person", "day", "cost"]].assign(window=cohort.windows(each, "day")) for name, each in rows.items()
    }


def table_3_4(cohort: Cohort, *, costs: dict[str, pd.DataFrame], resampling: Resampling) -> pd.DataFrame:
    """Euros by service and year since the start, of who is followed through that year."""
    parts = []
    for service, rows in costs.items():
        for year in YEARS:
            spent = spent_in(cohort, rows, year=year)
            for key, members in groups(cohort.followed(12 * year), periods=BY_PERIOD, benefits=BY_BENEFIT):
                parts += _mean(cohort, spent, members, resampling, row=service, column=f"year={year}", **key)
    return collect("table_3_4", parts)


def spent_in(cohort: Cohort, rows: pd.DataFrame, *, year: int) -> np.ndarray:
    """Each participant's euros in a year since the start."""
    in_year = rows[rows["window"].between(12 * (year - 1), 12 * year, inclusive="left")]
    return np.bincount(in_year["person"], weights=in_year["cost"], minlength=len(cohort.participants))
