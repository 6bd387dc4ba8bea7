"""How many worked, and their hours, wages and first jobs: tables 4.1-4.6 of the report.

The same persons have hours, an hourly wage and a monthly wage, so the three tables are solved together.
"""

from __future__ import annotations

import itertools

import numpy as np
import pandas as pd

from evalbook.synthetic.calibration.model import IntegerModel, Terms, each, total
from evalbook.synthetic.calibration.published_numbers import of_item, whole_numbers
from evalbook.synthetic.pay import HOURS, MONTHLY, combinations, usual_shares

PERIODS = ("gedoog", "experiment")
BENEFITS = ("IVA", "Wajong", "overig")
DIMENSIONS = {"table_4_2": "hours", "table_4_3": "hourly", "table_4_4": "monthly"}
CONTRACTS = ("bepaald", "onbepaald")
HIRED_BY = ("agency", "direct")
# Found work or in work at the start, fewest and most, by period and benefit, as the curves of chapter 4 allow it.
WORKERS = {
    "gedoog": {"all": (358, 364), "IVA": (140, 160), "Wajong": (0, 900), "overig": (12, 16)},
    "experiment": {"all": (768, 782), "IVA": (348, 362), "Wajong": (0, 900), "overig": (2, 4)},
}
USUAL_AT_START = {"gedoog": 0.062, "experiment": 0.0515}
SECONDS = 120.0  # for a period; plausibility improves with time, what is required does not


def solve_earnings(published: pd.DataFrame, sizes: pd.Series) -> dict[str, pd.DataFrame]:
    """Targets `workers`, `earnings` and `first_jobs`; `sizes` is participants by period and benefit."""
    at_start = solve_work_at_start(published, sizes)
    periods = [_solve_period(published[published["period"] == period], period, at_start) for period in PERIODS]
    return {name: pd.concat([targets[name] for targets in periods], ignore_index=True) for name in periods[0]}


def solve_work_at_start(published: pd.DataFrame, sizes: pd.Series) -> dict[tuple[str, str], int]:
    """Persons in work in month 0 by period and benefit (table 4.1)."""
    model = IntegerModel()
    starters = {group: model.variable(0, size) for group, size in sizes.items()}
    for number in of_item(published, "table_4_1"):
        members = [group for group in starters if matches(group, (number["period"], number["benefit"]))]
        base = model.fixed(sum(sizes[group] for group in members))
        model.require_percent(each(starters[group] for group in members), base, number["value"])
    for group, starter in starters.items():
        model.wish({starter: 1}, USUAL_AT_START[group[0]] * sizes[group])
    solution = model.solve()
    return {group: int(solution[starter]) for group, starter in starters.items()}


def _solve_period(published: pd.DataFrame, period: str, at_start: dict) -> dict[str, pd.DataFrame]:
    model = IntegerModel()
    cells = _cells(model)
    finders = {benefit: model.variable(1, 900) for benefit in BENEFITS}
    first = {cell: model.variable(0, 900) for cell in itertools.product(BENEFITS, CONTRACTS, HIRED_BY)}
    starters = {benefit: at_start[period, benefit] for benefit in BENEFITS}
    _require_bases(model, period, cells, starters, finders, first)
    for item, dimension in DIMENSIONS.items():
        _require_distribution(model, published, cells, item, dimension)
    _require_first_jobs(model, published, first)
    solution = model.solve(seconds=SECONDS)
    workers = [(benefit, starters[benefit], solution[finders[benefit]]) for benefit in BENEFITS]
    tables = {
        "workers": pd.DataFrame(workers, columns=["benefit", "at_start", "found"]),
        "earnings": _usual_earnings({cell: solution[number] for cell, number in cells.items()}),
        "first_jobs": _counts(solution, first, ["benefit", "contract", "hired_by"]),
    }
    for table in tables.values():
        table.insert(0, "period", period)
    return {name: whole_numbers(table) for name, table in tables.items()}


def _cells(model: IntegerModel) -> dict[tuple[str, ...], int]:
    """Persons by benefit and their three classes, where '' is a class that is not known."""
    known = list(usual_shares(combinations()).index)
    hours_only = [(hours, "", "") for hours in HOURS]
    wage_only = [("", "", monthly) for monthly in MONTHLY]
    groups = itertools.product(BENEFITS, [*known, *hours_only, *wage_only])
    return {(benefit, *cell): model.variable(0, 400) for benefit, cell in groups}


def persons(cells: dict[tuple[str, ...], int], **wanted: str) -> Terms:
    """The persons in all cells of the wanted codes; `all` or nothing wanted is every code."""
    names = ("benefit", "hours", "hourly", "monthly")
    places = [(names.index(name), code) for name, code in wanted.items() if code != "all"]
    return each(number for cell, number in cells.items() if all(cell[at] == code for at, code in places))


def _require_bases(
    model: IntegerModel, period: str, cells: dict, starters: dict, finders: dict, first: dict
) -> None:
    """Everyone who worked has known hours or a known wage; everyone who found work has a first job."""
    for benefit in BENEFITS:
        workers = persons(cells, benefit=benefit)
        model.require(workers | {finders[benefit]: -1}, starters[benefit], starters[benefit])
        jobs = each(number for cell, number in first.items() if cell[0] == benefit)
        model.require(jobs | {finders[benefit]: -1}, 0, 0)
    for benefit, limits in WORKERS[period].items():
        model.require(persons(cells, benefit=benefit), *limits)


def matches(codes: tuple[str, ...], wanted: tuple[str, ...]) -> bool:
    """Whether each code is the wanted one; `all` wants every code."""
    return all(want in ("all", code) for code, want in zip(codes, wanted, strict=True))


def _require_distribution(model: IntegerModel, published: pd.DataFrame, cells: dict, item: str, dimension: str) -> None:
    for number in of_item(published, item):
        benefit, row = number["benefit"], number["row"]
        everyone = _known(cells, dimension, benefit)
        counted = everyone if row == "all" else persons(cells, benefit=benefit, **{dimension: row})
        if number["statistic"] == "n":
            model.require(counted, number["value"], number["value"])
        elif row != "all":
            model.require_percent(counted, everyone, number["value"])


def _known(cells: dict, dimension: str, benefit: str) -> Terms:
    """The base of a table: persons of whom its measure is known."""
    place = {"hours": 1, "hourly": 2, "monthly": 3}[dimension]
    return each(number for cell, number in cells.items() if cell[place] and benefit in ("all", cell[0]))


def _require_first_jobs(model: IntegerModel, published: pd.DataFrame, first: dict) -> None:
    for item, place in (("table_4_5", 1), ("table_4_6", 2)):
        for number in of_item(published, item):
            base = {cell: variable for cell, variable in first.items() if number["benefit"] in ("all", cell[0])}
            counted = each(variable for cell, variable in base.items() if cell[place] == number["row"])
            model.require_percent(counted, each(base.values()), number["value"])


def _usual_earnings(found: dict[tuple[str, ...], float]) -> pd.DataFrame:
    """The same persons by benefit and each class alone, combined as hours and wages usually are."""
    model = IntegerModel()
    cells = _cells(model)
    for place in (1, 2, 3):
        for benefit, code in sorted({(cell[0], cell[place]) for cell in cells}):
            members = [cell for cell in cells if (cell[0], cell[place]) == (benefit, code)]
            persons_found = sum(found[cell] for cell in members)
            model.require(each(cells[cell] for cell in members), persons_found, persons_found)
    for (hours, hourly, monthly), share in usual_shares(combinations()).items():
        for benefit in BENEFITS:
            pair = persons(cells, benefit=benefit, hours=hours, hourly=hourly)
            usual = {variable: -share * weight for variable, weight in pair.items()}
            model.wish(total([usual, {cells[benefit, hours, hourly, monthly]: 1}]), 0)
    return _counts(model.solve(seconds=SECONDS), cells, ["benefit", "hours", "hourly", "monthly"])


def _counts(solution: np.ndarray, variables: dict, columns: list[str]) -> pd.DataFrame:
    rows = [(*cell, solution[number]) for cell, number in variables.items() if solution[number] > 0]
    return pd.DataFrame(rows, columns=[*columns, "persons"])
