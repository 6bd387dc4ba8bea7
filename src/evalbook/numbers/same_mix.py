"""Chapters 3, 4 and 7: experiment minus tolerance period, in one mix of persons and of who was served soon."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import numpy as np
import pandas as pd

from evalbook.contract.cells import AMOUNT, BASE, ERROR, PERSONS
from evalbook.contract.results import POINTS
from evalbook.estimates.standardisation import standardised_difference, standardised_means
from evalbook.numbers.rows import single
from evalbook.numbers.source import Source

CONTRAST = ("experiment", "gedoog")
MOST_LEFT_OUT = 0.05
# What each row is made of: the kinds whose name begins so.
MADE_OF = {
    "as_is": "kind=all",
    "mix=benefit": "benefit=",
    "mix=age": "age=",
    "mix=sex": "sex=",
    "mix=diagnosis": "diagnosis=",
    "served": "served,kind=all",
    "served,mix=benefit": "served,benefit=",
}


def same_mix(source: Source, item: str) -> Iterator[pd.DataFrame]:
    """In percentage points, a row a way of making the periods alike and a column an outcome and month; `base` is the
    smaller of both periods. Of who is followed through the month, so that it may differ from a curve."""
    for place, sides in _sides(source, item):
        numbers = [(each[PERSONS].to_numpy(), each[BASE].to_numpy()) for each in sides]
        value, low, high = (100 * each for each in standardised_difference(*numbers))
        if not np.isnan(value):
            made = single(value, base=_smaller(sides), statistic=POINTS, **place)
            yield made.assign(ci_low=low, ci_high=high, few=any(map(_mostly_few, sides)))


def same_mix_costs(source: Source) -> Iterator[pd.DataFrame]:
    """In euros, otherwise as `same_mix`. A kind of which a sum is not released is left out of both periods; nan where
    more than MOST_LEFT_OUT of all persons are of such kinds."""
    for place, sides in _sides(source, "same_mix_costs"):
        known = np.logical_and.reduce([each[AMOUNT].notna().to_numpy() for each in sides])
        persons = [each[BASE].where(known, 0) for each in sides]
        made_of = [(each[AMOUNT] / each[BASE], own, each[ERROR]) for each, own in zip(sides, persons, strict=True)]
        value, low, high = standardised_means(*[tuple(each.to_numpy() for each in side) for side in made_of])
        if known.all() and np.isnan(value):
            continue  # no kind is in both
        if sum(own.sum() for own in persons) < (1 - MOST_LEFT_OUT) * sum(each[BASE].sum() for each in sides):
            value = low = high = np.nan
        made = single(value, base=min(own.sum() for own in persons), statistic="mean_eur", **place)
        yield made.assign(ci_low=low, ci_high=high)


def _sides(source: Source, item: str) -> Iterator[tuple[dict[str, str], list[pd.DataFrame]]]:
    """The key of each number, and of both periods the kinds that it is made of."""
    for column, cells in source.of(item).groupby("column", sort=False):
        for row, begins in MADE_OF.items():
            kinds = cells[cells["row"].str.startswith(begins)]
            sides = [kinds[kinds["period"] == period] for period in CONTRAST]
            if all(map(len, sides)):
                yield {"period": "-".join(CONTRAST), "benefit": "all", "row": row, "column": column}, sides


def _smaller(sides: list[pd.DataFrame]) -> float:
    return min(each[BASE].sum() for each in sides)


def _mostly_few(cells: pd.DataFrame) -> bool:
    """Whether most persons with the outcome stand in counts of which no more is told than that they are few."""
    return bool(cells.loc[cells["few"], PERSONS].sum() > cells[PERSONS].sum() / 2)


OWN = {
    **{item: partial(same_mix, item=item) for item in ("same_mix_service", "same_mix_work")},
    "same_mix_costs": same_mix_costs,
}
