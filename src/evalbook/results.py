"""The one frame of numbers: its columns, its keys, how rows are made and how it is written.

Source: contract/results.md.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import numpy as np
import pandas as pd

from evalbook.intervals import wilson
from evalbook.survival import kaplan_meier

KEY = ("item", "period", "benefit", "row", "column", "statistic")
VALUES = ("value", "base", "ci_low", "ci_high")
COLUMNS = (*KEY, *VALUES, "withheld")
PROPORTIONS = {"percent": 100.0, "share": 1.0}


def key_texts(results: pd.DataFrame) -> pd.Series:
    """A row's key as one text: item/period/benefit/row/column/statistic."""
    keys = [results[column] for column in KEY]
    return keys[0].str.cat(keys[1:], sep="/")


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


def write_results(results: pd.DataFrame, path: Path) -> None:
    """As CSV or Parquet by the file's ending; numbers in full."""
    if path.suffix == ".parquet":
        results.to_parquet(path, index=False)
    else:
        results.to_csv(path, index=False, lineterminator="\n")


def read_results(path: Path) -> pd.DataFrame:
    """Results as `write_results` wrote them: texts '' where empty, numbers nan where withheld."""
    if path.suffix == ".parquet":
        return pd.read_parquet(path)
    types = dict.fromkeys((*KEY, "withheld"), str) | dict.fromkeys(VALUES, float)
    unknown = {name: [""] for name in VALUES}
    results = pd.read_csv(
        path, dtype=types, na_values=unknown, keep_default_na=False, float_precision="round_trip"
    )
    return results[list(COLUMNS)]
