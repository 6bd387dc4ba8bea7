"""Releases written from literal rows: a key, its value, and where it matters base and interval."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pandas as pd

from evalbook.contract.edition import Edition
from evalbook.contract.results import COLUMNS, KEY
from evalbook.contract.schema import TABLES
from evalbook.contract.thresholds import THRESHOLDS, rules_of
from evalbook.release.release import WARNING_COLUMNS, Release

EDITION = Edition("test", "A test", "synthetic", date(2025, 3, 31), 2023, 100.0)


def protected_release(rows: str = "", *, later: bool = False) -> Release:
    """The same as of a register; `later`: not its first."""
    return replace(literal_release(rows), protected=True, rules=rules_of(later=later))


def literal_release(rows: str = "", *, without: Sequence[str] = (), edition: Edition = EDITION) -> Release:
    """A release of lines `key value base low high`; what is left out is empty, `x` and `joined` are withheld so."""
    results = pd.DataFrame([_row(*line.split()) for line in rows.strip().splitlines()], columns=list(COLUMNS))
    registers = {name: 0 if name in without else 100 for name in TABLES}
    warnings = pd.DataFrame(columns=list(WARNING_COLUMNS))
    return Release(edition, results, registers, warnings, protected=False, rules=THRESHOLDS)


def _row(key: str, value: str, *more: str) -> list:
    rule = {"x": "count", "joined": "joined"}.get(value, "")
    numbers = [float("nan") if text in ("x", "joined") else float(text) for text in (value, *more)]
    missing = [float("nan")] * (4 - len(numbers))
    codes = dict(zip(KEY, key.split("/"), strict=True))
    return [*codes.values(), *numbers, *missing, rule]


def curve_rows(series: str, *values: float, base: int = 100) -> str:
    """The lines of a curve, one a month from 0; `series` is the key with `*` for the month."""
    return "\n".join(f"{series.replace('*', str(month))} {value} {base}" for month, value in enumerate(values))
