"""What to withhold so that a count can be of a size: as few numbers as possible."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, OptimizeResult, milp
from scipy.sparse import csr_array, eye_array, hstack

from evalbook.gate.systems import System

NOTHING = 1e-6
FARTHEST = 100.0  # persons by which a limit may be passed; counts of 1 to 9 need no more
MOST_NODES = 200  # of the binary programme's tree; a number of nodes, unlike of seconds, is the same on every machine
PRICE_OF_NOTHING, PRICE_OF_A_PERSON = 0.01, 1e-7  # what is withheld already; of two equal losses the smaller group


def least_loss(system: System, number: int, *, size: float) -> set[int]:
    """The groups whose limits must give way for a group to be of a size, with the least loss in all.

    Each limit may be passed at a price a person (an elastic programme); where that loses a number, at a price once
    (a binary programme, cut off at MOST_NODES).
    """
    passing = _passing(system, number, size)
    solved = milp(passing.prices, constraints=passing.rules, bounds=passing.bounds)
    groups = passing.passed(solved)
    if not system.costs[groups].any():
        return set(map(int, groups))
    return set(map(int, _least_at_once(passing)))


@dataclass(frozen=True)
class Passing:
    """A programme of the sizes of all groups and of how far each limit that can give way (`free`) is passed."""

    free: np.ndarray
    prices: np.ndarray
    rules: list[LinearConstraint]
    bounds: Bounds

    def passed(self, solved: OptimizeResult) -> np.ndarray:
        if solved.x is None:
            raise ArithmeticError(f"no protection was found: {solved.message}")
        count = len(self.free)
        by = solved.x[len(self.prices) - 2 * count : len(self.prices)].reshape(2, count).sum(axis=0)
        return self.free[by > NOTHING]


def _passing(system: System, number: int, target: float) -> Passing:
    width = len(system.groups)
    free = np.flatnonzero(~np.isnan(system.costs) & (np.arange(width) != number))
    losses = PRICE_OF_NOTHING + system.costs[free] + system.sizes[free] * PRICE_OF_A_PERSON
    down = system.limits[free, 0]  # nothing gets smaller than zero
    low = np.concatenate([system.limits[:, 0], np.zeros(2 * len(free))])
    high = np.concatenate([system.limits[:, 1], np.full(len(free), FARTHEST), down])
    low[number] = high[number] = target
    rules = [
        LinearConstraint(hstack([matrix, matrix[:, free], -matrix[:, free]]), lowest, 0)
        for matrix, lowest in zip(system.matrices, (0.0, -np.inf), strict=True)
        if matrix is not None
    ]
    return Passing(free, np.concatenate([np.zeros(width), losses, losses]), rules, Bounds(low, high))


def _least_at_once(passing: Passing) -> np.ndarray:
    """The same with one more variable a group: whether its limits are passed at all, which has the price."""
    count, width = len(passing.free), len(passing.prices)
    prices = np.concatenate([np.zeros(width), passing.prices[-count:]])
    wider = [hstack([rule.A, csr_array((rule.A.shape[0], count))]) for rule in passing.rules]
    rules = [LinearConstraint(A, rule.lb, rule.ub) for A, rule in zip(wider, passing.rules, strict=True)]
    one = eye_array(count)
    chosen = hstack([csr_array((count, width - 2 * count)), one, one, -FARTHEST * one])
    low, high = (
        np.concatenate([part, np.full(count, end)]) for part, end in ((passing.bounds.lb, 0), (passing.bounds.ub, 1))
    )
    solved = milp(
        prices,
        constraints=[*rules, LinearConstraint(chosen, -np.inf, 0)],
        bounds=Bounds(low, high),
        integrality=np.repeat([0, 1], [width, count]),
        options={"node_limit": MOST_NODES},
    )
    return passing.passed(solved)
