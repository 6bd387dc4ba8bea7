"""Chapters 4 and 5: the same persons at two moments: in work, on which rung of the ladder, with a provision.

A share that falls may fall because others are followed. Here everyone is seen at both moments.
"""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from evalbook.items.cohort import BY_BENEFIT, Cohort, Registers, groups
from evalbook.items.ladder import first_and_last_rungs, observed_registrations
from evalbook.items.support import active_kinds, worked_in
from evalbook.items.tabulating import Part, by_flag, collect
from evalbook.items.work_history import WorkHistory

# Months since the start: the ones that comparisons are made of, and those of the published report.
IN_WORK = ((12, 24), (3, 30), (18, 30))
LATE = "loondispensatie"  # it came with the experiment: of an early start not in the first year
RUNGS = {"rung=1": (1,), "rung=5,6": (5, 6)}  # isolated, and paid work with support and without
# Whom each pair is compared of: a cell that no page needs tells of persons too.
EARLY, BENEFITS = {"periods": ("gedoog",)}, {"benefits": BY_BENEFIT}
OF = {"in_work=12,24": (EARLY, BENEFITS), "in_work=3,30": (EARLY,), "in_work=18,30": (BENEFITS,)}
OF |= {"provision=all": (EARLY,), "provision=lasting": (EARLY,), "rung=1": (BENEFITS,), "rung=5,6": (BENEFITS,)}
MOMENTS = ("moment=first", "moment=second", "moment=both")


def items(cohort: Cohort, registers: Registers, *, history: WorkHistory | None) -> Iterator[pd.DataFrame]:
    parts = [*_on_rungs(cohort, registers)]
    if history is not None:
        parts += [*_in_work(cohort, history), *_with_provision(cohort, registers, history)]
    yield collect("two_moments", parts)


def _on_rungs(cohort: Cohort, registers: Registers) -> Iterator[Part]:
    """Who stands on these rungs at the start and at the end, of the persons of table 4.8."""
    if "ladder" in registers:
        moves = first_and_last_rungs(cohort, observed_registrations(cohort, registers["ladder"]))
        persons = cohort.participants.loc[moves.index]
        for code, rungs in RUNGS.items():
            yield from _parts(
                cohort, persons, _both(*(moves[end].isin(rungs) for end in ("start", "end"))), column=code
            )


def _in_work(cohort: Cohort, history: WorkHistory) -> Iterator[Part]:
    """Who is in work in two months, of who is seen in the later one."""
    months = history.person_months
    for pair in IN_WORK:
        working = [months["person"][months["k"] == month] for month in pair]
        persons = cohort.participants[cohort.participants["last_month"] >= pair[1]]
        flags = _both(*(pd.Series(persons.index.isin(each), persons.index) for each in working))
        yield from _parts(cohort, persons, flags, column=f"in_work={pair[0]},{pair[1]}")


def _with_provision(cohort: Cohort, registers: Registers, history: WorkHistory) -> Iterator[Part]:
    """Who had a provision in the first and the second year, of who worked in both and is followed through both."""
    if "provisions" not in registers:
        return
    first, second = (worked_in(cohort, history, year=year) for year in (1, 2))
    persons = second[second.index.isin(first.index)]
    kinds = [active_kinds(cohort, registers["provisions"], year=year).loc[persons.index] for year in (1, 2)]
    lasting = [each.columns.difference([LATE, "all"]) for each in kinds]
    flags = {
        "all": _both(*(each["all"] for each in kinds)),
        "lasting": _both(*(each[names].any(axis=1) for each, names in zip(kinds, lasting, strict=True))),
    }
    for code, each in flags.items():
        yield from _parts(cohort, persons, each, column=f"provision={code}")


def _both(first: pd.Series, second: pd.Series) -> pd.DataFrame:
    """A row a person: whether they have it at the first moment, at the second, at both."""
    return pd.DataFrame(dict(zip(MOMENTS, (first, second, first & second), strict=True)))


def _parts(cohort: Cohort, persons: pd.DataFrame, flags: pd.DataFrame, *, column: str) -> Iterator[Part]:
    for split in OF[column]:
        for key, members in groups(persons, **split):
            yield from by_flag(cohort.keys, flags.loc[members.index], column=column, **key)
