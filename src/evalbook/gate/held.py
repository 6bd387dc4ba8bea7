"""A release held to the last one, where nothing is kept of it: what may tell of single persons is not told.

To withhold the numbers that moved would tell which they are, and so who came. So it is decided by how far the truth
lies from what was released, on which one person more or less does not decide: within that distance a number stands as
it was, beyond it the new one is told, for the count and its base alike. What is no count stands or moves with its base:
how far it may be off of itself is not bounded, and a limit near to it would be crossed by one person somewhere.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pandas as pd

from evalbook.contract.catalogue import ITEMS
from evalbook.contract.results import (
    COLUMNS,
    COUNTED,
    EDITION,
    GIVEN,
    KEY,
    PERSON_COUNTS,
    VALUES,
    is_curve,
)
from evalbook.contract.sides import sides
from evalbook.contract.thresholds import LARGEST_CHANGE, STEADY_BELOW, rules_of
from evalbook.gate.exposed import persons_of
from evalbook.release.release import Release

STANDS, MOVES, NEITHER = "stands", "moves", "neither"
ROUNDING = 0.005  # of a base: a percentage is whole
CURVE = [name for name in KEY if name != "column"]


def held(results: pd.DataFrame, exact: pd.DataFrame, last: Release) -> pd.DataFrame:
    """`results` as they may be told beside the last release; `exact`: the same numbers before protection.

    A count moves when the truth is further from what was released than that may be off, and ten more: it has then moved
    by ten persons at least. It stands as long as it is off by no more than any later release may be; between the two,
    where the last release was no first one, it is withheld.
    """
    both = results.merge(last.results, on=list(KEY), how="outer", suffixes=("", "_last"), indicator="where")
    both = both.merge(exact[[*KEY, "value", "base"]], on=list(KEY), how="left", suffixes=("", "_true"))
    both = _in_order(both, last.results, results)
    return _told(both, _of_sides(both, _fates(both, last.most_off)))


def held_release(made: Release, exact: pd.DataFrame, last: Release, tables: Mapping[str, pd.DataFrame]) -> Release:
    """A release held to the last one: its results, and beside them nothing that is counted of single rows."""
    registers = {name: _rows_told(made, last, name, rows) for name, rows in tables.items()}
    return replace(
        made,
        results=held(made.results, exact, last),
        registers=registers,
        warnings=made.warnings[:0],
        reading=made.reading[:0],
        rules=rules_of(later=True),
    )


def _rows_told(made: Release, last: Release, name: str, rows: pd.DataFrame) -> int:
    """Those of the last release until they are further off than that may be, in the most rows of one person."""
    known = last.registers.get(name, 0)
    most = rows["person_id"].value_counts().max() if "person_id" in rows and len(rows) else 0
    return known if known and abs(len(rows) - known) < (STEADY_BELOW + last.most_off) * most else made.registers[name]


def _in_order(both: pd.DataFrame, *frames: pd.DataFrame) -> pd.DataFrame:
    """In the order of the last release, which tells of nobody who came; what is new behind the rest of its series."""
    order = pd.concat([each[list(KEY)] for each in frames]).drop_duplicates(ignore_index=True)
    series = order.groupby(CURVE, sort=False).ngroup()
    places = pd.DataFrame({"item": order["item"].map(ITEMS.index), "series": series})
    return order.loc[places.sort_values(["item", "series"], kind="stable").index].merge(both, on=list(KEY), how="left")


def _fates(both: pd.DataFrame, most_off: int) -> pd.Series:
    """What becomes of each number: it stands as in the last release, moves, or is told of neither."""
    persons, base = _moves(both, most_off)
    counted = both["statistic"].isin((*PERSON_COUNTS, *COUNTED)) & ~is_curve(both)
    alike = counted & ((persons == base) | both["base_last"].isna())
    fate = base.where(~counted, NEITHER).mask(alike, persons)
    fate = fate.mask(both["withheld_last"].notna() & (both["withheld_last"] != ""), STANDS)
    fate = _of_curves(both, fate, persons, base)
    is_new = ~_group(both).isin(_group(both[both["where"] != "left_only"]))
    return fate.mask(both["statistic"].isin(GIVEN) | is_new, MOVES)


def _group(rows: pd.DataFrame) -> pd.MultiIndex:
    return pd.MultiIndex.from_frame(rows[["item", "period", "benefit"]])


def _moves(both: pd.DataFrame, most_off: int) -> tuple[pd.Series, pd.Series]:
    """Of each number whether its persons, and its base, stand or move."""
    true = persons_of(both, "_true")
    rounding = ROUNDING * both["base_last"].add(both["base_true"], fill_value=0)
    rounding = rounding.where(both["statistic"].isin(COUNTED), 0).fillna(0)
    return (
        _fate(true, persons_of(both, "_last"), most_off, rounding),
        _fate(both["base_true"], both["base_last"], most_off, 0),
    )


def _fate(true: pd.Series, released: pd.Series, most_off: int, rounding: pd.Series | int) -> pd.Series:
    """A released zero was a true one when it was made: it is off by who came since."""
    distance, is_off = (true - released).abs(), released > 0
    moves = distance >= STEADY_BELOW + (most_off + rounding) * is_off
    stands = distance < STEADY_BELOW + (LARGEST_CHANGE + rounding) * is_off
    return pd.Series(np.select([moves, stands], [MOVES, STANDS], NEITHER), true.index)


def _of_curves(both: pd.DataFrame, fate: pd.Series, persons: pd.Series, base: pd.Series) -> pd.Series:
    """A month of a curve is told anew where who is at risk, and to how many it happened, moved; it stands where who is
    at risk does. Months that only this release has are told where the last one of the other is told anew."""
    months = both[is_curve(both)].assign(month=lambda rows: rows["column"].astype(int))
    groups = [months[name] for name in CURVE]
    at_risk, counted = base[months.index], months["statistic"].isin(COUNTED)
    moved = _happened(months, groups).mask(counted, persons[months.index] == MOVES)
    stands = (at_risk == STANDS) & (~counted | (persons[months.index] == STANDS))
    told = pd.Series(np.select([moved & (at_risk == MOVES), stands], [MOVES, STANDS], NEITHER), months.index)
    known = months["where"] != "left_only"
    last = months["month"].where(known).groupby(groups).transform("max") == months["month"]
    goes_on = (last & (told == MOVES)).groupby(groups).transform("any")
    told = told.where(known, goes_on.map({True: MOVES, False: NEITHER}))
    return fate.mask(is_curve(both), told.reindex(fate.index))


def _happened(months: pd.DataFrame, groups: list[pd.Series]) -> pd.Series:
    """Whether it surely happened to ten more or fewer persons by then: as many more as noise on both sides hides."""
    whole = {end: months[f"base_{end}"].groupby(groups).transform("max") for end in ("true", "last")}
    persons = [(1 - months[f"value_{end}"]) * whole[end] for end in ("true", "last")]
    weight = whole["true"] / months["base_true"].where(months["base_true"] > 0)  # of one person in a late month
    return (persons[0] - persons[1]).abs() >= 2 * STEADY_BELOW * weight


def _of_sides(both: pd.DataFrame, fates: pd.Series) -> pd.Series:
    """A difference is told anew with both of its sides only, and stands with both."""
    known: dict[tuple, set[str]] = {}
    for place, fate in zip(both[list(KEY[:-1])].itertuples(index=False, name=None), fates, strict=True):
        known.setdefault(place, set()).add(fate)
    rows = both.loc[both["statistic"] == "difference", list(KEY)]
    found = [
        set().union(*(known.get(tuple(side.values()), {NEITHER}) for side in sides(codes)))
        for codes in rows.to_dict("records")
    ]
    same = pd.Series([each.pop() if len(each) == 1 else NEITHER for each in found], rows.index, dtype=object)
    return fates.mask(both["statistic"] == "difference", same.reindex(fates.index))


def _told(both: pd.DataFrame, fates: pd.Series) -> pd.DataFrame:
    moves, neither = fates == MOVES, fates == NEITHER
    there = {name: both[name].where(moves, both[f"{name}_last"]) for name in (*VALUES, "withheld")}
    rows = both[list(KEY)].assign(**there)
    rows[list(VALUES)] = rows[list(VALUES)].mask(neither)
    rows["withheld"] = rows["withheld"].mask(neither, EDITION)
    # A row that only one of them has tells of who is there: a class that was joined, the last month of a curve.
    apart = (moves & (both["where"] == "right_only")) | (neither & (both["where"] == "left_only"))
    return rows.loc[~apart, list(COLUMNS)].reset_index(drop=True)
