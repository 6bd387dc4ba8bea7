"""Chapter 2: which share of the whole IVA and Wajong population took part. Source: report section 2.1."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from evalbook.items.cohort import BY_BENEFIT, Cohort, Registers, groups
from evalbook.items.result_rows import collect, single


def items(cohort: Cohort, registers: Registers) -> Iterator[pd.DataFrame]:
    if "population" in registers:
        yield reach(cohort, population=registers["population"])


def reach(cohort: Cohort, *, population: pd.DataFrame) -> pd.DataFrame:
    """Participants so far in each thousand persons with the benefit.

    The population is the sum of the categories of one characteristic; where these differ, of the most complete one.
    """
    totals = population.groupby(["benefit", "dimension"])["persons"].sum().groupby("benefit").max()
    parts = []
    for key, members in groups(cohort.participants, benefits=BY_BENEFIT):
        persons = totals.get(key["benefit"], 0)
        if persons >= len(members):
            value = 1000 * len(members) / persons
            parts.append(single(len(members), base=persons, statistic="n", **key))
            parts.append(single(value, base=persons, statistic="per_thousand", **key))
    return collect("reach", parts)
