"""Trajectories started in the first year, by kind, period and benefit: tables 3.2 and 3.3."""

from __future__ import annotations

import itertools

import pandas as pd

from evalbook.synthetic.calibration.model import IntegerModel, each, scaled, total
from evalbook.synthetic.calibration.published_numbers import of_item, whole_numbers
from evalbook.synthetic.edition import BENEFITS, PERIODS

KINDS = ("modulair", "werkfit", "naar_werk", "werkbehoud", "ips", "scholing", "financieel_inzicht", "overig")


def solve_trajectories(published: pd.DataFrame, followed: pd.Series) -> pd.DataFrame:
    """Target `trajectories`: persons followed for a year by period, benefit and kind; `any` is at least one.

    `followed` is the base by period and benefit.
    """
    model = IntegerModel()
    groups = list(itertools.product(PERIODS, BENEFITS))
    counts = {(*group, kind): model.variable(0, followed[group]) for group in groups for kind in ("any", *KINDS)}
    for item in ("table_3_2", "table_3_3"):
        for number in of_item(published, item):
            members = [g for g in groups if number["period"] in ("all", g[0]) and number["benefit"] in ("all", g[1])]
            persons = each(counts[(*group, number["row"])] for group in members)
            if number["statistic"] == "n":
                model.require(persons, number["value"], number["value"])
            else:
                model.require_percent(persons, model.fixed(sum(followed[g] for g in members)), number["value"])
    for group in groups:
        _require_nested(model, {kind: {counts[(*group, kind)]: 1.0} for kind in ("any", *KINDS)})
    _wish_alike(model, counts, followed)
    solution = model.solve()
    rows = [(*cell, solution[number]) for cell, number in counts.items()]
    return whole_numbers(pd.DataFrame(rows, columns=["period", "benefit", "kind", "persons"]))


def _require_nested(model: IntegerModel, cells: dict[str, dict[int, float]]) -> None:
    """At most one person in three of those with a trajectory has two kinds of it."""
    kinds = total(cells[kind] for kind in KINDS)
    model.require(total([kinds, scaled(cells["any"], -1)]), low=0)
    model.require(total([kinds, scaled(cells["any"], -4 / 3)]), high=1)
    for kind in KINDS:
        model.require(total([cells["any"], scaled(cells[kind], -1)]), low=0)


def _wish_alike(model: IntegerModel, counts: dict, followed: pd.Series) -> None:
    """The period's counts by benefit near each benefit's share of those followed."""
    for (period, benefit, kind), count in counts.items():
        share = followed[period, benefit] / followed[period].sum()
        everyone = each(counts[period, other, kind] for other in BENEFITS)
        model.wish(total([{count: 1.0}, scaled(everyone, -share)]), 0)
