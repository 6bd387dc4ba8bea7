"""A number of a release, found by its key, or the reason why there is none.

What tables, figures and prose show passes through here, so only a release can be shown.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import hypot, isnan, nan

from evalbook.catalogue import ITEMS, PUBLISHED_ITEMS, REGISTERS
from evalbook.disclosure import Release
from evalbook.intervals import wilson
from evalbook.labels import PROPORTIONS
from evalbook.layouts import UNNAMED, check_codes, measure_of
from evalbook.results import KEY
from evalbook.settings import nearest
from evalbook.spans import is_span, keys_of_span
from evalbook.tallies import CURVES

SIGNED_TERM = re.compile(r" ([+-]) ")
FEWEST_FOLLOWED = 30  # a curve ends where fewer are at risk (disclosure.md, rule `curve`)


@dataclass(frozen=True)
class Number:
    """A released number: its value and interval in the unit of `form`, its base in persons.

    `form` is the statistic, or `points` for a difference of proportions as shown and `difference` for one that was
    estimated (then in percentage points); a difference of means has their form.
    `expression` is the key, or the keys and views, that it was found by.
    """

    value: float
    form: str
    expression: str
    base: float = nan
    low: float = nan
    high: float = nan
    as_interval: bool = False


@dataclass(frozen=True)
class Gap:
    """Why a number is not there.

    `reason` is `register` (detail: its table), `withheld` (detail: the rule), `follow_up` (a month that is
    not reached), `nobody` (nobody in the base), `no_interval` or `no_test`.
    """

    item: str
    reason: str
    expression: str
    detail: str = ""


def demand_release(release: Release) -> None:
    """Raises TypeError on anything but a release: a frame of results has not passed the gate."""
    if not isinstance(release, Release):
        raise TypeError(f"only a Release can be shown, not a {type(release).__name__}")


def rows_of(release: Release, item: str) -> dict[str, tuple]:
    """The released rows of an item (named tuples of the result columns) by their key."""
    demand_release(release)
    rows = release.results[release.results["item"] == item]
    return {"/".join(row[: len(KEY)]): row for row in rows.itertuples(index=False, name="Row")}


def key_of(item: str, *codes: Mapping[str, str]) -> str:
    """The key that the codes make together, later ones first; what none names is `all`, `all` or empty."""
    fields = {"item": item, **UNNAMED}
    for each in codes:
        fields |= each
    return "/".join(str(fields[name]) for name in KEY)


def find(release: Release, key: str, rows: Mapping[str, tuple] | None = None) -> Number | Gap:
    """The released number of a key, or why there is none; `rows` are those of its item, where at hand.

    Raises ValueError when the key does not have the form item/period/benefit/row/column/statistic or
    its item does not exist.
    """
    codes = _codes(release, key)
    rows = rows_of(release, codes["item"]) if rows is None else rows
    row = rows.get(key)
    if row is None:
        return _gap(release, key, codes, rows)
    if row.withheld:
        return Gap(codes["item"], "withheld", key, row.withheld)
    if isnan(row.value):
        return Gap(codes["item"], "no_test", key)
    if row.column.isdigit() and row.statistic in CURVES and row.base < FEWEST_FOLLOWED:
        return Gap(codes["item"], "follow_up", key)
    number = Number(row.value, row.statistic, key, row.base, row.ci_low, row.ci_high)
    return number if row.statistic != "difference" else _in_points(number, of=measure_of(codes))


def _in_points(number: Number, *, of: str) -> Number:
    """A difference in the form of what differs: percentage points for proportions, else as these."""
    if of not in PROPORTIONS:
        return replace(number, form=of)
    scale = 100 / PROPORTIONS[of]
    return replace(number, value=scale * number.value, low=scale * number.low, high=scale * number.high)


def _codes(release: Release, key: str) -> dict[str, str]:
    demand_release(release)
    parts = key.split("/")
    if len(parts) != len(KEY):
        raise ValueError(f"{key!r} is no key of a result: {'/'.join(KEY)}")
    if parts[0] not in ITEMS and not (release.results["item"] == parts[0]).any():
        raise ValueError(f"there is no item {parts[0]!r}.{nearest(parts[0], ITEMS)}")
    codes = dict(zip(KEY, parts, strict=True))
    check_codes(codes)
    return codes


def _gap(release: Release, key: str, codes: Mapping[str, str], rows: Mapping[str, tuple]) -> Gap:
    item = codes["item"]
    missing = missing_register(release, item, codes.values())
    if missing:
        return Gap(item, "register", key, missing)
    if item in OPTIONAL_COLUMNS and not rows and (release.results["item"] == SAME_BASE).any():
        return Gap(item, "column", key, OPTIONAL_COLUMNS[item])
    if codes["statistic"] == "p_value" and any(_is_of_what_is_tested(row, codes) for row in rows.values()):
        return Gap(item, "no_test", key)
    same_curve = [row for row in rows.values() if _is_curve_of(row, codes)]
    return Gap(item, "follow_up" if same_curve else "nobody", key)


def _is_of_what_is_tested(row: tuple, codes: Mapping[str, str]) -> bool:
    return all(getattr(row, name) == codes[name] for name in ("period", "benefit", "row"))


def _is_curve_of(row: tuple, codes: Mapping[str, str]) -> bool:
    fixed = [name for name in KEY if name != "column"]
    return row.column.isdigit() and all(getattr(row, name) == codes[name] for name in fixed)


def missing_register(release: Release, item: str, codes: Sequence[str] = ()) -> str:
    """The first register that an item (or the part of it with these codes) needs and that is not there."""
    if item == "differences":  # it needs what the numbers need that differ: its row names them
        item, _, row = next((code for code in codes if code.partition(":")[0] in PUBLISHED_ITEMS), "").partition(":")
        codes = (row,)
    own = OWN_REGISTER.get(item, {})
    needed = [own[code] for code in codes if code in own] or REGISTERS.get(item, ())
    return next((name for name in needed if not release.registers.get(name, 0)), "")


# Columns that a register may leave out; another item on the same persons tells that the register has any.
OPTIONAL_COLUMNS = {"first_job_sector": "sector", "first_job_size": "employer_size"}
SAME_BASE = "table_4_6"
# Where a part of an item needs another register than the whole.
COSTS = {"conversations": "conversations", "trajectories": "trajectories", "jobcoach": "provisions"}
OWN_REGISTER = {
    "table_2_2": {"population": "population"},
    "table_3_4": COSTS,
    "three_year_costs": COSTS,
    "table_5_2": {"respondents": "respondents"},
    "waiting_times": {
        f"{service},{months}": register
        for service, register in (("conversation", "conversations"), ("trajectory", "trajectories"))
        for months in (1, 3, 6)
    },
}


def evaluate(
    release: Release, expression: str, known: Callable[[str], Mapping[str, tuple]] | None = None
) -> Number | Gap:
    """The number that an expression stands for, or the first gap in it.

    An expression is a key (of calendar months also a span, see `spans`), or keys joined by ` + ` and ` - `, followed by
    views, each after a `|`: `complement` (what is left of the whole), `base`, `interval`, `month` (a curve's month).
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
    first, *rest = SIGNED_TERM.split(terms)
    total = _term(release, first, known(first.split("/")[0]))
    for sign, key in zip(rest[::2], rest[1::2], strict=True):
        term = _term(release, key, known(key.split("/")[0]))
        gap = next((each for each in (total, term) if isinstance(each, Gap)), None)
        total = gap or (difference(total, term) if sign == "-" else _sum(total, term))
    return total


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
    if unlike or (left.form in PROPORTIONS and len(set(bases)) > 1 and not any(map(isnan, bases))):
        raise ValueError(f"{left.expression} and {right.expression} cannot be added: other kind or base")
    total = Number(left.value + right.value, left.form, left.expression, left.base)
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
    scale = 100 / PROPORTIONS[left.form] if left.form in PROPORTIONS else 1.0
    value = left.value - right.value
    below = hypot(left.value - left.low, right.high - right.value)
    above = hypot(left.high - left.value, right.value - right.low)
    form = "points" if left.form in PROPORTIONS else left.form
    limits = {"low": scale * (value - below), "high": scale * (value + above)}
    return Number(scale * value, form, f"{left.expression} - {right.expression}", **limits)


def complement_of(number: Number) -> Number:
    """What is left of the whole: those who did find work, of a survival without work."""
    if number.form not in PROPORTIONS:
        raise ValueError(f"{number.expression}: a {number.form} has no complement")
    whole = PROPORTIONS[number.form]
    limits = {"low": whole - number.high, "high": whole - number.low}
    return replace(number, value=whole - number.value, expression=f"{number.expression}|complement", **limits)


def base_of(number: Number) -> Number:
    """The base of a number, as a count of persons."""
    return Number(number.base, "n", f"{number.expression}|base")


def _interval(number: Number) -> Number | Gap:
    if isnan(number.low) or isnan(number.high):
        return Gap(number.expression.split("/")[0], "no_interval", number.expression)
    return replace(number, as_interval=True)


def month_of(number: Number) -> Number:
    """The month of a number of a curve."""
    month = number.expression.split("/")[KEY.index("column")]
    return Number(float(month), "n", f"{number.expression}|month")


VIEWS = {"complement": complement_of, "base": base_of, "interval": _interval, "month": month_of}
