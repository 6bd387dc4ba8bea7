"""Chapter 4: whether a share changes with the quarter of the start, within the experiment."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from evalbook.contract.cells import BASE, PERSONS
from evalbook.contract.results import POINTS
from evalbook.estimates.trends import linear_trend
from evalbook.numbers.rows import single
from evalbook.numbers.source import Source

SINCE = "quarter=s"
QUARTERS_A_YEAR = 4


def entry_quarters(source: Source) -> Iterator[pd.DataFrame]:
    """Percentage points that who starts a year later differs, over the quarters of the experiment, and its test."""
    for column, cells in source.of("entry_quarters").groupby("column", sort=False):
        own = cells[cells["row"].str.startswith(SINCE)]
        at = own["row"].str.removeprefix(SINCE).astype(int) / QUARTERS_A_YEAR
        slope, low, high, p_value = linear_trend(own[PERSONS], own[BASE], at)
        key = {"period": "all", "benefit": "all", "column": column, "base": own[BASE].sum()}
        if not np.isnan(slope):
            few = bool(own["few"].sum() > len(own) / 2)
            made = single(100 * slope, statistic=POINTS, row="trend", **key)
            yield made.assign(ci_low=100 * low, ci_high=100 * high, few=few)
            yield single(p_value, statistic="p_value", row="no_trend", **key).assign(few=few)


OWN = {"entry_quarters": entry_quarters}
