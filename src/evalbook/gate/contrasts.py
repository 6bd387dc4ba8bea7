"""Differences of released numbers, recomputed from these: one from exact numbers would tell what they hide."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from evalbook.contract.catalogue import DECLARED
from evalbook.contract.results import COMPARED, KEY
from evalbook.contract.sides import sides
from evalbook.estimates.intervals import square_and_add


def parents(row: tuple, statistics: Mapping[tuple[str, ...], str]) -> tuple[tuple, tuple] | None:
    """The keys of the two numbers that a difference is of; None where they are not among the results.

    `statistics` has the statistic by the rest of the key.
    """
    keys = (tuple(each[name] for name in KEY[:-1]) for each in sides(row._asdict()))
    left, right = ((*key, statistics.get(key, "")) for key in keys)
    return (left, right) if left[-1] and right[-1] else None


def difference(item: str, left: tuple, right: tuple) -> dict[str, float]:
    """`value`, `ci_low` and `ci_high` of two released rows, in their unit."""
    if DECLARED[item].complement:
        left, right = right, left
    limits = square_and_add(*((each.value, each.ci_low, each.ci_high) for each in (left, right)))
    return {"value": left.value - right.value, "ci_low": float(limits[0]), "ci_high": float(limits[1])}


def differences(released: pd.DataFrame, chosen: pd.Series) -> pd.DataFrame:
    """The rows of differences (`chosen`) from released numbers; withheld by the rule of a parent that is withheld.

    One whose parents are not known is withheld: nothing would say what it may tell.
    """
    rows = {tuple(row)[: len(KEY)]: row for row in released.itertuples(index=False, name="Row")}
    statistics = {key[:-1]: key[-1] for key in rows if key[-1] in COMPARED}
    made = [_made(row, rows, statistics) for row in released[chosen].itertuples(index=False, name="Row")]
    return pd.DataFrame(made, released.index[chosen], columns=["value", "ci_low", "ci_high", "withheld"])


def _made(row: tuple, rows: Mapping[tuple, tuple], statistics: Mapping[tuple, str]) -> dict[str, object]:
    nothing = dict.fromkeys(("value", "ci_low", "ci_high"), float("nan"))
    pair = parents(row, statistics)
    if pair is None:
        return {**nothing, "withheld": "linked"}
    left, right = (rows[key] for key in pair)
    why = row.withheld or left.withheld or right.withheld
    return {**nothing, "withheld": why} if why else {**difference(pair[0][0], left, right), "withheld": ""}
