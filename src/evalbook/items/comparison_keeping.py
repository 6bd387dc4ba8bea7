"""Sub-question 8: who of those who found work are in work later, participants and others: described, not compared.

Participants who found work after their start stand beside people with the same benefit who found it without the
service. Nothing is weighted: who finds work, and which, is a result of the help where there is help.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
import pandas as pd

from evalbook.items.comparison_people import NEVER, People
from evalbook.items.comparison_trials import YEAR, YOUNGEST
from evalbook.items.tabulating import Part, collect, counted

ITEM, PARTICIPANTS, COMPARATORS = "comparison_keeping", "participants", "comparators"
FOLLOWED = range(25)  # months after the first one in work


def keeping(groups: Mapping[str, People], months: range) -> pd.DataFrame:
    """A row a benefit, row (who) and month since work was found: who is in work, of whom that month is known.

    Found: the first month in work from the first trial on, of a participant after the start, after two months without.
    """
    found = {name: dict(_found(people, months)) for name, people in groups.items()}
    parts: list[Part] = []
    for benefit, chosen in {**{name: [name] for name in groups}, "all": list(groups)}.items():
        for row in (PARTICIPANTS, COMPARATORS):
            parts += _by_month([(groups[name], *found[name][row]) for name in chosen], benefit=benefit, row=row)
    return collect(ITEM, parts)


def _found(people: People, months: range) -> Iterator[tuple[str, tuple[np.ndarray, np.ndarray]]]:
    """Of participants and others: the persons who found work, and the month in which they did."""
    last, idle = people.last, _idle(people)
    first = np.full(len(people.born), NEVER)
    for month in range(last, months.start - 1, -1):
        new = people.working(month) & idle[month - people.first]
        of_age = (people.began_in <= month) & (month - people.born >= YOUNGEST * YEAR)
        first[new & of_age & ((people.starts == NEVER) | (people.starts < month))] = month
    without = np.zeros(len(first), bool)
    for month in months:
        starts = people.starts == month
        without[starts] = ~(people.working(month - 1) | people.working(month))[starts]
    for row, own in ((PARTICIPANTS, without), (COMPARATORS, people.starts == NEVER)):
        persons = np.flatnonzero(own & (first < NEVER))
        yield row, (persons, first[persons])


def _idle(people: People) -> np.ndarray:
    """Whether each person was in work in neither of the two months before each month; no before the third."""
    none = np.zeros_like(people.in_work)
    none[2:] = ~people.in_work[1:-1] & ~people.in_work[:-2]
    return none


def _by_month(found: list[tuple[People, np.ndarray, np.ndarray]], **group: str) -> Iterator[Part]:
    for k in FOLLOWED:
        numbers = np.zeros(4)
        for people, persons, month in found:
            known = month + k <= people.last
            own, later = persons[known], month[known] + k - people.first
            in_work, keys = people.in_work[later, own], people.keys[own]
            numbers += in_work.sum(), keys @ in_work, len(own), keys.sum()
        yield from counted(numbers[:1], numbers[1:2], base=tuple(numbers[2:]), period="all", column=[k], **group)
