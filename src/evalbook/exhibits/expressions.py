"""The numbers of a release that an expression stands for: keys, their sums and differences, and views of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from math import isnan

from evalbook.contract import groups
from evalbook.contract.cells import FEW
from evalbook.contract.classes import parts_of
from evalbook.contract.results import KEY, PERCENTAGES, PERSON_COUNTS
from evalbook.contract.thresholds import FEWEST_PERSONS, VARIANCE
from evalbook.estimates.intervals import monthly_rate, square_and_add
from evalbook.release.lookup import Gap, Number, find, is_span, keys_of_span, rows_of
from evalbook.release.release import Release
from evalbook.release.stand_in import FEWEST_TRUE, MOST_TRUE, is_mostly_few, stand_in, with_limits
from evalbook.suggestions import nearest

SIGNED_TERM = re.compile(r" ([+-]) ")


def evaluate(
    release: Release, expression: str, known: Callable[[str], Mapping[str, tuple]] | None = None
) -> Number | Gap:
    """The number that an expression stands for, or the first gap in it.

    In a sum, and in what is left of a whole, 5 stands for a count of few persons, unless the sum is mostly that.
    An expression is a key (of calendar months also a span, see `lookup`), or keys joined by ` + ` and ` - `, followed
    by views, each after a `|`: `complement` (what is left of the whole), `base`, `interval`, `month` (a curve's month).
    Raises ValueError on an unknown item or view, and on a sum of numbers of unlike kinds. `known` gives the rows of
    an item, where they are at hand.
    """
    terms, *views = (part.strip() for part in expression.split("|"))
    known = known or (lambda item: rows_of(release, item))
    number = _total(release, terms, known, of_whole="complement" in views)
    for view in views:
        if view not in VIEWS:
            raise ValueError(f"{expression!r}: there is no view {view!r}.{nearest(view, tuple(VIEWS))}")
        number = number if isinstance(number, Gap) else VIEWS[view](number)
    return number if isinstance(number, Gap) and not views else replace(number, expression=expression)


def _total(
    release: Release, terms: str, known: Callable[[str], Mapping[str, tuple]], *, of_whole: bool
) -> Number | Gap:
    """`of_whole`: what is left of it is asked for, so that few may be all that is taken away."""
    first, *rest = joined_terms(SIGNED_TERM.split(terms), known)
    found = {key: _term(release, key, known(key.split("/")[0])) for key in (first, *rest[1::2])}
    few = {key: stand_in(each, known(each.item), release.drift) for key, each in found.items() if isinstance(each, Gap)}
    added = of_whole or "+" in rest
    gap = next((found[key] for key, number in few.items() if number is None or "-" in rest or not added), None)
    if gap:
        return replace(gap, expression=terms) if rest else gap
    numbers = found | few
    total = numbers[first]
    for sign, key in zip(rest[::2], rest[1::2], strict=True):
        total = difference(total, numbers[key]) if sign == "-" else _sum(total, numbers[key])
    # A mean of months that few are in is a number, which says by itself when it tells too little.
    told = of_whole or not few or not is_mostly_few(total.value, total.form, total.base, total.few)
    return total if told else replace(found[next(iter(few))], expression=terms)


def compared(
    release: Release, expression: str, known: Callable[[str], Mapping[str, tuple]] | None = None
) -> Number | Gap:
    """As `evaluate`, for a comparison: of few persons what stands for them, with the limits of what they may be, and of
    counts the limits of the inflow that they are of."""
    found = evaluate(release, expression, known)
    if isinstance(found, Gap):
        found = stand_in(found, rows_of(release, found.item), release.drift) or found
    is_count = isinstance(found, Number) and found.form in PERSON_COUNTS and "|" not in expression
    return _with_rate_limits(release, found, expression) if is_count else found


def _with_rate_limits(release: Release, number: Number, expression: str) -> Number:
    """A count, or a mean of those of months, with the limits of how many come; of few they may be 1 to 14."""
    rows = rows_of(release, expression.split("/")[0])
    months = keys_of_span(release, expression, rows) if is_span(expression) else []
    found = [stand_in(each, rows) or each if isinstance(each, Gap) else each for each in _each(release, months, rows)]
    counts = [each.value for each in found] or [number.value]
    value, low, high = monthly_rate(counts, noise=VARIANCE * release.protected)
    fewer, more = number.few * (FEW - FEWEST_TRUE), number.few * (MOST_TRUE - FEW)
    low = max(low - fewer / len(counts) - release.drift, 0)
    return replace(number, value=value, low=low, high=high + more / len(counts) + release.drift)


def _each(release: Release, keys: Sequence[str], rows: Mapping[str, tuple]) -> list[Number | Gap]:
    return [find(release, key, rows) for key in keys]


def joined_terms(terms: list[str], known: Callable[[str], Mapping[str, tuple]]) -> list[str]:
    """The terms with a joined class in place of its parts, where all of these are added; by turns a key and a sign."""
    if len(terms) < 3 or "-" in terms[1::2]:
        return terms
    keys = dict.fromkeys(terms[::2])
    if len(keys) < len(terms[::2]):  # the same one twice
        return terms
    for whole, parts in _joined_keys(terms[0], known).items():
        if set(parts) <= set(keys):
            keys = dict.fromkeys(whole if key == parts[0] else key for key in keys if key not in parts[1:])
    return " + ".join(keys).split(" ") if len(keys) < len(terms[::2]) else terms


def _joined_keys(key: str, known: Callable[[str], Mapping[str, tuple]]) -> dict[str, list[str]]:
    """The keys of the joined classes that are used, with those of their parts, of the group that a key is of."""
    item, *group, _, column, statistic = key.split("/")

    def of(row: str) -> str:
        return "/".join((item, *group, row, column, statistic))

    return {of(row): [of(part) for part in parts] for row, parts in parts_of(item).items() if of(row) in known(item)}


def _term(release: Release, key: str, rows: Mapping[str, tuple]) -> Number | Gap:
    """The number of a key, or the mean of those of the calendar months that its column spans (`A..B`)."""
    keys = keys_of_span(release, key, rows) if is_span(key) else ()
    if not keys:
        return find(release, key, rows)
    return mean_of(_each(release, keys, rows), rows, key)


def mean_of(found: Sequence[Number | Gap], rows: Mapping[str, tuple], key: str) -> Number | Gap:
    """The mean of counts of persons; 5 stands for those of few, and of a mean below ten no more is told than that."""
    numbers = [stand_in(each, rows) or each if isinstance(each, Gap) else each for each in found]
    gap = next((each for each in numbers if isinstance(each, Gap)), None)
    if gap:
        return gap
    few = sum(each.few for each in numbers)
    mean = sum(each.value for each in numbers) / len(numbers)
    if few and mean < FEWEST_PERSONS:
        return replace(next(each for each in found if isinstance(each, Gap)), expression=key)
    return replace(numbers[0], value=mean, expression=key, few=few)


def _sum(left: Number, right: Number) -> Number:
    """Of two parts of one whole: counts, or proportions of the same base. A percentage of persons has an interval."""
    unlike = left.form != right.form
    bases = (left.base, right.base)
    if unlike or (left.form in PERCENTAGES and len(set(bases)) > 1 and not any(map(isnan, bases))):
        raise ValueError(f"{left.expression} and {right.expression} cannot be added: other kind or base")
    few = {"few": left.few + right.few, "drift": max(left.drift, right.drift)}
    value, rounded = left.unrounded + right.unrounded, left.rounded and right.rounded
    total = Number(value, left.form, left.expression, left.base, rounded=rounded, **few)
    if left.form != "percent" or isnan(left.low) or isnan(right.low):
        return total
    return with_limits(total)


def difference(left: Number, right: Number) -> Number:
    """The first less the second, with the interval of the difference where both have one.

    Proportions differ in percentage points. Source of the interval: square-and-add of the two intervals, for
    independent groups (Newcombe 1998, Statistics in Medicine 17, 873-890; Zou and Donner 2008 for other
    estimates than shares). Where some persons may be in both groups, the widest that any relation between the two
    allows: the distances added. Raises ValueError when the two are of unlike kinds.
    """
    if left.form != right.form:
        raise ValueError(f"{left.expression} and {right.expression} cannot be compared: other kind")
    scale = 100 / PERCENTAGES[left.form] if left.form in PERCENTAGES else 1.0
    first, second = left.unrounded, right.unrounded
    value = first - second
    relation = -1.0 if may_share_persons(left.expression, right.expression) else 0.0
    of = [(each.unrounded, each.low, each.high) for each in (left, right)]
    low, high = (float(each) for each in square_and_add(*of, correlation=relation))
    form = "points" if left.form in PERCENTAGES else left.form
    limits = {"low": scale * low, "high": scale * high}
    return Number(scale * value, form, f"{left.expression} - {right.expression}", **limits)


def may_share_persons(left: str, right: str) -> bool:
    """Whether somebody may be in the groups of both expressions."""
    return any(groups.may_share_persons(one, other) for one in _codes_in(left) for other in _codes_in(right))


def _codes_in(expression: str) -> list[dict[str, str]]:
    keys = SIGNED_TERM.split(expression.split("|")[0])[::2]
    return [dict(zip(KEY, key.strip().split("/"), strict=True)) for key in keys]


def complement_of(number: Number) -> Number:
    """What is left of the whole: those who did find work, of a survival without work."""
    if number.form not in PERCENTAGES:
        raise ValueError(f"{number.expression}: a {number.form} has no complement")
    whole = PERCENTAGES[number.form]
    limits = {"low": whole - number.high, "high": whole - number.low}
    return replace(number, value=whole - number.value, expression=f"{number.expression}|complement", **limits)


def base_of(number: Number) -> Number:
    """The base of a number, as a count of persons."""
    return Number(number.base, "n", f"{number.expression}|base")


def _interval(number: Number) -> Number | Gap:
    return without_interval(number) if isnan(number.low) or isnan(number.high) else replace(number, as_interval=True)


def without_interval(number: Number) -> Gap:
    """What is told in place of the interval that a number does not have."""
    return Gap(number.expression.split("/")[0], "no_interval", number.expression)


def month_of(number: Number) -> Number:
    """The month of a number of a curve."""
    month = number.expression.split("/")[KEY.index("column")]
    return Number(float(month), "n", f"{number.expression}|month")


VIEWS = {"complement": complement_of, "base": base_of, "interval": _interval, "month": month_of}
