"""Chapter 2: who leaves the benefit or the registers, and why.

Sub-question 10 of the report's appendix 1 asks for outflow. The registers know death, state pension, emigration and
another or unknown reason; a benefit that ends after a reassessment is not apart.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from evalbook.estimates.transitions import UNSEEN, cumulative_incidence
from evalbook.items.cohort import EXITS, Cohort, margins
from evalbook.items.result_rows import collect, probabilities

ROWS = tuple(f"event={code}" for code in EXITS)


def items(cohort: Cohort) -> Iterator[pd.DataFrame]:
    yield leaving(cohort)


def leaving(cohort: Cohort) -> pd.DataFrame:
    """Cumulative incidence of each exit by month since the start, of who is seen for a month; in its own month."""
    persons = cohort.participants[cohort.participants["last_month"] >= 0]
    gone = persons["exit_month"].notna()
    kinds = pd.Series(np.where(gone, persons["exit"].cat.codes, UNSEEN), persons.index)
    months = persons["exit_month"].fillna(persons["last_month"]).astype(int)
    parts = []
    for key, members in margins(persons):
        estimated = cumulative_incidence(months[members.index], kinds[members.index], kinds=len(ROWS))
        parts.append(probabilities(estimated, ROWS, statistic="incidence", **key))
    return collect("leaving", parts)
