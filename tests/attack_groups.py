"""What a release tells of each group of persons: what is released of it, and between which numbers it truly is.

A reader's knowledge only: results, thresholds, the contract and its declarations. A group is a `Tally`, named alike in
all items; each month of a curve has groups of its own: who is seen, who has had the event, who has left by its end.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from evalbook.contract.catalogue import DECLARED
from evalbook.contract.classes import parts_of
from evalbook.contract.groups import EVERYONE, Tally, counted
from evalbook.contract.results import COUNTED, KEY, PERSON_COUNTS, is_curve

CURVE = ["item", "period", "benefit", "row"]
HAD, LEFT = "has had it by", "left by"  # in the universe of a month of a curve


@dataclass(frozen=True)
class Told:
    """What is told of a group: the released number (nan: none), the least and the most that it can be, and why nothing
    is released (`few`: that it is withheld as fewer than ten)."""

    released: float
    low: float
    high: float
    few: bool = False

    def with_(self, other: Told) -> Told:
        """What both tell together; the number of the first that has one."""
        released = self.released if np.isfinite(self.released) else other.released
        return Told(released, max(self.low, other.low), min(self.high, other.high), self.few or other.few)


NOTHING = Told(np.nan, 0, np.inf)


@dataclass
class Groups:
    """All groups of a release: what is told of each, which are parts of which, and joined classes with their parts."""

    told: dict[Tally, Told] = field(default_factory=dict)
    within: set[tuple[Tally, Tally]] = field(default_factory=set)
    joined: set[tuple[Tally, tuple[Tally, ...]]] = field(default_factory=set)

    def add(self, group: Tally, told: Told) -> None:
        self.told[group] = self.told.get(group, NOTHING).with_(told)

    def values(self) -> dict[Tally, float]:
        """The released numbers: of exact results, the true ones."""
        return {group: told.released for group, told in self.told.items() if np.isfinite(told.released)}


def groups_of(results: pd.DataFrame, thresholds: Mapping[str, int]) -> Groups:
    """All that the rows of a release tell of groups, one after another."""
    groups, shown = Groups(), results["withheld"] == ""
    of_persons = results["statistic"].isin((*PERSON_COUNTS, *COUNTED)) & (results["period"] != "population")
    for row in results[of_persons].to_dict("records"):
        _read(row, groups, thresholds)
    curves = results[shown & is_curve(results) & (results["statistic"] == "survival")]
    for _, months in curves.groupby(CURVE, sort=False):
        _read_curve(months, groups, thresholds)
    return groups


def around(number: float, thresholds: Mapping[str, int]) -> Told:
    """A number that was changed by so much at most; a zero is a true one."""
    change = thresholds["largest_change"] if number else 0
    return Told(number, max(number - change, min(number, 1)), number + change)


def pair(row: Mapping[str, object]) -> tuple[Tally, Tally] | None:
    """The group that a row counts, and its base: in a month, who is seen in it."""
    found = counted(row)
    if found is None or found.group is None:
        return None
    group, base = found
    if row["statistic"] == "share" and row["column"].isdigit():
        base = base._replace(universe=f"{base.universe} seen in {row['column']}")
    return group, base


def count_of(row: Mapping[str, object]) -> float:
    """The count behind a shown number: a percentage gives it away by its limits, which are exact."""
    if row["statistic"] in PERSON_COUNTS:
        return row["value"]
    whole, base = COUNTED[row["statistic"]], row["base"]
    if not (np.isfinite(row["ci_low"]) and base > 0):
        return row["value"] / whole * base
    z = 1.959963984540054
    middle = (row["ci_low"] + row["ci_high"]) / 2 / whole
    if row["ci_low"] <= 0 and row["value"] == 0:
        return 0.0
    return base if row["ci_high"] >= whole and row["value"] == whole else middle * (base + z**2) - z**2 / 2


def _read(row: Mapping[str, object], groups: Groups, thresholds: Mapping[str, int]) -> None:
    found = pair(row)
    if found is None:
        return
    group, base = found
    if group != base and base.universe != "population":
        groups.within.add((group, base))
    if parts := parts_of(row["item"]).get(row["row"]):
        groups.joined.add((group, tuple(group._replace(measure=f"{group.classification}={each}") for each in parts)))
    if row["withheld"]:
        _read_withheld(row["withheld"], row["statistic"], group, base, groups, thresholds)
        return
    groups.add(group, around(round(count_of(row)), thresholds))
    if base.universe != "population":
        groups.add(base, around(row["base"], thresholds))


def _read_withheld(
    why: str, statistic: str, group: Tally, base: Tally, groups: Groups, thresholds: Mapping[str, int]
) -> None:
    """A count is withheld since it is few, or stands on few; a percentage also on a base of 10 to 29."""
    most = thresholds["fewest_persons"] - 1 + thresholds["largest_change"]
    enough = thresholds["fewest_in_base"] - 1 + thresholds["largest_change"]
    groups.add(base, Told(np.nan, thresholds["largest_change"], enough) if why == "percent" else NOTHING)
    groups.add(group, Told(np.nan, 0, most, True) if why == "count" else NOTHING)
    if why == "percent" and statistic not in PERSON_COUNTS:
        groups.add(group, Told(np.nan, 0, enough))


def bases_known(groups: Groups) -> None:
    """A count that is withheld on a base of ten and more is not withheld for its base: there is someone."""
    for part, whole in groups.within:
        told = groups.told.get(part, NOTHING)
        if told.few and groups.told.get(whole, NOTHING).released >= 1:
            groups.told[part] = Told(np.nan, max(told.low, 1), told.high, True)


def _read_curve(months: pd.DataFrame, groups: Groups, thresholds: Mapping[str, int]) -> None:
    """Who has had the event and who has left, by each month, from survival and numbers at risk."""
    months = months.assign(month=months["column"].astype(int)).sort_values("month")
    item = DECLARED[months["item"].iat[0]]
    base = counted(months.iloc[0][list(KEY)].to_dict()).base
    at_risk, survival = months["base"].to_numpy(float), months["value"].to_numpy(float)
    before = np.concatenate([[1.0], survival[:-1]])
    had = np.cumsum(np.round(at_risk * (1 - np.divide(survival, before, where=before > 0, out=np.ones(len(before))))))
    left = at_risk[0] - had[:-1] - at_risk[1:]
    event = f"{base.universe}, {item.registers[0] if item.registers else 'service'}, {item.complement}"
    groups.add(base, around(at_risk[0], thresholds))
    enter_later = (np.diff(left, prepend=0) < 0).any()
    for what, numbers in ((HAD, had), (LEFT, left[:0] if enter_later else left)):
        for month, number in enumerate(numbers):
            own = base._replace(universe=f"{event} {what} {month}")
            change = thresholds["largest_change"]
            groups.add(own, Told(number, max(number - change, 0), number + change))
            groups.within.add((own, base))
            if month:
                groups.within.add((base._replace(universe=f"{event} {what} {month - 1}"), own))


def months_of(groups: Groups) -> Iterator[Tally]:
    """The groups of months of curves."""
    yield from (each for each in groups.told if f" {HAD} " in each.universe or f" {LEFT} " in each.universe)


__all__ = ["EVERYONE", "NOTHING", "Groups", "Told", "around", "bases_known", "groups_of", "months_of"]
