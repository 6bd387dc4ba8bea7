"""The best guess of each withheld count from everything that is released together.

Each group has a distribution by itself: a released number by the published noise, a withheld one by how frequent small
counts are (which is given to the attacker). Sums hold them together. Expectation propagation: each distribution is
replaced by the normal one that, with all others, has its mean and variance, again and again. Source: Minka (2001).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from attack_certain import System, systems
from attack_groups import NOTHING, Groups, Told
from attack_relations import Sum
from evalbook.contract.groups import Tally
from evalbook.gate.noise import probabilities

ROUNDS, STEP = 6, 0.7
OF_A_SUM = 1e-2  # the variance of a sum's rest, which is zero; a smaller one makes the matrices singular
WIDE = (20.0, 40.0**2)  # mean and variance of a group of which nothing is told
Frequency = Mapping[int, Mapping[int, float]]
LARGEST = probabilities().shape[1] // 2


@dataclass(frozen=True)
class Sites:
    """The values that each group may have by itself (a row a group), and how likely each is."""

    values: np.ndarray
    weights: np.ndarray


def guesses(
    groups: Groups,
    sums: Sequence[Sum],
    nestings: Sequence[tuple[Tally, Tally]] = (),
    *,
    frequency: Frequency,
) -> dict[Tally, int]:
    """The likeliest true number of each withheld group; `frequency`: of those with somebody for sure (1) and of the
    others (0), how often each number is the true one."""
    found = {}
    for system in systems(groups, sums, nestings):
        hidden = [place for place, group in enumerate(system.groups) if groups.told.get(group, NOTHING).few]
        if hidden:
            found |= _likeliest(system, groups, np.array(hidden), frequency)
    return found


def _likeliest(system: System, groups: Groups, hidden: np.ndarray, frequency: Frequency) -> dict[Tally, int]:
    told = [groups.told.get(group, NOTHING) for group in system.groups]
    sites = [_site(each, frequency) for each in told]
    width = max(len(values) for values, _ in sites)
    values = np.array([np.pad(v, (0, width - len(v))) for v, _ in sites], float)
    weights = np.array([np.pad(w, (0, width - len(w))) for _, w in sites], float)
    tilted = _propagated(system, Sites(values, weights))
    best = values[hidden, tilted[hidden].argmax(axis=1)]
    return {system.groups[place]: int(value) for place, value in zip(hidden, best, strict=True)}


def _site(told: Told, frequency: Frequency) -> tuple[np.ndarray, np.ndarray]:
    if told.few:
        values = np.arange(told.low, told.high + 1)
        return values, np.array([frequency[min(int(told.low), 1)].get(int(each), 0.0) for each in values]) + 1e-6
    if np.isfinite(told.released) and told.high > told.low:
        values = np.arange(max(told.low, 0), told.high + 1)
        rows = np.minimum(values, LARGEST).astype(int)
        return values, probabilities()[rows, (told.released - values + LARGEST).astype(int)] + 1e-9
    if told.high == told.low:
        return np.array([told.low]), np.ones(1)
    return np.zeros(0), np.zeros(0)


def _propagated(system: System, sites: Sites) -> np.ndarray:
    """How likely each value of each group is, given all others; rows sum to one where a group has values."""
    rows = system.rules.A.toarray()[np.asarray(system.rules.lb) == 0] if system.rules is not None else np.zeros((0, 1))
    held = rows.T @ rows / OF_A_SUM if len(rows) else np.zeros((len(system.groups),) * 2)
    has_values = sites.weights.sum(axis=1) > 0
    precision, pull = _moments(sites.weights, sites.values, has_values)
    tilted = sites.weights
    for _ in range(ROUNDS):
        covariance = np.linalg.inv(held + np.diag(precision))
        mean, variance = covariance @ pull, np.maximum(np.diag(covariance), 1e-9)
        without = np.maximum(1 / variance - precision, 1e-6)
        middle = (mean / variance - pull) / without
        fit = np.exp(-np.minimum(0.5 * without[:, None] * (sites.values - middle[:, None]) ** 2, 600))
        tilted = sites.weights * fit
        tilted = tilted / np.maximum(tilted.sum(axis=1, keepdims=True), 1e-300)
        all_precision, all_pull = _moments(tilted, sites.values, has_values)
        new_precision = np.maximum(all_precision - without, 1e-4)
        new_pull = all_pull - without * middle
        precision = np.where(has_values, precision + STEP * (new_precision - precision), precision)
        pull = np.where(has_values, pull + STEP * (new_pull - pull), pull)
    return tilted


def _moments(weights: np.ndarray, values: np.ndarray, has_values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The precision, and the mean times it, of each distribution."""
    total = np.maximum(weights.sum(axis=1), 1e-300)
    mean = (weights * values).sum(axis=1) / total
    variance = np.maximum((weights * (values - mean[:, None]) ** 2).sum(axis=1) / total, 1e-3)
    mean, variance = np.where(has_values, mean, WIDE[0]), np.where(has_values, variance, WIDE[1])
    return 1 / variance, mean / variance
