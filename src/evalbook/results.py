"""The one frame of numbers: its columns, its keys and how it is written.

Source: contract/results.md.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

KEY = ("item", "period", "benefit", "row", "column", "statistic")
VALUES = ("value", "base", "ci_low", "ci_high")
COLUMNS = (*KEY, *VALUES, "withheld")
PROPORTIONS = {"percent": 100.0, "share": 1.0, "per_thousand": 1000.0}
# A number between two editions.
SAME, MOVED, NEW, GONE = "same", "moved", "new", "gone"
CHANGES = (*KEY, "before", "after", "change", "state", "reason")


def key_texts(results: pd.DataFrame) -> pd.Series:
    """A row's key as one text: item/period/benefit/row/column/statistic."""
    keys = [results[column] for column in KEY]
    return keys[0].str.cat(keys[1:], sep="/")


def write_results(results: pd.DataFrame, path: Path) -> None:
    """As CSV or Parquet by the file's ending; numbers in full."""
    if path.suffix == ".parquet":
        results.to_parquet(path, index=False)
    else:
        results.to_csv(path, index=False, lineterminator="\n")


def read_changes(path: Path) -> pd.DataFrame:
    """What changed since the last edition, as `to_csv` wrote it; no rows where there was none."""
    texts = dict.fromkeys((*KEY, "state", "reason"), str)
    unknown = {name: [""] for name in ("before", "after", "change")}
    return pd.read_csv(path, dtype=texts, na_values=unknown, keep_default_na=False, float_precision="round_trip")


def read_results(path: Path) -> pd.DataFrame:
    """Results as `write_results` wrote them: texts '' where empty, numbers nan where withheld."""
    if path.suffix == ".parquet":
        return pd.read_parquet(path)[list(COLUMNS)]
    types = dict.fromkeys((*KEY, "withheld"), str) | dict.fromkeys(VALUES, float)
    unknown = {name: [""] for name in VALUES}
    results = pd.read_csv(path, dtype=types, na_values=unknown, keep_default_na=False, float_precision="round_trip")
    return results[list(COLUMNS)]
