"""Draws that give whole, planned numbers: who gets what is chance, how many is not.

Only uniform numbers of a seeded PCG64 are used, so that the same seed gives the same draw everywhere.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd


def generator(seed: int, register: str) -> np.random.Generator:
    """A register's own source of chance: changing one register leaves the others as they were."""
    return np.random.Generator(np.random.PCG64([seed, *register.encode()]))


def shuffled(random: np.random.Generator, values: Sequence) -> np.ndarray:
    values = np.asarray(values)
    return values[np.argsort(random.random(len(values)), kind="stable")]


def pick(
    random: np.random.Generator, candidates: np.ndarray, count: int, weights: np.ndarray | None = None
) -> np.ndarray:
    """`count` different candidates; twice the weight is twice as likely to be drawn first (Efraimidis, Spirakis)."""
    weights = np.ones(len(candidates)) if weights is None else np.asarray(weights, float)
    keys = -np.log1p(-random.random(len(candidates))) / np.maximum(weights, 1e-9)
    return np.asarray(candidates)[np.argsort(keys, kind="stable")[:count]]


def spread(random: np.random.Generator, total: int, weights: np.ndarray, most: int) -> np.ndarray:
    """How many of `total` fall to each, at random in proportion to the weights, none more than `most`."""
    counts = np.zeros(len(weights), int)
    open_weights = np.asarray(weights, float).copy()
    for _ in range(total):
        at = np.searchsorted(np.cumsum(open_weights), random.random() * open_weights.sum(), side="right")
        at = min(at, len(counts) - 1)
        counts[at] += 1
        if counts[at] >= most:
            open_weights[at] = 0
    return counts


def expand(table: pd.DataFrame, counts: str = "persons") -> pd.DataFrame:
    """One row a person from a table with a row a category."""
    return table.loc[table.index.repeat(table[counts])].drop(columns=counts).reset_index(drop=True)


def apportioned(weights: np.ndarray, total: int) -> np.ndarray:
    """Whole numbers in proportion to the weights that add up to the total (largest remainders)."""
    exact = np.asarray(weights, float) / np.sum(weights) * total
    whole = np.floor(exact).astype(int)
    largest = np.argsort(whole - exact, kind="stable")[: int(total - whole.sum())]
    whole[largest] += 1
    return whole
