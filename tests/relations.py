"""How counts of persons add up: what anyone can know who reads the tables together.

Periods and benefits add up to all, categories to their base, the cells of the ladder to their margins, finer classes
to wider ones. Source: docs/contract/results.md, 'Items' and 'Time'.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from itertools import pairwise

from evalbook.contract.catalogue import DECLARED
from evalbook.contract.groups import AND, EVERYONE, Tally, overlapping
from evalbook.contract.schema import WAJONG

PERIODS = ("gedoog", "experiment")
BENEFITS = ("IVA", "Wajong", "overig")
FOLLOWED = "followed_"
REST = "?"  # the category that no table gives

Sum = tuple[Tally, tuple[Tally, ...]]  # a group and those that make it up


def sums(groups: Mapping[Tally, int], *, experiment_start: date) -> Iterator[Sum]:
    """Each group that is the sum of others. Groups may occur in them that no number counts."""
    yield from _over_periods_and_benefits(groups)
    yield from _over_starts(groups, experiment_start)
    yield from _over_categories(groups)
    yield from _over_outer_categories(groups)
    yield from _over_finer_classes(groups)
    declared = list(_over_declared(groups))
    late = [each for each in declared if each[1][0].universe.startswith(FOLLOWED)]
    yield from (each for each in declared if each not in late)
    yield from _over_follow_up(groups)
    yield from late  # the order decides ties in the programmes


def _over_periods_and_benefits(groups: Mapping[Tally, int]) -> Iterator[Sum]:
    """Sums of which a table gives a part; the others say nothing that these do not. Of who answered a questionnaire
    the period or benefit may not be known.
    """
    incomplete = {name for item in DECLARED.values() for name in item.open}
    for (universe, measure), found in _by_measure(groups).items():
        if universe in incomplete:
            continue
        periods, benefits = (sorted({each[field] for each in found} | {"all"}) for field in (1, 2))
        totals = [Tally(universe, period, benefit, measure) for period in periods for benefit in benefits]
        for total in totals:
            for field, codes in (("period", PERIODS), ("benefit", BENEFITS), ("benefit", WAJONG)):
                whole = "Wajong" if codes == WAJONG else "all"
                if getattr(total, field) == whole and len(groups.keys() & set(_sum(total, field, codes)[1])) > 1:
                    yield _sum(total, field, codes)


def _by_measure(groups: Mapping[Tally, int]) -> dict[tuple[str, str], list[Tally]]:
    found = defaultdict(list)
    for group in groups:
        if not group.period[0].isdigit():
            found[group.universe, group.measure].append(group)
    return found


def _sum(total: Tally, field: str, codes: tuple[str, ...]) -> Sum:
    return total, tuple(total._replace(**{field: code}) for code in codes)


def _over_starts(groups: Mapping[Tally, int], experiment_start: date) -> Iterator[Sum]:
    """Starts by calendar month; where the experiment starts within a month, only to the whole."""
    months = sorted({group.period for group in groups if group.period[0].isdigit()})
    first = f"{experiment_start:%Y-%m}"
    split = {"gedoog": [m for m in months if m < first], "experiment": [m for m in months if m >= first]}
    whole = {"all": months}
    for benefit in ("IVA", "Wajong", "all") if months else ():
        for period, own in (split if experiment_start.day == 1 else whole).items():
            yield _sum(Tally("participants", period, benefit), "period", tuple(own))
    for month in months:
        yield _sum(Tally("participants", month, "all"), "benefit", BENEFITS)


def _over_categories(groups: Mapping[Tally, int]) -> Iterator[Sum]:
    """The categories of a breakdown, and one for who is in none where there can be, with the base that they share."""
    breakdowns, overlaps = defaultdict(list), overlapping()
    has_rest = {name for item in DECLARED.values() for name in item.open}
    for group in groups:
        name = group.classification
        if name and name not in overlaps:
            breakdowns[group._replace(measure=name)].append(group)
    for shared, categories in breakdowns.items():
        base = shared._replace(measure=shared.measure.rpartition(AND)[0])
        is_open = shared.measure in has_rest or shared.universe in has_rest
        yield base, (*categories, *([shared._replace(measure=f"{shared.measure}={REST}")] if is_open else []))


def _over_outer_categories(groups: Mapping[Tally, int]) -> Iterator[Sum]:
    """Who ends on a rung, over the rungs they started on; who works, with and without a trajectory.

    Of a part that has no number here (its curve ended) the others are not all: it stands in the sum all the same.
    """
    outer, categories = {}, defaultdict(dict)
    for group in groups:
        first, _, rest = group.measure.partition(AND)
        if rest:
            name = first.partition("=")[0] if "=" in first else first
            outer[group._replace(measure=rest), name] = None
            categories[group.universe, name][first] = None
    for total, name in outer:
        firsts = categories[total.universe, name]
        yield total, tuple(total._replace(measure=f"{first}{AND}{total.measure}") for first in firsts)


def _over_finer_classes(groups: Mapping[Tally, int]) -> Iterator[Sum]:
    """A class (`[10,20)`) and the finer ones of another item within it."""
    for item in DECLARED.values():
        for finer, wider in item.within.items():
            there = any(each.classification == finer for each in groups)
            for group in [each for each in groups if each.classification == wider] if there else []:
                low, high = _limits(group.measure)
                parts = [each for each in item.layout["classes"] if low <= _limits(each)[0] < high]
                yield _sum(group, "measure", tuple(f"{finer}={each}" for each in parts))


def _limits(measure: str) -> tuple[float, float]:
    low, high = measure.rpartition("=")[2].strip("[)").split(",")
    return float(low), float(high)


def _over_declared(groups: Mapping[Tally, int]) -> Iterator[Sum]:
    """What an item's `sums` say; where some parts are counted the others are empty: a rung where nobody starts."""
    declared = {measure: parts for item in DECLARED.values() for measure, parts in item.sums.items()}
    for group in groups:
        written = [each if isinstance(each, dict) else {"measure": each} for each in declared.get(group.measure, ())]
        parts = tuple(group._replace(**each) for each in written)
        if parts:
            yield group, tuple(part for part in parts if part in groups) or parts


def _over_follow_up(groups: Mapping[Tally, int]) -> Iterator[Sum]:
    """Who is followed for a while are those who are followed for longer, and those who are not."""
    found = defaultdict(set)
    for group in groups:
        months = group.universe.removeprefix(FOLLOWED)
        if group.universe.startswith(FOLLOWED) and months.isdigit() and group.measure == EVERYONE:
            found[group.period, group.benefit].add(int(months))
    for (period, benefit), months in found.items():
        for sooner, later in pairwise(sorted(months)):
            whole = Tally(f"followed_{sooner}", period, benefit)
            yield whole, (whole._replace(universe=f"followed_{later}"), whole._replace(measure=f"lost_by_{later}"))


def nestings(groups: Mapping[Tally, int]) -> Iterator[tuple[Tally, Tally]]:
    """Each group with one that it is part of, where no sum says so."""
    overlaps = overlapping()
    for group in groups:
        name = group.classification
        if name in overlaps:
            any_of_them = group._replace(measure=f"{name}={overlaps[name]}")
            yield group, any_of_them if any_of_them in groups else group._replace(measure=EVERYONE)
            yield group, group._replace(measure=EVERYONE)
        elif group.measure and not name:
            yield group, group._replace(measure=group.measure.rpartition(AND)[0])
