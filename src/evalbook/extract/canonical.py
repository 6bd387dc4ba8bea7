"""Registers in one order, whatever the order and the form of their files, and the hash of what they say.

Sums of fractions, draws and the choices of the gate would otherwise follow the order in which somebody saved the rows.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

import numpy as np
import pandas as pd

from evalbook.contract.schema import TABLES

Pseudonyms = tuple[np.ndarray, pd.CategoricalDtype, pd.Index]  # the place of each among the sorted, these, the unsorted


def in_order(tables: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """The tables with their rows sorted by all columns, pseudonyms in the order of their signs; empty cells last."""
    known: dict[int, Pseudonyms] = {}
    return {name: _in_order(rows, _telling_apart(name, rows), known) for name, rows in tables.items()}


def _telling_apart(name: str, rows: pd.DataFrame) -> list[str]:
    """The first columns of a table that no two of its rows have alike, else all."""
    unique = TABLES[name].unique if name in TABLES else ()
    return list(unique) if unique and tuple(rows.columns[: len(unique)]) == unique else list(rows.columns)


def _in_order(rows: pd.DataFrame, by: list[str], known: dict[int, Pseudonyms]) -> pd.DataFrame:
    categories = {
        name: _sorted(rows[name], known) for name in rows if isinstance(rows[name].dtype, pd.CategoricalDtype)
    }
    same = rows.copy(deep=False)  # other columns are not copied twice
    for name, values in categories.items():
        same[name] = values
    return same.sort_values(by, ignore_index=True)


def _sorted(column: pd.Series, known: dict[int, Pseudonyms]) -> pd.Categorical:
    """The same values; codes are looked up by number, since there may be a million rows. What tables share is sorted
    once: `known`, by the number of the object."""
    unsorted = column.cat.categories
    if id(unsorted) not in known:
        order = np.argsort(unsorted.to_numpy(dtype=str), kind="stable")
        place = np.append(np.argsort(order), -1)  # the last for cells without a value, whose code is -1
        known[id(unsorted)] = place, pd.CategoricalDtype(unsorted[order]), unsorted
    place, in_order, _ = known[id(unsorted)]
    return pd.Categorical.from_codes(place[column.cat.codes], dtype=in_order)


def fingerprints(tables: Mapping[str, pd.DataFrame]) -> dict[str, str]:
    """The SHA-256 of each table's rows as text, in one order: the same whatever file they were read from."""
    return {name: _fingerprint(rows) for name, rows in sorted(in_order(tables).items())}


def _fingerprint(rows: pd.DataFrame) -> str:
    return hashlib.sha256(rows.to_csv(index=False, lineterminator="\n").encode()).hexdigest()
