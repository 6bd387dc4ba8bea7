"""What two editions tell together: a difference of 1 to 9 persons between two releases is a group that neither shows.

Source: docs/disclosure.md, rule `editions`.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from evalbook.contract.results import KEY, PERSON_COUNTS, key_texts
from evalbook.contract.thresholds import FEWEST_PERSONS, ROUNDED_TO
from evalbook.gate.tallies import persons_counted
from evalbook.release.release import Release

MOST_NAMED = 10
WARNING = """warning: with the other edition beside it {count} numbers tell of a group of 1 to {most} persons.
They changed by so few, or are withheld in one edition only and small in the other. Withhold them in the later edition,
or publish it when more has changed. By item: {items}. The first:
{keys}"""
MARGIN = ROUNDED_TO // 2  # by which a rounded count may differ from the true one


def exposing_differences(before: Release, after: Release) -> pd.DataFrame:
    """Numbers of which the change between two releases can only be that of 1 to 9 persons, one row a number.

    `least` and `most`: limits of the change in persons, counts within their rounding. Counts that are shown
    exactly (a synthetic edition) change by exactly what they do. A number that one edition withholds has no change;
    one that is withheld in one edition only is a row with `turned`: what is known of the other edition may tell it.
    """
    sides = [_persons(release) for release in (before, after)]
    pairs = sides[0].join(sides[1], lsuffix="_before", rsuffix="_after", how="inner")
    change = pairs["persons_after"] - pairs["persons_before"]
    margin = pairs["margin_before"] + pairs["margin_after"]
    frame = pairs.assign(least=change - margin, most=change + margin, turned=_turned(pairs))
    return frame[_exposes(frame["least"], frame["most"]) | frame["turned"]][["least", "most", "turned"]].reset_index()


def warning(exposing: pd.DataFrame) -> str:
    """What the one who signs for publication must look at, '' where there is nothing; keys only, no numbers."""
    if exposing.empty:
        return ""
    keys = list(key_texts(exposing))
    counts = exposing["item"].value_counts()
    items = ", ".join(f"{item} ({counts[item]})" for item in exposing["item"].unique())
    return WARNING.format(count=len(keys), items=items, keys="\n".join(keys[:MOST_NAMED]), most=FEWEST_PERSONS - 1)


def _persons(release: Release) -> pd.DataFrame:
    """The persons that each count or percentage stands for, nan where withheld, and how much they are rounded by."""
    results = release.results
    counted = results[results["statistic"].isin((*PERSON_COUNTS, "percent", "share"))]
    persons = persons_counted(counted)
    # A whole percentage of a large base tells less than the count that it was made from; a reader may know that count.
    exact = (not release.protected) | persons.eq(0)
    margin = pd.Series(np.where(exact, 0, MARGIN), counted.index)
    return counted[list(KEY)].assign(persons=persons, margin=margin).set_index(list(KEY))


def _exposes(least: pd.Series, most: pd.Series) -> pd.Series:
    """Whether a change is surely not 0 and surely of fewer than 10 persons, up or down."""
    small = (least >= 1) & (most < FEWEST_PERSONS)
    return small | ((most <= -1) & (least > -FEWEST_PERSONS))


def _turned(pairs: pd.DataFrame) -> pd.Series:
    """Withheld in one edition and near the limit in the other: a count of 10 to 14 that was one of 1 to 9 before."""
    before, after = pairs["persons_before"], pairs["persons_after"]
    near = before.between(1, FEWEST_PERSONS + MARGIN) | after.between(1, FEWEST_PERSONS + MARGIN)
    return near & (before.isna() != after.isna())
