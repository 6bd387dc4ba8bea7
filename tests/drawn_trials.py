"""Frames of person-trials drawn at random, and the same as rows of the naive double."""

from __future__ import annotations

import numpy as np
import pandas as pd

CATEGORIES = {"a": ("x", "y", "z"), "b": ("0", "1"), "c": ("p", "q", "r")}


def drawn(seed: int, *, persons: int = 60, trials: int = 4, starters: float = 0.15) -> pd.DataFrame:
    """A row a person and trial: `starter`, the covariates, an outcome `y`; who starts is in no later trial."""
    draw, rows = np.random.default_rng(seed), []
    for person in range(persons):
        codes = {name: str(draw.choice(each)) for name, each in CATEGORIES.items()}
        for trial in range(trials):
            codes["b"] = str(draw.choice(CATEGORIES["b"]))
            starts = draw.random() < starters
            rows.append({"person": person, "trial": trial, "starter": starts, **codes, "y": draw.random() < 0.4})
            if starts:
                break
    return pd.DataFrame(rows)


def rows_of(frame: pd.DataFrame) -> list[dict]:
    """As the naive double has them."""
    return [
        {
            "person": {"person_id": row["person"]},
            "trial": row["trial"],
            "starter": row["starter"],
            "covariates": {name: row[name] for name in CATEGORIES},
            "y": row["y"],
        }
        for row in frame.to_dict("records")
    ]


def outcomes(frame: pd.DataFrame, column: str = "y") -> np.ndarray:
    """A row a trial, a column a person."""
    found = np.zeros((frame["trial"].max() + 1, frame["person"].max() + 1), bool)
    found[frame["trial"], frame["person"]] = frame[column]
    return found
