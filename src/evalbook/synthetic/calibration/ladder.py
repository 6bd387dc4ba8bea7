"""Steps on the participation ladder: table 4.8 and appendix 3 (table B3)."""

from __future__ import annotations

import itertools

import pandas as pd

from evalbook.synthetic.calibration.model import IntegerModel, Terms, each, scaled, total
from evalbook.synthetic.calibration.published_numbers import Number, matches, of_item, whole_numbers
from evalbook.synthetic.edition import GROUPS

RUNGS = ("1", "2", "3", "4", "5", "6")

Cells = dict[tuple[str, str, str, str], int]  # variable by period, benefit, start rung and end rung


def solve_ladder(published: pd.DataFrame, followed: pd.Series) -> pd.DataFrame:
    """Target `ladder`: persons by period, benefit, start rung and end rung.

    `followed` is who is followed for a year by period and benefit.
    """
    model = IntegerModel()
    codes = itertools.product(GROUPS, RUNGS, RUNGS)
    cells = {(*group, start, end): model.variable(0, 400) for group, start, end in codes}
    for number in [*of_item(published, "table_4_8"), *of_item(published, "table_b3")]:
        _require(model, cells, number)
    for group in GROUPS:
        _require_share(model, cells, followed, *group)
    solution = model.solve()
    rows = [(*cell, solution[number]) for cell, number in cells.items() if solution[number] > 0]
    return whole_numbers(rows, ["period", "benefit", "start", "end", "persons"])


def _require(model: IntegerModel, cells: Cells, number: Number) -> None:
    group = number["period"], number["benefit"]
    start, column = number["row"].removeprefix("start="), number["column"]
    if column == "start":
        persons, base = _persons(cells, *group, start), _persons(cells, *group)
    else:
        persons = _persons(cells, *group, start, column.removeprefix("end="))
        base = _persons(cells, *group, start)
    if number["statistic"] == "n":
        model.require(persons, number["value"], number["value"])
    else:
        model.require_percent(persons, base, number["value"])


def _persons(cells: Cells, period: str, benefit: str, start: str = "all", end: str = "all") -> Terms:
    """The persons of a period and benefit with a start and an end rung; `all` is every one."""
    return each(number for cell, number in cells.items() if matches(cell, (period, benefit, start, end)))


def _require_share(model: IntegerModel, cells: Cells, followed: pd.Series, period: str, benefit: str) -> None:
    registered = _persons(cells, period, benefit)
    model.require(registered, high=followed[period, benefit])
    usual = followed[period, benefit] / followed[period].sum()
    model.wish(total([registered, scaled(_persons(cells, period, "all"), -usual)]), 0)
