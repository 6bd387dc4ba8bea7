"""Which group of persons each number counts, and which group its base is, as its item's declaration says.

Two numbers on the same group carry the same name here, in whatever table they stand. Source: docs/contract/results.md,
'Items'.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from evalbook.contract.cases import filled, names_in
from evalbook.contract.catalogue import DECLARED
from evalbook.contract.results import COUNTED, PERSON_COUNTS

EVERYONE = ""  # the measure of all persons of a universe
AND = "&"


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
