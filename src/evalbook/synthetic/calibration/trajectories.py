"""Trajectories started in the first year, by kind, period and benefit: tables 3.2 and 3.3."""

from __future__ import annotations

import itertools

import pandas as pd

from evalbook.synthetic.calibration.model import IntegerModel, each, scaled, total
from evalbook.synthetic.calibration.published_numbers import Number, groups_of, of_item, whole_numbers
from evalbook.synthetic.edition import BENEFITS, GROUPS

KINDS = ("modulair", "werkfit", "naar_werk", "werkbehoud", "ips", "scholing", "financieel_inzicht", "overig")
MOST_KINDS = 4 / 3  # a person with trajectories, on average

Counts = dict[tuple[str, str, str], int]  # variable by period, benefit and kind


def solve_trajectories(published: pd.DataFrame, followed: pd.Series) -> pd.DataFrame:
    """Target `trajectories`: persons followed for a year by period, benefit and kind; `any` is at least one.

    `followed` is the base by period and benefit.
    """
    model = IntegerModel()
    codes = itertools.product(GROUPS, ("any", *KINDS))
    counts = {(*group, kind): model.variable(0, followed[group]) for group, kind in codes}
    for number in [*of_item(published, "table_3_2"), *of_item(published, "table_3_3")]:
        _require(model, counts, followed, number)
    for group in GROUPS:
        _require_nested(model, {kind: {counts[*group, kind]: 1.0} for kind in ("any", *KINDS)})
    _wish_alike(model, counts, followed)
    solution = model.solve()
    rows = [(*cell, solution[number]) for cell, number in counts.items()]
    return whole_numbers(rows, ["period", "benefit", "kind", "persons"])


def _require(model: IntegerModel, counts: Counts, followed: pd.Series, number: Number) -> None:
    persons = each(counts[*group, number["row"]] for group in groups_of(number))
    if number["statistic"] == "n":
        model.require(persons, number["value"], number["value"])
    else:
        base = model.fixed(sum(followed[group] for group in groups_of(number)))
        model.require_percent(persons, base, number["value"])


def _require_nested(model: IntegerModel, cells: dict[str, dict[int, float]]) -> None:
    """Who has a kind has any; who has any has a kind, and few have several."""
    kinds = total(cells[kind] for kind in KINDS)
    model.require(total([kinds, scaled(cells["any"], -1)]), low=0)
    model.require(total([kinds, scaled(cells["any"], -MOST_KINDS)]), high=1)
    for kind in KINDS:
        model.require(total([cells["any"], scaled(cells[kind], -1)]), low=0)


def _wish_alike(model: IntegerModel, counts: Counts, followed: pd.Series) -> None:
    """The period's counts by benefit near each benefit's share of those followed."""
    for (period, benefit, kind), count in counts.items():
        share = followed[period, benefit] / followed[period].sum()
        everyone = each(counts[period, other, kind] for other in BENEFITS)
        model.wish(total([{count: 1.0}, scaled(everyone, -share)]), 0)
