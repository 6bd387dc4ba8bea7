"""Several releases laid together: a whole and its parts of the country, or an edition and a later one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from attack_groups import Groups, Told
from attack_relations import Sum
from evalbook.contract.groups import Tally

Release = tuple[Groups, Sequence[Sum]]  # what is told of each group, and which add up
MOVED, STILL = "moved", 9
IN_EACH = ("respondents", "population")  # the same in the whole and in each part


def of_copy(group: Tally, name: str) -> Tally:
    return group._replace(universe=f"{name}: {group.universe}")


def parts_and_whole(whole: Release, parts: Sequence[Release]) -> Release:
    """Each group of the whole is made up of those of its parts."""
    names = [f"part {number}" for number in range(len(parts))]
    groups, sums = _together({"": whole, **dict(zip(names, parts, strict=True))})
    shared = [each for each in whole[0].told if each.universe not in IN_EACH]
    across = [(of_copy(each, ""), tuple(of_copy(each, name) for name in names)) for each in shared]
    return groups, [*sums, *across]


def two_editions(earlier: Release, later: Release) -> Release:
    """A group of which the same is told in both stands still: as many persons, but for `MOVED` who came or left. Of all
    others there are two numbers, each changed by itself."""
    groups, sums = _together({"earlier": earlier, "": later})
    for group, told in later[0].told.items():
        before = earlier[0].told.get(group)
        if before is not None and _same(told.released, before.released) and told.few == before.few:
            came = of_copy(group, MOVED)
            groups.told[came] = Told(np.nan, -STILL, STILL, True)
            sums.append((of_copy(group, ""), (of_copy(group, "earlier"), came)))
            if not told.few:
                groups.told.pop(of_copy(group, ""))
    return groups, sums


def moves(groups: Groups, sizes: Mapping[Tally, float]) -> dict[Tally, float]:
    """How many came, or left, of each group that stands still, from the true sizes of all copies."""
    found = {}
    for came in [each for each in groups.told if each.universe.startswith(f"{MOVED}: ")]:
        own = came.universe.removeprefix(f"{MOVED}: ")
        now, then = (sizes.get(came._replace(universe=f"{name}: {own}"), 0) for name in ("", "earlier"))
        found[came] = now - then
    return found


def _same(one: float, other: float) -> bool:
    return one == other or (np.isnan(one) and np.isnan(other))


def _together(copies: dict[str, Release]) -> tuple[Groups, list[Sum]]:
    groups, sums = Groups(), []
    for name, (own, add_up) in copies.items():
        groups.told |= {of_copy(group, name): told for group, told in own.told.items()}
        sums += [(of_copy(whole, name), tuple(of_copy(part, name) for part in parts)) for whole, parts in add_up]
    return groups, sums
