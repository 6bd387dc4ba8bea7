"""The numbers of a release that an expression stands for: keys, their sums and differences, and views of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from math import hypot, isnan

from evalbook.contract.classes import parts_of
from evalbook.contract.results import KEY, PERCENTAGES
from evalbook.estimates.intervals import wilson
from evalbook.release.lookup import Gap, Number, find, is_span, keys_of_span, rows_of
from evalbook.release.release import Release
from evalbook.suggestions import nearest

SIGNED_TERM = re.compile(r" ([+-]) ")


def evaluate(
    release: Release, expression: str, known: Callable[[str], Mapping[str, tuple]] | None = None
) -> Number | Gap:
    """The number that an expression stands for, or the first gap in it.

    An expression is a key (of calendar months also a span, see `lookup`), or keys joined by ` + ` and ` - `, followed
    by views, each after a `|`: `complement` (what is left of the whole), `base`, `interval`, `month` (a curve's month).
    Raises ValueError on an unknown item or view, and on a sum of numbers of unlike kinds. `known` gives the rows of
    an item, where they are at hand.
    """
    terms, *views = (part.strip() for part in expression.split("|"))
    number = _total(release, terms, known or (lambda item: rows_of(release, item)))
    for view in views:
        if view not in VIEWS:
            raise ValueError(f"{expression!r}: there is no view {view!r}.{nearest(view, tuple(VIEWS))}")
        number = number if isinstance(number, Gap) else VIEWS[view](number)
    return replace(number, expression=expression)


def _total(release: Release, terms: str, known: Callable[[str], Mapping[str, tuple]]) -> Number | Gap:
    first, *rest = joined_terms(SIGNED_TERM.split(terms), known)
    total = _term(release, first, known(first.split("/")[0]))
    for sign, key in zip(rest[::2], rest[1::2], strict=True):
        term = _term(release, key, known(key.split("/")[0]))
        gap = next((each for each in (total, term) if isinstance(each, Gap)), None)
        total = gap or (difference(total, term) if sign == "-" else _sum(total, term))
    return total


def joined_terms(terms: list[str], known: Callable[[str], Mapping[str, tuple]]) -> list[str]:
    """The terms with a joined class in place of its parts, where all of these are added; by turns a key and a sign."""
    if len(terms) < 3 or "-" in terms[1::2]:
        return terms
    keys = dict.fromkeys(terms[::2])
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
    found = [find(release, each, rows) for each in keys]
    gap = next((each for each in found if isinstance(each, Gap)), None)
    return gap or replace(found[0], value=sum(each.value for each in found) / len(found), expression=key)


def _sum(left: Number, right: Number) -> Number:
    """Of two parts of one whole: counts, or proportions of the same base. A percentage of persons has an interval."""
    unlike = left.form != right.form
    bases = (left.base, right.base)
    if unlike or (left.form in PERCENTAGES and len(set(bases)) > 1 and not any(map(isnan, bases))):
        raise ValueError(f"{left.expression} and {right.expression} cannot be added: other kind or base")
    total = Number(left.unrounded + right.unrounded, left.form, left.expression, left.base, rounded=left.rounded)
    if left.form != "percent" or isnan(left.low) or isnan(right.low):
        return total
    low, high = wilson(min(total.value / 100, 1) * total.base, total.base)  # rounded parts may exceed the whole
    return replace(total, low=100 * float(low), high=100 * float(high))


def difference(left: Number, right: Number) -> Number:
    """The first less the second, with the interval of the difference where both have one.

    Proportions differ in percentage points. Source of the interval: square-and-add of the two intervals, for
    independent groups (Newcombe 1998, Statistics in Medicine 17, 873-890; Zou and Donner 2008 for other
    estimates than shares). Raises ValueError when the two are of unlike kinds.
    """
    if left.form != right.form:
        raise ValueError(f"{left.expression} and {right.expression} cannot be compared: other kind")
    scale = 100 / PERCENTAGES[left.form] if left.form in PERCENTAGES else 1.0
    first, second = left.unrounded, right.unrounded
    value = first - second
    below = hypot(first - left.low, right.high - second)
    above = hypot(left.high - first, second - right.low)
    form = "points" if left.form in PERCENTAGES else left.form
    limits = {"low": scale * (value - below), "high": scale * (value + above)}
    return Number(scale * value, form, f"{left.expression} - {right.expression}", **limits)


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
