"""The one frame of numbers: its columns, its keys and how it is written.

Source: contract/results.md.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from evalbook.catalogue import ITEMS
from evalbook.errors import EvalbookError

KEY = ("item", "period", "benefit", "row", "column", "statistic")
VALUES = ("value", "base", "ci_low", "ci_high")
COLUMNS = (*KEY, *VALUES, "withheld")
PROPORTIONS = {"percent": 100.0, "share": 1.0, "per_thousand": 1000.0}
# A number between two editions.
SAME, MOVED, NEW, GONE = "same", "moved", "new", "gone"
REASONS = ("", "revised", "follow_up", "settings", "entrants")
CHANGES = (*KEY, "before", "after", "change", "state", "reason")


STATISTICS = (
    *("n", "n_base", "percent", "per_thousand", "share", "mean", "mean_eur", "mean_percent", "eur"),
    *("survival", "incidence", "one_minus_survival", "probability"),
    *("difference", "hazard_ratio", "p_value", "chi_squared", "expected", "detectable", "power"),
    *("given", "given_eur", "given_million", "given_day"),
)
WITHHELD = ("", "count", "percent", "one_cell", "mean", "curve", "linked")
# What a code consists of: words of letters and digits with single signs between them, a class (`[10,20)`), or both.
# Nothing else is ever a code, and none of these has a meaning in a page or a file's name.
WORDS = r"[A-Za-z0-9+]+(?:[_ ,=-][A-Za-z0-9+]+)*"
CODE = re.compile(rf"(?:{WORDS}:)?(?:{WORDS}|[\[(]\d+,(?:\d+|inf)[\])])|", re.ASCII)
LONGEST_CODE = 100


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
    types = texts | dict.fromkeys(unknown, float)
    changes = pd.read_csv(path, dtype=types, na_values=unknown, keep_default_na=False, float_precision="round_trip")
    _check(changes, path, columns=CHANGES, numbers=tuple(unknown), state=(SAME, MOVED, NEW, GONE), reason=REASONS)
    return changes


def read_results(path: Path) -> pd.DataFrame:
    """Results as `write_results` wrote them: texts '' where empty, numbers nan where withheld.

    Raises EvalbookError for what it never writes: the file may come from elsewhere.
    """
    types = dict.fromkeys((*KEY, "withheld"), str) | dict.fromkeys(VALUES, float)
    unknown = {name: [""] for name in VALUES}
    try:
        if path.suffix == ".parquet":
            results = pd.read_parquet(path).astype(types)
        else:
            options = {"na_values": unknown, "keep_default_na": False, "float_precision": "round_trip"}
            results = pd.read_csv(path, dtype=types, **options)
    except (OSError, ValueError, TypeError) as fault:
        raise EvalbookError(f"{path.name} cannot be read. Make it again.") from fault
    _check(results, path, columns=COLUMNS, numbers=VALUES, withheld=WITHHELD)
    return results


def _check(
    rows: pd.DataFrame, path: Path, *, columns: Sequence[str], numbers: Sequence[str], **codes: Sequence[str]
) -> None:
    """Stops where a column or a code is not known, a number is not finite, or a key is there twice."""
    faults = ["its columns"] if tuple(rows.columns) != tuple(columns) else list(_faults(rows, numbers, codes))
    if faults:
        raise EvalbookError(f"{path.name} is not as evalbook writes it: {', '.join(faults)}. Make it again.")


def _faults(rows: pd.DataFrame, numbers: Sequence[str], codes: Mapping[str, Sequence[str]]) -> Iterator[str]:
    for name, known in {"item": ITEMS, "statistic": STATISTICS, **codes}.items():
        if not rows[name].isin(known).all():
            yield name
    for name in KEY:
        if not all(len(code) <= LONGEST_CODE and CODE.fullmatch(code) for code in rows[name].unique()):
            yield name
    yield from (name for name in numbers if np.isinf(rows[name]).any())
    if rows.duplicated(list(KEY)).any():
        yield "a key that is there twice"
    if "withheld" in rows and rows.loc[rows["withheld"] != "", list(numbers)].notna().any(axis=None):
        yield "a number that is withheld"
