"""Which calendar months a release has: that there is a row of one would tell of who started in it, first or last.

By what is released and nothing else. Source: docs/disclosure.md.
"""

from __future__ import annotations

import pandas as pd

from evalbook.contract.cells import MEASURE, PERSONS
from evalbook.contract.results import CALENDAR_MONTH
from evalbook.contract.thresholds import FEWEST_MONTHS, FEWEST_PERSONS, FULL_MONTHS


def without_outer_months(shown: pd.DataFrame) -> pd.DataFrame:
    """The released cells without those of calendar months before the first and after the last in which ten or more of
    all started, where these lie a year apart, else without any; and without starts by month of a benefit of which less
    than half of the months have ten: cumulative counts elsewhere would tell most of them."""
    months = shown["column"].str.fullmatch(CALENDAR_MONTH)
    starts = shown[months & (shown[MEASURE] == PERSONS) & shown["row"].eq("")]
    enough = starts["column"].where(starts["value"] >= FEWEST_PERSONS)
    of_all = enough[starts["benefit"] == "all"].dropna()
    between = sorted(shown.loc[months, "column"].unique()) if len(of_all) else []
    between = [month for month in between if of_all.min() <= month <= of_all.max()]
    between = between if len(between) >= FEWEST_MONTHS else []
    inner = starts["column"].isin(between)
    full = enough[inner].notna().groupby([starts.loc[inner, "item"], starts.loc[inner, "benefit"]]).transform("mean")
    thin = full.index[full < FULL_MONTHS]
    return shown[~months | (shown["column"].isin(between) & ~shown.index.isin(thin))]
