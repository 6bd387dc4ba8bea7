"""Chapter 2: how many people take part, when they started, who they are, who leaves and why.

Definitions: docs/contract/results.md. Sources: report sections 2.1 and 2.2, appendix 2 (table 5.2). Sub-question 10 of
appendix 1 asks for outflow too: the registers know death, state pension, emigration and another or unknown reason; a
benefit that ends after a reassessment is not apart.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
import pandas as pd

from evalbook.contract.schema import AGE_CLASSES, BENEFITS, DIAGNOSES
from evalbook.items.cohort import BY_BENEFIT, BY_PERIOD, EXITS, Cohort, Registers, groups, margins, of_benefit
from evalbook.items.tabulating import UNSEEN, by_code, by_flag, by_kind, collect, counted

# Unknown sex is part of the base and, as in the report, has no row of its own.
CHARACTERISTICS = {"age": AGE_CLASSES, "sex": ("man", "vrouw"), "diagnosis": DIAGNOSES}
RESPONDENT_ROWS = {"benefit": ("Wajong", "IVA"), "sex": ("man", "vrouw"), "period": BY_PERIOD, "age": AGE_CLASSES}
NO_KEY = np.nan  # of a statistic of the whole population, which holds no person


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
    kinds = (*BENEFITS, "all")
    parts = []
    for key, members in groups(cohort.participants, periods=(*BY_PERIOD, "all")):
        flags = pd.DataFrame({kind: of_benefit(members["benefit"], kind) for kind in kinds}, members.index)
        parts += by_flag(cohort.keys, flags, period=key["period"], benefit=kinds)
    return collect("table_2_1", parts)


def figure_2_1(cohort: Cohort) -> pd.DataFrame:
    """Starts by calendar month, from the first to the last month in which anyone started."""
    persons = cohort.participants
    months = pd.period_range(persons["service_start"].min(), persons["service_start"].max(), freq="M").astype(str)
    since_first = persons["start_month"] - persons["start_month"].min()
    coded = pd.Series(pd.Categorical.from_codes(since_first, months), persons.index)
    parts = []
    for key, members in groups(cohort.participants, benefits=(*BY_BENEFIT, "all")):
        parts += by_code(cohort.keys, coded[members.index], row="", column=months, **key)
    return collect("figure_2_1", parts)


def table_2_2(cohort: Cohort, *, population: pd.DataFrame | None) -> pd.DataFrame:
    """Age at the start, sex and diagnosis of participants, and of the whole population where it is known.

    A population percentage is of all persons counted in that dimension.
    """
    parts = []
    for key, members in groups(cohort.participants, periods=BY_PERIOD, benefits=BY_BENEFIT):
        parts += by_flag(cohort.keys, _described(members, CHARACTERISTICS), **key)
    if population is not None:
        parts += _population_parts(population)
    return collect("table_2_2", parts)


def _described(persons: pd.DataFrame, rows: Mapping[str, tuple[str, ...]]) -> pd.DataFrame:
    """Whether each person has each code of the characteristics that are known of persons."""
    flags = {
        f"{name}={code}": of_benefit(persons[name], code) if name == "benefit" else persons[name] == code
        for name, codes in rows.items()
        if name in persons
        for code in codes
    }
    return pd.DataFrame(flags, persons.index)


def _population_parts(population: pd.DataFrame) -> Iterator[Mapping[str, object]]:
    for (benefit, dimension), rows in population.groupby(["benefit", "dimension"]):
        codes = CHARACTERISTICS[dimension]
        persons = rows.set_index("category")["persons"].reindex(codes, fill_value=0).to_numpy(float)
        key = {"period": "population", "benefit": benefit, "row": [f"{dimension}={code}" for code in codes]}
        yield from counted(persons, np.full(len(codes), NO_KEY), base=(rows["persons"].sum(), NO_KEY), **key)


def table_5_2(cohort: Cohort, *, respondents: pd.DataFrame | None) -> pd.DataFrame:
    """All participants, and beside them the interviewed ones; unknown characteristics are in the base."""
    persons = {} if respondents is None else {"respondents": (respondents, respondents["key"].to_numpy())}
    parts = []
    for column, (rows, keys) in {**persons, "participants": (cohort.participants, cohort.keys)}.items():
        flags = _described(rows.reset_index(drop=True), RESPONDENT_ROWS).assign(N=True)
        parts += by_flag(keys, flags, period="all", benefit="all", column=column)
    return collect("table_5_2", parts)


def reach(cohort: Cohort, *, population: pd.DataFrame) -> pd.DataFrame:
    """Participants so far in each thousand persons with the benefit. Source: report section 2.1.

    The population is the sum of the categories of one characteristic; where these differ, of the most complete one.
    """
    totals = population.groupby(["benefit", "dimension"])["persons"].sum().groupby("benefit").max()
    parts = []
    for key, members in groups(cohort.participants, benefits=BY_BENEFIT):
        own, base = cohort.keys[members.index], (totals.get(key["benefit"], 0), NO_KEY)
        if base[0] >= len(own):
            parts += counted(np.array([len(own)]), np.array([own.sum()]), base=base, **key)
    return collect("reach", parts)


def leaving(cohort: Cohort) -> pd.DataFrame:
    """Exits by month since the start, of who is seen for a month; each in its own month."""
    persons = cohort.measured
    gone = persons["exit_month"].notna()
    months = persons["exit_month"].fillna(persons["last_month"]).astype(int)
    ends = pd.DataFrame({"month": months, "kind": persons["exit"].cat.codes.where(gone, UNSEEN)})
    parts = []
    for key, members in margins(persons):
        parts += by_kind(cohort, ends.loc[members.index], EXITS, **key)
    return collect("leaving", parts)
