"""The comparison with people who got no service: shares of both, the difference, its standard error and limits.

Source: docs/contract/comparison.md, 'Outcomes and items'.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import numpy as np
import pandas as pd
from scipy.special import ndtri

from evalbook.contract.cells import (
    BASE,
    COMPARABLE,
    COMPARABLE_ERROR,
    CONTROLS,
    CONTROLS_ALL,
    CONTROLS_IN,
    EFFECTIVE,
    ERROR,
    LEFT_OUT,
    PERSONS,
    SMD_AFTER,
    STARTERS,
)
from evalbook.estimates.compared import deviation
from evalbook.estimates.intervals import limits_of_weighted, wilson
from evalbook.numbers.source import Source
from evalbook.numbers.wide import PLACE, few_of

MEANWHILE = "comparison_meanwhile"
OUTCOMES = ("in_work", "found_work", "before")  # each has a band by month
NORMAL = float(ndtri(0.975))


def shares(source: Source, item: str) -> Iterator[pd.DataFrame]:
    """Of each place the share of starters with its Wilson interval, that of comparable people, and the difference, but
    of what happened meanwhile: nobody who started can start later."""
    if item not in source.cells:
        return
    rows = source.of(item)
    base, few = rows[BASE], few_of(rows, COMPARABLE)
    persons, weighted = (np.minimum(rows[measure], base) for measure in (PERSONS, COMPARABLE))
    share, comparable = persons / base, weighted / base
    low, high = wilson(persons, base)
    made = rows[[*PLACE, "few"]].assign(base=base)
    yield made.assign(statistic="share_starters", value=share, ci_low=low, ci_high=high)
    yield made.assign(statistic="share_comparable", value=comparable, few=few)
    if item == MEANWHILE:
        return
    made = made.assign(few=rows["few"] | few)
    difference, half = share - comparable, NORMAL * rows[ERROR]
    limits = {"ci_low": difference - half, "ci_high": difference + half}
    yield made.assign(statistic="difference", value=difference, **limits)
    yield made.assign(statistic="standard_error", value=rows[ERROR])[rows[ERROR].notna()]


def bands(source: Source) -> Iterator[pd.DataFrame]:
    """The share of comparable people by month with its limits, a row an outcome. The standard error is linearised as
    that of the difference is."""
    for outcome in OUTCOMES:
        rows = source.of(f"comparison_{outcome}")
        if len(rows):
            comparable = np.minimum(rows[COMPARABLE], rows[BASE]) / rows[BASE]
            low, high = limits_of_weighted(comparable, rows[COMPARABLE_ERROR])
            made = rows[list(PLACE)].assign(row=outcome, base=rows[BASE])
            made = made.assign(few=rows["few"] | few_of(rows, COMPARABLE), ci_low=low, ci_high=high)
            yield made.assign(statistic="share_comparable", value=comparable)


def balance(source: Source, item: str) -> Iterator[pd.DataFrame]:
    """How far the share of each category among starters is from that among all controls, and weighted ones, in standard
    deviations; none of a category that nobody or everybody has."""
    if item not in source.cells:
        return
    rows = source.of(item)
    share, before = np.minimum(rows[PERSONS] / rows[BASE], 1), np.minimum(rows[CONTROLS_IN] / rows[CONTROLS_ALL], 1)
    root = deviation(share, before)
    made = rows[list(PLACE)].assign(base=rows[BASE], few=rows["few"] | few_of(rows, CONTROLS_IN))
    there = root != 0  # nan where the gate withholds a covariate
    yield made.assign(statistic="smd_before", value=(share - before) / root)[there]
    yield made.assign(statistic="smd_after", value=rows[SMD_AFTER].where(root.notna()))[there]


def as_counted(source: Source, item: str, measures: tuple[str, ...]) -> Iterator[pd.DataFrame]:
    """Numbers that are as their cells are."""
    if item in source.cells:
        rows = source.of(item)
        for measure in measures:
            made = rows[list(PLACE)].assign(base=rows[BASE], statistic=measure, value=rows[measure])
            made = made.assign(few=few_of(rows, measure))
            yield made[made["value"].notna()]


OWN = {
    "comparison_bands": bands,
    **{
        item: partial(shares, item=item)
        for item in (
            "comparison_in_work",
            "comparison_found_work",
            "comparison_untouched",
            "comparison_before",
            "comparison_without_history",
            MEANWHILE,
        )
    },
    "comparison_balance": partial(balance, item="comparison_balance"),
    "comparison_overlap": partial(
        as_counted, item="comparison_overlap", measures=(STARTERS, LEFT_OUT, CONTROLS, EFFECTIVE)
    ),
}
