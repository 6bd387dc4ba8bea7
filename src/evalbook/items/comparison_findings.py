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
    COMPARABLE_ERROR,
    CONTROLS,
    CONTROLS_ALL,
    CONTROLS_IN,
    EFFECTIVE,
    ERROR,
    LEFT_OUT,
    PERSONS,
    SMD_AFTER,
    STARTERS,
)
from evalbook.estimates.compared import deviation
from evalbook.items.tabulating import Part, whole

FINE, MODULUS = 1e6, 2**32  # what differs by a millionth has another key


LARGEST = "largest"


@dataclass(frozen=True)
class _Sums:
    """Numbers of one group that are added to those of the other; of the largest part of a person the larger."""

    def __add__(self, other: _Sums) -> _Sums:
        pairs = {each.name: (getattr(self, each.name), getattr(other, each.name)) for each in fields(self)}
        return type(self)(**{name: max(pair) if name == LARGEST else sum(pair) for name, pair in pairs.items()})


def _weighted(value: float, *, key: float, largest: float, **group: str) -> Part:
    """A sum of weights, or of person-trials; `key`: that of the starters whom the weights are for.

    Its own is made of both: who has a weight, and which, follows from everybody.
    """
    own = key + round(value * FINE) % MODULUS
    return whole(value, own, largest=max(np.ceil(largest), 1.0), **group)


@dataclass(frozen=True)
class Shares(_Sums):
    """Starters kept (`key`: the sum of their record keys), those with the outcome, the weights of controls with it, the
    sum of squares of all persons' influence on the difference, not divided (nan where there is none), and on the
    weighted share, and the largest weight of a person over all trials."""

    starters: float
    key: float
    positive: float
    key_of_positive: float
    comparable: float
    squares: float
    comparable_squares: float
    largest: float

    def parts(self, **group: str) -> Iterator[Part]:
        yield whole(self.positive, self.key_of_positive, measure=PERSONS, **group)
        yield whole(self.starters, self.key, measure=BASE, **group)
        yield _weighted(self.comparable, key=self.key, largest=self.largest, measure=COMPARABLE, **group)
        if not np.isnan(self.squares):
            for measure, squares in ((ERROR, self.squares), (COMPARABLE_ERROR, self.comparable_squares)):
                yield whole(np.sqrt(squares) / self.starters, np.nan, measure=measure, **group)


@dataclass(frozen=True)
class Balance(_Sums):
    """Starters kept, those in a category; person-trials of all controls, those in it; weights of those in it; the
    person-trials that one person has at most."""

    starters: float
    key: float
    starters_in: float
    key_of_in: float
    controls: float
    controls_in: float
    weights_in: float
    largest: float

    def parts(self, **group: str) -> Iterator[Part]:
        yield whole(self.starters_in, self.key_of_in, measure=PERSONS, **group)
        yield whole(self.starters, self.key, measure=BASE, **group)
        for measure, value in ((CONTROLS_IN, self.controls_in), (CONTROLS_ALL, self.controls)):
            yield _weighted(value, key=self.key, largest=self.largest, measure=measure, **group)
        of_starters, before = self.starters_in / self.starters, self.controls_in / self.controls
        after, root = self.weights_in / self.starters, deviation(of_starters, before)
        yield whole((of_starters - after) / root if root > 0 else 0.0, np.nan, measure=SMD_AFTER, **group)


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
