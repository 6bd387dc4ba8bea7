"""What two releases together tell of single persons, where the second was not made with what is kept of the first.

Made with it, a cell that moved has moved by ten persons at least (`kept`). Made without it, every cell that one person
came into moves and no other: who lays the two beside each other finds her. What shows it is a number that moved with
fewer than ten.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from evalbook.contract.cells import PERSONS
from evalbook.contract.results import (
    CALENDAR_MONTH,
    COUNTED,
    EDITION,
    GIVEN,
    KEY,
    PERSON_COUNTS,
    VALUES,
    key_texts,
)
from evalbook.contract.thresholds import LARGEST_CHANGE, STEADY_BELOW
from evalbook.numbers.shown import COUNT
from evalbook.release.release import Release

PLACE = list(KEY[:-1])
MOST_OF_FEW = STEADY_BELOW + LARGEST_CHANGE - 1  # true persons behind "fewer than ten" of a first release


def exposed_since(last: Release, made: Release, past: pd.DataFrame) -> pd.DataFrame:
    """The numbers (KEY) that lay single persons open to who has both releases; none where the second was made with
    what is kept of the first (`past`)."""
    return exposed(last.results, made.results)[:0] if is_kept_of(past, last) else exposed(last.results, made.results)


def is_first_again(last: Release, made: Release) -> bool:
    """Whether a protected release says that nothing was kept when it was made, though there was one before."""
    return last.protected and made.protected and made.drift == 0


def exposed(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """The numbers of two releases (KEY) that moved with fewer than ten persons, or came or went with so few.

    What the later one withholds for this reason is none of them.
    """
    both = before.merge(after, on=list(KEY), suffixes=("", "_after"))
    both = both[~both["statistic"].isin(GIVEN) & (both["withheld_after"] != EDITION)]
    sides = [both[list(VALUES)].to_numpy(float), both[[f"{name}_after" for name in VALUES]].to_numpy(float)]
    differ = ~np.isclose(*sides, equal_nan=True).all(axis=1)
    one, other = (persons_of(both, end) for end in ("", "_after"))
    moved = pd.concat([(one - other).abs(), (both["base"] - both["base_after"]).abs()], axis=1)
    with_few = ((moved > 0) & (moved < STEADY_BELOW)).any(axis=1) | (moved.fillna(0) == 0).all(axis=1)
    is_few = (both["withheld"] == COUNT) ^ (both["withheld_after"] == COUNT)
    of_few = is_few & (one.fillna(other) < MOST_OF_FEW + STEADY_BELOW)
    return both.loc[(differ & with_few & ~is_few) | of_few, list(KEY)].reset_index(drop=True)


def persons_of(rows: pd.DataFrame, end: str = "") -> pd.Series:
    """How many persons a number counts, as it tells it; nan of one that counts none. `end`: of the names of columns."""
    value, base = rows[f"value{end}"], rows[f"base{end}"]
    whole = rows["statistic"].map(COUNTED)
    return (value / whole * base).where(whole.notna(), value.where(rows["statistic"].isin(PERSON_COUNTS)))


def is_kept_of(past: pd.DataFrame, last: Release) -> bool:
    """Whether what is kept is what was released of the counts of a release; months apart, which are made to rise."""
    counts = past[past["measure"] == PERSONS].merge(last.results[last.results["statistic"] == "n"], on=PLACE)
    months = counts["column"].str.fullmatch(rf"\d+|{CALENDAR_MONTH.pattern}") | (counts["row"] == "started")
    told = counts[~months & (counts["withheld"] == "")]
    return len(past) > 0 and bool((told["value"] == told["released"].mask(told["true"] <= 0, 0)).all())


def told_of(keys: pd.DataFrame, *, most: int = 5) -> str:
    """How many numbers, of which items, and some of them by their keys."""
    items = keys["item"].value_counts(sort=False)
    some = ", ".join(f"{item} ({number})" for item, number in items.head(most).items())
    more = f" and {len(items) - most} more" if len(items) > most else ""
    shown = "; ".join(key_texts(keys).head(most))
    return f"{len(keys)} numbers that moved with fewer than {STEADY_BELOW} persons, of {some}{more}, such as {shown}"
