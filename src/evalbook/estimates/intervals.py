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


def log_log(probability: ArrayLike, relative_error: ArrayLike) -> tuple[np.ndarray, np.ndarray]:
    """Limits of a probability (0-1) that are symmetrical on the scale log(-log p).

    `relative_error` is the standard error as a share of the probability. Not defined (nan) at 0 and 1.
    Source: Kalbfleisch and Prentice (2002), section 1.4.
    """
    probability = np.asarray(probability, float)
    inside = np.where((probability > 0) & (probability < 1), probability, np.nan)
    log = np.log(inside)
    half = Z * np.asarray(relative_error, float) / log
    return np.exp(-np.exp(np.log(-log) - half)), np.exp(-np.exp(np.log(-log) + half))


def square_and_add(
    first: tuple[ArrayLike, ArrayLike, ArrayLike],
    second: tuple[ArrayLike, ArrayLike, ArrayLike],
    *,
    correlation: ArrayLike = 0.0,
) -> tuple[np.ndarray, np.ndarray]:
    """Limits of first minus second, each given as (estimate, low, high); nan where one has no limits.

    The distance from an estimate to its own limit stands for its standard error in that direction, so that
    asymmetrical limits stay so. `correlation` is of the two estimates (0: other persons). With Wilson limits
    this is method 10 of Newcombe (1998), Stat. Med. 17, 873-890; in general Zou and Donner (2008), Stat. Med. 27.
    """
    (p, p_low, p_high), (q, q_low, q_high) = (map(np.asarray, each) for each in (first, second))
    below = _length(p - p_low, q_high - q, correlation)
    above = _length(p_high - p, q - q_low, correlation)
    return p - q - below, p - q + above


def _length(one: np.ndarray, other: np.ndarray, correlation: ArrayLike) -> np.ndarray:
    return np.sqrt(np.maximum(one**2 + other**2 - 2 * np.asarray(correlation) * one * other, 0))
