"""Conversations and costs: tables 3.1 and 3.4 of the report."""

from __future__ import annotations

import numpy as np
import pandas as pd

from evalbook.synthetic.calibration.followup import followed
from evalbook.synthetic.calibration.model import IntegerModel, each
from evalbook.synthetic.calibration.published_numbers import Number, of_item, whole_numbers
from evalbook.synthetic.edition import CONVERSATION_COST

WINDOWS = (0, 6, 12, 18, 24, 30)  # first month of each half year
# Mean conversations in half years that the report does not give, and of those with another benefit.
USUAL = {0: 1.9, 6: 0.75, 12: 0.6, 18: 0.5, 24: 0.55, 30: 0.5}
SEEN_PARTLY = 0.45  # of a half year that is not seen whole, the share that is, on average
MOST = 12  # a person in half a year
HALF_CENT = 0.005

Classes = dict[tuple[str, str, int], int]  # persons by period, benefit and months followed in half years
Counts = dict[tuple[str, str, int, int], int]  # variable by class and window


def solve_conversations(published: pd.DataFrame, persons: pd.DataFrame) -> pd.DataFrame:
    """Target `conversations` by period, benefit, `followed` (months, in half years) and window's first month."""
    classes = _by_half_years(persons)
    model = IntegerModel()
    counts = {
        (*each_class, window): model.variable(0, MOST * size)
        for each_class, size in classes.items()
        for window in WINDOWS
        if window <= each_class[2]
    }
    for number in of_item(published, "table_3_1"):
        _require_mean(model, counts, classes, number)
    for number in of_item(published, "table_3_4"):
        if number["row"] == "conversations":
            _require_cost(model, counts, classes, number)
    _wish_usual(model, published, counts, classes)
    solution = model.solve()
    rows = [(*cell, solution[number]) for cell, number in counts.items()]
    return whole_numbers(rows, ["period", "benefit", "followed", "window", "conversations"])


def _by_half_years(persons: pd.DataFrame) -> Classes:
    months = (persons["months"] + persons["leaves"]).clip(upper=36) // 6 * 6
    sizes = persons.assign(followed=months).groupby(["period", "benefit", "followed"])["persons"].sum()
    return sizes[sizes > 0].to_dict()


def _wish_usual(model: IntegerModel, published: pd.DataFrame, counts: Counts, classes: Classes) -> None:
    """Everyone near the published mean of the half year, more strictly so in small classes."""
    means = published[published["item"] == "table_3_1"].set_index(["period", "benefit", "column"])["value"]
    for (period, benefit, months, window), count in counts.items():
        size = classes[period, benefit, months]
        usual = means.get((period, benefit, f"{window}-{window + 6}"), USUAL[window])
        seen = 1 if window < months else SEEN_PARTLY
        model.wish({count: 1}, usual * seen * size, cost=1 / np.sqrt(size))


def _group(number: Number, values: dict, at_least: int) -> dict:
    """Of the number's period and benefit, the values of those followed for so many months."""
    group = number["period"], number["benefit"]
    return {key: value for key, value in values.items() if key[:2] == group and key[2] >= at_least}


def _require_mean(model: IntegerModel, counts: Counts, classes: Classes, number: Number) -> None:
    start, end = map(int, number["column"].split("-"))
    base = sum(_group(number, classes, end).values())
    held = each(count for key, count in _group(number, counts, end).items() if key[3] == start)
    model.require(held, base * (number["value"] - HALF_CENT), base * (number["value"] + HALF_CENT) - 1e-6)


def _require_cost(model: IntegerModel, counts: Counts, classes: Classes, number: Number) -> None:
    """The two half years of the year, at one tariff, cost what the report says to within half a euro."""
    year = int(number["column"].removeprefix("year="))
    base = sum(_group(number, classes, 12 * year).values())
    months = (12 * (year - 1), 12 * (year - 1) + 6)
    held = each(count for key, count in _group(number, counts, 12 * year).items() if key[3] in months)
    euros = base * (number["value"] - 0.5), base * (number["value"] + 0.5) - 0.01
    model.require(held, euros[0] / CONVERSATION_COST, euros[1] / CONVERSATION_COST)


def solve_costs(published: pd.DataFrame, persons: pd.DataFrame) -> pd.DataFrame:
    """Target `costs`: euros by period, benefit, service and year, of those who are followed through it."""
    rows = []
    for number in of_item(published, "table_3_4"):
        year = int(number["column"].removeprefix("year="))
        base = followed(persons, 12 * year)[number["period"], number["benefit"]]
        rows.append((number["period"], number["benefit"], number["row"], year, round(number["value"] * base)))
    costs = pd.DataFrame(rows, columns=["period", "benefit", "service", "year", "euros"])
    return costs[costs["service"] != "conversations"]
