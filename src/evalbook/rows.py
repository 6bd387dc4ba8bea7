"""How the rooms make result rows: counted persons, single numbers, curves, each with its interval.

Source of the columns: contract/results.md.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd

from evalbook.intervals import wilson
from evalbook.results import COLUMNS, KEY, PROPORTIONS, VALUES
from evalbook.survival import kaplan_meier


def collect(item: str, parts: Iterable[pd.DataFrame]) -> pd.DataFrame:
    """The result rows of an item from the rows of its groups; none when no group has anyone.

    Proportions get their Wilson interval here, so that none goes without.
    """
    parts = list(parts)
    if not parts:
        return pd.DataFrame(columns=COLUMNS)
    rows = pd.concat(parts, ignore_index=True).assign(item=item)
    rows = rows.reindex(columns=COLUMNS)
    texts = {name: rows[name].fillna("").astype(str) for name in (*KEY, "withheld")}
    numbers = {name: rows[name].astype(float) for name in VALUES}
    return _with_wilson(rows.assign(**texts, **numbers))


def _with_wilson(rows: pd.DataFrame) -> pd.DataFrame:
    scale = rows["statistic"].map(PROPORTIONS).astype(float)
    low, high = wilson(rows["value"] / scale * rows["base"], rows["base"])
    return rows.assign(
        ci_low=rows["ci_low"].fillna(scale * pd.Series(low, rows.index)),
        ci_high=rows["ci_high"].fillna(scale * pd.Series(high, rows.index)),
    )


def counted(
    counts: pd.Series, *, base: float, statistics: tuple[str, ...] = ("n", "percent"), **key: object
) -> pd.DataFrame:
    """`n` and `percent` of a base, one pair for each row code of `counts`."""
    n = counts.to_numpy(float)
    values = {"n": n, "percent": n / base * 100}
    rows = [
        pd.DataFrame({"row": counts.index, "statistic": name, "value": values[name], "base": base})
        for name in statistics
    ]
    return pd.concat(rows, ignore_index=True).assign(**key)


def single(value: float, *, base: float, statistic: str, **key: object) -> pd.DataFrame:
    """One number."""
    return pd.DataFrame([{"value": float(value), "base": base, "statistic": statistic, **key}])


def curve(months: pd.Series, happened: pd.Series, **key: object) -> pd.DataFrame:
    """Kaplan-Meier survival, one row a month; `base` is the number at risk."""
    rows = kaplan_meier(months, happened)
    rows = rows.rename(columns={"month": "column", "survival": "value", "at_risk": "base"})
    return rows.assign(statistic="survival", **key)


def shares_by_month(present: np.ndarray, at_risk: np.ndarray, **key: object) -> pd.DataFrame:
    """The share of those at risk who are in a state, one row a month from 0 on."""
    months = np.arange(len(at_risk))
    values = {"column": months, "value": present / at_risk, "base": at_risk, "statistic": "share"}
    return pd.DataFrame(values).assign(**key)
