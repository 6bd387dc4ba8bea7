"""Whether what a release calls protected can have come through the gate: what it can never let through is refused.

A count of persons, or a base, is 0 or ten at least, and whole. Source: docs/disclosure.md.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from evalbook.contract.results import COMPARISON, COUNTED, PERSON_COUNTS, PERSONS_COMPARED, is_curve
from evalbook.contract.thresholds import FEWEST_IN_BASE, FEWEST_IN_SHARE, FEWEST_PERSONS
from evalbook.errors import EvalbookError

if TYPE_CHECKING:
    from evalbook.release.release import Release

WEIGHT_DIGITS = 6  # a share times its base is a whole number but for the last bits


def check_protected(released: Release) -> None:
    """Raises EvalbookError for a protected release with a number that the gate withholds."""
    if released.protected and (faults := ", ".join(_faults(released))):
        told = f"The release says that it is protected, and holds numbers that are not: {faults}"
        raise EvalbookError(f"{told}. Make it again with `evalbook release`.")


def _faults(released: Release) -> Iterator[str]:
    results, changes, reading = released.results, released.changes, released.reading
    of_persons = (*PERSON_COUNTS, *PERSONS_COMPARED)
    counts = results["statistic"].isin(of_persons)
    shown = {
        "counts of results.csv": results.loc[counts, "value"],
        "bases of results.csv": results["base"],
        "counts of changes.csv": changes.loc[changes["statistic"].isin(of_persons), "after"],
        "numbers of reading.csv": pd.to_numeric(reading.loc[reading["what"] != "columns", "number"]),
        "rows of warnings.csv": released.warnings.loc[released.warnings["table"] != "", "rows"],
    }
    yield from (name for name, numbers in shown.items() if not _may_be_shown(numbers).all())
    differ = changes["change"] - (changes["after"] - changes["before"])
    if not (differ.isna() | np.isclose(differ, 0)).all():
        yield "changes of changes.csv"
    if changes["reason"].ne("").any():
        yield "reasons of changes.csv"
    compared = results[results["item"].isin(COMPARISON) & results["value"].notna()]
    if not (compared["base"] >= FEWEST_IN_SHARE).all():
        yield "numbers of a comparison"
    comparable = compared[compared["statistic"] == "share_comparable"]
    if not _may_be_shown((comparable["value"] * comparable["base"]).round(WEIGHT_DIGITS)).all():
        yield "shares of comparable people"
    if not _can_be_shares(results).all():
        yield "shares of results.csv"


def _may_be_shown(numbers: pd.Series) -> pd.Series:
    return numbers.isna() | (numbers == 0) | ((numbers >= FEWEST_PERSONS) & (numbers % 1 == 0))


def _can_be_shares(results: pd.DataFrame) -> pd.Series:
    """Of each proportion that is no month of a curve, whether a count that may be shown gives it on a base that may
    have one: percentages and numbers per thousand are whole."""
    rows = results[results["statistic"].isin(COUNTED) & results["value"].notna() & ~is_curve(results)]
    scale = rows["statistic"].map(COUNTED).astype(float)
    nearest = (rows["value"] * rows["base"] / scale).round()
    given = pd.Series(False, rows.index)
    for counts in (nearest, nearest.clip(lower=FEWEST_PERSONS), nearest.clip(upper=0)):
        share = scale * counts / rows["base"]
        shown = np.floor(share + 0.5).where(scale > 1, share)
        given |= _may_be_shown(counts) & np.isclose(rows["value"], shown)
    return given & (rows["base"] >= FEWEST_IN_BASE)
