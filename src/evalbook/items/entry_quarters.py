"""Chapter 4: whether it goes otherwise with who starts later: by quarter of the start.

Quarters count from the beginning of the experiment, as many as everyone of a quarter can be followed for a year: which
rows there are follows from public dates.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from evalbook.items.cohort import Cohort, Registers
from evalbook.items.same_mix import served_soon
from evalbook.items.tabulating import Part, by_flag, collect
from evalbook.items.work_history import WorkHistory
from evalbook.months import last_complete_month

YEAR, QUARTER = 12, 3  # months
EARLIEST = -8  # who starts before it counts in it
LATEST = 20


def items(cohort: Cohort, registers: Registers, *, history: WorkHistory | None) -> Iterator[pd.DataFrame]:
    quarters = quarters_of_start(cohort)
    seen = cohort.participants.index[cohort.participants["last_month"] >= YEAR]
    soon = served_soon(cohort, registers)
    parts = []
    if soon is not None:
        parts += _by_quarter(cohort, quarters, soon[seen], column="served")
    if history is not None:
        months = history.person_months
        working = seen.isin(months["person"][months["k"] == YEAR])
        parts += _by_quarter(cohort, quarters, pd.Series(working, seen), column="in_work")
        without = seen[history.without_work_at_start[seen]]
        found = pd.Series(history.first_month[without] <= YEAR, without)
        parts += _by_quarter(cohort, quarters, found, column="found_work")
    yield collect("entry_quarters", parts)


def quarters_of_start(cohort: Cohort) -> pd.Series:
    """The quarter of each participant's start, by its code; none of one of which not all can be followed for a year."""
    edition = cohort.edition
    start = pd.Timestamp(edition.experiment_start)
    first = start.year * YEAR + start.month - 1
    last = (last_complete_month(pd.Timestamp(edition.reference_date)) - YEAR + 1 - first) // QUARTER
    codes = [f"quarter=b{-number}" for number in range(EARLIEST, 0)]
    codes += [f"quarter=s{number}" for number in range(1, min(last, LATEST) + 1)]
    number = ((cohort.participants["start_month"] - first) // QUARTER).clip(lower=EARLIEST)
    place = np.where(number < len(codes) + EARLIEST, number - EARLIEST, -1)
    return pd.Series(pd.Categorical.from_codes(place, codes), cohort.participants.index)


def _by_quarter(cohort: Cohort, quarters: pd.Series, flags: pd.Series, *, column: str) -> Iterator[Part]:
    for code in quarters.cat.categories:
        own = flags[quarters[flags.index] == code]
        yield from by_flag(cohort.keys, own, row=[code], column=column, period="all", benefit="all")
