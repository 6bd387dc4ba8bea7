"""Sub-question 8: participants beside comparable people with the same benefit who got no service then.

Source: docs/contract/comparison.md, 'Outcomes and items'.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import reduce
from operator import add

import pandas as pd

from evalbook.contract.edition import Edition
from evalbook.contract.schema import FIRST_TRIAL, HISTORY
from evalbook.extract.extract import Extract
from evalbook.items.cohort import RecordKeys, without_keys
from evalbook.items.comparison_groups import SET_MONTH, Place, found_in
from evalbook.items.comparison_keeping import keeping
from evalbook.items.comparison_people import GROUPS, Group, month_of, people_of
from evalbook.items.tabulating import collect
from evalbook.months import last_complete_month, month_number

REGISTERS = ("comparators", "comparator_jobs", "jobs")
ITEMS = ("in_work", "found_work", "untouched", "before", "balance", "overlap", "without_history", "meanwhile")


def items(extract: Extract, keys: RecordKeys = without_keys) -> Iterator[pd.DataFrame]:
    """The cells of the comparison; none without comparators, their months in work, or jobs."""
    if extract.edition.history_from is None or not all(name in extract for name in REGISTERS):
        return
    everybody = people_of(extract, keys)
    chosen = {"months": months_of_trials(extract.edition), "experiment": month_of(extract.edition.experiment_start)}
    groups = {name: everybody.of(name) for name in GROUPS}
    yield keeping(groups, chosen["months"])
    found = {name: found_in(Group(people, **chosen)) for name, people in groups.items()}
    for item in ITEMS:
        yield _cells(f"comparison_{item}", {name: each[item] for name, each in found.items()})


def months_of_trials(edition: Edition) -> range:
    """The months of the trials of an edition that has comparators."""
    last = last_complete_month(pd.Timestamp(edition.reference_date))
    return range(max(month_of(edition.history_from) + HISTORY, month_of(FIRST_TRIAL)), last)


def may_be_compared(extract: Extract) -> int:
    """How many participants start in a trial of which people are followed for a year: at most so many are compared."""
    months = months_of_trials(extract.edition)
    starts = month_number(extract["participants"]["service_start"])
    return int(starts.between(months.start, months.stop - SET_MONTH).sum())


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
