"""How counts of persons add up: what anyone can know who reads the tables together.

Periods and benefits add up to all, categories to their base, the cells of the ladder to their margins, one-euro classes
to wider ones. Source: docs/contract/results.md, 'Items' and 'Time'.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from itertools import pairwise, product

from evalbook.schema import WAJONG
from evalbook.tallies import AND, EVERYONE, Tally

PERIODS = ("gedoog", "experiment")
BENEFITS = ("IVA", "Wajong", "overig")
OVERLAPPING = {"trajectory_kind": "any", "provision": "all", "known": ""}  # and the code that means any of them
REST = "?"  # the category that no table gives
OPEN = {"sex", "contract"}  # breakdowns that have one: an unknown sex, a contract that is not known

Sum = tuple[Tally, tuple[Tally, ...]]  # a group and those that make it up


def sums(groups: Mapping[Tally, int], *, experiment_start: date) -> Iterator[Sum]:
    """Each group that is the sum of others. Groups may occur in them that no number counts."""
    yield from _over_periods_and_benefits(groups)
    yield from _over_starts(groups, experiment_start)
    yield from _over_categories(groups)
    yield from _over_outer_categories(groups)
    yield from _over_euros(groups)
    yield from _over_moves(groups)
    yield from _over_follow_up(groups)
    yield from _over_services(groups)


def _over_periods_and_benefits(groups: Mapping[Tally, int]) -> Iterator[Sum]:
    """Sums of which a table gives a part; the others say nothing that these do not."""
    for (universe, measure), found in _by_measure(groups).items():
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
    breakdowns = defaultdict(list)
    for group in groups:
        name = group.classification
        if name and name not in OVERLAPPING:
            breakdowns[group._replace(measure=name)].append(group)
    for shared, categories in breakdowns.items():
        base = shared._replace(measure=shared.measure.rpartition(AND)[0])
        is_open = shared.measure in OPEN or shared.universe == "respondents"
        yield base, (*categories, *([shared._replace(measure=f"{shared.measure}={REST}")] if is_open else []))


def _over_outer_categories(groups: Mapping[Tally, int]) -> Iterator[Sum]:
    """Who ends on a rung, over the rungs they started on; who works, with and without a trajectory."""
    outer = defaultdict(list)
    for group in groups:
        first, _, rest = group.measure.partition(AND)
        if rest:
            outer[group._replace(measure=rest)].append(group)
    yield from ((total, tuple(parts)) for total, parts in outer.items())


def _over_euros(groups: Mapping[Tally, int]) -> Iterator[Sum]:
    for group in groups:
        name, _, code = group.measure.partition("=")
        if name == "hourly" and any(each.measure.startswith("euro=") for each in groups):
            low, high = (float(limit) for limit in code.strip("[)").split(","))
            euros = [f"[{euro},{euro + 1})" for euro in range(int(low), int(min(high, 60)))]
            yield _sum(
                group, "measure", tuple(f"euro={each}" for each in [*euros, *(["[60,inf)"] if high > 60 else [])])
            )


def _over_moves(groups: Mapping[Tally, int]) -> Iterator[Sum]:
    """Up, same and down from the cells of the ladder; who has both rungs known is the ladder's base."""
    ways = {"up": lambda s, e: e > s, "same": lambda s, e: e == s, "down": lambda s, e: e < s}
    for group in groups:
        if group.measure.startswith("move="):
            is_so = ways[group.measure.removeprefix("move=")]
            cells = [f"start={s}{AND}end={e}" for s, e in product(range(1, 7), repeat=2) if is_so(s, e)]
            total, parts = _sum(group, "measure", tuple(cells))
            yield total, tuple(part for part in parts if part in groups)  # a rung where nobody starts has no cells
        if group.measure == "known=both":
            yield group, (group._replace(universe="ladder", measure=EVERYONE),)


def _over_follow_up(groups: Mapping[Tally, int]) -> Iterator[Sum]:
    """Who is followed for a while are those who are followed for longer, and those who are not."""
    found = defaultdict(set)
    for group in groups:
        name, _, months = group.universe.partition("_")
        if name == "followed" and months.isdigit() and group.measure == EVERYONE:
            found[group.period, group.benefit].add(int(months))
    for (period, benefit), months in found.items():
        for sooner, later in pairwise(sorted(months)):
            whole = Tally(f"followed_{sooner}", period, benefit)
            yield whole, (whole._replace(universe=f"followed_{later}"), whole._replace(measure=f"lost_by_{later}"))


def _over_services(groups: Mapping[Tally, int]) -> Iterator[Sum]:
    """Who had a conversation or a trajectory in the first half year had it alone or had both."""
    for group in groups:
        service = group.measure.removesuffix("_by_6")
        if group.universe == "followed_6" and service in ("conversation", "trajectory"):
            yield group, tuple(group._replace(measure=f"served={code}") for code in (service, "both"))


def nestings(groups: Mapping[Tally, int]) -> Iterator[tuple[Tally, Tally]]:
    """Each group with one that it is part of, where no sum says so."""
    for group in groups:
        name = group.classification
        if name in OVERLAPPING:
            any_of_them = group._replace(measure=f"{name}={OVERLAPPING[name]}")
            yield group, any_of_them if any_of_them in groups else group._replace(measure=EVERYONE)
            yield group, group._replace(measure=EVERYONE)
        elif group.measure and not name:
            yield group, group._replace(measure=group.measure.rpartition(AND)[0])
