"""Which groups add up to which, and which are part of which: all of it made from the declarations.

Periods, benefits and types of Wajong; calendar months of the start; categories; cells by their margins (the ladder; who
works with and without a trajectory); finer classes within wider ones; joined classes; what `sums` declares; who is
followed for how long. Source: docs/contract/results.md.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from functools import cache
from itertools import pairwise

from attack_groups import Groups
from evalbook.contract.catalogue import DECLARED
from evalbook.contract.groups import AND, EVERYONE, Tally, overlapping
from evalbook.contract.schema import WAJONG

PERIODS, BENEFITS = ("gedoog", "experiment"), ("IVA", "Wajong", "overig")
FOLLOWED, REST, EVERYBODY = "followed_", "?", "participants"  # REST: the category that no table gives
Sum = tuple[Tally, tuple[Tally, ...]]  # a group and those that make it up


def sums(groups: Groups, experiment_start: date) -> list[Sum]:
    """Each group that others make up; groups that no number counts may be among them."""
    known = {*groups.told, *(part for _, parts in groups.joined for part in parts)}
    joined = {group for group, _ in groups.joined}
    categories = known - joined
    found = [
        *_over(known, "period", "all", PERIODS),
        *_over(known, "benefit", "all", BENEFITS),
        *_over(known, "benefit", "Wajong", WAJONG),
        *_starts(known, experiment_start),
        *_categories(categories),
        *_margins(categories),
        *_finer_classes(categories),
        *_declared(categories),
        *groups.joined,
    ]
    return list(dict.fromkeys((whole, tuple(parts)) for whole, parts in found))


def _is_month(group: Tally) -> bool:
    return group.period[0].isdigit()


def _over(known: set[Tally], field: str, whole: str, codes: tuple[str, ...]) -> Iterator[Sum]:
    """Sums of which two parts, or the whole and a part, are told of."""
    for total in {each._replace(**{field: whole}) for each in known if not (field == "period" and _is_month(each))}:
        parts = tuple(total._replace(**{field: code}) for code in codes)
        if len(known & {total, *parts}) > 1:
            yield total, (*parts, *([total._replace(**{field: REST})] if total.universe in _with_rest() else []))


@cache
def _with_rest() -> set[str]:
    """Breakdowns and bases of which some persons are in no category."""
    return {name for item in DECLARED.values() for name in item.open}


def _starts(known: set[Tally], experiment_start: date) -> Iterator[Sum]:
    """Starts by calendar month, with the months that have no row; where the experiment starts within a month, only to
    the whole."""
    months = sorted({group.period for group in known if _is_month(group)})
    first = f"{experiment_start:%Y-%m}"
    split = {"gedoog": [m for m in months if m < first], "experiment": [m for m in months if m >= first]}
    for benefit in ("IVA", "Wajong", "all") if months else ():
        for period, own in (split if experiment_start.day == 1 else {"all": months}).items():
            total = Tally(EVERYBODY, period, benefit)
            yield total, tuple(total._replace(period=month) for month in (*own, f"{REST}{period}"))


def _categories(known: set[Tally]) -> Iterator[Sum]:
    """The categories of a breakdown, one more for who is in none where there can be, with the base that they share."""
    codes, shared, overlaps = defaultdict(set), set(), overlapping()
    for group in known:
        name = group.classification
        if name and name not in overlaps:
            codes[name.rpartition(AND)[2]].add(group.measure.rpartition("=")[2])
            shared.add(group._replace(measure=name))
    for group in sorted(shared):
        head, _, name = group.measure.rpartition(AND)
        is_open = {group.measure, group.universe} & _with_rest()
        own = [*sorted(codes[name]), *([REST] if is_open else [])]
        yield group._replace(measure=head), tuple(group._replace(measure=f"{group.measure}={code}") for code in own)


def _margins(known: set[Tally]) -> Iterator[Sum]:
    """Who ends on a rung, over the rungs they started on; who works, with and without a trajectory."""
    firsts, totals = defaultdict(set), set()
    for group in known:
        first, _, rest = group.measure.partition(AND)
        name, sign, code = first.partition("=")
        if rest and sign:
            firsts[name].add(code)
            totals.add((group._replace(measure=rest), name))
    for total, name in sorted(totals):
        measures = [f"{name}={code}{AND}{total.measure}" for code in sorted(firsts[name])]
        yield total, tuple(total._replace(measure=each) for each in measures)


def _finer_classes(known: set[Tally]) -> Iterator[Sum]:
    """A class (`[10,20)`) and the finer ones of another item within it."""
    for item in DECLARED.values():
        for finer, wider in item.within.items():
            if not any(each.classification == finer for each in known):
                continue
            for group in [each for each in known if each.classification == wider]:
                low, high = _limits(group.measure)
                parts = [each for each in item.layout["classes"] if low <= _limits(each)[0] < high]
                if group._replace(measure=f"{finer}={parts[0]}") in known:
                    yield group, tuple(group._replace(measure=f"{finer}={each}") for each in parts)


def _limits(measure: str) -> tuple[float, float]:
    low, high = measure.rpartition("=")[2].strip("[)").split(",")
    return float(low), float(high)


def _declared(known: set[Tally]) -> Iterator[Sum]:
    """What an item's `sums` say."""
    declared = {measure: parts for item in DECLARED.values() for measure, parts in item.sums.items()}
    for group in known:
        written = [each if isinstance(each, dict) else {"measure": each} for each in declared.get(group.measure, ())]
        parts = tuple(group._replace(**each) for each in written)
        if parts and {*parts} <= known:
            yield group, parts


def nestings(groups: Groups) -> list[tuple[Tally, Tally]]:
    """Each group and one that it is part of: its base, any of its kinds, everybody, who is followed for less long."""
    known, overlaps = {*groups.told}, overlapping()
    found = {*groups.within}
    for group in known:
        name = group.classification
        if name in overlaps:
            found.add((group, group._replace(measure=f"{name}={overlaps[name]}" if overlaps[name] else EVERYONE)))
        elif AND in group.measure:
            found.add((group, group._replace(measure=group.measure.rpartition(AND)[0])))
        universe = group.universe.partition(":")[0]
        if universe not in (EVERYBODY, "respondents", "population") and not _is_month(group):
            found.add((group, Tally(EVERYBODY, group.period, group.benefit)))
    found |= {*_followed(known)}
    return sorted(each for each in found if each[0] != each[1] and each[1] in known)


def _followed(known: set[Tally]) -> Iterator[tuple[Tally, Tally]]:
    months = sorted(
        {int(g.universe.removeprefix(FOLLOWED)) for g in known if g.universe.removeprefix(FOLLOWED).isdigit()}
    )
    for sooner, later in pairwise(months):
        for group in [each for each in known if each.universe == f"{FOLLOWED}{later}" and not each.measure]:
            yield group, group._replace(universe=f"{FOLLOWED}{sooner}")
