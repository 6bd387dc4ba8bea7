"""Chapter 8: what a look ahead starts from: who has started, who stays, how many find work.

A look ahead and no result: `numbers.outlook` makes it of these cells.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

import numpy as np
import pandas as pd

from evalbook.contract.cells import PERSONS
from evalbook.items.cohort import BY_BENEFIT, BY_PERIOD, Cohort, groups, of_benefit
from evalbook.items.tabulating import by_flag, by_month, collect, through
from evalbook.items.work import time_to_work
from evalbook.items.work_history import WorkHistory

MONTHS = (24, 36)
SPLITS = ({"periods": BY_PERIOD}, {"benefits": BY_BENEFIT})


def items(cohort: Cohort, *, history: WorkHistory | None) -> Iterator[pd.DataFrame]:
    yield followed_at_end(cohort)
    if history is not None:
        yield tellable(cohort, history)


def followed_at_end(cohort: Cohort) -> pd.DataFrame:
    """Starts by the end of each calendar month, by period and benefit; and exits by month since the start (`gone`)."""
    persons = cohort.participants
    first, months = (
        persons["start_month"].min(),
        pd.period_range(persons["service_start"].min(), persons["service_start"].max(), freq="M"),
    )
    benefit = np.select([of_benefit(persons["benefit"], each) for each in BY_BENEFIT], BY_BENEFIT, "overig")
    parts = []
    for period in BY_PERIOD:
        for code in (*BY_BENEFIT, "overig"):
            chosen = (persons["period"] == period).to_numpy() & (benefit == code)
            starts = (persons["start_month"][chosen] - first).to_numpy()
            key = {"measure": PERSONS, "row": "started", "period": period, "benefit": code}
            parts.append(
                {**through(starts, cohort.keys[chosen], length=len(months), **key), "column": months.astype(str)}
            )
    seen = cohort.measured
    gone = {"month": seen["exit_month"].fillna(seen["last_month"]).astype(int), "happened": seen["exit_month"].notna()}
    parts += by_month(cohort, pd.DataFrame(gone, seen.index), row="gone", period="all", benefit="all")
    return collect("followed_at_end", parts)


def tellable(cohort: Cohort, history: WorkHistory) -> pd.DataFrame:
    """Who has no work at the start, of all; of each group who is in work in set months, and finds work by a month."""
    keys, persons = cohort.keys, cohort.participants
    without = history.without_work_at_start
    flags = pd.Series(without, persons.index)
    parts = list(by_flag(keys, flags, row=["without_work"], period="all", benefit="all"))
    rows = history.person_months
    for key, members in chain(*(groups(persons, **split) for split in SPLITS)):
        for months in MONTHS:
            seen = members.index[members["last_month"] >= months]
            working = pd.Series(seen.isin(rows["person"][rows["k"] == months]), seen)
            parts += by_flag(keys, working, row=[f"in_work,{months}"], **key)
        own = members[without[members.index]]
        parts += by_month(cohort, time_to_work(own, history), row="found_work", **key)
    return collect("tellable", parts)
