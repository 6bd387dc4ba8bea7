"""Conversations and costs: tables 3.1 and 3.4 of the report."""

from __future__ import annotations

import itertools

import numpy as np
import pandas as pd

from evalbook.synthetic.calibration.followup import followed
from evalbook.synthetic.calibration.model import IntegerModel, Terms, each
from evalbook.synthetic.calibration.published_numbers import of_item, whole_numbers
from evalbook.synthetic.edition import BENEFITS, CONVERSATION_COST, PERIODS

WINDOWS = (0, 6, 12, 18, 24, 30)  # first month of each half year
# Mean conversations in half years that the report does not give, and of those with another benefit.
USUAL = {0: 1.9, 6: 0.75, 12: 0.6, 18: 0.5, 24: 0.55, 30: 0.5}
SHORTEST_SEEN = 0.45  # of a half year that is not seen whole, the share that is, on average
HALF_CENT = 0.005
# Euros a person that the report does not give; overig spend as Wajong.
USUAL_SPENDING = {("jobcoach", 2): {"IVA": 140, "Wajong": 330}, ("trajectories", 3): {"IVA": 0, "Wajong": 0}}


def solve_conversations(published: pd.DataFrame, persons: pd.DataFrame) -> pd.DataFrame:
    """Target `conversations` by period, benefit, `followed` (full months in half years) and window's first month."""
    classes = _by_half_years(persons)
    model = IntegerModel()
    counts = {}
    for (period, benefit, months), size in classes.items():
        for window in (start for start in WINDOWS if start <= months):
            usual = _usual_mean(published, period, benefit, window) * size
            usual *= 1 if window < months else SHORTEST_SEEN
            counts[period, benefit, months, window] = count = model.variable(0, 12 * size)
            model.wish({count: 1}, usual, cost=1 / np.sqrt(size))
    for number in of_item(published, "table_3_1"):
        _require_mean(model, counts, classes, number)
    for number in of_item(published, "table_3_4"):
        if number["row"] == "conversations":
            _require_cost(model, counts, classes, number)
    solution = model.solve()
    rows = [(*cell, solution[number]) for cell, number in counts.items()]
    return whole_numbers(pd.DataFrame(rows, columns=["period", "benefit", "followed", "window", "conversations"]))


def _by_half_years(persons: pd.DataFrame) -> dict[tuple[str, str, int], int]:
    months = (persons["months"] + persons["leaves"]).clip(upper=36) // 6 * 6
    sizes = persons.assign(followed=months).groupby(["period", "benefit", "followed"])["persons"].sum()
    return sizes[sizes > 0].to_dict()


def _usual_mean(published: pd.DataFrame, period: str, benefit: str, window: int) -> float:
    wanted = {"period": period, "benefit": benefit, "column": f"{window}-{window + 6}"}
    numbers = published[published["item"] == "table_3_1"]
    found = numbers[(numbers[list(wanted)] == list(wanted.values())).all(axis=1)]["value"]
    return found.iat[0] if len(found) else USUAL[window]


def _group(number: dict[str, object], values: dict, at_least: int) -> dict:
    group = number["period"], number["benefit"]
    return {key: value for key, value in values.items() if key[:2] == group and key[2] >= at_least}


def _require_mean(model: IntegerModel, counts: dict, classes: dict, number: dict[str, object]) -> None:
    start, end = map(int, number["column"].split("-"))
    base = sum(_group(number, classes, end).values())
    held = each(count for key, count in _group(number, counts, end).items() if key[3] == start)
    model.require(held, base * (number["value"] - HALF_CENT), base * (number["value"] + HALF_CENT) - 1e-6)


def _require_cost(model: IntegerModel, counts: dict, classes: dict, number: dict[str, object]) -> None:
    year = int(number["column"].removeprefix("year="))
    base = sum(_group(number, classes, 12 * year).values())
    months = (12 * (year - 1), 12 * (year - 1) + 6)
    held: Terms = each(count for key, count in _group(number, counts, 12 * year).items() if key[3] in months)
    euros = base * (number["value"] - 0.5), base * (number["value"] + 0.5) - 0.01
    model.require(held, euros[0] / CONVERSATION_COST, euros[1] / CONVERSATION_COST)


def solve_costs(published: pd.DataFrame, persons: pd.DataFrame) -> pd.DataFrame:
    """Target `costs`: euros by period, benefit, service and year, of those who are followed through it."""
    numbers = published[(published["item"] == "table_3_4") & (published["row"] != "conversations")]
    means = numbers.set_index(["period", "benefit", "row", "column"])["value"].to_dict()
    rows = []
    for period, benefit, service, year in itertools.product(PERIODS, BENEFITS, ("trajectories", "jobcoach"), (1, 2, 3)):
        group = "Wajong" if benefit == "overig" else benefit
        usual = USUAL_SPENDING.get((service, year), {}).get(group, 0)
        mean = means.get((period, group, service, f"year={year}"), usual)
        base = followed(persons, 12 * year).get((period, benefit), 0)
        rows.append((period, benefit, service, year, round(mean * base)))
    return pd.DataFrame(rows, columns=["period", "benefit", "service", "year", "euros"])
