"""Integer programs that meet as many published numbers as hold together.

A published number is soft: a binary variable says whether it is met, and the program maximises how many are.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_array

Terms = Mapping[int, float]
MET = 1000.0  # one number more met outweighs every wish about the shape
TIME_LIMIT = 240.0


@dataclass
class IntegerModel:
    """Variables by number; rows of coefficients with limits; what one unit of a variable costs."""

    largest: float  # no count in the model exceeds it
    lower: list[float] = field(default_factory=list)
    upper: list[float] = field(default_factory=list)
    cost: list[float] = field(default_factory=list)
    whole: list[int] = field(default_factory=list)
    rows: list[tuple[Terms, float, float]] = field(default_factory=list)
    soft: dict[str, int] = field(default_factory=dict)

    def variable(self, low: float = 0, high: float = np.inf, *, cost: float = 0, whole: bool = True) -> int:
        self.lower.append(low)
        self.upper.append(high)
        self.cost.append(cost)
        self.whole.append(int(whole))
        return len(self.lower) - 1

    def constrain(self, terms: Terms, low: float = -np.inf, high: float = np.inf) -> None:
        self.rows.append((dict(terms), low, high))

    def meet(self, key: str, terms: Terms, low: float, high: float, *, slack: float) -> None:
        """Asks that the terms lie in [low, high]; where the number is missed they may leave it by `slack`."""
        met = self.variable(0, 1, cost=-MET)
        self.soft[key] = met
        self.constrain(dict(terms) | {met: -slack}, low=low - slack)
        self.constrain(dict(terms) | {met: slack}, high=high + slack)

    def meet_count(self, key: str, persons: Terms, value: float) -> None:
        self.meet(key, persons, value, value, slack=self.largest)

    def meet_percent(self, key: str, persons: Terms, base: Terms, percent: float) -> None:
        """Asks that 100 x persons / base is `percent` after rounding half up; the base may be a variable."""
        doubled = {each: 200 * weight for each, weight in persons.items()}
        low = total([doubled, scaled(base, -(2 * percent - 1))])
        high = total([doubled, scaled(base, -(2 * percent + 1))])
        met = self.variable(0, 1, cost=-MET)
        self.soft[key] = met
        slack = 200 * self.largest
        self.constrain(low | {met: -slack}, low=-slack)
        self.constrain(high | {met: slack}, high=slack - 1)

    def near(self, terms: Terms, wished: float, *, cost: float) -> None:
        """Each unit between the terms and what is wished costs `cost`."""
        distance = self.variable(cost=cost, whole=False)
        self.constrain(dict(terms) | {distance: 1}, low=wished)
        self.constrain(dict(terms) | {distance: -1}, high=wished)

    def solve(self, *, time_limit: float = TIME_LIMIT) -> np.ndarray:
        """The value of each variable. Raises RuntimeError where no solution was found."""
        found = milp(
            np.array(self.cost),
            integrality=np.array(self.whole),
            bounds=Bounds(np.array(self.lower), np.array(self.upper)),
            constraints=self._constraints(),
            options={"time_limit": time_limit, "mip_rel_gap": 1e-5},
        )
        if found.x is None:
            raise RuntimeError(f"The program has no solution: {found.message}")
        return np.where(np.array(self.whole) == 1, np.round(found.x), found.x)

    def _constraints(self) -> LinearConstraint:
        entries = [(r, c, v) for r, (terms, _, _) in enumerate(self.rows) for c, v in terms.items()]
        rows, columns, values = (np.array(each) for each in zip(*entries, strict=True))
        matrix = coo_array((values, (rows, columns)), shape=(len(self.rows), len(self.lower)))
        low, high = (np.array([row[side] for row in self.rows]) for side in (1, 2))
        return LinearConstraint(matrix.tocsr(), low, high)

    def missed(self, solution: np.ndarray) -> list[str]:
        return [key for key, met in self.soft.items() if solution[met] < 0.5]


def total(parts: Iterable[Terms]) -> dict[int, float]:
    """The sum of linear terms."""
    summed: dict[int, float] = {}
    for terms in parts:
        for variable, weight in terms.items():
            summed[variable] = summed.get(variable, 0) + weight
    return summed


def scaled(terms: Terms, factor: float) -> dict[int, float]:
    return {variable: factor * weight for variable, weight in terms.items()}


def each(variables: Iterable[int]) -> dict[int, float]:
    """Terms that count every variable once."""
    return total({variable: 1.0} for variable in variables)
