"""How the rooms make cells: persons by code, by month, and sums of what they have, each with its cell key.

A part is a mapping of columns (arrays of one length, or one text for all) of the cells of one group.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

import numpy as np
import pandas as pd
from scipy.sparse import csr_array

from evalbook.contract.cells import (
    ABOVE,
    AMOUNT,
    AT_START,
    BASE,
    BELOW,
    CELL,
    ENTRIES,
    EVENTS,
    INSIDE,
    LOSSES,
    OF_PERSONS,
    PERSONS,
)
from evalbook.items.cohort import Cohort

Part = Mapping[str, object]
UNSEEN = -1  # the kind of end of who is censored
TEXTS = CELL[1:]
NUMBERS = ("value", *OF_PERSONS)


def collect(item: str, parts: Iterable[Part]) -> pd.DataFrame:
    """The cells of an item from those of its groups, one row a cell."""
    parts = list(parts)
    columns = {name: [_column(part, name) for part in parts] for name in (*TEXTS, *NUMBERS)}
    joined = {name: np.concatenate(each) if each else np.array([]) for name, each in columns.items()}
    return pd.DataFrame({"item": item, **joined, "few": False})


def _column(part: Part, name: str) -> np.ndarray:
    length, given = len(part["value"]), part.get(name, np.nan if name in NUMBERS else "")
    if isinstance(given, str):
        return np.full(length, given, object)
    if name in NUMBERS:
        return np.broadcast_to(np.asarray(given, float), length)
    return np.array(list(map(str, given)), object)


def by_code(keys: np.ndarray, coded: pd.Series, *, name: str = "", **group: str) -> Iterator[Part]:
    """Persons by category, and all of them; `coded`: the category of each person (by number), known or not.

    `keys` has each person's record key; `name`: what stands before a code (`sex=`).
    """
    codes, own = coded.cat.codes.to_numpy(), keys[coded.index]
    known, width = codes >= 0, len(coded.cat.categories)
    counts = np.bincount(codes[known], minlength=width), np.bincount(codes[known], own[known], minlength=width)
    rows = [f"{name}{code}" for code in coded.cat.categories]
    yield from counted(*counts, base=(len(own), own.sum()), **{"row": rows, **group})


def by_flag(keys: np.ndarray, flags: pd.DataFrame | pd.Series, **group: object) -> Iterator[Part]:
    """Persons with each flag (a column each, a row a person), and all of them."""
    own, flags = keys[flags.index], pd.DataFrame(flags)
    there = flags.to_numpy(float)
    yield from counted(there.sum(axis=0), own @ there, base=(len(own), own.sum()), **{"row": flags.columns, **group})


def counted(persons: np.ndarray, keys: np.ndarray, *, base: tuple[float, float], **group: object) -> Iterator[Part]:
    """Counts with their key sums, each beside the base that all share (persons, key sum)."""
    yield {"measure": PERSONS, "value": persons, "key": keys, **group}
    shared = {"value": np.full(len(persons), base[0]), "key": base[1]}
    yield {"measure": BASE, **shared, **group}


def until(event: pd.Series, last_month: pd.Series) -> pd.DataFrame:
    """`month` of an event (nan or inf: none known) where it `happened` by the last month, else that month."""
    happened = event <= last_month
    return pd.DataFrame({"month": event.where(happened, last_month).astype(int), "happened": happened})


def by_month(
    cohort: Cohort, times: pd.DataFrame, *, entry: pd.Series | None = None, length: int = 0, **group: str
) -> Iterator[Part]:
    """Of times as `until` gives them: who has had the event by the end of each month, who left without it.

    `entry`: the first month at risk of each person, the start without it; `length`: how many months, else the cohort's.
    """
    keys, length = cohort.keys, length or cohort.length
    own, month, happened = keys[times.index], times["month"].to_numpy(), times["happened"].to_numpy()
    if entry is None:
        yield whole(len(own), own.sum(), measure=AT_START, **group)
    else:
        there = entry.to_numpy() <= month
        own, month, happened, entered = own[there], month[there], happened[there], entry.to_numpy()[there]
        yield through(entered, own, length=length, measure=ENTRIES, **group)
    for measure, chosen in ((EVENTS, happened), (LOSSES, ~happened)):
        yield through(month[chosen], own[chosen], length=length, measure=measure, **group)


def by_kind(cohort: Cohort, ends: pd.DataFrame, kinds: Sequence[str], **group: str) -> Iterator[Part]:
    """Who has had each kind of end (`event=` in `row`) by each month, and who left without one.

    `ends`: of each person the `month` of the end or the last month at risk, and the number of the `kind`, or UNSEEN.
    """
    own, month, kind = cohort.keys[ends.index], ends["month"].to_numpy(int), ends["kind"].to_numpy()
    yield whole(len(own), own.sum(), measure=AT_START, **group)
    for number, code in enumerate(kinds):
        chosen = {"measure": EVENTS, "row": f"event={code}", **group}
        yield through(month[kind == number], own[kind == number], length=cohort.length, **chosen)
    left = kind == UNSEEN
    yield through(month[left], own[left], length=cohort.length, measure=LOSSES, **group)


def through(months: np.ndarray, keys: np.ndarray, *, length: int, **group: str) -> Part:
    """Persons of whom something happened by the end of each month, a month a cell."""
    counts = np.bincount(months, minlength=length)[:length].cumsum()
    return {
        "column": range(length),
        "value": counts,
        "key": np.bincount(months, keys, length)[:length].cumsum(),
        **group,
    }


def whole(persons: float, key: float, **group: str) -> Part:
    """One count."""
    return {"value": np.array([persons], float), "key": key, **group}


def summed(keys: np.ndarray, amounts: np.ndarray, codes: Sequence[object], *, codes_in: str, **group: str) -> Part:
    """Sums of what persons have, a column of `amounts` a code; of who has something, the key and the largest parts.

    nan: not known of a person, who is then not in it.
    """
    known = np.array(np.asarray(amounts).T, order="C")  # a row a code: largest ones are found ten times as fast
    known[np.isnan(known)] = 0
    sums, key = known.sum(axis=1), (known > 0) @ keys
    largest = known.max(axis=1, initial=0)
    if known.size:
        known[range(len(known)), known.argmax(axis=1)] = 0
    return {
        "measure": AMOUNT,
        "value": sums,
        "key": key,
        "largest": largest,
        "second": known.max(axis=1, initial=0),
        codes_in: codes,
        **group,
    }


def accrued(amounts: csr_array) -> dict[str, np.ndarray]:
    """What each person (a row of `amounts`) has had by the end of each month (a column) in which something came:
    `amount` of the month and `so_far`, by month. Nothing is below zero."""
    rows = amounts.sorted_indices().tocoo()  # person by person, each by month
    frame = pd.DataFrame({"person": rows.row, "month": rows.col, "amount": rows.data})
    frame = frame[frame["amount"] > 0]
    frame = frame.assign(so_far=frame["amount"].groupby(frame["person"]).cumsum())
    by_month = frame["month"].to_numpy(np.int16).argsort(kind="stable")
    return {name: frame[name].to_numpy()[by_month] for name in frame}


def accruing(
    keys: np.ndarray, so_far: Mapping[str, np.ndarray], codes: Sequence[int], *, codes_in: str, **group: str
) -> Part:
    """Sums by the end of each month, as `summed` makes them of every person's sum in each."""
    length, month, person, sums = len(codes), so_far["month"], so_far["person"], so_far["so_far"]
    first = so_far["amount"] == sums
    ends = np.searchsorted(month, range(length + 1))
    most = _two_most(person, sums, ends)
    return {
        "measure": AMOUNT,
        "value": np.bincount(month, so_far["amount"], length).cumsum(),
        "key": np.bincount(month[first], keys[person[first]], length).cumsum(),
        "largest": most[:, 0],
        "second": most[:, 1],
        codes_in: codes,
        **group,
    }


def _two_most(person: np.ndarray, sums: np.ndarray, ends: np.ndarray) -> np.ndarray:
    """The two largest sums of two persons by the end of each month: rows of a month lie between its `ends`."""
    found, most = [], {}
    for start, end in pairwise(ends):
        most |= {person[start + at]: sums[start + at] for at in _two_largest(sums[start:end])}
        most = dict(sorted(most.items(), key=lambda each: -each[1])[:2])
        found.append([*most.values(), 0, 0][:2])
    return np.array(found)


def _two_largest(values: np.ndarray) -> Sequence[int]:
    """Where the two largest stand; all where there are no more."""
    if len(values) <= 2:
        return range(len(values))
    others = values.astype(float)
    others[values.argmax()] = -np.inf
    return values.argmax(), others.argmax()


def inside(
    codes: Sequence[object], *, codes_in: str, of: Mapping[str, Sequence[float]], **group: str
) -> Iterator[Part]:
    """What only persons can tell, by measure (INSIDE): no count and no sum."""
    assert {*of} <= {*INSIDE}
    for measure, values in of.items():
        yield {"measure": measure, "value": np.asarray(values, float), codes_in: codes, **group}


def limits(value: np.ndarray, low: np.ndarray, high: np.ndarray) -> dict[str, np.ndarray]:
    """How far limits lie from their estimate."""
    return {BELOW: np.asarray(value) - low, ABOVE: np.asarray(high) - value}
