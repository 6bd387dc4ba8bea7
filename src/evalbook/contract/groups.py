"""Which group of persons each number counts, and which group its base is, as its item's declaration says.

Two numbers on the same group carry the same name here, in whatever table they stand. Source: docs/contract/results.md,
'Items'.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from evalbook.contract.cases import filled, names_in
from evalbook.contract.catalogue import DECLARED
from evalbook.contract.results import BY_CALENDAR_MONTH, COUNTED, PERSON_COUNTS
from evalbook.contract.schema import BENEFITS, WAJONG

EVERYONE = ""  # the measure of all persons of a universe
AND = "&"
WHOLE = "all"  # periods and benefits together


class Tally(NamedTuple):
    """A group of persons: a universe (who is followed, who works), a period, a benefit and what they have in common.

    `measure` is `class=code` for a category of a breakdown (`hours=(8,16]`), a plain word for a yes or no
    (`in_work_3`), and several of these joined by AND for who has all of them.
    """

    universe: str
    period: str
    benefit: str
    measure: str = EVERYONE

    @property
    def classification(self) -> str:
        """The breakdown that a category is of; '' for a yes or no, and for everyone."""
        last = self.measure.rsplit(AND, 1)[-1]
        return self.measure.rsplit("=", 1)[0] if "=" in last else ""


class Counted(NamedTuple):
    """The group that a number counts (None for a mean or a curve) and the group that is its base."""

    group: Tally | None
    base: Tally


def counted(codes: Mapping[str, str]) -> Counted | None:
    """The groups of the result row of a key; None where its item's declaration has no case for it."""
    for case in DECLARED[codes["item"]].persons if codes["item"] in DECLARED else ():
        names = names_in(case.where, codes)
        if names is not None:
            own = {"period": codes["period"], "benefit": codes["benefit"]}
            base = Tally(**own | {part: filled(text, names) for part, text in case.base.items()})
            group = {part: filled(text, names) for part, text in case.group.items()}
            group = Tally(**{"universe": base.universe} | own | group)
            if not all((*base[:3], *group[:3])):  # a template that is empty here names no group
                return None
            return Counted(group if codes["statistic"] in (*PERSON_COUNTS, *COUNTED) else None, base)
    return None


def may_share_persons(one: Mapping[str, str], other: Mapping[str, str]) -> bool:
    """Whether somebody may be counted in both numbers: stand in the bases of both, of counts in the groups.

    These are apart by period, by benefit, by a category of one breakdown, and by the calendar month of a start.
    """
    if one["item"] == other["item"] in BY_CALENDAR_MONTH and one["column"] != other["column"]:
        return False
    first, second = (_persons(each) for each in (one, other))
    if first.period != second.period and WHOLE not in (first.period, second.period):
        return False
    return not (_types(first.benefit).isdisjoint(_types(second.benefit)) or _other_category(first, second))


def _persons(codes: Mapping[str, str]) -> Tally:
    found = counted(codes)
    if found is None:
        return Tally("", codes["period"], codes["benefit"])
    return found.group if found.group and codes["statistic"] in PERSON_COUNTS else found.base


def _types(benefit: str) -> set[str]:
    """The types of benefit that a code stands for."""
    return {*BENEFITS} if benefit == WHOLE else {*WAJONG} if benefit == "Wajong" else {benefit}


def _other_category(one: Tally, other: Tally) -> bool:
    """Whether two groups are of other categories of a breakdown in which everybody is in one at most."""
    codes = [dict(each.rsplit("=", 1) for each in group.measure.split(AND) if "=" in each) for group in (one, other)]
    return any(codes[0][name] != codes[1][name] for name in codes[0].keys() & codes[1].keys() - {*overlapping()})


def overlapping() -> dict[str, str]:
    """Breakdowns of which one person may be in several categories, and the code that means any of them."""
    return {name: code for item in DECLARED.values() for name, code in item.overlapping.items()}


def breakdown(codes: Mapping[str, str]) -> tuple[Tally, str] | None:
    """The base and the name of the breakdown that a number counts a category of; None for everyone, and a yes or no."""
    found = counted(codes)
    if found is None or found.group in (None, found.base):
        return None
    group, base = found
    if group.measure == base.measure:
        return base, "period" if group.period != base.period else "benefit"
    name = group.classification
    return (base, name) if name and name not in overlapping() else None
