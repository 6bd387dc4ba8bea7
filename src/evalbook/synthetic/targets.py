"""The solved targets as committed in data/calibration, one table of whole numbers a file."""

from __future__ import annotations

import pandas as pd

from evalbook.places import CALIBRATION, PUBLISHED

CONTRADICTIONS = CALIBRATION / "contradictions.csv"

__all__ = ["CALIBRATION", "CONTRADICTIONS", "PUBLISHED", "target"]


def target(name: str) -> pd.DataFrame:
    """A target table; texts '' where empty."""
    return pd.read_csv(CALIBRATION / f"{name}.csv", keep_default_na=False)
