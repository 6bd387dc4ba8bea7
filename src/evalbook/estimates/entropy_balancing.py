"""Weights of controls by which they are as the starters: in each trial as many, with each category as many.

Entropy balancing (Hainmueller 2012, Political Analysis 20:25), which is raking: of all such weights those closest to
equal ones in Kullback-Leibler divergence. A weight is the product of a factor of the trial and one of each category.
The factors of trials follow from the others, so that Newton's method looks for those of categories only.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from evalbook.errors import EvalbookError
from evalbook.estimates.overlap import Overlap, overlap
from evalbook.estimates.positive_weights import LEAST_WEIGHT, are_there_weights
from evalbook.estimates.trials import Trials

SMALL_STEP = 1e-7  # of the logarithm of a weight: the step after it is below the precision of numbers
LONGEST_STEP = 8.0  # of the same
SURE_STEP = 0.1  # at most as long, the distance falls by itself
MOST_STEPS, ENOUGH_STEPS = 400, 12
NOT_MET = 1e-7  # of a margin in a direction in which weights change nothing
NO_DIRECTION = 1e-10  # an eigenvalue, of at most as many as there are columns


@dataclass(frozen=True)
class Balanced:
    """Weights of controls, a row a trial that is looked at and a column a profile; 0 where nobody is weighted.

    `first`: the number of the first of these trials. `starters`: which, of all, are kept. `persons`: person-trials that
    are weighted. `free`: directions of the terms of these trials (first) and of categories in which no weight
    changes, a column each. `factors`: logarithms of those of categories, to begin with for nearly the same people.
    """

    first: int
    weights: np.ndarray
    starters: np.ndarray
    persons: np.ndarray
    free: np.ndarray
    factors: np.ndarray


@dataclass(frozen=True)
class _Margins:
    """What is to be met: `persons` of controls and their `design` (trials and profiles with anybody only), starters of
    each trial and with each category; `free` as in Balanced, of categories only (orthonormal)."""

    persons: np.ndarray
    design: np.ndarray
    of_trials: np.ndarray
    of_categories: np.ndarray
    free: np.ndarray


def balanced(trials: Trials, looked_at: slice, begin: np.ndarray | None = None) -> Balanced | None:
    """The weights for the starters of these trials; None where there are none, or only with a weight of 0.

    `begin`: factors of weights for nearly the same people.
    """
    kept = overlap(trials, looked_at)
    if not kept.starters.any():
        return None
    free = free_directions(kept.controls > 0, trials.design)
    in_trials = trials.starter_counts(kept.starters)[looked_at]
    margins = _margins(in_trials, kept, trials.design, free)
    terms = np.concatenate([in_trials.sum(axis=1), margins.of_categories])
    if np.abs(free.T @ terms).max(initial=0) > NOT_MET:
        return None
    factors = _solved(margins, np.zeros(len(margins.of_categories)) if begin is None else begin)
    if factors is None:
        return None
    weights = np.zeros_like(kept.controls)
    weights[np.ix_(*_somebody(kept.controls))] = _weights(margins, factors)
    return Balanced(
        looked_at.start, np.where(kept.controls > 0, weights, 0), kept.starters, kept.controls, free, factors
    )


def free_directions(there: np.ndarray, design: np.ndarray) -> np.ndarray:
    """Orthonormal changes of the terms of trials and categories that leave the sum of terms of each cell as it is.

    `there`: whether there is anybody, a row a trial and a column a profile. Terms of nobody are free too.
    """
    gram = normal_matrix(there.astype(float), design)
    scale = np.sqrt(np.where(np.diag(gram) > 0, np.diag(gram), 1))
    values, vectors = np.linalg.eigh(gram / np.outer(scale, scale))
    return _spanned(vectors[:, values < NO_DIRECTION * len(gram)] / scale[:, None])


def normal_matrix(weights: np.ndarray, design: np.ndarray) -> np.ndarray:
    """The matrix of products of indicators of trials and categories, weighted; `weights`: a row a trial."""
    both = weights @ design
    categories = design.T @ (design * weights.sum(axis=0)[:, None])
    return np.block([[np.diag(weights.sum(axis=1)), both], [both.T, categories]])


def _somebody(persons: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    return persons.any(axis=1), persons.any(axis=0)


def _margins(in_trials: np.ndarray, kept: Overlap, design: np.ndarray, free: np.ndarray) -> _Margins:
    trials, profiles = _somebody(kept.controls)
    return _Margins(
        kept.controls[np.ix_(trials, profiles)],
        design[profiles],
        in_trials.sum(axis=1)[trials],
        in_trials.sum(axis=0) @ design,
        _spanned(free[len(trials) :]),
    )


def _spanned(directions: np.ndarray) -> np.ndarray:
    """Orthonormal columns that span the same; of directions some may be nothing, or follow from others."""
    vectors, sizes, _ = np.linalg.svd(directions, full_matrices=False)
    return vectors[:, sizes > NO_DIRECTION * sizes.max(initial=1)]


def _solved(margins: _Margins, factors: np.ndarray) -> np.ndarray | None:
    """The factors that meet the margins; None where a linear programme says that there are none."""
    exist = False
    for step in range(MOST_STEPS):
        change, size = _newton(margins, factors)
        factors = factors + change
        if size < SMALL_STEP:
            factors = factors + _newton(margins, factors)[0]
            return factors if exist or _least(margins, factors) > LEAST_WEIGHT or _exist(margins) else None
        if not exist and step >= ENOUGH_STEPS and _least(margins, factors) < LEAST_WEIGHT:
            if not _exist(margins):
                return None
            exist = True
    if exist or _exist(margins):
        raise EvalbookError("Weights of comparable people exist and were not found: tell the makers of this program.")
    return None


def _exist(margins: _Margins) -> bool:
    return are_there_weights(margins.persons, margins.design, margins.of_trials, margins.of_categories)


def _weights(margins: _Margins, factors: np.ndarray) -> np.ndarray:
    """Of one control: a row a trial, a column a profile."""
    sizes, of_trials, _ = _by_trial(margins, factors)
    return np.outer(of_trials, sizes)


def _by_trial(margins: _Margins, factors: np.ndarray) -> tuple[np.ndarray, np.ndarray, float]:
    """Each profile's factor; each trial's, by which its margin is met; and the dual of the divergence, which is least
    where all margins are."""
    logs = margins.design @ factors
    top = logs.max()
    sizes = np.exp(logs - top)
    sums = np.maximum(margins.persons @ sizes, np.finfo(float).tiny)
    distance = margins.of_trials @ (np.log(sums) + top) - margins.of_categories @ factors
    return sizes, margins.of_trials / sums, float(distance)


def _least(margins: _Margins, factors: np.ndarray) -> float:
    return _weights(margins, factors).min(where=margins.persons > 0, initial=np.inf)


def _newton(margins: _Margins, factors: np.ndarray) -> tuple[np.ndarray, float]:
    """The change of the factors, shortened until the distance falls, and how much all of it changes the logarithm of a
    weight."""
    sizes, of_trials, before = _by_trial(margins, factors)
    by_profile = sizes * (of_trials @ margins.persons)
    slope = by_profile @ margins.design - margins.of_categories
    by_trial = of_trials[:, None] * (margins.persons @ (margins.design * sizes[:, None]))
    less = by_trial.T @ (by_trial / margins.of_trials[:, None])
    curve = margins.design.T @ (margins.design * by_profile[:, None]) - less + margins.free @ margins.free.T
    scale = 1 / np.sqrt(np.maximum(np.diag(curve), np.finfo(float).tiny))
    solved = np.linalg.lstsq(curve * np.outer(scale, scale), -slope * scale, rcond=1e-15)[0] * scale
    change = solved - margins.free @ (margins.free.T @ solved)
    size = np.abs(margins.design @ change).max(initial=0)
    part = min(1.0, LONGEST_STEP / max(size, SMALL_STEP))
    while size * part > SURE_STEP and _by_trial(margins, factors + part * change)[2] > before:
        part /= 2
    return part * change, size
