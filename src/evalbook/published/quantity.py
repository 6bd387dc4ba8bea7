"""A quantity with its interval, or why it is not there; and one set against another."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import exp, log, nan

from evalbook.estimates.intervals import square_and_add
from evalbook.release.lookup import Gap, Number
from evalbook.release.stand_in import is_mostly_few


@dataclass(frozen=True)
class Evidence:
    """A quantity in the unit of `form` (`percent` for shares, `months`, `ratio` or a statistic), with its interval.

    `counted`: a share of persons that were counted, not estimated from those still followed. `month`: of a curve.
    `few`: the gaps of few persons for which 5 stands in it.
    """

    value: float
    form: str
    base: float = nan
    low: float = nan
    high: float = nan
    counted: bool = False
    month: float = nan
    few: tuple[Gap, ...] = ()


Found = Evidence | Gap


def only_few(found: Evidence) -> bool:
    """Whether what stands for few persons is most of it: it then tells no more than that they are few."""
    return is_mostly_few(found.value, found.form, found.base, len(found.few))


def less(left: Found, right: Found, *, same_persons: bool = False) -> Found:
    """The first minus the second: of other persons, by square-and-add of their limits; where some may be the
    `same_persons`, by the widest limits that any relation between the two allows."""
    gap = next((each for each in (left, right) if isinstance(each, Gap)), None)
    if gap:
        return gap
    if only_few(left) and only_few(right):
        return left.few[0]
    of = [(each.value, each.low, each.high) for each in (left, right)]
    low, high = (float(each) for each in square_and_add(*of, correlation=-1.0 if same_persons else 0.0))
    form = "difference" if left.form == "percent" else left.form
    return Evidence(left.value - right.value, form, min(left.base, right.base), low, high, few=left.few + right.few)


def ratio(left: Found, right: Found, rates: tuple[Number | Gap, Number | Gap]) -> Found:
    """The first as a multiple of the second: of counts, by the limits of the inflow that they are of (`rates`).

    Source of the limits: square-and-add of the logarithms (Zou and Donner 2008, Stat. Med. 27, 1693-1702).
    """
    gap = next((each for each in (left, right) if isinstance(each, Gap)), None) or next(
        (gap for each in (left, right) for gap in each.few), None
    )
    if gap:
        return gap
    if not right.value:
        return Gap("", "nobody", "")
    found = Evidence(left.value / right.value, "ratio")
    if any(isinstance(each, Gap) or not each.low > 0 for each in rates):
        return found
    logs = [tuple(log(each) for each in (rate.value, rate.low, rate.high)) for rate in rates]
    low, high = square_and_add(*logs)
    return replace(found, low=exp(low), high=exp(high))
