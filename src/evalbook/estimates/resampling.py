"""Intervals by drawing persons again, where no closed form serves. Knows persons and values, not this report."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from evalbook.estimates.intervals import CONFIDENCE


@dataclass(frozen=True)
class Resampling:
    """How often persons are drawn (0: no intervals are made) and the seed of the draws."""

    replicates: int = 1000
    seed: int = 20250331


def resampled_mean(values: np.ndarray, resampling: Resampling) -> tuple[float, float]:
    """95 % limits of a mean over persons: the bootstrap by person, with percentile limits.

    Each replicate draws as many persons as there are, with replacement. Persons of the same value are one class of a
    multinomial draw, which is the same distribution. nan with fewer than two persons. Source: Efron and Tibshirani
    (1993), chapters 6 and 13.
    """
    if not resampling.replicates or len(values) < 2:
        return np.nan, np.nan
    distinct, persons = np.unique(values, return_counts=True)
    generator = np.random.default_rng(resampling.seed)
    means = [
        generator.multinomial(len(values), persons / len(values)) @ distinct / len(values)
        for _ in range(resampling.replicates)
    ]
    tail = (1 - CONFIDENCE) / 2
    low, high = np.quantile(means, [tail, 1 - tail])
    return float(low), float(high)
