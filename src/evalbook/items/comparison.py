"""Sub-question 8: participants beside comparable people with the same benefit who got no service then.

Source: docs/contract/comparison.md, 'Outcomes and items'.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import reduce
from operator import add

import pandas as pd

from evalbook.extract.extract import Extract
from evalbook.items.cohort import RecordKeys, without_keys
from evalbook.items.comparison_groups import Group, Place, found_in
from evalbook.items.comparison_people import FIRST_TRIAL, GROUPS, HISTORY, people_of
from evalbook.items.tabulating import collect

REGISTERS = ("comparators", "comparator_jobs", "jobs")
ITEMS = ("in_work", "found_work", "untouched", "before", "balance", "overlap")


def items(extract: Extract, keys: RecordKeys = without_keys) -> Iterator[pd.DataFrame]:
    """The cells of the comparison; none without comparators, their months in work, or jobs."""
    if extract.edition.history_from is None or not all(name in extract for name in REGISTERS):
        return
    everybody = people_of(extract, keys)
    start = extract.edition.experiment_start
    months = range(max(everybody.first + HISTORY, FIRST_TRIAL), everybody.last)
    chosen = {"months": months, "experiment": start.year * 12 + start.month - 1}
    found = {name: found_in(Group(everybody.of(name), **chosen)) for name in GROUPS}
    for item in ITEMS:
        yield _cells(f"comparison_{item}", {name: each[item] for name, each in found.items()})


def _cells(item: str, found: Mapping[str, Mapping[Place, object]]) -> pd.DataFrame:
    """The cells of each group and, where all groups have some, of all together."""
    places = list(dict.fromkeys(place for of_group in found.values() for place in of_group))
    parts = []
    for place in places:
        own = {name: of_group[place] for name, of_group in found.items() if place in of_group}
        pooled = {"all": reduce(add, own.values())} if len(own) == len(found) else {}
        period, row, column = place
        for benefit, each in (own | pooled).items():
            parts += each.parts(period=period, benefit=benefit, row=row, column=column)
    return collect(item, parts)
