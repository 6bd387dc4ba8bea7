"""What a curve tells of the events of single months: survival and numbers at risk, taken apart.

The released numbers of events so far follow exactly; each is off by at most the largest change, so the events of one
month are known within twice that.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from evalbook.contract.results import KEY
from evalbook.contract.thresholds import LARGEST_CHANGE

CURVE = [name for name in KEY if name != "column"]


def monthly_events(results: pd.DataFrame) -> pd.Series:
    """The events of each month of each curve of survival, by KEY; months that are withheld break a curve off."""
    rows = results[(results["statistic"] == "survival") & results["column"].str.fullmatch(r"\d+")]
    rows = rows.assign(month=rows["column"].astype(int)).sort_values("month")
    before = rows.groupby(CURVE, sort=False)["value"].shift()
    before = before.mask(rows["month"] == 0, 1.0)
    share = 1 - rows["value"] / before.where(before > 0)
    return (rows["base"] * share).round().set_axis(pd.MultiIndex.from_frame(rows[list(KEY)])).dropna()


def ranges(results: pd.DataFrame, *, noise: int = LARGEST_CHANGE) -> pd.DataFrame:
    """The least and the most events that each shown month can have had."""
    released = monthly_events(results)
    first = released.index.get_level_values("column") == "0"
    off = np.where(first, noise, 2 * noise)
    return pd.DataFrame({"low": np.maximum(released - off, 0), "high": released + off})
