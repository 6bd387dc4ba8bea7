"""What a reader knows of groups of persons whose sizes hang together, as linear programmes.

Each released count is known within its rounding, each withheld one within what its rule tells, and counts add up.
Source: Hundepool et al. (2012), Statistical Disclosure Control, section 4.4 (audit by linear programming).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from scipy.optimize import OptimizeResult, linprog
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from evalbook.gate.additivity import Sum
from evalbook.gate.tallies import Tally

SMALL = (1, 9)  # the counts that nobody may learn
UNKNOWN = (0.0, np.inf)
Row = tuple[int, tuple[int, ...], bool]  # a total, its parts, and whether they make up all of it


@dataclass(frozen=True)
class Known:
    """What a reader knows of one group: limits of its size, and what withholding it as well would cost.

    `cost` is in numbers of the release, 0 for one that is withheld already; nan: it cannot be withheld.
    """

    low: float = 0.0
    high: float = np.inf
    cost: float = np.nan


@dataclass
class System:
    """The groups whose sizes hang together, numbered, with limits and sums; `protect` are those to protect."""

    groups: Sequence[Tally]
    limits: np.ndarray
    costs: np.ndarray
    sizes: np.ndarray  # nan where no table gives it
    rows: list[Row]
    protect: Mapping[int, tuple[float, float]] = field(default_factory=dict)

    def extreme(self, objective: np.ndarray) -> OptimizeResult:
        """The sizes within everything known for which the objective is least."""
        equal, above = self.matrices
        return linprog(
            objective,
            A_eq=equal,
            b_eq=None if equal is None else np.zeros(equal.shape[0]),
            A_ub=above,
            b_ub=None if above is None else np.zeros(above.shape[0]),
            bounds=self.limits,
            method="highs",
        )

    def __post_init__(self) -> None:
        whole = [row for row in self.rows if row[2]]
        part = [row for row in self.rows if not row[2]]
        self.matrices = _matrix(whole, len(self.groups)), _matrix(part, len(self.groups))


def _matrix(rows: Sequence[Row], width: int) -> coo_array | None:
    """Parts less total, a line a sum."""
    entries = [(line, total, -1.0) for line, (total, _, _) in enumerate(rows)]
    entries += [(line, part, 1.0) for line, (_, parts, _) in enumerate(rows) for part in parts]
    if not entries:
        return None
    lines, columns, signs = zip(*entries, strict=True)
    return coo_array((signs, (lines, columns)), shape=(len(rows), width)).tocsr()


def systems(
    known: Mapping[Tally, Known],
    *,
    sizes: Mapping[Tally, int],
    sums: Sequence[Sum],
    nestings: Sequence[tuple[Tally, Tally]],
) -> Iterator[System]:
    """The parts of the release that can be looked at apart, those with anything to protect."""
    sizes = _with_hidden(sizes, sums)
    true_sums = [(total, parts, True) for total, parts in sums if _holds(total, parts, sizes)]
    rows = [*true_sums, *((whole, (part,), False) for part, whole in nestings if whole in known)]
    groups = list(dict.fromkeys([*known, *(each for total, parts, _ in rows for each in (total, *parts))]))
    numbers = {group: number for number, group in enumerate(groups)}
    numbered = [(numbers[total], tuple(numbers[part] for part in parts), whole) for total, parts, whole in rows]
    labels = _components(numbered, len(groups))
    for label in np.unique(labels):
        members = np.flatnonzero(labels == label)
        system = _system([groups[each] for each in members], members, numbered, known, sizes)
        if system.protect:
            yield system


def _with_hidden(sizes: Mapping[Tally, int], sums: Sequence[Sum]) -> dict[Tally, int]:
    """Sizes with those of groups that no table gives and that follow from the others."""
    found = dict(sizes)
    while True:
        before = len(found)
        for total, parts in sums:
            unknown = [part for part in parts if part not in found]
            if total in found and len(unknown) == 1:
                found[unknown[0]] = found[total] - sum(found[part] for part in parts if part in found)
            elif total not in found and not unknown:
                found[total] = sum(found[part] for part in parts)
        if len(found) == before:
            return found


def _holds(total: Tally, parts: Sequence[Tally], sizes: Mapping[Tally, int]) -> bool:
    """Whether a sum is one on these persons: an unknown value may leave someone out."""
    there = [sizes[part] for part in parts if part in sizes]
    if total not in sizes or len(there) < len(parts):
        return True
    return sizes[total] == sum(there) and min(there, default=0) >= 0


def _components(rows: Sequence[Row], width: int) -> np.ndarray:
    pairs = [(total, part) for total, parts, _ in rows for part in parts] or [(0, 0)]
    lines, columns = np.array(pairs).T
    graph = coo_array((np.ones(len(pairs)), (lines, columns)), shape=(width, width))
    return connected_components(graph, directed=False)[1]


def _system(groups: Sequence[Tally], members: np.ndarray, rows: Sequence, known: Mapping, sizes: Mapping) -> System:
    place = {int(number): position for position, number in enumerate(members)}
    own = [(place[t], tuple(place[p] for p in parts), whole) for t, parts, whole in rows if t in place]
    facts = [known.get(group, Known()) for group in groups]
    limits = np.array([(fact.low, fact.high) for fact in facts], float)
    true = np.array([sizes.get(group, np.nan) for group in groups])
    small = (true >= SMALL[0]) & (true <= SMALL[1])
    in_tables = np.array([group in known for group in groups])
    targets = {int(i): SMALL for i in np.flatnonzero(small & in_tables)}
    targets |= {int(i): (np.nan, np.nan) for i in np.flatnonzero(small & ~in_tables)}
    return System(groups, limits, np.array([fact.cost for fact in facts]), true, own, targets)
