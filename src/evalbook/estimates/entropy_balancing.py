"""Weights of controls by which they are as the starters: in each trial as many, with each category as many.

Entropy balancing (Hainmueller 2012, Political Analysis 20:25), which is raking: of all such weights those closest to
equal ones in Kullback-Leibler divergence. A weight is the product of a factor of the trial and one of each category. The
factors of trials follow from the others, so that Newton's method looks for those of categories only.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from evalbook.errors import EvalbookError
from evalbook.estimates.overlap import Overlap, overlap
from evalbook.estimates.positive_weights import LEAST_WEIGHT, largest_least_weight
from evalbook.estimates.trials import Trials

SMALL_STEP = 1e-7  # of the logarithm of a weight: the step after it is below the precision of numbers
LONGEST_STEP = 8.0  # of the same
MOST_STEPS, ENOUGH_STEPS = 400, 12
NOT_MET = 1e-7  # of a margin in a direction in which weights change nothing
NO_DIRECTION = 1e-10  # an eigenvalue, of at most as many as there are columns


@dataclass(frozen=True)
class Balanced:
    """Weights of controls, a row a trial and a column a profile (0 where nobody is weighted), and what they are of.

    `starters`: which are kept. `counts`: of the controls that are weighted. `free`: directions of the factors of trials
    (first) and categories in which no weight changes, a column each. `factors`: logarithms, to begin with elsewhere.
    """

    weights: np.ndarray
    starters: np.ndarray
    counts: np.ndarray
    free: np.ndarray
    factors: np.ndarray


@dataclass(frozen=True)
class _Margins:
    """What is to be met: `counts` of controls and their `design` (profiles with anybody only), starters of each trial
    and with each category; `free` as in Balanced, of categories only (orthonormal)."""

    counts: np.ndarray
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
    margins = _margins(trials, kept, free)
    if np.abs(free.T @ np.concatenate([margins.of_trials, margins.of_categories])).max(initial=0) > NOT_MET:
        return None
    start = np.zeros(len(margins.of_categories)) if begin is None else begin
    factors = _solved(margins, start)
    if factors is None and begin is not None:
        factors = _solved(margins, np.zeros_like(start))
    if factors is None:
        return None
    weights = np.zeros_like(kept.controls)
    weights[:, kept.controls.any(axis=0)] = _weights(margins, factors)
    return Balanced(np.where(kept.controls > 0, weights, 0), kept.starters, kept.controls, free, factors)


def free_directions(there: np.ndarray, design: np.ndarray) -> np.ndarray:
    """Orthonormal changes of the terms of trials and categories that leave the sum of terms of each cell as it is.

    `there`: whether there is anybody, a row a trial and a column a profile. Terms of nobody are free too.
    """
    gram = normal_matrix(there.astype(float), design)
    scale = np.sqrt(np.where(np.diag(gram) > 0, np.diag(gram), 1))
    values, vectors = np.linalg.eigh(gram / np.outer(scale, scale))
    free = vectors[:, values < NO_DIRECTION * len(gram)] / scale[:, None]
    return np.linalg.qr(free)[0]


def normal_matrix(weights: np.ndarray, design: np.ndarray) -> np.ndarray:
    """The matrix of products of indicators of trials and categories, weighted; `weights`: a row a trial."""
    both = weights @ design
    by_profile = weights.sum(axis=0)
    categories = design.T @ (design * by_profile[:, None])
    return np.block([[np.diag(weights.sum(axis=1)), both], [both.T, categories]])


def _margins(trials: Trials, kept: Overlap, free: np.ndarray) -> _Margins:
    somebody = kept.controls.any(axis=0)
    starters = trials.starter_counts(kept.starters)
    return _Margins(
        kept.controls[:, somebody],
        trials.design[somebody],
        starters.sum(axis=1),
        starters.sum(axis=0) @ trials.design,
        _spanned(free[trials.number :]),
    )


def _spanned(directions: np.ndarray) -> np.ndarray:
    """Orthonormal columns that span the same; of directions some may be nothing, or follow from others."""
    vectors, sizes, _ = np.linalg.svd(directions, full_matrices=False)
    return vectors[:, sizes > NO_DIRECTION]


def _solved(margins: _Margins, factors: np.ndarray) -> np.ndarray | None:
    """The factors that meet the margins; None where a linear programme says that there are none."""
    exist = False
    for step in range(MOST_STEPS):
        change, size = _newton(margins, factors)
        factors = factors + change
        least = _least(margins, factors)
        if size < SMALL_STEP:
            factors = factors + _newton(margins, factors)[0]
            return factors if exist or least > LEAST_WEIGHT or _exist(margins) else None
        if not exist and step >= ENOUGH_STEPS and least < LEAST_WEIGHT:
            if not _exist(margins):
                return None
            exist = True
    if not exist and not _exist(margins):
        return None
    raise EvalbookError("Weights of comparable people exist and were not found: tell the makers of this program.")


def _exist(margins: _Margins) -> bool:
    found = largest_least_weight(margins.counts, margins.design, margins.of_trials, margins.of_categories)
    return found > LEAST_WEIGHT


def _weights(margins: _Margins, factors: np.ndarray) -> np.ndarray:
    """Of one control: a row a trial, a column a profile."""
    sizes, of_trials = _by_trial(margins, factors)
    return np.outer(of_trials, sizes)


def _by_trial(margins: _Margins, factors: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Each profile's factor, and each trial's, by which the trial's margin is met."""
    logs = margins.design @ factors
    sizes = np.exp(logs - logs.max())
    sums = margins.counts @ sizes
    return sizes, np.divide(margins.of_trials, sums, out=np.zeros_like(sums), where=sums > 0)


def _least(margins: _Margins, factors: np.ndarray) -> float:
    weights = _weights(margins, factors)
    return weights.min(where=margins.counts > 0, initial=np.inf)


def _newton(margins: _Margins, factors: np.ndarray) -> tuple[np.ndarray, float]:
    """The change of the factors, halved until the distance falls, and how much it changes the logarithm of a weight."""
    sizes, of_trials = _by_trial(margins, factors)
    by_profile = sizes * (of_trials @ margins.counts)
    slope = by_profile @ margins.design - margins.of_categories
    by_trial = of_trials[:, None] * ((margins.counts * sizes) @ margins.design)
    there = margins.of_trials > 0
    less = by_trial[there].T @ (by_trial[there] / margins.of_trials[there, None])
    curve = margins.design.T @ (margins.design * by_profile[:, None]) - less + margins.free @ margins.free.T
    scale = 1 / np.sqrt(np.maximum(np.diag(curve), np.finfo(float).tiny))
    solved = np.linalg.lstsq(curve * np.outer(scale, scale), -slope * scale, rcond=1e-15)[0] * scale
    change = solved - margins.free @ (margins.free.T @ solved)
    size = np.abs(margins.design @ change).max(initial=0)
    before, part = _distance(margins, factors), min(1.0, LONGEST_STEP / max(size, SMALL_STEP))
    while size * part > SMALL_STEP and _distance(margins, factors + part * change) > before + 1e-4 * part * (
        slope @ change
    ):
        part /= 2
    return part * change, size


def _distance(margins: _Margins, factors: np.ndarray) -> float:
    """The dual of the divergence, least where the margins are met."""
    logs = margins.design @ factors
    top = logs.max()
    sums = margins.counts @ np.exp(logs - top)
    there = margins.of_trials > 0
    with_top = np.log(np.maximum(sums[there], np.finfo(float).tiny)) + top
    return float(margins.of_trials[there] @ with_top - margins.of_categories @ factors)
