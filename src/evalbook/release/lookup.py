"""A number of a release, found by its key, or the reason why there is none.

What tables, figures and prose show passes through here, so only a release can be shown. In a key calendar months may be
a span, `figure_2_1/all/all//2022-02..2022-04/n`: `start` is the first month of the experiment and `last` the last there
is that has ended (`start+11`: eleven after it, `last-11`: eleven before); any other name is a month.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import isnan, nan

import pandas as pd

from evalbook.contract.catalogue import DECLARED, ITEMS
from evalbook.contract.results import (
    COMPARISON,
    COUNTED,
    CURVES,
    FEW_COMPARED,
    KEY,
    PERCENTAGES,
    PERSON_COUNTS,
    PERSONS_COMPARED,
)
from evalbook.contract.sides import sides
from evalbook.contract.thresholds import FEWEST_IN_BASE, FEWEST_IN_SHARE
from evalbook.estimates.intervals import of_wilson
from evalbook.release.release import Release
from evalbook.suggestions import nearest
from evalbook.words.layouts import DIFFERENCES, UNNAMED, check_codes, measure_of

FEWEST_FOLLOWED = FEWEST_IN_BASE  # a curve ends where fewer are at risk (docs/disclosure.md, 'Rules')
LARGE_MEAN = 10  # released in three digits (docs/disclosure.md): from here on one of them is a decimal
SIGN = ".."
COLUMN = KEY.index("column")
NAMED_MONTH = re.compile(r"(start|last)([+-]\d+)?")


@dataclass(frozen=True)
class Number:
    """A released number: its value and interval in the unit of `form`, its base in persons.

    `form` is the statistic, or `points` for a difference of proportions as shown and `difference` for one that was
    estimated (then in percentage points); a difference of means has their form.
    `expression` is the key, or the keys and views, that it was found by. `rounded`: percentages are shown whole.
    `few`: how many counts of few persons it is made with, of which `drift` more or fewer may be (a later edition).
    `decimals`: those that it has, where its form has others.
    """

    value: float
    form: str
    expression: str
    base: float = nan
    low: float = nan
    high: float = nan
    as_interval: bool = False
    rounded: bool = False
    few: int = 0
    drift: int = 0
    decimals: int | None = None

    @property
    def unrounded(self) -> float:
        """The value to compute with: of a percentage that is shown whole, the one that its limits are of."""
        whole = COUNTED.get(self.form, nan) if self.rounded else nan
        share = float(of_wilson(self.low / whole, self.high / whole, self.base))
        return self.value if isnan(share) else whole * share


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


def is_few(gap: Gap) -> bool:
    """Whether no more is told of a count of persons, or of who a share is, than that they are few.

    Not of a difference or a sum, and of a curve of who remains not either: there the few are those who do not.
    """
    codes = dict(zip(KEY, gap.expression.split("/"), strict=False))
    of_persons = codes.get("statistic") in (*PERSON_COUNTS, *COUNTED, *PERSONS_COMPARED)
    return (gap.reason, gap.detail) == ("withheld", "count") and of_persons


def demand_release(release: Release) -> None:
    """Raises TypeError on anything but a release: a frame of results has not passed the gate."""
    if not isinstance(release, Release):
        raise TypeError(f"only a Release can be shown, not a {type(release).__name__}")


def rows_of(release: Release, item: str) -> Mapping[str, tuple]:
    """The released rows of an item (named tuples of the result columns) by their key."""
    demand_release(release)
    return release.rows_by_item.get(item, {})


def key_of(item: str, *codes: Mapping[str, str]) -> str:
    """The key that the codes make together, later ones first; what none names is `all`, `all` or empty."""
    fields = {"item": item, **UNNAMED}
    for each in codes:
        fields |= each
    return "/".join(str(fields[name]) for name in KEY)


def fewest_followed(release: Release, statistic: str) -> int:
    """How many persons must be followed in a month of a curve for it to be shown."""
    return FEWEST_IN_SHARE if release.protected and statistic == "share" else FEWEST_FOLLOWED


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
    return number_of(release, key, row)


def number_of(release: Release, key: str, row: tuple) -> Number:
    """A row that has a value as a number, whether or not it is shown on a page."""
    number = Number(row.value, row.statistic, key, row.base, row.ci_low, row.ci_high, rounded=release.protected)
    if release.protected and row.statistic == "mean" and abs(row.value) >= LARGE_MEAN:
        return replace(number, decimals=1)
    return (
        number
        if row.statistic != "difference"
        else _in_points(number, of=measure_of(dict(zip(KEY, row, strict=False))))
    )


def _in_points(number: Number, *, of: str) -> Number:
    """A difference in the form of what differs: percentage points for proportions, else as these."""
    if of not in PERCENTAGES:
        return replace(number, form=of)
    scale = 100 / PERCENTAGES[of]
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
    missing = missing_register(release, codes)
    if missing:
        return Gap(item, "register", key, missing)
    own = DECLARED.get(item)
    if own and own.optional_column and not rows and (release.results["item"] == own.same_persons).any():
        return Gap(item, "column", key, own.optional_column)
    if codes["statistic"] == "p_value" and any(_is_of_what_is_tested(row, codes) for row in rows.values()):
        return Gap(item, "no_test", key)
    if release.protected and item in COMPARISON and not any(_is_of_shown_group(row, codes) for row in rows.values()):
        return Gap(item, "withheld", key, FEW_COMPARED)
    if release.protected and own and own.layout.get("form") == "inflow":
        return Gap(item, "withheld", key, "months")
    same_curve = [row for row in rows.values() if _is_curve_of(row, codes)]
    return Gap(item, "follow_up" if same_curve else "nobody", key)


def _is_of_shown_group(row: tuple, codes: Mapping[str, str]) -> bool:
    of_group = (row.period, row.benefit) == (codes["period"], codes["benefit"])
    return of_group and row.withheld != FEW_COMPARED


def _is_of_what_is_tested(row: tuple, codes: Mapping[str, str]) -> bool:
    return all(getattr(row, name) == codes[name] for name in ("period", "benefit", "row"))


def _is_curve_of(row: tuple, codes: Mapping[str, str]) -> bool:
    fixed = [name for name in KEY if name != "column"]
    return row.column.isdigit() and all(getattr(row, name) == codes[name] for name in fixed)


def missing_register(release: Release, codes: Mapping[str, str]) -> str:
    """The first register that a row with these codes needs and that is not there; of a difference, its two sides."""
    of = sides(codes)[0] if codes["item"] == DIFFERENCES else codes
    needed = DECLARED[of["item"]].needs(of) if of["item"] in DECLARED else ()
    return next((name for name in needed if not release.registers.get(name, 0)), "")


def is_span(key: str) -> bool:
    codes = key.split("/")
    return len(codes) == len(KEY) and SIGN in codes[COLUMN]


def keys_of_span(release: Release, key: str, rows: Mapping[str, tuple]) -> list[str]:
    """The keys of the months of a span that have a row; none where all of it lies before or after those."""
    codes = key.split("/")
    months = months_there(key, rows)
    first, last = (_month(release, name, months) for name in codes[COLUMN].split(SIGN))
    return ["/".join([*codes[:COLUMN], each, *codes[COLUMN + 1 :]]) for each in months if first <= each <= last]


def starts_later(release: Release, key: str, rows: Mapping[str, tuple]) -> bool:
    """Whether the first month there is comes after the span; of protected months it is not known."""
    months = months_there(key, rows)
    return (
        bool(months)
        and not release.protected
        and _month(release, key.split("/")[COLUMN].split(SIGN)[1], months) < months[0]
    )


def months_there(key: str, rows: Mapping[str, tuple]) -> list[str]:
    """The months that have a row, in order."""
    before = key.split("/")[:COLUMN]
    return sorted(row.column for row in rows.values() if list(row[:COLUMN]) == before)


def _month(release: Release, name: str, months: Sequence[str]) -> str:
    """The calendar month that a name stands for; any other is one already."""
    named = NAMED_MONTH.fullmatch(name)
    if not (named and months):
        return name
    tomorrow = pd.Timestamp(release.edition.reference_date) + pd.Timedelta(days=1)
    last = max((each for each in months if each < f"{tomorrow:%Y-%m}"), default=months[-1])
    origin = str(release.edition.experiment_start)[:7] if named[1] == "start" else last
    return str(pd.Period(origin, "M") + int(named[2] or 0))
