"""An attack on a release: what its files, the contract and the declarations give away about counts of 1 to 9.

It knows what every reader of the book may know: the results, how noise is bounded, the rules, and by the declarations
which group each number counts and how groups add up (`relations`). Run from outside as

    python tests/attack.py RELEASE [--truth results.csv]

`certain`: the least and the most that each group can be, by propagation of bounds and then by integer programming.
`attack_on_estimates` guesses; `attack_on_curves` reads months; `attack_on_persons` adds and takes out one person.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_array

from evalbook.contract.groups import Tally, counted
from evalbook.contract.results import COUNTED, KEY, PERSON_COUNTS, read_results
from evalbook.contract.thresholds import FEWEST_IN_BASE, FEWEST_PERSONS, LARGEST_CHANGE
from evalbook.estimates.intervals import wilson
from evalbook.release.release import read_release
from relations import nestings, sums

MOST_FEW = FEWEST_PERSONS - 1 + LARGEST_CHANGE  # a released count below ten
SMALL = range(1, FEWEST_PERSONS)
SECONDS = 5  # of one programme
NEAR = 1e-9


@dataclass
class Seen:
    """What a release says of one group: bounds of its true size, released counts, and whether one is withheld."""

    low: float = 0
    high: float = np.inf
    released: list[float] = field(default_factory=list)
    withheld: bool = False

    def narrow(self, low: float, high: float) -> None:
        self.low, self.high = max(self.low, low), min(self.high, high)
        if self.low > self.high:
            raise ValueError("what is known contradicts itself: a sum or a bound is not true")


Groups = dict[Hashable, Seen]
Sum = tuple[Hashable, Sequence[Hashable]]


def rows_of(results: pd.DataFrame) -> Iterator[tuple[dict, Tally | None, Tally]]:
    """Each number of a count of participants, with the group that it counts and that of its base."""
    for row in results.to_dict("records"):
        found = counted({name: row[name] for name in KEY})
        if found and row["statistic"] in (*PERSON_COUNTS, *COUNTED) and not found.base.universe.startswith("pop"):
            yield row, found.group, found.base


def seen(results: pd.DataFrame, *, noise: int = LARGEST_CHANGE) -> Groups:
    """What each number says by itself. `noise`: how far a released count may be from the true one."""
    groups, rows = defaultdict(Seen), list(rows_of(results))
    for row, _, base in rows:
        if not _of_a_later_month(row):
            _tell_base(groups[base], row, noise)
    for row, group, base in rows:
        if row["statistic"] != "n_base" and group != base:
            _tell_count(groups[group], row, base=groups[base], noise=noise)
    return dict(groups)


def _of_a_later_month(row: Mapping) -> bool:
    """Its base is who is still followed then, a group without a name."""
    return row["column"].isdigit() and row["column"] != "0"


def _tell_base(base: Seen, row: Mapping, noise: int) -> None:
    if row["withheld"] == "percent":
        base.narrow(0, FEWEST_IN_BASE - 1 + noise)
    elif row["withheld"] == "" and not np.isnan(row["base"]):
        _tell_released(base, row["base"], row["base"], noise)


def _tell_count(group: Seen, row: Mapping, *, base: Seen, noise: int) -> None:
    if row["withheld"] == "count":
        # Either the number is of a few, or its base is: nobody can be in it then.
        group.narrow(1 if base.low > MOST_FEW else 0, FEWEST_PERSONS - 1 + noise)
        group.withheld = True
    elif row["withheld"] == "" and not np.isnan(row["value"]):
        _tell_released(group, *counts_behind(row), noise)


def _tell_released(group: Seen, low: float, high: float, noise: int) -> None:
    """Of a released count, or one of several."""
    if high == 0:
        group.narrow(0, 0)
    else:
        group.narrow(max(low - noise, 0 if low == 0 else 1), high + noise)
    group.released.append((low + high) / 2)


def counts_behind(row: Mapping) -> tuple[float, float]:
    """The least and the most released count that a shown number can be of: one, where limits stand beside it."""
    if row["statistic"] in PERSON_COUNTS:
        return row["value"], row["value"]
    whole, base = COUNTED[row["statistic"]], row["base"]
    tried = np.arange(int(base) + 1)
    low, high = wilson(tried, np.full(len(tried), base))
    if np.isnan(row["ci_low"]):
        share = whole * tried / base
        fits = np.floor(share + 0.5) == row["value"] if whole > 1 else np.abs(share - row["value"]) < NEAR
    else:
        fits = (np.abs(whole * low - row["ci_low"]) < NEAR) & (np.abs(whole * high - row["ci_high"]) < NEAR)
    found = tried[fits]
    most = np.inf if found[-1] == base else found[-1]  # more than all are shown as all
    return (found[0], found[-1]) if most < np.inf else (found[0], base + 2 * LARGEST_CHANGE)


def sizes(results: pd.DataFrame) -> dict[Tally, int]:
    """The true size of each group, of exact results."""
    found = {}
    for row, group, base in rows_of(results):
        if not _of_a_later_month(row):
            found[base] = round(row["base"])
        if group != base:
            scale = row["base"] / COUNTED[row["statistic"]] if row["statistic"] in COUNTED else 1
            found[group] = round(row["value"] * scale)
    return found


@dataclass
class Attack:
    """All groups of one or more releases, how they add up, and what follows. `groups` is narrowed in place."""

    groups: Groups
    sums: list[Sum]
    parts: list[tuple[Hashable, Hashable]] = field(default_factory=list)

    def __post_init__(self) -> None:
        for total, parts in self.sums:
            for each in (total, *parts):
                self.groups.setdefault(each, Seen())
        self.parts = [(part, whole) for part, whole in self.parts if whole in self.groups]

    def propagate(self) -> None:
        """Each bound of a sum from those of the others, until nothing changes."""
        changed = True
        while changed:
            before = [(each.low, each.high) for each in self.groups.values()]
            for total, parts in self.sums:
                self._narrow_sum(self.groups[total], [self.groups[part] for part in parts])
            for part, whole in self.parts:
                self.groups[part].narrow(0, self.groups[whole].high)
                self.groups[whole].narrow(self.groups[part].low, np.inf)
            changed = before != [(each.low, each.high) for each in self.groups.values()]

    @staticmethod
    def _narrow_sum(total: Seen, parts: list[Seen]) -> None:
        low, high = sum(each.low for each in parts), sum(each.high for each in parts)
        total.narrow(low, high)
        for each in parts:
            others = sum(part.high for part in parts if part is not each) if high == np.inf else high - each.high
            each.narrow(total.low - others, total.high - (low - each.low))

    def systems(self) -> list[list[Hashable]]:
        """The groups that hang together by those whose size is not known."""
        leader = {group: group for group in self.groups}

        def find(group: Hashable) -> Hashable:
            while leader[group] != group:
                leader[group] = leader[leader[group]]
                group = leader[group]
            return group

        for total, parts in [*self.sums, *((whole, [part]) for part, whole in self.parts)]:
            for part in parts:
                leader[find(part)] = find(total)
        found = defaultdict(list)
        for group in self.groups:
            found[find(group)].append(group)
        return list(found.values())

    def ranges(self, system: Sequence[Hashable], wanted: Iterable[Hashable]) -> dict[Hashable, tuple[float, float]]:
        """The least and the most that groups of one system can be in whole persons; bounds where time runs out."""
        place = {group: number for number, group in enumerate(system)}
        limits = np.array([(self.groups[each].low, self.groups[each].high) for each in system], float)
        rules, whole = self._rules(place), np.ones(len(system))
        found = {}
        for group in wanted:
            ends = []
            for sign, bound in ((1, limits[place[group], 0]), (-1, limits[place[group], 1])):
                aim = np.zeros(len(system))
                aim[place[group]] = sign
                solved = milp(
                    aim, constraints=rules, bounds=Bounds(*limits.T), integrality=whole, options={"time_limit": SECONDS}
                )
                # The dual bound is on the safe side where the programme was stopped.
                best = solved.fun if solved.status == 0 else solved.get("mip_dual_bound")
                ends.append(bound if best is None else sign * round(best))
            found[group] = ends[0], ends[1]
        return found

    def _rules(self, place: Mapping[Hashable, int]) -> list[LinearConstraint]:
        rows = [([place[total]], [place[part] for part in parts]) for total, parts in self.sums if total in place]
        nested = [([place[whole]], [place[part]]) for part, whole in self.parts if part in place]
        both = ((rows, 0), (nested, -np.inf))
        return [LinearConstraint(matrix(lines, len(place)), low, 0) for lines, low in both if lines]


def matrix(lines: Sequence[tuple[list[int], list[int]]], width: int) -> coo_array:
    """A row a sum: 1 for each part, -1 for the total."""
    entries = [
        (at, place, sign)
        for at, pair in enumerate(lines)
        for sign, of in zip((-1, 1), pair, strict=True)
        for place in of
    ]
    at, place, sign = zip(*entries, strict=True)
    return coo_array((np.array(sign, float), (at, place)), shape=(len(lines), width)).tocsr()


def attack_on(results: pd.DataFrame, experiment_start: date, *, noise: int = LARGEST_CHANGE) -> Attack:
    groups = seen(results, noise=noise)
    own = dict.fromkeys(groups, 0)
    return Attack(groups, [*sums(own, experiment_start=experiment_start)], [*nestings(own)])


def certain(attack: Attack, true: Mapping[Hashable, int], *, most: int, seed: int = 0) -> pd.DataFrame:
    """The range of each withheld group of 1 to 9 persons: by propagation, of at most `most` of them by programming.

    One row a group: `true`, `low`, `high`, and how many of the values 1 to 9 are left. Those that propagation narrows
    most are always among the programmed ones.
    """
    attack.propagate()
    hidden = [group for group, size in true.items() if size in SMALL and attack.groups.get(group, Seen()).withheld]
    found = {group: (attack.groups[group].low, attack.groups[group].high) for group in hidden}
    mixed = [hidden[at] for at in np.random.default_rng(seed).permutation(len(hidden))]
    chosen = set(sorted(mixed, key=lambda each: found[each][1] - found[each][0])[:most])
    for system in attack.systems():
        found |= attack.ranges(system, [group for group in system if group in chosen])
    rows = [(group, true[group], *found[group]) for group in hidden]
    told = pd.DataFrame(rows, columns=["group", "true", "low", "high"])
    left = [
        sum(low - NEAR <= size <= high + NEAR for size in SMALL)
        for low, high in zip(told["low"], told["high"], strict=True)
    ]
    return told.assign(left=left, programmed=told["group"].isin(chosen))


def summary(told: pd.DataFrame) -> dict[str, int]:
    left = told["left"]
    return {
        "tried": len(told),
        "exact": int((told["low"] == told["high"]).sum()),
        "fewer_than_five": int((left < 5).sum()),
        "narrowed": int((left < 9).sum()),
    }


def main() -> None:
    reading = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    reading.add_argument("release", type=Path)
    reading.add_argument("--truth", type=Path, help="unprotected results (CSV) to measure against")
    given = reading.parse_args()
    release = read_release(given.release)
    attack = attack_on(release.results, release.edition.experiment_start)
    if given.truth:
        true = sizes(read_results(given.truth.name, given.truth.read_bytes()))
        print(summary(certain(attack, true, most=100)))
    else:
        attack.propagate()
        of_few = {group: each for group, each in attack.groups.items() if each.withheld}
        narrow = {group: (each.low, each.high) for group, each in of_few.items() if each.low > 1 or each.high < 9}
        print(f"{len(of_few)} withheld groups, {len(narrow)} of them zero or narrower than 1 to 9:")
        for group, (low, high) in narrow.items():
            print(f"  {low:.0f} to {high:.0f}: {'/'.join(group)}")


if __name__ == "__main__":
    main()
