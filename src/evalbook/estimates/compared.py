"""Outcomes of starters beside those of weighted controls, with a linearised standard error, persons as clusters.

Source: docs/contract/comparison.md, 'Outcomes and items'.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from evalbook.estimates.entropy_balancing import Balanced, normal_matrix
from evalbook.estimates.trials import Trials

NOT_UNIQUE = 1e-6


@dataclass(frozen=True)
class Compared:
    """`starters`: how many are kept; `outcomes`: of each 1 or 0; `comparable`: the weighted share of controls.

    `standard_error` of the difference of the shares, `comparable_error` of the weighted share as what the starters
    would have had: nan where a starter's fitted value is not unique.
    """

    starters: int
    outcomes: np.ndarray
    comparable: float
    standard_error: float
    comparable_error: float

    @property
    def share(self) -> float:
        return float(self.outcomes.mean())

    @property
    def difference(self) -> float:
        return self.share - self.comparable


def compared(trials: Trials, weighted: Balanced, outcome: Callable[[int], np.ndarray]) -> Compared:
    """`outcome`: of a trial's number whether each person has it."""
    starters = trials.starters[weighted.starters]
    persons, profile = (starters[name].to_numpy(int) for name in ("person", "profile"))
    row = starters["trial"].to_numpy(int) - weighted.first
    outcomes, counts = np.zeros(len(starters)), np.zeros_like(weighted.weights)
    having = {}
    for number in np.flatnonzero(weighted.weights.any(axis=1)):
        has_it, profiles = outcome(weighted.first + number), trials.controls[weighted.first + number]
        own = row == number
        outcomes[own] = has_it[persons[own]]
        having[number] = np.flatnonzero(has_it)
        counts[number] = np.bincount(profiles[having[number]], minlength=counts.shape[1] + 1)[:-1]
    total = weighted.weights * counts
    error = of_comparable = np.nan
    if _are_unique(trials, weighted, row, profile):
        fitted = _fitted(trials, weighted, total)
        expected = fitted[row, profile]
        comparable = _of_controls(trials, weighted, fitted, having)
        np.add.at(comparable, persons, expected - expected.mean())
        influence = -comparable
        np.add.at(influence, persons, outcomes - outcomes.mean())
        error, of_comparable = (float(np.sqrt(each @ each) / len(starters)) for each in (influence, comparable))
    return Compared(len(starters), outcomes, float(total.sum() / len(starters)), error, of_comparable)


def deviation(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """The standard deviation that two shares have on average: of the mean of their variances."""
    return np.sqrt((one * (1 - one) + other * (1 - other)) / 2)


def weights_by_person(trials: Trials, weighted: Balanced) -> np.ndarray:
    """Each person's weights as a control of the trials that are looked at, added."""
    found = np.zeros(trials.controls.shape[1])
    for number in np.flatnonzero(weighted.weights.any(axis=1)):
        found += np.append(weighted.weights[number], 0)[trials.controls[weighted.first + number]]
    return found


def _are_unique(trials: Trials, weighted: Balanced, row: np.ndarray, profile: np.ndarray) -> bool:
    """Whether the fitted values of starters are the same whatever a direction does that is free among the controls."""
    of_trials, of_categories = np.split(weighted.free, [len(weighted.weights)])
    moved = of_trials[row] + (trials.design @ of_categories)[profile]
    return bool(np.abs(moved).max(initial=0) < NOT_UNIQUE)


def _fitted(trials: Trials, weighted: Balanced, total: np.ndarray) -> np.ndarray:
    """Fitted values by weighted least squares on trials and categories, a row a trial and a column a profile.

    `total`: the weights of the controls with the outcome, added.
    """
    matrix = normal_matrix(weighted.weights * weighted.persons, trials.design)
    right = np.concatenate([total.sum(axis=1), total.sum(axis=0) @ trials.design])
    scale = 1 / np.sqrt(np.where(np.diag(matrix) > 0, np.diag(matrix), 1))
    free = np.linalg.qr(weighted.free / scale[:, None])[0]
    scaled = matrix * np.outer(scale, scale) + free @ free.T
    terms = np.linalg.solve(scaled, right * scale)
    terms += np.linalg.solve(scaled, right * scale - scaled @ terms)
    of_trials, of_categories = np.split(terms * scale, [len(total)])
    return of_trials[:, None] + trials.design @ of_categories


def _of_controls(trials: Trials, weighted: Balanced, fitted: np.ndarray, having: dict[int, np.ndarray]) -> np.ndarray:
    """Each person's weights times residuals as a control, added."""
    influence = np.zeros(trials.controls.shape[1])
    for number, persons in having.items():
        profiles = trials.controls[weighted.first + number]
        weights = np.append(weighted.weights[number], 0)
        influence -= np.append(weighted.weights[number] * fitted[number], 0)[profiles]
        influence[persons] += weights[profiles[persons]]
    return influence
