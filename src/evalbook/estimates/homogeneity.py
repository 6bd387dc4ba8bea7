"""Whether grades of the same persons at two moments are distributed alike. Knows grades, not this report."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike
from scipy.stats import binomtest, chi2

from evalbook.estimates.intervals import square_and_add, wilson


def stuart_maxwell(before: ArrayLike, after: ArrayLike) -> tuple[float, float]:
    """Chi-squared and p of equal margins of the square table of two grades; nan where nobody changed.

    A grade that nobody has or changes adds no degree of freedom.
    Source: Stuart (1955), Biometrika 42, 412-416; Maxwell (1970), Br. J. Psychiatry 116, 651-655.
    """
    grades, codes = np.unique(np.concatenate([before, after]), return_inverse=True)
    first, second = codes.reshape(2, -1)
    table = np.bincount(first * len(grades) + second, minlength=len(grades) ** 2).reshape(len(grades), -1)
    difference = (table.sum(axis=1) - table.sum(axis=0))[:-1]
    spread = np.diag(table.sum(axis=1) + table.sum(axis=0)) - table - table.T
    covariance = spread[:-1, :-1]
    freedom = np.linalg.matrix_rank(covariance) if len(covariance) else 0
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
