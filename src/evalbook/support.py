"""Chapter 5: trial placements and provisions for people at work.

Definitions: contract/results.md. Source: report section 5.1.
"""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from evalbook.cohort import BY_BENEFIT, BY_PERIOD, Cohort, groups
from evalbook.extract import Extract
from evalbook.rows import collect, counted, curve
from evalbook.schema import PROVISION_KINDS
from evalbook.work_history import WorkHistory, work_history

YEARS = (1, 2)


def items(cohort: Cohort, extract: Extract) -> Iterator[pd.DataFrame]:
    if "trial_placements" in extract:
        yield from trial_placement_figures(cohort, extract["trial_placements"])
    if "jobs" in extract and "provisions" in extract:
        history = work_history(cohort, extract["jobs"])
        yield table_5_1(cohort, history, provisions=extract["provisions"])


def trial_placement_figures(cohort: Cohort, trial_placements: pd.DataFrame) -> Iterator[pd.DataFrame]:
    """Figures 5.1 and 5.2: survival without a trial placement from the start on."""
    measured = cohort.participants[cohort.participants["last_month"] >= 0]
    rows = cohort.events(trial_placements)
    rows = rows[rows["start_date"] >= cohort.of(rows, "service_start")]
    rows = rows.assign(k=cohort.months_since_start(rows, "start_date"))
    first = rows.groupby("person")["k"].min().reindex(measured.index)
    placed = first <= measured["last_month"]
    months = first.where(placed, measured["last_month"]).astype(int)
    for item, split in (("figure_5_1", {"periods": BY_PERIOD}), ("figure_5_2", {"benefits": BY_BENEFIT})):
        parts = groups(measured, **split)
        yield collect(item, [curve(months[m.index], placed[m.index], **key) for key, m in parts])


def table_5_1(cohort: Cohort, history: WorkHistory, *, provisions: pd.DataFrame) -> pd.DataFrame:
    """Of who worked in a year since the start, who had a provision on some day of it.

    The base is followed through the year; a provision's last day counts, one without an end goes on.
    """
    parts = []
    for year in YEARS:
        base = _worked_in(cohort, history, year=year)
        kinds = _active_kinds(cohort, provisions, year=year)
        for key, members in groups(base, periods=BY_PERIOD, benefits=(*BY_BENEFIT, "all")):
            statistics = ("percent", "n") if key["benefit"] == "all" else ("percent",)
            key["column"] = f"year={year}"
            counts = kinds.loc[members.index].sum()
            parts.append(counted(counts, base=len(members), statistics=statistics, **key))
    return collect("table_5_1", parts)


def _worked_in(cohort: Cohort, history: WorkHistory, *, year: int) -> pd.DataFrame:
    worked = history.person_months
    in_year = worked["person"][(worked["k"] > 12 * (year - 1)) & (worked["k"] <= 12 * year)]
    followed = cohort.followed(12 * year)
    return followed[followed.index.isin(in_year)]


def _active_kinds(cohort: Cohort, provisions: pd.DataFrame, *, year: int) -> pd.DataFrame:
    """Whether a person had each kind in the year, one row a participant; `all` is any kind."""
    rows = cohort.events(provisions)
    begun = rows["start_date"] < cohort.after(rows, 12 * year)
    unended = rows["end_date"].isna() | (rows["end_date"] >= cohort.after(rows, 12 * (year - 1)))
    kinds = cohort.having(rows[begun & unended], PROVISION_KINDS)
    return kinds.assign(all=kinds.any(axis=1))
