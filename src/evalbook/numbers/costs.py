"""Chapters 3 and 7: what a participant costs over three years, and what one with a result.

Source: report section 3.1; Lin et al. (1997), Biometrics 53, 419-434.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from evalbook.contract.cells import ABOVE, AMOUNT, AT_START, BASE, BELOW, EVENTS, FACTOR, LOSSES
from evalbook.contract.edition import Edition
from evalbook.numbers.rows import single
from evalbook.numbers.source import Source
from evalbook.numbers.wide import GROUP, PLACE

MONTHS = 36
PARTS = {"year=1": (0, 12), "year=2": (12, 24), "year=3": (24, 36), "years=1-3": (0, 36)}


def three_year_costs(source: Source) -> Iterator[pd.DataFrame]:
    """Mean euros a participant by service, year and over three years, also when not everyone was followed for three.

    Partitioned by month (Lin; Bang and Tsiatis). `base` is all of the group. A year that nobody is seen through has
    none.
    """
    for (period, benefit), group in source.of("three_year_costs").groupby(GROUP, sort=False):
        seen, still = seen_and_still(group)
        widths = group[group[BELOW].notna() | group[ABOVE].notna()].set_index(["row", "column"])[[BELOW, ABOVE]]
        by_month = group[group["row"].ne("") & group["column"].str.isdigit()]
        there = np.arange(MONTHS) <= last_month(source.edition, period)
        for service, rows in by_month.groupby("row", sort=False):
            flow = monthly_flow(rows[AMOUNT].to_numpy(), seen, still)
            for column, (start, end) in PARTS.items():
                if seen[end - 1] > 0 and there[end - 1]:
                    key = {"period": period, "benefit": benefit, "row": service, "column": column}
                    value = flow[start:end].sum()
                    below, above = (
                        widths.loc[(service, column)] if (service, column) in widths.index else (np.nan, np.nan)
                    )
                    made = single(value, base=group[AT_START].sum(), statistic="mean_eur", **key)
                    yield made.assign(ci_low=value - below, ci_high=value + above)


def last_month(edition: Edition, period: str) -> int:
    """The last month after a start in which anyone can be seen: released counts may say that somebody is, later on."""
    first = pd.Period(edition.experiment_start, "M")
    return (pd.Period(edition.reference_date, "M") - first).n if period == "experiment" else MONTHS


def seen_and_still(group: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """By month: how many are seen in it, and the chance that nothing has ended before it."""
    ended, left = (group[name].dropna().to_numpy()[:MONTHS] for name in (EVENTS, LOSSES))
    gone = np.concatenate([[0], (ended + left)[:-1]])
    seen = np.maximum(group[AT_START].sum() - gone, 0)
    ends = np.minimum(np.diff(ended, prepend=0), seen)
    hazard = np.divide(ends, seen, where=seen > 0, out=np.zeros(len(seen)))
    return seen, np.concatenate([[1.0], np.cumprod(1 - hazard)[:-1]])


def monthly_flow(so_far: np.ndarray, seen: np.ndarray, still: np.ndarray) -> np.ndarray:
    """Mean euros a participant in each month, from the euros so far; 0 where nobody is seen.

    Where these are not released (nan) they rise evenly from those before to those after; nan where none are after.
    """
    shown = ~np.isnan(so_far)
    months = np.arange(len(so_far))
    if shown.any():
        so_far = np.interp(months, [-1, *months[shown]], [0, *so_far[shown]], right=np.nan)
    spent = np.diff(so_far, prepend=0)
    return still * np.divide(spent, seen, where=seen > 0, out=np.zeros(len(seen)))


def costs_of_results(source: Source) -> Iterator[pd.DataFrame]:
    """Euros spent on all of a group, divided by its participants, by those who found work, by those in work then.

    `base` is the number divided by.
    """
    rows = source.of("costs_of_results")
    value = rows[AMOUNT].where(rows[AMOUNT] > 0) / rows[BASE].where(rows[BASE] > 0)
    made = rows[list(PLACE)].assign(statistic="mean_eur", value=value, base=rows[BASE])
    yield made.assign(ci_low=value / rows[FACTOR], ci_high=value * rows[FACTOR])


OWN = {"three_year_costs": three_year_costs, "costs_of_results": costs_of_results}
