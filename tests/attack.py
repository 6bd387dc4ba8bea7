"""An attack on a release, as an outsider can make it: `python tests/attack.py RELEASE [--truth results.csv]`.

It reads what is released, the contract and its declarations, and works out what is certain of each withheld count
(`attack_certain`) and which number is the likeliest (`attack_guess`). With the exact results (`--truth`) it tells how
far it came. What several releases tell together: `attack_on_releases`; one person more or less: `attack_on_persons`.

Not in it: means times bases (a mean is the released sum over the released base, and the largest contribution, by which
a sum is changed, is not told), and a breakdown withheld as `one_cell`, which says that all or nearly all are in one.
"""

from __future__ import annotations

import argparse
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import pandas as pd

from attack_certain import ranges
from attack_comparison import add_comparison, comparison_sums, near_copies, sizes_of
from attack_groups import Groups, bases_known, groups_of
from attack_guess import guesses
from attack_relations import Sum, nestings, sums
from evalbook.contract.groups import Tally
from evalbook.contract.results import KEY, read_results
from evalbook.contract.thresholds import THRESHOLDS
from evalbook.release.release import Release, read_release

EXPECTED = {number: 1 / (number + 3) for number in range(15)}  # how often, where the truth is not given


@dataclass
class Attack:
    """A release, attacked. `truth`: the exact results, by which it is scored; nothing is worked out from them but how
    frequent each small number is. `balance`: the released cells of the comparison's categories (`kept`), which a reader
    who knows the controls works out."""

    released: Release
    truth: pd.DataFrame | None = None
    thresholds: Mapping[str, int] = field(default_factory=lambda: THRESHOLDS)
    balance: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=[*KEY, "true", "released"]))

    @cached_property
    def groups(self) -> Groups:
        found = groups_of(self.released.results, self.thresholds)
        add_comparison(found, self.released.results, self.balance, self.thresholds)
        bases_known(found)
        return found

    @cached_property
    def sums(self) -> list[Sum]:
        own = comparison_sums(self.groups)
        return [*sums(self.groups, self.released.edition.experiment_start), *own]

    @cached_property
    def sizes(self) -> dict[Tally, float]:
        """The true numbers; a group that exact results have not is empty."""
        return groups_of(self.truth, self.thresholds).values() | sizes_of(self.truth, self.balance)

    @cached_property
    def withheld(self) -> list[Tally]:
        return [group for group, told in self.groups.told.items() if told.few]

    def certain(self) -> dict[Tally, range]:
        return ranges(self.groups, self.sums, nestings(self.groups))

    def guessed(self) -> dict[Tally, int]:
        near = near_copies(self.groups, self.released.edition)
        return guesses(self.groups, [*self.sums, *near], frequency=frequencies(self.groups, self.sizes))


def frequencies(groups: Groups, sizes: Mapping[Tally, float]) -> dict[int, Counter]:
    """How often each number is the true one of the withheld groups: of those with somebody for sure (1), and of others
    by the least that they can be."""
    found = defaultdict(Counter)
    for group, told in groups.told.items():
        if told.few:
            found[min(int(told.low), 1)][int(sizes.get(group, 0))] += 1
    return found


def narrowed(found: Mapping[Tally, range], sizes: Mapping[Tally, float]) -> dict[str, int]:
    """Of the withheld counts that are truly 1 to 9: how many there are, are told exactly, lie within fewer than five of
    these values, or within fewer than all nine."""
    lengths = [len(found[group]) for group in found if 1 <= sizes.get(group, 0) <= 9]
    told = {"exactly": 2, "within fewer than five": 5, "narrowed": 9}
    return {"tried": len(lengths), **{name: sum(each < limit for each in lengths) for name, limit in told.items()}}


def hits(found: Mapping[Tally, int], groups: Groups, sizes: Mapping[Tally, float]) -> dict[str, float]:
    """How many withheld counts there are, how many were guessed right, and would be by the most frequent number: of
    those with somebody for sure, and (`or none`) of those on a withheld base."""
    scores, frequency = {}, frequencies(groups, sizes)
    for low, name in ((1, ""), (0, ", or none")):
        own = [group for group, told in groups.told.items() if told.few and min(int(told.low), 1) == low]
        if own:
            usual, times = frequency[low].most_common(1)[0]
            right = sum(found.get(group, usual) == int(sizes.get(group, 0)) for group in own)
            scores |= {f"tried{name}": len(own), f"right{name}": right, f"usual{name}": times}
    return scores


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("release", type=Path)
    parser.add_argument("--truth", type=Path)
    asked = parser.parse_args()
    truth = read_results(asked.truth.name, asked.truth.read_bytes()) if asked.truth else None
    attack = Attack(read_release(asked.release), truth)
    certain = attack.certain()
    if truth is not None:
        print("certain", narrowed(certain, attack.sizes))
        print("guessed", hits(attack.guessed(), attack.groups, attack.sizes))
        return
    near = near_copies(attack.groups, attack.released.edition)
    guessed = guesses(attack.groups, [*attack.sums, *near], frequency={0: EXPECTED, 1: EXPECTED})
    for group in attack.withheld:
        values = certain.get(group, range(1, 10))
        told = f"{values[0]} to {values[-1]}" if values else "none of 1 to 9"
        print(f"{'/'.join(group)}: {told}, likeliest {guessed.get(group, '?')}")


if __name__ == "__main__":
    main()
