"""What is certain: between which two numbers each withheld count lies, given all that is released together.

Linear and whole-number programmes (HiGHS). One solution shows for many counts at once that they may be small or large;
only those of which it does not are asked for one by one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_array, vstack

from attack_groups import NOTHING, Groups
from attack_relations import EVERYBODY, Sum
from evalbook.contract.groups import Tally

SMALL = range(1, 10)
APART = ("population", "respondents", EVERYBODY)  # not all of them, or not only, are participants
MOST = 1e4  # persons, of a group of which nothing is told
SHARES, TRIES = (0.5, 0.25, 0.1), 8
SECONDS = 2.0  # for one programme; where it takes longer, nothing is found


@dataclass(frozen=True)
class System:
    """Groups that hang together: the bounds of each, and rows of a matrix between 0 (or minus infinity) and 0."""

    groups: list[Tally]
    lows: np.ndarray
    highs: np.ndarray
    rules: LinearConstraint | None

    def solution(self, objective: np.ndarray) -> np.ndarray | None:
        """Whole numbers that agree with all that is told, of the least objective; None where none is found."""
        found = milp(
            objective,
            constraints=self.rules,
            bounds=Bounds(self.lows, self.highs),
            integrality=np.ones(len(self.groups)),
            options={"time_limit": SECONDS},
        )
        return None if found.x is None else np.round(found.x)


def ranges(groups: Groups, sums: Sequence[Sum], nestings: Sequence[tuple[Tally, Tally]]) -> dict[Tally, range]:
    """Of each count that is withheld as fewer than ten, the values of 1 to 9 from the least to the most that it can
    be, both as seen in solutions."""
    found = {}
    for system in systems(groups, sums, nestings):
        hidden = [place for place, group in enumerate(system.groups) if groups.told.get(group, NOTHING).few]
        if hidden:
            lows, highs = _ends(system, np.array(hidden))
            found |= {
                system.groups[place]: range(int(max(low, 1)), int(min(high, 9)) + 1)
                for place, low, high in zip(hidden, lows, highs, strict=True)
            }
    return found


def _ends(system: System, hidden: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The least and most of each hidden group; what is beyond 1 and 9 is not looked for."""
    least, most = np.maximum(system.lows[hidden], 1), np.minimum(system.highs[hidden], 9)
    lows, highs = np.full(len(hidden), np.inf), np.full(len(hidden), -np.inf)
    for signs in _directions(len(hidden)):
        wanted = np.where(signs > 0, signs * (lows > least), signs * (highs < most))
        if wanted.any():
            objective = np.zeros(len(system.groups))
            objective[hidden] = wanted
            values = system.solution(objective)
            if values is not None:
                lows, highs = np.fmin(lows, values[hidden]), np.fmax(highs, values[hidden])
            elif np.count_nonzero(wanted) == 1:  # not found in time: nothing is certain
                lows, highs = np.where(wanted > 0, 0, lows), np.where(wanted < 0, most, highs)
    return lows, highs


def _directions(length: int) -> Iterator[np.ndarray]:
    """Which of the hidden groups to make small (1) and which large (-1) at once: many at random, then one by one."""
    rng = np.random.default_rng(0)
    yield from (np.ones(length), -np.ones(length))
    yield from (rng.choice([-1, 0, 1], length, p=[share, 1 - 2 * share, share]) for share in np.repeat(SHARES, TRIES))
    yield from np.concatenate([np.eye(length), -np.eye(length)])


def systems(groups: Groups, sums: Sequence[Sum], nestings: Sequence[tuple[Tally, Tally]]) -> Iterator[System]:
    """The groups that sums and nestings hold together; wholes of which both ends are released hold nothing more."""
    leader: dict[Tally, Tally] = {}

    def first(group: Tally) -> Tally:
        while leader.setdefault(group, group) != group:
            leader[group] = leader[leader[group]]
            group = leader[group]
        return group

    open_nestings = [(part, whole) for part, whole in nestings if not _is_idle(groups, part, whole)]
    for whole, parts in [*sums, *((whole, (part,)) for part, whole in open_nestings)]:
        for part in parts:
            leader[first(part)] = first(whole)
    members, of_sums, of_nestings = defaultdict(list), defaultdict(list), defaultdict(list)
    for group in [*leader]:
        members[first(group)].append(group)
    for each in sums:
        of_sums[first(each[0])].append(each)
    for part, whole in open_nestings:
        of_nestings[first(whole)].append((whole, (part,)))
    for key, own in members.items():
        yield _system(groups, own, of_sums[key], of_nestings[key])


def _is_idle(groups: Groups, part: Tally, whole: Tally) -> bool:
    """Whether the part can be no more than the whole whatever they are; or the whole is everybody, who would make
    thousands of groups hang together: their number bounds the part (`_system`), and no more."""
    one, other = (groups.told.get(each, NOTHING) for each in (part, whole))
    return one.high <= other.low or whole.universe == EVERYBODY


def _system(groups: Groups, own: list[Tally], sums: list[Sum], nestings: list[Sum]) -> System:
    place = {group: number for number, group in enumerate(own)}
    told = [groups.told.get(group, NOTHING) for group in own]
    matrices = [_matrix(rows, place) for rows in (sums, nestings)]
    lows = np.concatenate([np.zeros(len(sums)), np.full(len(nestings), -np.inf)])
    rules = LinearConstraint(vstack(matrices).tocsr(), lows, 0) if len(lows) else None
    everybody = [groups.told.get(Tally(EVERYBODY, *group[1:3]), NOTHING).high for group in own]
    everybody = [MOST if group.universe in APART else most for group, most in zip(own, everybody, strict=True)]
    highs = np.array([min(each.high, most, MOST) for each, most in zip(told, everybody, strict=True)])
    return System(own, np.array([each.low for each in told], float), highs, rules)


def _matrix(rows: list[Sum], place: dict[Tally, int]) -> coo_array:
    """A row for each: its parts minus its whole."""
    entries = [(line, place[whole], -1.0) for line, (whole, _) in enumerate(rows)]
    entries += [(line, place[part], 1.0) for line, (_, parts) in enumerate(rows) for part in parts]
    lines, columns, signs = zip(*entries, strict=True) if entries else ((), (), ())
    return coo_array((signs, (lines, columns)), shape=(len(rows), len(place)))
