"""Differences between periods and between benefits, of what the chapters speak of, with their intervals.

Computed from result rows, whatever they are about: the interval of a difference follows from its two parents' limits.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from evalbook.contract.catalogue import DECLARED, NONE
from evalbook.contract.cells import AT_START, ENTRIES
from evalbook.contract.results import COMPARED, KEY
from evalbook.estimates.intervals import square_and_add
from evalbook.estimates.survival import log_rank
from evalbook.numbers.risk_sets import risk_sets
from evalbook.numbers.rows import single
from evalbook.numbers.source import Source

BY_PERIOD, BY_BENEFIT = ("gedoog", "experiment"), ("IVA", "Wajong")
CONTRAST = {"period": "experiment-gedoog", "benefit": "IVA-Wajong"}
TESTED = ("figure_3_1", "figure_3_2", "figure_4_1", "figure_4_2", "trial_placement_entry")
CONTRASTS = (("period", "experiment", "gedoog"), ("benefit", *BY_BENEFIT), ("row", "trajectory=yes", "trajectory=no"))
SAME = ("item", "period", "benefit", "row", "column", "statistic")


def differences(source: Source) -> Iterator[pd.DataFrame]:
    """Experiment minus gedoog, IVA minus Wajong, with minus without a trajectory (as published), a row a difference.

    Of the rows that the items' declarations say: what could begin only later is compared with late entry. The
    contrasted key holds the contrast (`experiment-gedoog`), `row` the item and its own row. In the unit of the parents;
    `base` is the smaller of the two. Of curves of events, the log-rank test.
    """
    compared = [rows for item, rows in source.made.items() if DECLARED[item].differences != NONE and len(rows)]
    if not compared:
        return
    parents = _parents(pd.concat(compared, ignore_index=True))
    for contrast in CONTRASTS:
        yield _contrast(parents, *contrast)
    for item in TESTED:
        if len(source.of(item)):
            yield from _test(item, source.of(item))


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
        few=pairs["few"] | pairs["few_other"],
    )
    pairs = pairs if key == "row" else pairs.assign(**{key: contrast})
    return pairs[["period", "benefit", "row", "column", "statistic", "value", "base", "ci_low", "ci_high", "few"]]


def _test(item: str, cells: pd.DataFrame) -> Iterator[pd.DataFrame]:
    """The log-rank test of each pair of curves of an item, by period and by benefit; none without events."""
    for field, pair in (("period", BY_PERIOD), ("benefit", BY_BENEFIT)):
        groups = [cells[cells[field] == code] for code in pair]
        if not all(map(len, groups)):
            continue
        sets = [risk_sets(each) for each in groups]
        p_value = log_rank(np.stack([each.at_risk for each in sets]), np.stack([each.events[:, 0] for each in sets]))[1]
        if np.isfinite(p_value):
            key = {"period": "all", "benefit": "all", field: CONTRAST[field], "row": item}
            yield single(p_value, base=min(map(_persons, groups)), statistic="p_value", **key)


def _persons(cells: pd.DataFrame) -> float:
    """How many persons there are in a group: from the start, or so far as they enter."""
    return max(cells[AT_START].sum(), cells[ENTRIES].max())


OWN = {"differences": differences}
