"""How the rooms make result rows: counted persons, single numbers, curves, each with its interval.

Source of the columns: docs/contract/results.md.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd

from evalbook.contract.results import COLUMNS, COUNTED, KEY, VALUES
from evalbook.estimates.intervals import wilson
from evalbook.estimates.survival import kaplan_meier
from evalbook.estimates.transitions import Probabilities


def collect(item: str, parts: Iterable[pd.DataFrame]) -> pd.DataFrame:
    """The result rows of an item from the rows of its groups; none when no group has anyone.

    Proportions get their Wilson interval here, so that none goes without.
    """
    parts = list(parts)
    if not parts:
        return pd.DataFrame(columns=COLUMNS)
    columns = {"item": np.full(sum(map(len, parts)), item, object)}
    columns |= {name: _texts(parts, name) for name in (*KEY[1:], "withheld")}
    columns |= {name: _numbers(parts, name) for name in VALUES}
    return _with_wilson(pd.DataFrame(columns)[list(COLUMNS)])


def _texts(parts: list[pd.DataFrame], name: str) -> np.ndarray:
    texts = [part[name].to_numpy(object) if name in part else np.full(len(part), "", object) for part in parts]
    return np.array(list(map(str, np.concatenate(texts))), object)


def _numbers(parts: list[pd.DataFrame], name: str) -> np.ndarray:
    numbers = [part[name].to_numpy(float) if name in part else np.full(len(part), np.nan) for part in parts]
    return np.concatenate(numbers)


def _with_wilson(rows: pd.DataFrame) -> pd.DataFrame:
    scale = rows["statistic"].map(COUNTED).to_numpy(float)
    low, high = wilson(rows["value"] / scale * rows["base"], rows["base"])
    own = rows["ci_low"].notna() | rows["ci_high"].notna()
    return rows.assign(
        ci_low=np.where(own, rows["ci_low"], scale * low), ci_high=np.where(own, rows["ci_high"], scale * high)
    )


def counted(
    counts: pd.Series, *, base: float, statistics: tuple[str, ...] = ("n", "percent"), **key: object
) -> pd.DataFrame:
    """`n` and `percent` of a base, one pair for each row code of `counts`."""
    n = counts.to_numpy(float)
    values = {"n": n, "percent": n / base * 100}
    columns = {
        "row": np.tile(np.asarray(counts.index, object), len(statistics)),
        "statistic": np.repeat(np.asarray(statistics, object), len(n)),
        "value": np.concatenate([values[name] for name in statistics]),
        "base": base,
    }
    return pd.DataFrame(columns | key)


def single(value: float, *, base: float, statistic: str, **key: object) -> pd.DataFrame:
    """One number."""
    return pd.DataFrame({"value": float(value), "base": base, "statistic": statistic, **key}, index=[0])


def until(event: pd.Series, last_month: pd.Series) -> pd.DataFrame:
    """`month` of an event (nan or inf: none known) where it `happened` by the last month, else that month."""
    happened = event <= last_month
    return pd.DataFrame({"month": event.where(happened, last_month).astype(int), "happened": happened})


def curve(times: pd.DataFrame, *, entry: pd.Series | None = None, **key: object) -> pd.DataFrame:
    """Kaplan-Meier survival of times as `until` gives them, one row a month; `base` is the number at risk."""
    rows = kaplan_meier(times["month"], times["happened"], entry=entry)
    names = {"column": "month", "value": "survival", "base": "at_risk", "ci_low": "ci_low", "ci_high": "ci_high"}
    columns = {name: rows[source].to_numpy() for name, source in names.items()}
    return pd.DataFrame({"statistic": "survival", **columns, **key})


def probabilities(estimated: Probabilities, rows: tuple[str, ...], *, statistic: str, **key: object) -> pd.DataFrame:
    """A probability a month and row code; `base` is who is seen in the month, months without anyone are left out."""
    seen = np.flatnonzero(estimated.seen)
    low, high = estimated.limits()
    columns = {"value": estimated.value, "ci_low": low, "ci_high": high}
    columns = {name: each[seen].T.ravel() for name, each in columns.items()}
    columns["row"] = np.repeat(np.asarray(rows, object), len(seen))
    columns["column"] = np.tile(seen, len(rows))
    columns["base"] = np.tile(estimated.seen[seen], len(rows))
    return pd.DataFrame({"statistic": statistic, **columns, **key})


def shares_by_month(present: np.ndarray, at_risk: np.ndarray, **key: object) -> pd.DataFrame:
    """The share of those at risk who are in a state, one row a month from 0 on."""
    months = np.arange(len(at_risk))
    values = {"column": months, "value": present / at_risk, "base": at_risk, "statistic": "share"}
    return pd.DataFrame({**values, **key})
