"""Chapter 2: how many people take part, when they started, who they are, who leaves and why.

Definitions: docs/contract/results.md. Sources: report sections 2.1 and 2.2, appendix 2 (table 5.2). Sub-question 10 of
appendix 1 asks for outflow too: the registers know death, state pension, emigration and another or unknown reason; a
benefit that ends after a reassessment is not apart.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from evalbook.contract.schema import AGE_CLASSES, BENEFITS, DIAGNOSES
from evalbook.estimates.transitions import UNSEEN, cumulative_incidence
from evalbook.items.cohort import BY_BENEFIT, BY_PERIOD, EXITS, Cohort, Registers, groups, margins, of_benefit
from evalbook.items.result_rows import collect, counted, probabilities, single

# Unknown sex is part of the base and, as in the report, has no row of its own.
CHARACTERISTICS = {"age": AGE_CLASSES, "sex": ("man", "vrouw"), "diagnosis": DIAGNOSES}
RESPONDENT_ROWS = {"benefit": ("Wajong", "IVA"), "sex": ("man", "vrouw"), "period": BY_PERIOD, "age": AGE_CLASSES}
LEAVING_ROWS = tuple(f"event={code}" for code in EXITS)


def items(cohort: Cohort, registers: Registers) -> Iterator[pd.DataFrame]:
    yield table_2_1(cohort)
    yield figure_2_1(cohort)
    yield table_2_2(cohort, population=registers.get("population"))
    yield table_5_2(cohort, respondents=registers.get("respondents"))


def estimates(cohort: Cohort, registers: Registers) -> Iterator[pd.DataFrame]:
    """What the report leaves open."""
    if "population" in registers:
        yield reach(cohort, population=registers["population"])
    yield leaving(cohort)


def table_2_1(cohort: Cohort) -> pd.DataFrame:
    """Participants by type of benefit and period; the base is all who started in the period."""
    parts = []
    for key, members in groups(cohort.participants, periods=(*BY_PERIOD, "all")):
        counts = members["benefit"].value_counts().reindex(BENEFITS, fill_value=0)
        counts["all"] = len(members)
        parts.append(counted(counts, base=len(members), period=key["period"]))
    return collect("table_2_1", [part.assign(benefit=part["row"]) for part in parts])


def figure_2_1(cohort: Cohort) -> pd.DataFrame:
    """Starts by calendar month, from the first to the last month in which anyone started."""
    starts = cohort.participants["service_start"].dt.to_period("M")
    months = pd.period_range(starts.min(), starts.max(), freq="M")
    parts = []
    for key, members in groups(cohort.participants, benefits=(*BY_BENEFIT, "all")):
        counts = starts[members.index].value_counts().reindex(months, fill_value=0)
        part = counted(counts, base=len(members), statistics=("n",), **key)
        parts.append(part.assign(column=part["row"].astype(str), row=""))
    return collect("figure_2_1", parts)


def table_2_2(cohort: Cohort, *, population: pd.DataFrame | None) -> pd.DataFrame:
    """Age at the start, sex and diagnosis of participants, and of the whole population where it is known.

    A population percentage is of all persons counted in that dimension.
    """
    parts = [
        _described(members, key) for key, members in groups(cohort.participants, periods=BY_PERIOD, benefits=BY_BENEFIT)
    ]
    if population is not None:
        parts += _population_parts(population)
    return collect("table_2_2", parts)


def _described(members: pd.DataFrame, key: dict[str, str]) -> pd.DataFrame:
    counts = [_coded(members[name], name, codes) for name, codes in CHARACTERISTICS.items()]
    return counted(pd.concat(counts), base=len(members), statistics=("percent",), **key)


def _coded(values: pd.Series, name: str, codes: tuple[str, ...]) -> pd.Series:
    return values.value_counts().reindex(codes, fill_value=0).rename(lambda code: f"{name}={code}")


def _population_parts(population: pd.DataFrame) -> Iterator[pd.DataFrame]:
    for (benefit, dimension), rows in population.groupby(["benefit", "dimension"]):
        persons = rows.set_index("category")["persons"].reindex(CHARACTERISTICS[dimension], fill_value=0)
        counts = persons.rename(lambda code, name=dimension: f"{name}={code}")
        base = rows["persons"].sum()
        if base > 0:
            yield counted(counts, base=base, statistics=("percent",), period="population", benefit=benefit)


def table_5_2(cohort: Cohort, *, respondents: pd.DataFrame | None) -> pd.DataFrame:
    """All participants, and beside them the interviewed ones; unknown characteristics are in the base."""
    interviewed = [] if respondents is None else [_compared(respondents, "respondents")]
    return collect("table_5_2", [*interviewed, _compared(cohort.participants, "participants")])


def _compared(persons: pd.DataFrame, column: str) -> pd.DataFrame:
    key = {"period": "all", "benefit": "all", "column": column}
    known = {name: codes for name, codes in RESPONDENT_ROWS.items() if name in persons}
    counts = {
        f"{name}={code}": np.sum(of_benefit(persons[name], code) if name == "benefit" else persons[name] == code)
        for name, codes in known.items()
        for code in codes
    }
    percents = counted(pd.Series(counts), base=len(persons), statistics=("percent",), **key)
    return pd.concat([percents, single(len(persons), base=len(persons), statistic="n", row="N", **key)])


def reach(cohort: Cohort, *, population: pd.DataFrame) -> pd.DataFrame:
    """Participants so far in each thousand persons with the benefit. Source: report section 2.1.

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


def leaving(cohort: Cohort) -> pd.DataFrame:
    """Cumulative incidence of each exit by month since the start, of who is seen for a month; in its own month."""
    persons = cohort.participants[cohort.participants["last_month"] >= 0]
    gone = persons["exit_month"].notna()
    kinds = pd.Series(np.where(gone, persons["exit"].cat.codes, UNSEEN), persons.index)
    months = persons["exit_month"].fillna(persons["last_month"]).astype(int)
    parts = []
    for key, members in margins(persons):
        estimated = cumulative_incidence(months[members.index], kinds[members.index], kinds=len(LEAVING_ROWS))
        parts.append(probabilities(estimated, LEAVING_ROWS, statistic="incidence", **key))
    return collect("leaving", parts)
