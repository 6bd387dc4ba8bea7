"""All results from all cells: each item by the kinds of numbers that its declaration names, and by its own function."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

import numpy as np
import pandas as pd

from evalbook.contract.cases import names_in
from evalbook.contract.catalogue import DECLARED, ITEMS
from evalbook.contract.edition import Edition
from evalbook.contract.results import COLUMNS, MEANS
from evalbook.contract.scenario import Scenario, read_scenario
from evalbook.errors import EvalbookError
from evalbook.numbers import (
    budget,
    comparison,
    comparison_outlook,
    comparisons,
    costs,
    differences,
    entry_quarters,
    outlook,
    same_mix,
    states,
    unmeasured,
)
from evalbook.numbers.rows import KINDS, joined
from evalbook.numbers.source import Source
from evalbook.numbers.wide import PLACE, wide
from evalbook.suggestions import nearest

OWN: Mapping[str, Callable[[Source], Iterator[pd.DataFrame]]] = {
    **budget.OWN,
    **comparison.OWN,
    **comparison_outlook.OWN,
    **comparisons.OWN,
    **costs.OWN,
    **differences.OWN,
    **entry_quarters.OWN,
    **outlook.OWN,
    **same_mix.OWN,
    **states.OWN,
    **unmeasured.OWN,
}


def evaluate_cells(cells: pd.DataFrame, edition: Edition, scenario: Scenario | None = None) -> pd.DataFrame:
    """One row a number, in the order of the items: COLUMNS, and `few` where no more may be told than that it is few.

    An item without cells has no rows but those that others make. `scenario`: what is assumed about the future, else
    the committed file's.
    """
    if unknown := sorted({*cells["item"]} - {*ITEMS}):
        raise EvalbookError(f"{', '.join(unknown)}: counted, but not declared. Declare it in contract/declarations.")
    found = {item: wide(rows) for item, rows in cells.groupby("item", sort=False)}
    source = Source(edition, scenario or read_scenario(), found, {})
    for item in ITEMS:
        source.made[item] = evaluate_item(source, item)
    return pd.concat([rows for rows in source.made.values() if len(rows)], ignore_index=True)[[*COLUMNS, "few"]]


def evaluate_item(source: Source, item: str) -> pd.DataFrame:
    """The numbers of one item, one a row."""
    return joined(_numbers(source, item)).assign(item=item, withheld="")


def exact(rows: pd.DataFrame) -> pd.DataFrame:
    """The results of exact cells: where nobody is in the base, there is no number."""
    there = rows["base"].ne(0) | rows["statistic"].eq("expected")
    there &= rows["value"].notna() | ~rows["statistic"].isin(MEANS)
    return rows[there][list(COLUMNS)].reset_index(drop=True)


def _numbers(source: Source, item: str) -> Iterator[pd.DataFrame]:
    cells = source.cells.get(item)
    if cells is not None:
        for statistic, where in DECLARED[item].numbers.items():
            if statistic not in KINDS:
                near = nearest(statistic, KINDS)
                raise EvalbookError(f"{item}: numbers: nothing makes {statistic!r} of cells.{near}")
            made = KINDS[statistic](cells[_fits(cells, where)] if where else cells, statistic)
            yield from [made] if isinstance(made, pd.DataFrame) else made
    if item in OWN:
        yield from OWN[item](source)


def _fits(cells: pd.DataFrame, where: Mapping) -> np.ndarray:
    codes = cells[list(PLACE)].to_dict("records")
    return np.array([names_in(where, each) is not None for each in codes], bool)
