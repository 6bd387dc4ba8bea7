"""Shares of two groups in the same mix: what would differ if both consisted of the same kinds of persons.

Knows persons by kind, not this report.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from evalbook.estimates.intervals import Z, square_and_add, wilson


def standardised_difference(
    first: tuple[ArrayLike, ArrayLike], second: tuple[ArrayLike, ArrayLike]
) -> tuple[float, float, float]:
    """The share in the first group minus that in the second, both in the mix of the two together, with 95 % limits (-1
    to 1).

    Each group as persons with what is counted and all persons, by kind. A kind of which a group has nobody is left out
    of both. nan where no kind is in both. Assumes that kinds and mix are given; limits of a weighted sum of shares with
    Wilson's intervals. Sources: Zou, Huang and Zhang (2009), Computational Statistics and Data Analysis 53,
    1080-1085, for the sum; Zou and Donner (2008), Statistics in Medicine 27, 1693-1702, for the difference.
    """
    counted, persons = (np.stack([np.asarray(group[part], float) for group in (first, second)]) for part in (0, 1))
    both = (persons > 0).all(axis=0)
    if not both.any():
        return np.nan, np.nan, np.nan
    counted, persons = np.minimum(counted, persons)[:, both], persons[:, both]
    weights = persons.sum(axis=0) / persons.sum()
    sides = [_weighted(*each, weights) for each in zip(counted, persons, strict=True)]
    low, high = square_and_add(*sides)
    return sides[0][0] - sides[1][0], float(low), float(high)


def standardised_means(
    first: tuple[ArrayLike, ArrayLike, ArrayLike], second: tuple[ArrayLike, ArrayLike, ArrayLike]
) -> tuple[float, float, float]:
    """The mean of the first group minus that of the second, both in the mix of the two together, with 95 % limits.

    Each group as means, persons and standard errors of the means, by kind. A kind of which a group has nobody is left
    out of both. nan where no kind is in both; limits nan where the error of a mean is.
    """
    means, persons, errors = (
        np.stack([np.asarray(group[part], float) for group in (first, second)]) for part in range(3)
    )
    both = (persons > 0).all(axis=0)
    if not both.any():
        return np.nan, np.nan, np.nan
    weights = persons[:, both].sum(axis=0) / persons[:, both].sum()
    value = float(weights @ (means[0] - means[1])[both])
    half = Z * float(np.sqrt(weights**2 @ (errors[:, both] ** 2).sum(axis=0)))
    return value, value - half, value + half


def _weighted(counted: np.ndarray, persons: np.ndarray, weights: np.ndarray) -> tuple[float, float, float]:
    shares, (low, high) = counted / persons, wilson(counted, persons)
    value = float(weights @ shares)
    below, above = (np.sqrt(weights**2 @ distance**2) for distance in (shares - low, high - shares))
    return value, value - float(below), value + float(above)
