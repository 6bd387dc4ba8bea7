"""Registers in one order, whatever the order and the form of their files, and the hash of what they say.

Sums of fractions, draws and the choices of the gate would otherwise follow the order in which somebody saved the rows.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

import numpy as np
import pandas as pd


def in_order(tables: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """The tables with their rows sorted by all columns, pseudonyms in the order of their signs; empty cells last."""
    return {name: _in_order(rows) for name, rows in tables.items()}


def _in_order(rows: pd.DataFrame) -> pd.DataFrame:
    categories = {name: _sorted(rows[name]) for name in rows if isinstance(rows[name].dtype, pd.CategoricalDtype)}
    return rows.assign(**categories).sort_values(list(rows.columns), ignore_index=True)


def _sorted(column: pd.Series) -> pd.Categorical:
    """The same values; codes are looked up by number, since there may be a million rows."""
    known = column.cat.categories
    order = np.argsort(known.to_numpy(dtype=str), kind="stable")
    place = np.append(np.argsort(order), -1)  # the last for cells without a value, whose code is -1
    return pd.Categorical.from_codes(place[column.cat.codes], known[order])


def fingerprints(tables: Mapping[str, pd.DataFrame]) -> dict[str, str]:
    """The SHA-256 of each table's rows as text, in one order: the same whatever file they were read from."""
    return {name: _fingerprint(rows) for name, rows in sorted(in_order(tables).items())}


def _fingerprint(rows: pd.DataFrame) -> str:
    return hashlib.sha256(rows.to_csv(index=False, lineterminator="\n").encode()).hexdigest()
