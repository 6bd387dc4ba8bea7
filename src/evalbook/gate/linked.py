"""Secondary protection: what the released counts give away together about those that are withheld.

The possible range of a withheld count of 1 to 9, given all that a reader knows (`systems`), must include all of 1 to 9;
what else is withheld for that is chosen to lose least (`least_loss`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from evalbook.gate.additivity import Sum
from evalbook.gate.least_loss import NOTHING, least_loss
from evalbook.gate.systems import UNKNOWN, Known, System, systems
from evalbook.gate.tallies import Tally

NARROWEST = 4  # a small count that no table gives is known within this at the best, as after rounding to 5
LOOKS, SEED = 8, 1
UNBOUNDED = 3  # of the solver: there is no limit


def to_withhold(
    known: Mapping[Tally, Known],
    *,
    sizes: Mapping[Tally, int],
    sums: Sequence[Sum],
    nestings: Sequence[tuple[Tally, Tally]],
) -> set[Tally]:
    """The groups whose sizes must be withheld besides those that are, so that no count of 1 to 9 follows.

    `known` has every group that a table gives; groups that occur in `sums` alone are unknown to a reader.
    One count after another: where it is bounded too closely, those groups are withheld whose limits must give way
    with the least loss of numbers (a binary programme). What that withholds helps the counts that follow.
    """
    chosen: set[Tally] = set()
    for system in systems(known, sizes=sizes, sums=sums, nestings=nestings):
        try:
            numbers = _protected(system)
        except ArithmeticError:  # nothing is shown rather than too much
            numbers = set(np.flatnonzero(~np.isnan(system.costs)))
        chosen |= {system.groups[number] for number in numbers}
    return chosen


def _protected(system: System) -> set[int]:
    """The numbers of the groups to withhold; the limits of the system are then those that remain."""
    chosen: set[int] = set()
    seen = np.column_stack([np.full(len(system.groups), np.inf), np.full(len(system.groups), -np.inf)])
    _look(system, seen)
    for number in system.protect:
        for side in (0, 1):
            while not _reached(system, number, seen, side):
                for each in (0, 1) if np.isnan(system.protect[number][0]) else (side,):
                    _see(system, number, seen, each)
                if not _reached(system, number, seen, side):
                    more = least_loss(system, number, size=_target(system, number, seen, side)) - chosen
                    if not more:
                        raise ArithmeticError("a small count cannot be protected")
                    system.limits[list(more)] = UNKNOWN
                    chosen |= more
    return chosen


def _target(system: System, number: int, seen: np.ndarray, side: int) -> float:
    """The size that must seem possible: an end of 1 to 9, or what is wide enough with what does."""
    if np.isnan(system.protect[number][0]):
        return seen[number, 0] + NARROWEST
    return system.protect[number][side]


def _look(system: System, seen: np.ndarray) -> None:
    """Sees many groups at their extremes at once: what one solution shows needs no programme of its own."""
    weights = np.random.default_rng(SEED).uniform(0.5, 1.5, (min(LOOKS, len(system.protect)), len(system.groups)))
    bounded = np.isfinite(system.limits[:, 1])
    for side, sign in ((0, 1.0), (1, -1.0)):
        for weight in weights:
            missing = [each for each in system.protect if not _reached(system, each, seen, side)]
            objective = np.zeros(len(system.groups))
            objective[missing] = sign * weight[missing]
            if missing:
                solved = system.extreme(objective if side == 0 else objective * bounded)
                if solved.status == 0:
                    _note(seen, solved.x)


def _note(seen: np.ndarray, solution: np.ndarray) -> None:
    seen[:, 0] = np.minimum(seen[:, 0], solution)
    seen[:, 1] = np.maximum(seen[:, 1], solution)


def _reached(system: System, number: int, seen: np.ndarray, side: int) -> bool:
    low, high = system.protect[number]
    if np.isnan(low):
        return seen[number, 1] - seen[number, 0] >= NARROWEST - NOTHING
    return seen[number, 0] <= low + NOTHING if side == 0 else seen[number, 1] >= high - NOTHING


def _see(system: System, number: int, seen: np.ndarray, side: int) -> None:
    """Notes how small (side 0) or large a group can be."""
    objective = np.zeros(len(system.groups))
    objective[number] = (1.0, -1.0)[side]
    solved = system.extreme(objective)
    if solved.status == 0:
        _note(seen, solved.x)
    elif solved.status == UNBOUNDED:
        seen[number, 1] = np.inf
    else:
        raise ArithmeticError(f"what is released contradicts itself: {solved.message}")
