"""Chapter 4: how many earn or work so much that they would come near a reassessment of their benefit.

Sub-question 10 of the report's appendix 1 names three limits: twelve months at 20 % of the minimum wage or more
(Wajong2010), more than four hours a day structurally (Wajong), more than 20 % of the reference earner's wage
(maatmanloon; IVA). During the experiment nobody is reassessed for working (note 36), so this tells of work, not of
benefits. The registers do not hold days worked nor the reference earner's wage: of these there are bounds only.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from evalbook.items.cohort import Cohort, groups
from evalbook.items.earnings_paths import earnings
from evalbook.items.result_rows import collect, counted
from evalbook.items.work_history import WEEKS_PER_MONTH, WorkHistory

FOLLOWED, IN_A_ROW = 24, 12  # months
PART_OF_WAGE = 20.0  # percent
HOURS_A_DAY, MOST_DAYS, FEWEST_DAYS = 4, 5, 1  # days a week
# A reference earner earned at least the minimum wage, and the benefit follows at most the maximum daily wage:
# 21.75 times 228.76 euro against 1,725.00 in January 2022, and the two move together (UWV, Staatscourant).
MAXIMUM_OF_MINIMUM = 21.75 * 228.76 / 1725.00
LIMITS = {"wajong2010": "Wajong2010", "wajong": "Wajong", "iva": "IVA"}  # row: of which benefit
SIDES = ("surely", "possibly")


def items(cohort: Cohort, *, history: WorkHistory | None) -> Iterator[pd.DataFrame]:
    if history is not None:
        yield reassessment(cohort, history)


def reassessment(cohort: Cohort, history: WorkHistory) -> pd.DataFrame:
    """Who passed a limit for twelve months in a row in the first two years: for sure, and at most.

    Of who is seen in all of these months. An unknown wage or number of hours passes `possibly` only.
    """
    rows = earnings(cohort, history)
    rows = rows[rows["k"] < FOLLOWED]
    passed = {limit: _long_enough(rows, flags, len(cohort.participants)) for limit, flags in _limits(rows).items()}
    followed = cohort.participants[cohort.participants["last_month"] >= FOLLOWED - 1]
    parts = []
    for limit, benefit in LIMITS.items():
        for key, members in groups(followed, benefits=(benefit,)):
            for side in SIDES:
                count = pd.Series({limit: passed[limit, side][members.index].sum()})
                parts.append(counted(count, base=len(members), column=side, **key))
    return collect("reassessment", parts)


def _limits(rows: pd.DataFrame) -> dict[tuple[str, str], pd.Series]:
    """Whether each month in work passes each limit."""
    wage, hours = rows["of_minimum_month"], rows["hours"] / WEEKS_PER_MONTH
    return {
        ("wajong2010", "surely"): wage >= PART_OF_WAGE,
        ("wajong2010", "possibly"): ~(wage < PART_OF_WAGE),
        ("wajong", "surely"): hours > HOURS_A_DAY * MOST_DAYS,
        ("wajong", "possibly"): ~(hours <= HOURS_A_DAY * FEWEST_DAYS),
        ("iva", "surely"): wage > PART_OF_WAGE * MAXIMUM_OF_MINIMUM,
        ("iva", "possibly"): ~(wage <= PART_OF_WAGE),
    }


def _long_enough(rows: pd.DataFrame, flags: pd.Series, persons: int) -> np.ndarray:
    """Whether each participant has so many flagged months in a row."""
    months = np.zeros((FOLLOWED, persons), bool)
    months[rows["k"].to_numpy()[flags], rows["person"].to_numpy()[flags]] = True
    run, longest = np.zeros((2, persons), int)
    for month in months:
        run = (run + 1) * month
        longest = np.maximum(longest, run)
    return longest >= IN_A_ROW
