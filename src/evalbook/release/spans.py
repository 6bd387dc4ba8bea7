"""A span of calendar months in a key, `figure_2_1/all/all//2022-02..2022-04/n`: the keys of its months.

`start` is the first month of the experiment and `last` the last there is (`start+11`: eleven after it, `last-11`:
eleven before); any other name is a month.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import pandas as pd

from evalbook.contract.results import KEY
from evalbook.release.release import Release

SIGN = ".."
COLUMN = KEY.index("column")
NAMED_MONTH = re.compile(r"(start|last)([+-]\d+)?")


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
    """Whether the first month there is comes after the span."""
    months = months_there(key, rows)
    return bool(months) and _month(release, key.split("/")[COLUMN].split(SIGN)[1], months) < months[0]


def months_there(key: str, rows: Mapping[str, tuple]) -> list[str]:
    """The months that have a row, in order."""
    before = key.split("/")[:COLUMN]
    return sorted(row.column for row in rows.values() if list(row[:COLUMN]) == before)


def _month(release: Release, name: str, months: Sequence[str]) -> str:
    """The calendar month that a name stands for; any other is one already."""
    named = NAMED_MONTH.fullmatch(name)
    if not (named and months):
        return name
    origin = str(release.edition.experiment_start)[:7] if named[1] == "start" else months[-1]
    return str(pd.Period(origin, "M") + int(named[2] or 0))
