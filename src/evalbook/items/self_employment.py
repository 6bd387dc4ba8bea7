"""Chapter 4: self-employment by tax year.

Definition of table 4.7: docs/contract/results.md. Who started earlier has more tax years in which it may have been so:
the rate counts the years.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from evalbook.contract.cells import BASE, FACTOR
from evalbook.items.accrual import factor_of_cost
from evalbook.items.cohort import BY_BENEFIT, BY_PERIOD, Cohort, Registers, groups
from evalbook.items.tabulating import by_flag, collect, inside, summed, whole

SPLIT = {"periods": (*BY_PERIOD, "all"), "benefits": (*BY_BENEFIT, "all")}
YEARS = ["years=self_employed", "years=all"]


def items(cohort: Cohort, registers: Registers) -> Iterator[pd.DataFrame]:
    if "self_employment" in registers:
        years = tax_years(cohort, registers["self_employment"])
        yield table_4_7(cohort, years)
        yield self_employment_rate(cohort, years)


def tax_years(cohort: Cohort, self_employment: pd.DataFrame) -> pd.DataFrame:
    """The tax years of each person from the start's on, `years=all`, and those in which they were self-employed.

    Through the last that is known and the one in which they were last observed. Of who is followed for a year and
    started in or before the last that is known, one row a person.
    """
    through = cohort.edition.self_employment_through
    followed = cohort.followed(12)
    persons = followed[followed["service_start"].dt.year <= through]
    first, last = (cohort.participants[name].dt.year for name in ("service_start", "observed_until"))
    last = last.clip(upper=through)
    person, year = self_employment["person"], self_employment["year"]
    counts = (year.to_numpy() >= first[person].to_numpy()) & (year.to_numpy() <= last[person].to_numpy())
    active = self_employment[counts].drop_duplicates(["person", "year"]).groupby("person").size()
    years = {YEARS[0]: active.reindex(persons.index, fill_value=0), YEARS[1]: (last - first + 1)[persons.index]}
    return pd.DataFrame(years, persons.index)


def table_4_7(cohort: Cohort, years: pd.DataFrame) -> pd.DataFrame:
    """Self-employed in a tax year from the start's year on."""
    active = years[YEARS[0]] > 0
    parts = []
    for key, members in groups(cohort.participants.loc[years.index], **SPLIT):
        parts += by_flag(cohort.keys, active[members.index], row=[""], **key)
    return collect("table_4_7", parts)


def self_employment_rate(cohort: Cohort, years: pd.DataFrame) -> pd.DataFrame:
    """Tax years, and those with self-employment, of who is in table 4.7. Limits reckon with persons, not years."""
    parts = []
    for key, members in groups(cohort.participants.loc[years.index], **SPLIT):
        keys, own = cohort.keys[members.index], years.loc[members.index].to_numpy(float)
        parts.append(summed(keys, own, YEARS, codes_in="row", **key))
        parts.append(whole(len(own), keys.sum(), measure=BASE, row=YEARS[0], **key))
        factor = factor_of_cost(*own.T) if len(own) else np.nan
        parts += inside(YEARS[:1], codes_in="row", of={FACTOR: [factor]}, **key)
    return collect("self_employment_rate", parts)
