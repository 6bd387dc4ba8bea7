"""What released estimates give away: costs by sums, states that add up to one, events behind a hazard ratio."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.optimize import linprog

Z = 1.959963984540054
ROWS = ("conversations", "trajectories", "jobcoach")
YEARS = ("year=1", "year=2", "year=3")


def cost_ranges(costs: pd.DataFrame, bases: pd.Series) -> dict[tuple, tuple[float, float]]:
    """The least and the most that each withheld mean cost can be, given the shown ones within their rounding.

    `costs`: rows of one item by (period, benefit, row, column); `bases`: persons by (period, benefit), as the largest
    that is shown. Services add up to the total, years to three years, groups of persons to all (with `overig` left).
    """
    place = {key: number for number, key in enumerate(costs.index)}
    limits = [_within(value) for value in costs["value"]]
    equal, most = [], []
    for key in place:
        period, benefit, row, column = key
        if row == "total":
            equal.append(_line(place, {(period, benefit, each, column): 1.0 for each in ROWS} | {key: -1.0}))
        if column == "years=1-3":
            equal.append(_line(place, {(period, benefit, row, each): 1.0 for each in YEARS} | {key: -1.0}))
    for period, benefit, row, column in place:
        if benefit == "all":
            parts = {(period, each, row, column): bases.get((period, each), np.nan) for each in ("IVA", "Wajong")}
            most.append(_line(place, parts | {(period, "all", row, column): -bases[period, "all"]}))
    rules = {
        "A_eq": np.array([line for line in equal if line is not None]),
        "A_ub": np.array([line for line in most if line is not None]),
    }
    rules = {name: lines for name, lines in rules.items() if len(lines)}
    rules |= {f"b{name[1:]}": np.zeros(len(lines)) for name, lines in rules.items()}
    hidden = [key for key in place if np.isnan(costs.loc[key, "value"])]
    return {key: _ends(place[key], rules, limits) for key in hidden}


def _within(value: float) -> tuple[float, float | None]:
    if np.isnan(value):
        return 0.0, None
    half = 0.5 * 10.0 ** (np.floor(np.log10(value)) - 2) if value else 0.0
    return value - half, value + half


def _line(place: dict, terms: dict) -> np.ndarray | None:
    if not all(key in place for key in terms) or any(np.isnan(weight) for weight in terms.values()):
        return None
    line = np.zeros(len(place))
    for key, weight in terms.items():
        line[place[key]] = weight
    return line


def _ends(number: int, rules: dict, limits: list) -> tuple[float, float]:
    objective = np.zeros(len(limits))
    objective[number] = 1.0
    least, most = (linprog(sign * objective, bounds=limits, **rules) for sign in (1, -1))
    assert least.status in (0, 2), least.message
    return (least.fun if least.status == 0 else np.nan), (-most.fun if most.status == 0 else np.inf)


def events_behind(ratios: pd.DataFrame) -> pd.Series:
    """About how many events the smaller group must have had for a hazard ratio to have its interval.

    The information is at most the number of events of either group.
    """
    error = (np.log(ratios["ci_high"]) - np.log(ratios["ci_low"])) / (2 * Z)
    return 1 / error**2


def hidden_states(states: pd.DataFrame) -> pd.DataFrame:
    """How many can be in the states that are withheld, a row a month and group: limits of their sum.

    Shown states within their rounding: to 5 of those seen, exits to 10 of those at the start.
    """
    shown = states[states["withheld"] == ""]
    half = np.where(shown["row"].isin(("state=in_work", "state=not_in_work")), 2.5, 5.0)
    keys = ["item", "period", "benefit", "column"]
    sums = shown.assign(persons=shown["value"] * shown["base"], half=half).groupby(keys)
    known = sums.agg(persons=("persons", "sum"), half=("half", "sum"), base=("base", "first"), states=("row", "size"))
    left = known[known["states"] < 5]
    margin = left["half"] + 7.5  # the base: its start to 5, losses to 10
    centre = left["base"] - left["persons"]
    return pd.DataFrame({"least": centre - margin, "most": centre + margin, "hidden": 5 - left["states"]})
