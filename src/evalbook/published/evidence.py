"""What released numbers say about a quantity, with its interval: also of more than one result.

    table_4_2/{gedoog & experiment}/all/{(16,24] + (24,36]}//percent

`+` and `-` join parts of one base, ` & ` pools groups by their bases, ` ; ` asks each for itself. Between braces they
stand for the key with each code in turn. A column `A..B` is the mean of those months, with `start` for the first month
of the experiment and `last` for the last there is (`start+11`: eleven after it, `last-11`: eleven before).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, reduce
from math import nan

import numpy as np

from evalbook.contract.results import KEY
from evalbook.exhibits.expressions import joined_terms, may_share_persons, mean_of
from evalbook.published.quantity import Evidence, Found
from evalbook.release.lookup import FEWEST_FOLLOWED, Gap, Number, find, is_span, keys_of_span, rows_of, starts_later
from evalbook.release.release import Release
from evalbook.release.stand_in import stand_in, with_limits

EACH, POOLED, PARTS = " ; ", " & ", " + "
TERM = re.compile(r" ([+-]) ")
BRACES = re.compile(r"\{([^{}]*)\}")
# What a statistic is multiplied by to be a percentage; a percentage is counted, so that Wilson's interval holds for it.
PERCENT = {"percent": 1, "share": 100, "survival": 100, "incidence": 100, "one_minus_survival": 100, "probability": 100}


@dataclass(frozen=True)
class Shelf:
    """A release with the rows of each item at hand, so that many quantities cost one look each."""

    release: Release
    rows: Callable[[str], Mapping[str, tuple]]


def shelf(release: Release) -> Shelf:
    return Shelf(release, cache(lambda item: rows_of(release, item)))


def evidence(at_hand: Shelf, quantity: str) -> tuple[Found, ...]:
    """The evidence of each quantity between ` ; `. Raises ValueError on a key that does not exist."""
    return tuple(_pooled(at_hand, each) for each in each_of(quantity))


def each_of(quantity: str) -> list[str]:
    """The quantities between ` ; `, their braces written out."""
    return _spread(quantity, EACH)


def keys_of(quantity: str) -> list[str]:
    """All keys of a quantity, without views."""
    groups = [group for each in each_of(quantity) for group in _spread(each, POOLED)]
    parts = [part for group in groups for part in _spread(group.split("|")[0], PARTS)]
    return [key for part in parts for key in TERM.split(part)[::2]]


def _spread(text: str, sign: str) -> list[str]:
    """The pieces between a sign, also where it stands in braces within a key."""
    pieces, spread = _outside_braces(text, sign), []
    for piece in pieces:
        inner = next((found for found in BRACES.finditer(piece) if sign in found[1]), None)
        if inner is None:
            spread.append(piece)
            continue
        codes = inner[1].split(sign)
        spread += [
            each for code in codes for each in _spread(piece[: inner.start()] + code + piece[inner.end() :], sign)
        ]
    return spread


def _outside_braces(text: str, sign: str) -> list[str]:
    return re.split(rf"{re.escape(sign)}(?![^{{]*\}})", text)


def _pooled(at_hand: Shelf, quantity: str) -> Found:
    """Groups together, each by the size of its base.

    Source of the interval: square-and-add over the groups' own limits (Zou and Donner 2008, Stat. Med. 27), as if
    what holds of groups that may have persons in common went fully together.
    """
    texts = _spread(quantity, POOLED)
    groups = [_total(at_hand, group) for group in texts]
    gap = next((each for each in groups if isinstance(each, Gap)), None)
    if gap or len(groups) == 1:
        return gap or groups[0]
    whole = sum(each.base for each in groups)
    weights = [each.base / whole for each in groups]
    value = sum(weight * each.value for weight, each in zip(weights, groups, strict=True))
    related = np.array([[_related(one, other) for other in texts] for one in texts], float)
    ends = np.array([[each.value - each.low, each.high - each.value] for each in groups]) * np.array(weights)[:, None]
    below, above = np.sqrt(np.einsum("gi,gh,hi->i", ends, related, ends))
    few = tuple(gap for each in groups for gap in each.few)
    return replace(groups[0], value=value, base=whole, low=value - below, high=value + above, few=few)


def _related(one: str, other: str) -> bool:
    """Whether two groups of a quantity are one, or may have persons in common."""
    return any(may_share_persons(first, second) for first in keys_of(one) for second in keys_of(other))


def _total(at_hand: Shelf, quantity: str) -> Found:
    """Parts of one base added up, and its view."""
    terms, *views = quantity.split("|")
    first, *rest = joined_terms(TERM.split(PARTS.join(_spread(terms, PARTS))), at_hand.rows)
    signs = [1, *(-1 if sign == "-" else 1 for sign in rest[::2])]
    parts = [_term(at_hand, key) for key in (first, *rest[1::2])]
    gap = next((each for each in parts if isinstance(each, Gap)), None)
    found = gap or (parts[0] if len(parts) == 1 else _added(signs, parts, at_hand.release.drift))
    return found if isinstance(found, Gap) else reduce(lambda each, view: VIEWS[view](each), views, found)


def _added(signs: Sequence[int], parts: Sequence[Evidence], drift: int) -> Evidence:
    value = sum(sign * part.value for sign, part in zip(signs, parts, strict=True))
    counted = all(part.counted for part in parts) and len({part.base for part in parts}) == 1
    few = tuple(gap for part in parts for gap in part.few)
    total = Evidence(value, parts[0].form, parts[0].base, counted=counted, few=few)
    if not counted:
        return total
    limits = with_limits(Number(value, "percent", "", total.base, few=len(few), drift=drift))
    return replace(total, low=limits.low, high=limits.high)


def _term(at_hand: Shelf, key: str) -> Found:
    codes = key.split("/")
    if is_span(key):
        return _mean_of_months(at_hand, key)
    if codes[KEY.index("column")] == "last":
        key = _last_key(at_hand, codes)
    found = find(at_hand.release, key, at_hand.rows(codes[0]))
    if isinstance(found, Gap):
        number = stand_in(found, at_hand.rows(codes[0]), at_hand.release.drift)
        return replace(_as_shown(number, key), few=(found,)) if number else found
    changed = at_hand.release.protected and found.form == "n" and found.value
    shown = _as_shown(found, key)
    off = at_hand.release.most_off
    return replace(shown, low=max(shown.value - off, 0), high=shown.value + off) if changed else shown


def _as_shown(number: Number, key: str) -> Evidence:
    scale = PERCENT.get(number.form, 1)
    form = "percent" if number.form in PERCENT else number.form
    limits = {"low": scale * number.low, "high": scale * number.high}
    counted = number.form == "percent"
    return Evidence(scale * number.unrounded, form, number.base, **limits, counted=counted, month=_month_of(key))


def _month_of(key: str) -> float:
    column = key.split("/")[KEY.index("column")]
    return float(column) if column.isdigit() else nan


def form_of(quantity: str) -> str:
    """The unit of a quantity, known also where its numbers are not there."""
    terms, *views = each_of(quantity)[0].split("|")
    statistic = terms.split("/")[-1]
    if {"month", "base"} & set(views):
        return "months" if "month" in views else "n"
    return "percent" if statistic in PERCENT else statistic


def _mean_of_months(at_hand: Shelf, key: str) -> Found:
    """The mean of a number over calendar months, below ten no more than that where few are in it.

    Months before the first that there is are 0.
    """
    item, *_, statistic = key.split("/")
    rows = at_hand.rows(item)
    found = [find(at_hand.release, each, rows) for each in keys_of_span(at_hand.release, key, rows)]
    if not found:
        later = starts_later(at_hand.release, key, rows)
        return Evidence(0.0, statistic) if later else find(at_hand.release, key, rows)
    mean = mean_of(found, rows, key)
    return mean if isinstance(mean, Gap) else Evidence(mean.value, statistic)


def _last_key(at_hand: Shelf, codes: Sequence[str]) -> str:
    """The key of the last month of a curve that is shown; of month 0 where none is."""
    at = KEY.index("column")
    others = [*codes[:at], *codes[at + 1 :]]
    rows = [row for row in at_hand.rows(codes[0]).values() if [*row[:at], *row[at + 1 : len(KEY)]] == others]
    months = [int(row.column) for row in rows if not row.withheld and row.base >= FEWEST_FOLLOWED]
    return "/".join([*codes[:at], str(max(months, default=0)), *codes[at + 1 :]])


def _complement(found: Evidence) -> Evidence:
    return replace(found, value=100 - found.value, low=100 - found.high, high=100 - found.low)


VIEWS: dict[str, Callable[[Evidence], Evidence]] = {
    "complement": _complement,
    "base": lambda found: Evidence(found.base, "n"),
    "month": lambda found: Evidence(found.month, "months"),
}
