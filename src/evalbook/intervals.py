"""Intervals with a closed form."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike
from scipy.stats import norm

CONFIDENCE = 0.95
Z = norm.ppf(0.5 + CONFIDENCE / 2)


def wilson(successes: ArrayLike, trials: ArrayLike) -> tuple[np.ndarray, np.ndarray]:
    """Lower and upper limit (0-1) of the 95 % score interval of a share.

    Not defined (nan) without trials. Source: Wilson (1927), J. Am. Stat. Assoc. 22, 209-212.
    """
    trials = np.where(np.asarray(trials, float) > 0, trials, np.nan).astype(float)
    share = np.asarray(successes, float) / trials
    centre = share + Z**2 / (2 * trials)
    half = Z * np.sqrt(share * (1 - share) / trials + Z**2 / (4 * trials**2))
    scale = 1 + Z**2 / trials
    return np.clip((centre - half) / scale, 0, 1), np.clip((centre + half) / scale, 0, 1)
