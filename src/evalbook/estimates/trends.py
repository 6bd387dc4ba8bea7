"""Whether a share changes from one group to the next, in an order. Knows counts, not this report."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike
from scipy.stats import norm

from evalbook.estimates.intervals import Z


def linear_trend(counted: ArrayLike, persons: ArrayLike, at: ArrayLike) -> tuple[float, float, float, float]:
    """By how much a share (0-1) changes for one unit of `at`, with its 95 % limits, and the p of no change.

    Least squares over persons, with the variance of each group's own share. nan with persons at fewer than two moments,
    or where all or none of each group are counted. Source: Armitage (1955), Biometrics 11, 375-386.
    """
    persons, at = np.asarray(persons, float), np.asarray(at, float)
    counted = np.minimum(np.asarray(counted, float), persons)
    if not persons.sum() > 0:
        return (np.nan,) * 4
    off = at - (persons @ at) / persons.sum()
    spread = persons @ off**2
    shares = np.divide(counted, persons, where=persons > 0, out=np.zeros(len(persons)))
    error = np.sqrt((persons * shares * (1 - shares)) @ off**2)
    if not spread > 0 or not error > 0:
        return (np.nan,) * 4
    slope, error = counted @ off / spread, error / spread
    return float(slope), float(slope - Z * error), float(slope + Z * error), float(2 * norm.sf(abs(slope) / error))
