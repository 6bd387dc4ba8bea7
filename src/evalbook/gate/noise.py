"""How much a count or a sum is changed before it leaves the closed machine, told by its cell's key.

The probabilities are those of R's `ptable::create_cnt_ptable(D = 5, V = 3, js = 0)`: of all ways to change a count by
whole numbers that change it by 0 on average, with at most this variance, by at most this much and never below zero,
the one of maximum entropy in which a larger fall is never likelier than a smaller one. A count of zero stays.

The variance is met from a count of 2 on; that of a count of 1 is 1.302, the largest that the other conditions leave.

Source: Giessing 2016, Computational issues in the design of transition probabilities; Bach 2020, arXiv 2012.09775;
the source of ptable 0.3.3 and cellKey (sdcTools).
"""

from __future__ import annotations

from functools import cache

import numpy as np
from scipy.special import logsumexp

from evalbook.contract.thresholds import LARGEST_CHANGE, VARIANCE

DIGITS = 8  # of the bounds that a key is held against, as in ptable: the same on every machine
NEAR, MOST_STEPS = 1e-12, 100  # of the solver: how far a mean or variance may be off, and what is rounding


@cache
def probabilities(largest_change: int = LARGEST_CHANGE, variance: float = VARIANCE) -> np.ndarray:
    """How likely each change is: a row a true count (0 to `largest_change`, the last also for all counts above it), a
    column a change (from -`largest_change` to `largest_change`). Read-only.
    """
    table = np.zeros((largest_change + 1, 2 * largest_change + 1))
    table[0, largest_change] = 1.0
    for count in range(1, largest_change + 1):
        table[count, largest_change - count :] = _likeliest(np.arange(-count, largest_change + 1), variance)
    table.flags.writeable = False
    return table


def changes(counts: np.ndarray, keys: np.ndarray) -> np.ndarray:
    """The change of each count (a whole number of persons, none missing), given its cell's key in [0, 1).

    The changes divide [0, 1) in rising order, from the largest fall to the largest rise; an interval holds its lower
    bound. The order is that of ptable and cellKey. Raises ValueError for a count below 0 and a key out of bounds.
    """
    counts, keys = np.asarray(counts), _checked(keys)
    if not (counts >= 0).all():
        raise ValueError("a count below zero, or none")
    rows = np.minimum(counts, LARGEST_CHANGE).astype(int)
    found = np.zeros(np.broadcast_shapes(rows.shape, keys.shape), dtype=int)
    rows, keys = np.broadcast_to(rows, found.shape), np.broadcast_to(keys, found.shape)
    for count, bounds in enumerate(_bounds()):
        here = rows == count
        found[here] = np.searchsorted(bounds, keys[here], side="right") - LARGEST_CHANGE
    return found


def sum_changes(keys: np.ndarray, largest: np.ndarray) -> np.ndarray:
    """The change of each sum, in its unit: that of a large count with the same key, times the largest contribution.

    `largest`: the largest contribution of a person to the cell, without its sign; 0 where nobody contributes, and the
    change is 0 then. A sum in which each person counts for one is changed as the count of those persons is.
    """
    return changes(np.full(np.shape(keys), LARGEST_CHANGE), keys) * np.asarray(largest, float)


def _checked(keys: np.ndarray) -> np.ndarray:
    keys = np.asarray(keys, float)
    if not ((keys >= 0) & (keys < 1)).all():
        raise ValueError("a cell's key below 0, or 1 and more")
    return keys


@cache
def _bounds() -> np.ndarray:
    """The upper bounds of the intervals of each row; those of impossible changes hold no key."""
    return probabilities().cumsum(axis=1).round(DIGITS)


def _likeliest(steps: np.ndarray, variance: float) -> np.ndarray:
    """The probabilities of the changes `steps` of one count.

    Where falls would be likelier the larger they are, the smallest of them and no change are equally likely: as many
    as it takes. Their logarithm is then linear in their mean (and mean square), as that of the others is in their own.
    """
    for equal in range(1, -steps[0] + 2):
        found = _of_maximum_entropy(steps, variance, equal)
        if (np.diff(found[steps <= 0]) >= -1e-12).all():
            return found
    raise ValueError("no probabilities meet the conditions")


def _of_maximum_entropy(steps: np.ndarray, variance: float, equal: int) -> np.ndarray:
    """With the last `equal` changes up to 0 equally likely; the variance only where it would else be larger."""
    terms = np.array([steps, steps**2], float)
    block = (steps <= 0) & (steps > -equal)
    terms[:, block] = terms[:, block].mean(axis=1, keepdims=True)
    found, multipliers = _solved(terms[:1], np.zeros(1), np.zeros(1))
    if found @ terms[1] > variance:
        found, _ = _solved(terms, np.array([0.0, variance]), np.append(multipliers, 0.0))
    return found


def _solved(terms: np.ndarray, means: np.ndarray, start: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The probabilities, exponential in `terms`, that give these their `means`, and the multipliers of the terms.

    Newton's method on the dual, which is convex: a step that does not lead down is halved.
    """
    at = start
    for _ in range(MOST_STEPS):
        weights = _exponential(at @ terms)
        off = terms @ weights - means
        if np.abs(off).max() < NEAR:
            return weights, at
        step = np.linalg.solve((terms * weights) @ terms.T - np.outer(terms @ weights, terms @ weights), off)
        while logsumexp((at - step) @ terms) - (at - step) @ means > logsumexp(at @ terms) - at @ means + NEAR:
            step = step / 2
        at = at - step
    raise ValueError("no probabilities meet the conditions")


def _exponential(logarithms: np.ndarray) -> np.ndarray:
    return np.exp(logarithms - logsumexp(logarithms))
