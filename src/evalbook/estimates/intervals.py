"""Intervals with a closed form, and whether grades of the same persons at two moments are distributed alike.

Knows counts and grades, not this report.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike
from scipy.stats import binomtest, chi2, norm

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


def limits_of_weighted(share: ArrayLike, error: ArrayLike) -> tuple[np.ndarray, np.ndarray]:
    """Lower and upper limit (0-1) of a share with a standard error of its own: Wilson's, of as many persons as would
    give that error. nan where the error is 0 or not known.

    Source: Korn and Graubard (1998), Survey Methodology 24, 193-201, with Wilson's interval in place of the exact one.
    """
    share, error = np.asarray(share, float), np.asarray(error, float)
    worth = share * (1 - share) / np.where(error > 0, error, np.nan) ** 2
    return wilson(share * worth, worth)


def paired_difference(both: float, first: float, second: float, neither: float) -> tuple[float, float, float]:
    """Share at the second moment minus share at the first of the same persons, with its 95 % limits (-1 to 1).

    Persons by when they have it: at both moments, at the `first` or the `second` only, at neither. nan without persons.
    Square-and-add of the two Wilson intervals with the correlation of the table, a positive one corrected for
    continuity: method 10 of Newcombe (1998), Statistics in Medicine 17, 2635-2650.
    """
    both, first, second, neither = map(float, (both, first, second, neither))  # their product is beyond whole numbers
    persons = both + first + second + neither
    if not persons > 0:
        return np.nan, np.nan, np.nan
    later, earlier = both + second, both + first
    agreement = both * neither - first * second
    spread = np.sqrt(later * earlier * (persons - later) * (persons - earlier))
    corrected = agreement if agreement <= 0 else max(agreement - persons / 2, 0)
    one, other = (
        (share, *wilson([count], [persons]))
        for share, count in ((later / persons, later), (earlier / persons, earlier))
    )
    low, high = square_and_add(one, other, correlation=corrected / spread if spread > 0 else 0.0)
    return one[0] - other[0], float(low[0]), float(high[0])


def monthly_rate(counts: ArrayLike, *, noise: float = 0.0) -> tuple[float, float, float]:
    """The mean of counts, one a month, with its 95 % limits: how many came a month, if as many had come all along.

    Garwood's exact limits of the sum, their distances widened by how much more the months differ than chance would
    have it (never narrowed), and by the variance of `noise` that each count was changed with. Source: Garwood (1936),
    Biometrika 28, 437-442; Wedderburn (1974), Biometrika 61, 439-447, for the widening.
    """
    counts = np.asarray(counts, float)
    months, total = len(counts), counts.sum()
    tail = (1 - CONFIDENCE) / 2
    low, high = chi2.ppf(tail, 2 * total) / 2 if total else 0.0, chi2.ppf(1 - tail, 2 * (total + 1)) / 2
    excess = counts.var(ddof=1) / counts.mean() if months > 1 and total else 1.0
    wider, changed = max(excess, 1.0), Z * np.sqrt(months * noise)
    below, above = (np.hypot(np.sqrt(wider) * each, changed) for each in (total - low, high - total))
    return total / months, max(total - below, 0.0) / months, (total + above) / months


def of_wilson(low: ArrayLike, high: ArrayLike, trials: ArrayLike) -> np.ndarray:
    """The share (0-1) that Wilson's limits are of; nan without limits."""
    spread = Z**2 / np.asarray(trials, float)
    return ((np.asarray(low, float) + high) * (1 + spread) - spread) / 2


def log_log(probability: ArrayLike, relative_error: ArrayLike) -> tuple[np.ndarray, np.ndarray]:
    """Limits of a probability (0-1) that are symmetrical on the scale log(-log p).

    `relative_error` is the standard error as a share of the probability. Not defined (nan) at 0 and 1.
    Source: Kalbfleisch and Prentice (2002), section 1.4.
    """
    probability = np.asarray(probability, float)
    inside = np.where((probability > 0) & (probability < 1), probability, np.nan)
    log = np.log(inside)
    half = Z * np.asarray(relative_error, float) / log
    with np.errstate(over="ignore"):  # so near to 1 that the scale has no end
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


def stuart_maxwell(before: ArrayLike, after: ArrayLike) -> tuple[float, float]:
    """Chi-squared and p of equal margins of the square table of two grades; nan where nobody changed.

    A grade that nobody has or changes adds no degree of freedom.
    Source: Stuart (1955), Biometrika 42, 412-416; Maxwell (1970), Br. J. Psychiatry 116, 651-655.
    """
    grades, codes = np.unique(np.concatenate([before, after]), return_inverse=True)
    first, second = codes.reshape(2, -1)
    table = np.bincount(first * len(grades) + second, minlength=len(grades) ** 2).reshape(len(grades), len(grades))
    difference = (table.sum(axis=1) - table.sum(axis=0))[:-1]
    spread = np.diag(table.sum(axis=1) + table.sum(axis=0)) - table - table.T
    covariance = spread[:-1, :-1]
    freedom = np.linalg.matrix_rank(covariance) if covariance.size else 0
    if not freedom:
        return np.nan, np.nan
    statistic = difference @ np.linalg.pinv(covariance, hermitian=True) @ difference
    return statistic, chi2.sf(statistic, freedom)


def net_share(up: int, down: int, persons: int) -> tuple[float, float, float]:
    """Share up minus share down of the same persons, with its 95 % limits (0-1).

    Square-and-add of the two Wilson intervals, with the correlation of two shares of one multinomial.
    Source: Zou and Donner (2008), Stat. Med. 27, 1693-1702.
    """
    shares = np.array([up, down]) / persons
    odds = np.prod(np.divide(shares, 1 - shares, where=shares < 1, out=np.ones(2)))
    one, other = ((share, *wilson([count], [persons])) for share, count in zip(shares, (up, down), strict=True))
    low, high = square_and_add(one, other, correlation=-np.sqrt(odds))
    return shares[0] - shares[1], float(low[0]), float(high[0])


def sign_test(up: int, down: int) -> float:
    """Exact two-sided p of as many up as down; nan where nobody moved."""
    return binomtest(int(up), int(up + down)).pvalue if up + down else np.nan
