"""The comparison with people who got no service: shares of both, the difference, its standard error and limits.

Source: docs/contract/comparison.md, 'Outcomes and items'.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import pandas as pd
from scipy.special import ndtri

from evalbook.contract.cells import (
    BASE,
    COMPARABLE,
    CONTROLS,
    EFFECTIVE,
    ERROR,
    LEFT_OUT,
    PERSONS,
    SMD_AFTER,
    SMD_BEFORE,
    STARTERS,
)
from evalbook.estimates.intervals import wilson
from evalbook.numbers.source import Source
from evalbook.numbers.wide import PLACE

NORMAL = float(ndtri(0.975))


def shares(source: Source, item: str) -> Iterator[pd.DataFrame]:
    """Of each place the share of starters with its Wilson interval, that of comparable people, and the difference."""
    if item not in source.cells:
        return
    rows = source.of(item)
    made = rows[[*PLACE, "few"]].assign(base=rows[BASE])
    share = rows[PERSONS] / rows[BASE]
    low, high = wilson(rows[PERSONS], rows[BASE])
    yield made.assign(statistic="share_starters", value=share, ci_low=low, ci_high=high)
    yield made.assign(statistic="share_comparable", value=rows[COMPARABLE])
    difference, half = share - rows[COMPARABLE], NORMAL * rows[ERROR]
    limits = {"ci_low": difference - half, "ci_high": difference + half}
    yield made.assign(statistic="difference", value=difference, **limits)
    yield made.assign(statistic="standard_error", value=rows[ERROR])[rows[ERROR].notna()]


def as_counted(source: Source, item: str, measures: tuple[str, ...]) -> Iterator[pd.DataFrame]:
    """Numbers that are as their cells are."""
    if item in source.cells:
        rows = source.of(item)
        for measure in measures:
            made = rows[[*PLACE, "few"]].assign(base=rows[BASE], statistic=measure, value=rows[measure])
            yield made[made["value"].notna()]


OWN = {
    **{
        item: partial(shares, item=item)
        for item in (
            "comparison_in_work",
            "comparison_found_work",
            "comparison_untouched",
            "comparison_before",
            "comparison_without_history",
        )
    },
    "comparison_balance": partial(as_counted, item="comparison_balance", measures=(SMD_BEFORE, SMD_AFTER)),
    "comparison_overlap": partial(
        as_counted, item="comparison_overlap", measures=(STARTERS, LEFT_OUT, CONTROLS, EFFECTIVE)
    ),
}
