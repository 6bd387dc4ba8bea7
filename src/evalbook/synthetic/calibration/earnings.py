"""How many worked, and their hours, wages and first jobs: tables 4.1-4.6 of the report.

The same persons have hours, an hourly wage and a monthly wage, so the three tables are solved together.
"""

from __future__ import annotations

import itertools

import pandas as pd

from evalbook.synthetic.calibration.model import IntegerModel, Terms, each, total
from evalbook.synthetic.calibration.published_numbers import Number, groups_of, of_item, whole_numbers
from evalbook.synthetic.edition import BENEFITS, PERIODS
from evalbook.synthetic.pay import HOURS, MONTHLY, combinations, usual_shares

DIMENSIONS = {"table_4_2": "hours", "table_4_3": "hourly", "table_4_4": "monthly"}
CONTRACTS = ("bepaald", "onbepaald")
HIRED_BY = ("agency", "direct")
# Found work or in work at the start, fewest and most, by period and benefit, as the curves of chapter 4 allow it.
WORKERS = {
    "gedoog": {"all": (358, 364), "IVA": (140, 160), "overig": (14, 17)},
    "experiment": {"all": (740, 750), "IVA": (335, 350), "overig": (2, 4)},
}
USUAL_AT_START = {"gedoog": 0.062, "experiment": 0.0515}
MOST = 900  # persons in any cell
NEAR_ENOUGH = 0.25  # to what is usual: hours and wages may be combined in many ways

Cells = dict[tuple[str, str, str, str], int]  # variable by benefit and three classes; '' is not known
Jobs = dict[tuple[str, str, str], int]  # variable by benefit, contract and who hired


def solve_earnings(published: pd.DataFrame, sizes: pd.Series) -> dict[str, pd.DataFrame]:
    """Targets `workers`, `earnings` and `first_jobs`; `sizes` is participants by period and benefit."""
    at_start = _solve_work_at_start(published, sizes)
    solved = {}
    for period in PERIODS:
        starters = {benefit: at_start[period, benefit] for benefit in BENEFITS}
        solved[period] = _solve_period(published[published["period"] == period], WORKERS[period], starters)
    names = solved[PERIODS[0]]
    return {name: _by_period({period: tables[name] for period, tables in solved.items()}) for name in names}


def _by_period(tables: dict[str, pd.DataFrame]) -> pd.DataFrame:
    return pd.concat(tables, names=["period"]).reset_index(level="period").reset_index(drop=True)


def _solve_work_at_start(published: pd.DataFrame, sizes: pd.Series) -> dict[tuple[str, str], int]:
    """Persons in work in month 0 by period and benefit (table 4.1)."""
    model = IntegerModel()
    starters = {group: model.variable(0, size) for group, size in sizes.items()}
    for number in of_item(published, "table_4_1"):
        base = model.fixed(sum(sizes[group] for group in groups_of(number)))
        model.require_percent(each(starters[group] for group in groups_of(number)), base, number["value"])
    for (period, benefit), starter in starters.items():
        model.wish({starter: 1}, USUAL_AT_START[period] * sizes[period, benefit])
    solution = model.solve()
    return {group: int(solution[starter]) for group, starter in starters.items()}


def _solve_period(
    published: pd.DataFrame, workers: dict[str, tuple[int, int]], starters: dict[str, int]
) -> dict[str, pd.DataFrame]:
    model = IntegerModel()
    cells = _cells(model)
    finders = {benefit: model.variable(1, MOST) for benefit in BENEFITS}
    jobs = {cell: model.variable(0, MOST) for cell in itertools.product(BENEFITS, CONTRACTS, HIRED_BY)}
    for benefit, limits in workers.items():
        model.require(_persons(cells, benefit=benefit), *limits)
    _require_bases(model, cells, starters, finders, jobs)
    for item, dimension in DIMENSIONS.items():
        for number in of_item(published, item):
            _require_class(model, cells, dimension, number)
    _require_first_jobs(model, published, jobs)
    solution = model.solve()
    rows = [(benefit, starters[benefit], solution[finders[benefit]]) for benefit in BENEFITS]
    first = [(*cell, solution[number]) for cell, number in jobs.items() if solution[number] > 0]
    return {
        "workers": whole_numbers(rows, ["benefit", "at_start", "found"]),
        "earnings": _usual_earnings({cell: solution[number] for cell, number in cells.items()}),
        "first_jobs": whole_numbers(first, ["benefit", "contract", "hired_by", "persons"]),
    }


def _cells(model: IntegerModel) -> Cells:
    known = list(usual_shares(combinations()).index)
    hours_only = [(hours, "", "") for hours in HOURS]
    wage_only = [("", "", monthly) for monthly in MONTHLY]
    codes = itertools.product(BENEFITS, [*known, *hours_only, *wage_only])
    return {(benefit, *code): model.variable(0, MOST) for benefit, code in codes}


def _persons(cells: Cells, **wanted: str) -> Terms:
    """The persons in all cells of the wanted codes; `all` or nothing wanted is every code."""
    names = ("benefit", "hours", "hourly", "monthly")
    places = [(names.index(name), code) for name, code in wanted.items() if code != "all"]
    return each(number for cell, number in cells.items() if all(cell[at] == code for at, code in places))


def _require_bases(
    model: IntegerModel, cells: Cells, starters: dict[str, int], finders: dict[str, int], jobs: Jobs
) -> None:
    """Everyone who worked has known hours or a known wage; everyone who found work has a first job."""
    for benefit in BENEFITS:
        found = {finders[benefit]: -1.0}
        model.require(total([_persons(cells, benefit=benefit), found]), starters[benefit], starters[benefit])
        first = each(number for cell, number in jobs.items() if cell[0] == benefit)
        model.require(total([first, found]), 0, 0)


def _require_class(model: IntegerModel, cells: Cells, dimension: str, number: Number) -> None:
    """One number of tables 4.2-4.4; row `all` is everyone of whom the measure is known."""
    unknown = _persons(cells, benefit=number["benefit"], **{dimension: ""})
    everyone = total([_persons(cells, benefit=number["benefit"]), {cell: -1.0 for cell in unknown}])
    in_class = _persons(cells, benefit=number["benefit"], **{dimension: number["row"]})
    counted = everyone if number["row"] == "all" else in_class
    if number["statistic"] == "n":
        model.require(counted, number["value"], number["value"])
    else:
        model.require_percent(counted, everyone, number["value"])


def _require_first_jobs(model: IntegerModel, published: pd.DataFrame, jobs: Jobs) -> None:
    for item, place in (("table_4_5", 1), ("table_4_6", 2)):
        for number in of_item(published, item):
            base = {cell: variable for cell, variable in jobs.items() if number["benefit"] in ("all", cell[0])}
            counted = each(variable for cell, variable in base.items() if cell[place] == number["row"])
            model.require_percent(counted, each(base.values()), number["value"])


def _usual_earnings(found: dict[tuple[str, str, str, str], float]) -> pd.DataFrame:
    """The same persons by benefit and each class alone, combined as hours and wages usually are."""
    model = IntegerModel()
    cells = _cells(model)
    for place in (1, 2, 3):
        for benefit, code in sorted({(cell[0], cell[place]) for cell in cells}):
            members = [cell for cell in cells if (cell[0], cell[place]) == (benefit, code)]
            persons = sum(found[cell] for cell in members)
            model.require(each(cells[cell] for cell in members), persons, persons)
    for benefit in BENEFITS:
        _wish_usual(model, cells, benefit)
    solution = model.solve(near_enough=NEAR_ENOUGH)
    rows = [(*cell, solution[number]) for cell, number in cells.items() if solution[number] > 0]
    return whole_numbers(rows, ["benefit", "hours", "hourly", "monthly", "persons"])


def _wish_usual(model: IntegerModel, cells: Cells, benefit: str) -> None:
    for (hours, hourly, monthly), share in usual_shares(combinations()).items():
        pair = _persons(cells, benefit=benefit, hours=hours, hourly=hourly)
        usual = {variable: -share for variable in pair}
        model.wish(total([usual, {cells[benefit, hours, hourly, monthly]: 1.0}]), 0)
