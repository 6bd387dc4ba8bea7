"""Chapter 5: trial placements and provisions for people at work.

Definitions: docs/contract/results.md. Source: report section 5.1.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

import pandas as pd

from evalbook.contract.schema import PROVISION_KINDS
from evalbook.items.cohort import BY_BENEFIT, BY_PERIOD, Cohort, Registers, groups
from evalbook.items.tabulating import by_flag, by_month, collect, until
from evalbook.items.work_history import WorkHistory

YEARS = (1, 2)
FIGURES = (("figure_5_1", {"periods": BY_PERIOD}), ("figure_5_2", {"benefits": BY_BENEFIT}))


def items(cohort: Cohort, registers: Registers, *, history: WorkHistory | None) -> Iterator[pd.DataFrame]:
    if "trial_placements" in registers:
        placements = time_to_placement(cohort, registers["trial_placements"])
        yield from trial_placement_figures(cohort, placements)
    if history is not None and "provisions" in registers:
        yield table_5_1(cohort, history, provisions=registers["provisions"])


def estimates(cohort: Cohort, registers: Registers) -> Iterator[pd.DataFrame]:
    if "trial_placements" in registers:
        yield trial_placement_entry(cohort, time_to_placement(cohort, registers["trial_placements"]))


def trial_placement_figures(cohort: Cohort, placements: pd.DataFrame) -> Iterator[pd.DataFrame]:
    """Figures 5.1 and 5.2: survival without a trial placement from the start on."""
    measured = cohort.participants.loc[placements.index]
    for item, split in FIGURES:
        parts = [by_month(cohort, placements.loc[m.index], **key) for key, m in groups(measured, **split)]
        yield collect(item, chain(*parts))


def time_to_placement(cohort: Cohort, trial_placements: pd.DataFrame) -> pd.DataFrame:
    """`month` of the first trial placement where it `happened`, else the last complete one; one row where K >= 0."""
    measured = cohort.measured
    in_service = trial_placements["start_date"] >= cohort.of(trial_placements, "service_start")
    rows = trial_placements[in_service]
    rows = rows.assign(k=cohort.months_since_start(rows, "start_date"))
    return until(rows.groupby("person")["k"].min().reindex(measured.index), measured["last_month"])


def trial_placement_entry(cohort: Cohort, placements: pd.DataFrame) -> pd.DataFrame:
    """Figures 5.1 and 5.2 with delayed entry: nobody is at risk before the month in which the instrument began.

    A sensitivity analysis: who started earlier is compared from that month on. Assumes that who is then still
    observed does not differ in this from who started later.
    """
    began = pd.Timestamp(cohort.edition.experiment_start)
    measured = cohort.participants.loc[placements.index]
    entry = (began.year * 12 + began.month - 1 - measured["start_month"]).clip(lower=0)
    seen = measured[entry <= placements["month"]]
    parts = [pair for _, split in FIGURES for pair in groups(seen, **split)]
    curves = [by_month(cohort, placements.loc[m.index], entry=entry[m.index], **key) for key, m in parts]
    return collect("trial_placement_entry", chain(*curves))


def table_5_1(cohort: Cohort, history: WorkHistory, *, provisions: pd.DataFrame) -> pd.DataFrame:
    """Of who worked in a year since the start, who had a provision on some day of it.

    The base is followed through the year; a provision's last day counts, one without an end goes on.
    """
    parts = []
    for year in YEARS:
        base = worked_in(cohort, history, year=year)
        kinds = active_kinds(cohort, provisions, year=year)
        for key, members in groups(base, periods=BY_PERIOD, benefits=(*BY_BENEFIT, "all")):
            parts += by_flag(cohort.keys, kinds.loc[members.index], column=f"year={year}", **key)
    return collect("table_5_1", parts)


def worked_in(cohort: Cohort, history: WorkHistory, *, year: int) -> pd.DataFrame:
    """The participants who worked in a year since the start, of who is followed through it."""
    worked = history.person_months
    in_year = worked["person"][(worked["k"] > 12 * (year - 1)) & (worked["k"] <= 12 * year)]
    followed = cohort.followed(12 * year)
    return followed[followed.index.isin(in_year)]


def active_kinds(cohort: Cohort, provisions: pd.DataFrame, *, year: int) -> pd.DataFrame:
    """Whether a person had each kind in the year, one row a participant; `all` is any kind."""
    begun = provisions["start_date"] < cohort.after(provisions, 12 * year)
    unended = provisions["end_date"].isna() | (provisions["end_date"] >= cohort.after(provisions, 12 * (year - 1)))
    kinds = cohort.having(provisions[begun & unended], PROVISION_KINDS)
    return kinds.assign(all=kinds.any(axis=1))
