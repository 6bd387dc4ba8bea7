"""How many who worked in a year had a provision: table 5.1 of the report."""

from __future__ import annotations

import itertools

import pandas as pd

from evalbook.synthetic.calibration.model import IntegerModel, each, scaled, total
from evalbook.synthetic.calibration.published_numbers import Number, groups_of, of_item, whole_numbers
from evalbook.synthetic.edition import BENEFITS

KINDS = ("jobcoach", "doventolk", "loondispensatie", "overig")
# Who worked in a year since the start, as a share of all who ever worked: by period and year.
WORKED = {("gedoog", 1): 0.66, ("gedoog", 2): 0.685, ("experiment", 1): 0.49}

Counts = dict[tuple[str, str, int, str], int]  # variable by period, benefit, year and kind


def solve_provisions(published: pd.DataFrame, workers: pd.DataFrame) -> pd.DataFrame:
    """Target `provisions`: persons by period, benefit, year and kind; kind `all` is any, `base` worked."""
    ever = workers.set_index(["period", "benefit"])[["at_start", "found"]].sum(axis=1)
    model = IntegerModel()
    codes = itertools.product(WORKED, BENEFITS, (*KINDS, "all", "base"))
    counts = {(p, b, year, kind): model.variable(0, ever[p, b]) for (p, year), b, kind in codes}
    for number in of_item(published, "table_5_1"):
        _require(model, counts, number)
    for (period, year), benefit in itertools.product(WORKED, BENEFITS):
        cells = {kind: {counts[period, benefit, year, kind]: 1.0} for kind in (*KINDS, "all", "base")}
        _require_nested(model, cells)
        model.wish(cells["base"], WORKED[period, year] * ever[period, benefit])
    solution = model.solve()
    rows = [(*cell, solution[number]) for cell, number in counts.items()]
    return whole_numbers(rows, ["period", "benefit", "year", "kind", "persons"])


def _require(model: IntegerModel, counts: Counts, number: Number) -> None:
    year = int(number["column"].removeprefix("year="))
    users = each(counts[*group, year, number["row"]] for group in groups_of(number))
    if number["statistic"] == "n":
        model.require(users, number["value"], number["value"])
    else:
        base = each(counts[*group, year, "base"] for group in groups_of(number))
        model.require_percent(users, base, number["value"])


def _require_nested(model: IntegerModel, cells: dict[str, dict[int, float]]) -> None:
    """Nobody has a provision who has none of the kinds, or more kinds than there are."""
    model.require(total([cells["base"], scaled(cells["all"], -1)]), low=0)
    for kind in KINDS:
        model.require(total([cells["all"], scaled(cells[kind], -1)]), low=0)
    model.require(total([*(cells[kind] for kind in KINDS), scaled(cells["all"], -1)]), low=0)
