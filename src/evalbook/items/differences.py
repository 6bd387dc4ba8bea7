"""Differences between periods and between benefits, of what the chapters speak of, with their intervals.

Computed from result rows, whatever they are about: the interval of a difference follows from its two parents' limits.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
import pandas as pd

from evalbook.contract.catalogue import DECLARED
from evalbook.contract.results import COMPARED, KEY
from evalbook.estimates.intervals import square_and_add
from evalbook.estimates.survival import in_two_groups, log_rank
from evalbook.items.cohort import BY_BENEFIT, BY_PERIOD, Cohort, groups
from evalbook.items.result_rows import collect, single

CONTRASTS = (("period", "experiment", "gedoog"), ("benefit", *BY_BENEFIT), ("row", "trajectory=yes", "trajectory=no"))
SAME = ("item", "period", "benefit", "row", "column", "statistic")


def differences(results: pd.DataFrame, cohort: Cohort, times: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Experiment minus gedoog, IVA minus Wajong, with minus without a trajectory (as published), a row a difference.

    `results`: rows of the published items; `times`: of figures with a curve of times to an event, those times by
    person, for the log-rank test. The contrasted key holds the contrast (`experiment-gedoog`), `row` the item and
    its own row.
    Of the rows that the items' declarations say. In the unit of the parents; `base` is the smaller of the two.
    """
    parents = _parents(results)
    parts = [_contrast(parents, *contrast) for contrast in CONTRASTS]
    tests = [test for item, each in times.items() for test in _tests(item, each, cohort)]
    return collect("differences", [part for part in (*parts, *tests) if len(part)])


def _parents(results: pd.DataFrame) -> pd.DataFrame:
    """The numbers that differences are made of, of curves of events as they are shown."""
    estimates = results[results["statistic"].isin(COMPARED)]
    codes = estimates[list(KEY)].to_dict("records")
    chosen = [DECLARED[each["item"]].is_compared(each) for each in codes]
    parents = estimates[np.array(chosen, bool)]
    turned = parents["item"].map(lambda item: bool(DECLARED[item].complement))
    return parents.assign(
        value=parents["value"].mask(turned, 1 - parents["value"]),
        ci_low=parents["ci_low"].mask(turned, 1 - parents["ci_high"]),
        ci_high=parents["ci_high"].mask(turned, 1 - parents["ci_low"]),
    )


def _contrast(parents: pd.DataFrame, key: str, first: str, second: str) -> pd.DataFrame:
    same = [name for name in SAME if name != key]
    one, other = (parents[parents[key] == code] for code in (first, second))
    pairs = one.merge(other, on=same, suffixes=("", "_other"))
    limits = [tuple(pairs[name + end] for name in ("value", "ci_low", "ci_high")) for end in ("", "_other")]
    low, high = square_and_add(*limits)
    contrast = f"{first}-{second.removeprefix(first.split('=')[0] + '=')}"
    own_row = contrast if key == "row" else pairs["row"]
    pairs = pairs.assign(
        row=pairs["item"] + np.where(own_row == "", "", ":" + own_row),
        value=pairs["value"] - pairs["value_other"],
        base=pairs[["base", "base_other"]].min(axis=1),
        ci_low=low,
        ci_high=high,
        statistic="difference",
    )
    pairs = pairs if key == "row" else pairs.assign(**{key: contrast})
    return pairs[["period", "benefit", "row", "column", "statistic", "value", "base", "ci_low", "ci_high"]]


def _tests(item: str, times: pd.DataFrame, cohort: Cohort) -> Iterator[pd.DataFrame]:
    """The log-rank test of the pair of curves that a figure shows, by period or by benefit."""
    persons = cohort.participants.loc[times.index]
    by_period = "period" in DECLARED[item].layout["series"][0]
    split = {"periods": BY_PERIOD} if by_period else {"benefits": BY_BENEFIT}
    pair = [members.index for _, members in groups(persons, **split)]
    if len(pair) == 2:
        both = times.loc[pair[0].append(pair[1])]
        counts = in_two_groups(both["month"], both["happened"], both.index.isin(pair[1]))
        key = (
            {"period": "experiment-gedoog", "benefit": "all"}
            if by_period
            else {"period": "all", "benefit": "IVA-Wajong"}
        )
        p_value = log_rank(*counts)[1]
        if np.isfinite(p_value):
            yield single(p_value, base=min(map(len, pair)), statistic="p_value", row=item, **key)
