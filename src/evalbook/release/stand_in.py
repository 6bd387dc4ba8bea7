"""What stands for a number of few persons where another number is made with it, and how far off that may be.

5 stands for a count of which no more is released than that it is below ten; the true one is 1 to 14, in a later
edition 0 to 23. Source: docs/disclosure.md, 'Rules'.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from evalbook.contract.cells import FEW
from evalbook.contract.groups import counted
from evalbook.contract.results import COUNTED, KEY, PERSON_COUNTS
from evalbook.contract.thresholds import FEWEST_PERSONS, LARGEST_CHANGE
from evalbook.estimates.intervals import wilson
from evalbook.release.lookup import Gap, Number, is_few

FEWEST_TRUE, MOST_TRUE = 1, FEWEST_PERSONS + LARGEST_CHANGE - 1


def stand_in(gap: Gap, rows: Mapping[str, tuple], drift: int = 0) -> Number | None:
    """The number that stands for one of few persons; None for any other gap, of a curve, and without a base.

    `rows`: those of its item; `drift`: how many more or fewer a later edition may have. The base is
    told by another share of the same persons.
    """
    codes = dict(zip(KEY, gap.expression.split("/"), strict=False))
    if not is_few(gap) or codes["column"].isdigit():
        return None
    if codes["statistic"] in PERSON_COUNTS:
        return Number(FEW, codes["statistic"], gap.expression, few=1)
    bases = {row.base for row in rows.values() if row.base > 0 and _of_one_base(row._asdict(), codes)}
    if len(bases) != 1:
        return None
    base = bases.pop()
    share = Number(
        COUNTED[codes["statistic"]] * FEW / base, codes["statistic"], gap.expression, base, few=1, drift=drift
    )
    return with_limits(share)


def with_limits(number: Number) -> Number:
    """A share of counted persons with its interval: by Wilson, of the fewest and the most that it may be of."""
    whole = COUNTED[number.form]
    persons = min(number.value / whole, 1) * number.base  # rounded parts may exceed the whole
    fewest = max(persons - number.few * min(FEW - FEWEST_TRUE + number.drift, FEW), 0)
    most = min(persons + number.few * (MOST_TRUE - FEW + number.drift), number.base)
    limits = {"low": whole * float(wilson(fewest, number.base)[0]), "high": whole * float(wilson(most, number.base)[1])}
    return replace(number, **limits)


def is_mostly_few(value: float, form: str, base: float, few: int) -> bool:
    """Whether more than half of a number is what stands for `few` counts: it tells no more than that they are few."""
    return few > 0 and 2 * FEW * few > (value / COUNTED[form] * base if form in COUNTED else value)


def _of_one_base(row: Mapping[str, str], codes: Mapping[str, str]) -> bool:
    """Whether two numbers of an item are shares of the same persons."""
    if row["statistic"] != codes["statistic"]:
        return False
    one, other = counted(row), counted(codes)
    return one is not None and other is not None and one.base == other.base
