"""Chapter 4: who is in work, is not, has died or left, by month; from who is in each state at first, who changes from
one to another and who is lost to sight."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from evalbook.contract.cells import AT_START, ERROR, LOSSES, MOVES
from evalbook.estimates.transitions import Probabilities, product_of_shares
from evalbook.numbers.rows import probabilities
from evalbook.numbers.source import Source
from evalbook.numbers.wide import GROUP

LASTING = ("in_work", "not_in_work")  # states that are left again


def occupied(source: Source, item: str) -> Iterator[pd.DataFrame]:
    """The probability of each state by month; `base` is who is followed to the month."""
    for key, group in source.of(item).groupby(GROUP, sort=False):
        names = [name.removeprefix("state=") for name in group.loc[group[ERROR].notna(), "row"].unique()]
        if names:
            made = _of_group(group, names)
            yield made.assign(statistic="probability", **dict(zip(GROUP, key, strict=True)))


def _of_group(group: pd.DataFrame, names: list[str]) -> pd.DataFrame:
    losses, errors = (
        group[group[name].notna()].pivot(index="row", columns="column", values=name) for name in (LOSSES, ERROR)
    )
    months = sorted(map(int, losses.columns))
    losses = np.diff(losses.loc[[f"state={each}" for each in LASTING], list(map(str, months))], axis=1, prepend=0)
    rows = [f"state={each}" for each in names]
    errors = errors.reindex(index=rows, columns=list(map(str, months))).to_numpy().T
    initial = np.zeros(len(names))
    initial[: len(LASTING)] = group[group[AT_START].notna()].set_index("row")[AT_START].reindex(rows[: len(LASTING)])
    moved, seen = _moved(group, names, initial, losses)
    values = product_of_shares(initial, moved)
    return probabilities(Probabilities(values, errors, seen), tuple(rows), np.zeros(values.shape, bool))


def _moved(
    group: pd.DataFrame, names: list[str], initial: np.ndarray, losses: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Persons from one state to another by month, who stays included; and how many are seen in each month."""
    length, lasting = losses.shape[1], len(LASTING)
    moved = np.zeros((length, len(names), len(names)))
    for row, cells in group[group[MOVES].notna()].groupby("row", sort=False):
        before, after = map(names.index, row.split(">"))
        moved[:, before, after] = np.diff(cells[MOVES].to_numpy(), prepend=0)
    present, seen = initial[:lasting].copy(), []
    for month in range(length):
        seen.append(present.sum())
        left = moved[month, :lasting].sum(axis=1) + losses[:, month]
        moved[month, range(lasting), range(lasting)] = stay = np.maximum(present - left, 0)
        present = stay + moved[month, (1, 0), (0, 1)]  # who came from the other one
    return moved[:-1], np.array(seen)


OWN = {item: (lambda source, item=item: occupied(source, item)) for item in ("work_states", "work_retention")}
