"""People who find, lose and find work again, some of whom leave, who talk and cost money, each followed for a time of
her own: drawn, for `interval_coverage.py`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from evalbook.estimates.transitions import UNSEEN

MONTHS = 37
LONGER = MONTHS + 24  # who finds work in the last month is followed for two years too, where all are
IN_WORK, OUT, LEFT = 0, 1, 2
FEW_PAY, MANY_PAY = 0.03, 0.3


@dataclass(frozen=True)
class People:
    """`paths`: months by persons, a state or UNSEEN; `last`: the last month seen; `horizon`: the last in which finding
    work counts for keeping it; `kind` has influence on work, `group` none; `talks`: conversations in months 24-30;
    `euros`: by person and month, of a few and of many."""

    paths: np.ndarray
    last: np.ndarray
    horizon: np.ndarray
    group: np.ndarray
    kind: np.ndarray
    talks: np.ndarray
    euros: Mapping[str, np.ndarray]

    @property
    def in_work(self) -> np.ndarray:
        return self.paths == IN_WORK


def people(draw: np.random.Generator, number: int, *, whole: bool = False) -> People:
    """`whole`: all followed to the end."""
    kind, apt = draw.integers(0, 3, number), draw.gamma(1.0, 1.0, number)
    loses = 0.05 + 0.02 / (0.5 + apt)  # who finds work late loses it sooner
    state = np.where(draw.random(number) < 0.08, IN_WORK, OUT)
    paths = [state]
    for _ in range(1, LONGER if whole else MONTHS):
        chance = draw.random(number)
        found = np.where(chance < 0.02 * apt * (1 + 0.5 * kind), IN_WORK, OUT)
        state = np.where(state == LEFT, LEFT, np.where(state == IN_WORK, np.where(chance < loses, OUT, IN_WORK), found))
        state = np.where((state != LEFT) & (draw.random(number) < 0.002), LEFT, state)
        paths.append(state)
    paths = np.array(paths, np.int8)
    horizon = draw.integers(5, MONTHS, number)
    last = np.full(number, len(paths) - 1) if whole else horizon
    gone = (paths == LEFT).cumsum(axis=0) > 1
    paths[gone | (np.arange(len(paths))[:, None] > last)] = UNSEEN
    euros = {"few": _euros(draw, FEW_PAY, paths), "many": _euros(draw, MANY_PAY, paths)}
    talks = draw.poisson(0.8 * draw.gamma(0.25, 4.0, number))
    return People(paths, last, horizon, draw.integers(0, 2, number), kind, talks, euros)


def _euros(draw: np.random.Generator, share: float, paths: np.ndarray) -> np.ndarray:
    """By person and month: a trajectory each, in the first two years, while seen."""
    number = paths.shape[1]
    amounts = np.where(draw.random(number) < share, draw.lognormal(7.5, 0.8, number), 0)
    months = draw.integers(0, 24, number)
    euros = np.zeros((number, MONTHS - 1))
    euros[range(number), months] = amounts * (paths[months, range(number)] != UNSEEN)
    return euros
