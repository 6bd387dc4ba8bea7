"""The solved targets as committed in data/calibration, one table of whole numbers a file."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from evalbook.places import CALIBRATION


def target(name: str) -> pd.DataFrame:
    """A target table; texts '' where empty."""
    return pd.read_csv(CALIBRATION / f"{name}.csv", keep_default_na=False)


def by_group(name: str) -> Iterator[tuple[tuple[str, str], pd.DataFrame]]:
    """A target's rows by group (period, benefit), without these columns."""
    for group, rows in target(name).groupby(["period", "benefit"], sort=False):
        yield group, rows.drop(columns=["period", "benefit"])
