"""Classes with few persons joined with their neighbours, by what is released of them and nothing else.

A joined class is a cell of its own: nobody is in two classes, so its persons are those of its parts, and its key the
sum of theirs. All that could be made are protected as other cells are, and those that are used chosen afterwards.
They are kept as other cells are, so the choice stands still while the numbers do. Source: docs/disclosure.md.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import pandas as pd

from evalbook.contract.catalogue import DECLARED, HIGH, LOW
from evalbook.contract.cells import BASE, MEASURE, PERSONS
from evalbook.contract.classes import classes_of, joined_code, parts_of
from evalbook.contract.thresholds import FEWEST_IN_BASE

GROUP = ["item", "period", "benefit", "column"]


def candidates(cells: pd.DataFrame) -> pd.DataFrame:
    """The cell of persons of each class that neighbours could make together, with its key."""
    counted = cells[(cells[MEASURE] == PERSONS) & cells["item"].isin([item for item in DECLARED if classes_of(item)])]
    made = [_candidates(rows) for _, rows in counted.groupby(GROUP, sort=False)]
    return pd.concat(made, ignore_index=True) if made else counted


def _candidates(cells: pd.DataFrame) -> pd.DataFrame:
    classes = classes_of(cells["item"].iat[0])
    own = cells.set_index("row").reindex(classes)
    so_far = {name: np.concatenate([[0], own[name].to_numpy().cumsum()]) for name in ("value", "key")}
    first, last = np.triu_indices(len(classes), k=1)
    rows = [joined_code(classes[low], classes[high]) for low, high in zip(first, last, strict=True)]
    sums = {name: each[last + 1] - each[first] for name, each in so_far.items()}
    return cells.iloc[[0]].loc[[cells.index[0]] * len(rows)].assign(row=rows, **sums)


def with_joined(released: pd.DataFrame) -> pd.DataFrame:
    """The released cells with the joined classes that are used, in place of their parts and of all other candidates."""
    parts = [_with_joined(rows) for _, rows in released.groupby("item", sort=False)]
    return pd.concat(parts, ignore_index=True) if parts else released


def _with_joined(cells: pd.DataFrame) -> pd.DataFrame:
    item = cells["item"].iat[0]
    classes = classes_of(item)
    if not classes:
        return cells
    used = [each for each in chosen(cells, item) if len(each) > 1]
    codes = {joined_code(each[0], each[-1]): each for each in used}
    unused = cells["row"].isin([*({*parts_of(item)} - {*codes}), *(part for each in used for part in each)])
    kept = cells[~unused]
    bases = [_bases(cells, code, parts[0]) for code, parts in codes.items()]
    order = {code: place for place, code in enumerate(classes)} | {
        code: classes.index(p[0]) for code, p in codes.items()
    }
    rows = pd.concat([kept, *bases])
    return rows.iloc[rows["row"].map(order).fillna(len(classes)).argsort(kind="stable")]


def _bases(cells: pd.DataFrame, code: str, part: str) -> pd.DataFrame:
    """What is released of the base, which all classes of a group share: noise of its own would tell it twice."""
    return cells[(cells[MEASURE] == BASE) & (cells["row"] == part)].assign(row=code)


def chosen(cells: pd.DataFrame, item: str) -> list[tuple[str, ...]]:
    """The classes as they are shown, each as the classes that it consists of.

    From each end that the declaration names inwards, up to the class of most persons, a class takes in the next one
    while in at least half of the groups that have anyone in it no more is released than that they are few. From the
    high end also while nobody is in it: where the highest class that somebody is in lies is nobody's business.
    """
    classes, ends = classes_of(item), DECLARED[item].joined_from
    few, there = _known(cells)
    if there.empty:
        return [(each,) for each in classes]
    largest = there.loc[list(classes)].sum(axis=1).to_numpy().argmax()
    below, above = classes[:largest], classes[largest + 1 :]

    def enough(run: Sequence[str]) -> bool:
        code = joined_code(run[0], run[-1])
        return 2 * few.loc[code].sum() < max((there.loc[code] > 0).sum(), 1)

    def enough_and_someone(run: Sequence[str]) -> bool:
        return enough(run[::-1]) and there.loc[joined_code(run[-1], run[0])].any()

    low = _runs(below, enough if LOW in ends else bool)
    high = _runs(above[::-1], enough_and_someone if HIGH in ends else bool)
    return [*low, (classes[largest],), *(each[::-1] for each in high[::-1])]


def _known(cells: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Whether it is few, and what is released, of each class (a row) in each group of enough persons (a column)."""
    groups = [name for name in GROUP if name != "item"]
    base = cells[cells[MEASURE] == BASE].groupby(groups)["value"].transform("max").ge(FEWEST_IN_BASE)
    of_enough = pd.MultiIndex.from_frame(cells.loc[base[base].index, groups])
    counted = cells[cells[MEASURE] == PERSONS]
    counted = counted[pd.MultiIndex.from_frame(counted[groups]).isin(of_enough)]
    return tuple(counted.pivot(index="row", columns=groups, values=name) for name in ("few", "value"))


def _runs(classes: Sequence[str], enough: Callable[[Sequence[str]], bool]) -> list[tuple[str, ...]]:
    """Classes that follow each other taken together until there are enough; the last may be of too few."""
    runs, run = [], ()
    for each in classes:
        run += (each,)
        if enough(run):
            runs.append(run)
            run = ()
    return [*runs, run] if run else runs
