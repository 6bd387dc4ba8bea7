"""Steps on the participation ladder: table 4.8 and appendix 3 (table B3)."""

from __future__ import annotations

import itertools

import pandas as pd

from evalbook.synthetic.calibration.model import IntegerModel, Terms, each, scaled, total
from evalbook.synthetic.calibration.published_numbers import of_item, whole_numbers
from evalbook.synthetic.edition import BENEFITS, PERIODS

RUNGS = (1, 2, 3, 4, 5, 6)


def solve_ladder(published: pd.DataFrame, followed: pd.Series) -> pd.DataFrame:
    """Target `ladder`: persons by period, benefit, start rung and end rung.

    `followed` is who is followed for a year by period and benefit.
    """
    model = IntegerModel()
    groups = itertools.product(PERIODS, BENEFITS)
    cells = {(*group, *rungs): model.variable(0, 400) for group, *rungs in itertools.product(groups, RUNGS, RUNGS)}
    for item in ("table_4_8", "table_b3"):
        for number in of_item(published, item):
            _require(model, cells, number)
    for period, benefit in followed.index:
        _require_share(model, cells, followed, period, benefit)
    solution = model.solve()
    rows = [(*cell, solution[number]) for cell, number in cells.items() if solution[number] > 0]
    return whole_numbers(pd.DataFrame(rows, columns=["period", "benefit", "start", "end", "persons"]))


def _require(model: IntegerModel, cells: dict, number: dict[str, object]) -> None:
    group = number["period"], number["benefit"]
    start = number["row"].removeprefix("start=")
    if number["column"] == "start":
        persons, base = _persons(cells, *group, start), _persons(cells, *group)
    else:
        end = number["column"].removeprefix("end=")
        persons, base = _persons(cells, *group, start, end), _persons(cells, *group, start)
    if number["statistic"] == "n":
        model.require(persons, number["value"], number["value"])
    else:
        model.require_percent(persons, base, number["value"])


def _persons(cells: dict, *wanted: str) -> Terms:
    """The persons of the wanted period, benefit, start rung and end rung; `all` or none is every one."""
    pairs = list(enumerate(wanted))
    return each(number for cell, number in cells.items() if all(want in ("all", str(cell[at])) for at, want in pairs))


def _require_share(model: IntegerModel, cells: dict, followed: pd.Series, period: str, benefit: str) -> None:
    registered = _persons(cells, period, benefit)
    model.require(registered, high=followed[period, benefit])
    usual = followed[period, benefit] / followed[period].sum()
    model.wish(total([registered, scaled(_persons(cells, period), -usual)]), 0)
