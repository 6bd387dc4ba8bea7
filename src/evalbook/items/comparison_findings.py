"""What is found of a group of the comparison, how groups are pooled, and the cells of it.

Source: docs/contract/comparison.md, 'Outcomes and items'.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields

import numpy as np

from evalbook.contract.cells import (
    BASE,
    COMPARABLE,
    CONTROLS,
    EFFECTIVE,
    ERROR,
    LEFT_OUT,
    PERSONS,
    SMD_AFTER,
    SMD_BEFORE,
    STARTERS,
)
from evalbook.items.tabulating import Part, whole


@dataclass(frozen=True)
class _Sums:
    """Numbers of one group that are added to those of the other."""

    def __add__(self, other: _Sums) -> _Sums:
        return type(self)(*(getattr(self, each.name) + getattr(other, each.name) for each in fields(self)))


@dataclass(frozen=True)
class Shares(_Sums):
    """Starters kept (`key`: the sum of their record keys), those with the outcome, the weights of controls with it, and
    the sum of squares of all persons' influence, not divided: nan where there is none."""

    starters: float
    key: float
    positive: float
    key_of_positive: float
    comparable: float
    squares: float

    def parts(self, **group: str) -> Iterator[Part]:
        yield whole(self.positive, self.key_of_positive, measure=PERSONS, **group)
        yield whole(self.starters, self.key, measure=BASE, **group)
        yield whole(self.comparable / self.starters, np.nan, measure=COMPARABLE, **group)
        if not np.isnan(self.squares):
            yield whole(np.sqrt(self.squares) / self.starters, np.nan, measure=ERROR, **group)


@dataclass(frozen=True)
class Balance(_Sums):
    """Starters kept, those in a category; person-trials of all controls, those in it; weights of those in it."""

    starters: float
    key: float
    starters_in: float
    controls: float
    controls_in: float
    weights_in: float

    def parts(self, **group: str) -> Iterator[Part]:
        of_starters, before = self.starters_in / self.starters, self.controls_in / self.controls
        after = self.weights_in / self.starters
        root = np.sqrt((of_starters * (1 - of_starters) + before * (1 - before)) / 2)
        if root > 0:
            yield whole(self.starters, self.key, measure=BASE, **group)
            yield whole((of_starters - before) / root, np.nan, measure=SMD_BEFORE, **group)
            yield whole((of_starters - after) / root, np.nan, measure=SMD_AFTER, **group)


@dataclass(frozen=True)
class Overlaps(_Sums):
    """All starters, those left out; controls with a weight; the sums of their weights and of the squares."""

    starters: float
    key: float
    left_out: float
    key_of_left_out: float
    controls: float
    key_of_controls: float
    weights: float
    squares: float

    def parts(self, **group: str) -> Iterator[Part]:
        kept = self.starters - self.left_out
        yield whole(kept, self.key - self.key_of_left_out, measure=BASE, **group)
        yield whole(self.starters, self.key, measure=STARTERS, **group)
        yield whole(self.left_out, self.key_of_left_out, measure=LEFT_OUT, **group)
        yield whole(self.controls, self.key_of_controls, measure=CONTROLS, **group)
        yield whole(self.weights**2 / self.squares, np.nan, measure=EFFECTIVE, **group)
