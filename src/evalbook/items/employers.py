"""Chapter 4: the sector and the size of the employer of the first job.

Sub-question 8 of the report's appendix 1; the report leaves it open. Both columns of the payroll register are optional.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from evalbook.items.cohort import BY_BENEFIT, Cohort, groups
from evalbook.items.result_rows import collect, counted
from evalbook.items.work_history import WorkHistory, first_jobs

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
COLUMNS = {"first_job_sector": ("sector", SECTORS), "first_job_size": ("employer_size", SIZES)}


def items(cohort: Cohort, *, history: WorkHistory | None) -> Iterator[pd.DataFrame]:
    if history is not None:
        first = first_jobs(history)
        for item, (column, known) in COLUMNS.items():
            if column in first:
                yield _distribution(item, cohort, _coded(first[column], known))


def _coded(texts: pd.Series, known: tuple[str, ...]) -> pd.Series:
    """Each text as one of the known codes; another one is `overig`, an empty one `onbekend`.

    What a register calls it otherwise is mapped in `extract.yaml`. So no text of a register becomes a category.
    """
    cleaned = texts.astype("string").str.strip().str.lower()
    codes = np.where(cleaned.isin(known), cleaned, np.where(cleaned.fillna("") == "", UNKNOWN, OTHER))
    return pd.Series(pd.Categorical(codes, (*known, OTHER, UNKNOWN)), texts.index)


def _distribution(item: str, cohort: Cohort, coded: pd.Series) -> pd.DataFrame:
    parts = []
    name = COLUMNS[item][0]
    for key, members in groups(cohort.participants.loc[coded.index], benefits=(*BY_BENEFIT, "all")):
        counts = coded[members.index].value_counts(sort=False).rename(index=lambda code: f"{name}={code}")
        parts.append(counted(counts, base=len(members), statistics=("percent",), **key))
    return collect(item, parts)
