"""Integer programs that hold published numbers together.

Every number that is asked for is required. Those that cannot hold together with others are not asked for:
data/calibration/contradictions.csv names them. What is left free is chosen near what is plausible.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_array

Terms = Mapping[int, float]  # a linear expression: weight by number of the variable
NEAR_ENOUGH = 0.05  # plausibility need not be optimal: the search may stop within this share of it
SECONDS = 300.0  # never reached here; where a slower machine reaches it, other targets are found or none


@dataclass
class IntegerModel:
    """Whole-number variables by number, required rows of coefficients with limits, and wishes that cost."""

    lower: list[float] = field(default_factory=list)
    upper: list[float] = field(default_factory=list)
    cost: list[float] = field(default_factory=list)
    whole: list[int] = field(default_factory=list)
    rows: list[tuple[Terms, float, float]] = field(default_factory=list)

    def variable(self, low: float = 0, high: float = np.inf, *, cost: float = 0, whole: bool = True) -> int:
        self.lower.append(low)
        self.upper.append(high)
        self.cost.append(cost)
        self.whole.append(int(whole))
        return len(self.lower) - 1

    def fixed(self, value: float) -> dict[int, float]:
        """An expression that is a given number."""
        return {self.variable(value, value): 1.0}

    def require(self, terms: Terms, low: float = -np.inf, high: float = np.inf) -> None:
        """The expression lies in [low, high]."""
        self.rows.append((dict(terms), low, high))

    def require_percent(self, persons: Terms, base: Terms, percent: float) -> None:
        """100 x persons / base is `percent` after rounding half up; the base may be variable too."""
        doubled = scaled(persons, 200)
        self.require(total([doubled, scaled(base, -(2 * percent - 1))]), low=0)
        self.require(total([doubled, scaled(base, -(2 * percent + 1))]), high=-1)

    def wish(self, terms: Terms, wished: float, *, cost: float = 1) -> None:
        """Each unit between the expression and what is wished costs `cost`."""
        distance = self.variable(cost=cost, whole=False)
        self.require(total([terms, {distance: 1}]), low=wished)
        self.require(total([terms, {distance: -1}]), high=wished)

    def solve(self, *, near_enough: float = NEAR_ENOUGH) -> np.ndarray:
        """The value of each variable. Raises RuntimeError where no solution was found in time."""
        found = milp(
            np.array(self.cost),
            integrality=np.array(self.whole),
            bounds=Bounds(np.array(self.lower), np.array(self.upper)),
            constraints=self._constraints(),
            options={"time_limit": SECONDS, "mip_rel_gap": near_enough},
        )
        if found.x is None:
            raise RuntimeError(f"The targets do not hold together: {found.message}")
        return np.where(np.array(self.whole) == 1, np.round(found.x), found.x)

    def _constraints(self) -> LinearConstraint:
        entries = [(r, c, v) for r, (terms, _, _) in enumerate(self.rows) for c, v in terms.items()]
        rows, columns, values = (np.array(part) for part in zip(*entries, strict=True))
        matrix = coo_array((values, (rows, columns)), shape=(len(self.rows), len(self.lower)))
        low, high = (np.array([row[side] for row in self.rows]) for side in (1, 2))
        return LinearConstraint(matrix.tocsr(), low, high)


def total(parts: Iterable[Terms]) -> dict[int, float]:
    """The sum of linear expressions."""
    summed: dict[int, float] = {}
    for terms in parts:
        for variable, weight in terms.items():
            summed[variable] = summed.get(variable, 0) + weight
    return summed


def scaled(terms: Terms, factor: float) -> dict[int, float]:
    return {variable: factor * weight for variable, weight in terms.items()}


def each(variables: Iterable[int]) -> dict[int, float]:
    """The expression that counts every variable once."""
    return total({variable: 1.0} for variable in variables)
