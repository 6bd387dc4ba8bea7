"""Chapter 3: how long the service lasts, which services are given and what they cost.

Definitions: contract/results.md. Source: report section 3.1.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from evalbook.cohort import BY_BENEFIT, BY_PERIOD, Cohort, groups
from evalbook.extract import Extract
from evalbook.months import month_number
from evalbook.rows import collect, counted, curve, single
from evalbook.schema import TRAJECTORY_KINDS

WINDOWS = ((0, 6), (6, 12), (12, 18), (18, 24), (24, 30))
MOST_CONVERSATIONS = 11  # the last class of figure 3.3 is this many or more
YEARS = (1, 2, 3)


def items(cohort: Cohort, extract: Extract) -> Iterator[pd.DataFrame]:
    yield from figures_3_1_and_3_2(cohort)
    if "conversations" in extract:
        conversations = cohort.events(extract["conversations"])
        yield table_3_1(cohort, conversations=conversations)
        yield figure_3_3(cohort, conversations=conversations)
    if "trajectories" in extract:
        trajectories = cohort.events(extract["trajectories"])
        yield _started_by_kind("table_3_2", cohort, trajectories, periods=BY_PERIOD)
        yield _started_by_kind("table_3_3", cohort, trajectories, benefits=BY_BENEFIT)
    yield table_3_4(cohort, costs=costs(cohort, extract))


def figures_3_1_and_3_2(cohort: Cohort) -> Iterator[pd.DataFrame]:
    """Who still has the service by month; who has not ended is censored in the last complete month."""
    measured = cohort.participants[cohort.participants["last_month"] >= 0]
    end = month_number(measured["service_end"]) - measured["start_month"]
    ended = end <= measured["last_month"]
    months = end.where(ended, measured["last_month"]).astype(int)
    for item, split in (("figure_3_1", {"periods": BY_PERIOD}), ("figure_3_2", {"benefits": BY_BENEFIT})):
        parts = groups(measured, **split)
        yield collect(item, [curve(months[m.index], ended[m.index], **key) for key, m in parts])


def _count(cohort: Cohort, rows: pd.DataFrame, day: str, *, start: int, end: int) -> np.ndarray:
    """Events a person in the window of months [start, end), one number a participant."""
    persons = rows["person"].to_numpy()[cohort.within(rows, day, start=start, end=end)]
    return np.bincount(persons, minlength=len(cohort.participants))


def table_3_1(cohort: Cohort, *, conversations: pd.DataFrame) -> pd.DataFrame:
    """Mean conversations a person by window of months, of who is followed to the window's end."""
    parts = []
    for start, end in WINDOWS:
        counts = _count(cohort, conversations, "date", start=start, end=end)
        for key, members in groups(cohort.followed(end), periods=BY_PERIOD, benefits=BY_BENEFIT):
            key["column"] = f"{start}-{end}"
            parts.append(single(counts[members.index].mean(), base=len(members), statistic="mean", **key))
    return collect("table_3_1", parts)


def figure_3_3(cohort: Cohort, *, conversations: pd.DataFrame) -> pd.DataFrame:
    """How many conversations in the first year, of who is followed for a year."""
    counts = _count(cohort, conversations, "date", start=0, end=12).clip(max=MOST_CONVERSATIONS)
    codes = [*map(str, range(MOST_CONVERSATIONS)), f"{MOST_CONVERSATIONS}+"]
    parts = []
    for key, members in groups(cohort.followed(12), periods=BY_PERIOD, benefits=BY_BENEFIT):
        persons = np.bincount(counts[members.index], minlength=len(codes))
        persons = pd.Series(persons, index=codes)
        parts.append(counted(persons, base=len(members), statistics=("percent",), **key))
    return collect("figure_3_3", parts)


def _started_by_kind(item: str, cohort: Cohort, trajectories: pd.DataFrame, **split: tuple[str, ...]) -> pd.DataFrame:
    """Who started at least one trajectory in the first year, by kind; a person counts once a kind."""
    first_year = trajectories[cohort.within(trajectories, "start_date", start=0, end=12)]
    kinds = cohort.having(first_year, TRAJECTORY_KINDS)
    kinds.insert(0, "any", kinds.any(axis=1))
    parts = groups(cohort.followed(12), **split)
    return collect(item, [counted(kinds.loc[m.index].sum(), base=len(m), **key) for key, m in parts])


def costs(cohort: Cohort, extract: Extract) -> dict[str, pd.DataFrame]:
    """Dated costs in euros by service, one row an expense; only services whose register is there."""
    rows = {}
    if "conversations" in extract:
        held = extract["conversations"].rename(columns={"date": "day"})
        rows["conversations"] = held.assign(cost=cohort.edition.conversation_cost)
    if "trajectories" in extract:
        rows["trajectories"] = extract["trajectories"].rename(columns={"start_date": "day"})
    if "provisions" in extract:
        provisions = extract["provisions"].rename(columns={"start_date": "day"})
        rows["jobcoach"] = provisions[provisions["kind"] == "jobcoach"]
    return {name: cohort.events(each[["person_id", "day", "cost"]]) for name, each in rows.items()}


def table_3_4(cohort: Cohort, *, costs: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """Mean euros a person by service and year since the start, of who is followed through that year.

    A cost falls on its start date. Not in it: provisions other than the jobcoach.
    """
    parts = []
    for service, rows in costs.items():
        for year in YEARS:
            spent = _spent(cohort, rows, year=year)
            members_by_key = groups(cohort.followed(12 * year), periods=BY_PERIOD, benefits=BY_BENEFIT)
            for key, members in members_by_key:
                key |= {"row": service, "column": f"year={year}", "statistic": "mean_eur"}
                parts.append(single(spent[members.index].mean(), base=len(members), **key))
    return collect("table_3_4", parts)


def _spent(cohort: Cohort, rows: pd.DataFrame, *, year: int) -> np.ndarray:
    in_year = rows[cohort.within(rows, "day", start=12 * (year - 1), end=12 * year)]
    return np.bincount(in_year["person"], weights=in_year["cost"], minlength=len(cohort.participants))
