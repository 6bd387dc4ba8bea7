"""Who starts when, by type of benefit: tables 2.1 and 4.7 and the first-year bases of tables 3.2 and 3.3."""

from __future__ import annotations

import numpy as np
import pandas as pd

from evalbook.synthetic.calibration.model import IntegerModel, each
from evalbook.synthetic.calibration.published_numbers import of_item, whole_numbers
from evalbook.synthetic.edition import stratum_of

TYPES = ("IVA", "oWajong", "Wajong2010", "Wajong2015", "overig")
# About 20 a month at first, 80 to 90 at the end of the tolerance period (report section 2.1).
GEDOOG_STARTS = (18, 21, 25, 50, 66, 78, 84, 85, 86, 87, 86, 87, 87, 87)
# Each row: last month of the block, starts in the block, starts in its first and last month before scaling.
# 984 who started in 2023 and 1,572 in all are followed for a year; four and two more leave within it.
EXPERIMENT_BLOCKS = (("2023-12", 988, 103, 116), ("2024-05", 590, 115, 121), ("2025-03", 1493, 130, 166))
UNEVEN = 0.04  # months differ from a straight line by about this share
# Starters from one month through another: who is followed for one, two and three years. With these numbers
# a whole number of conversations at one tariff gives the costs of table 3.4.
STARTERS = {
    ("2023-04", "2024-05", "IVA"): 601,
    ("2023-04", "2024-05", "overig"): 5,
    ("2023-04", "2023-05", "IVA"): 81,
    ("2023-04", "2023-05", "Wajong"): 119,
    ("2022-02", "2022-05", "IVA"): 48,
    ("2022-02", "2022-05", "Wajong"): 65,
}


def solve_inflow(published: pd.DataFrame, *, seed: int) -> pd.DataFrame:
    """Target `inflow`: persons by start month (`YYYY-MM`) and type of benefit."""
    starts = monthly_starts(np.random.default_rng(seed))
    model = IntegerModel()
    cells = {(month, kind): model.variable(0, 200) for month in starts.index for kind in TYPES}
    for month, persons in starts.items():
        model.require(each(cells[month, kind] for kind in TYPES), persons, persons)
    totals = _require_types(model, published, cells)
    for (month, kind), cell in cells.items():
        period = "gedoog" if month < "2023-04" else "experiment"
        model.wish({cell: 1}, starts[month] * totals[period, kind] / totals[period, "all"])
    for (first, last, group), persons in STARTERS.items():
        members = [cell for (month, kind), cell in cells.items() if first <= month <= last and group in kind]
        model.require(each(members), persons, persons)
    solution = model.solve()
    rows = [(*cell, solution[number]) for cell, number in cells.items() if solution[number] > 0]
    return whole_numbers(pd.DataFrame(rows, columns=["start_month", "benefit", "persons"]))


def monthly_starts(random: np.random.Generator) -> pd.Series:
    """Starts by calendar month: along straight lines, a little uneven, each block with its total."""
    months = pd.period_range("2022-02", "2025-03", freq="M").astype(str)
    starts = list(GEDOOG_STARTS)
    first = "2023-04"
    for last, total, begin, end in EXPERIMENT_BLOCKS:
        line = np.linspace(begin, end, int(((months >= first) & (months <= last)).sum()))
        starts += apportion(line * (1 + UNEVEN * random.standard_normal(len(line)).clip(-1.5, 1.5)), total)
        first = str(pd.Period(last, "M") + 1)
    return pd.Series(starts, index=months)


def apportion(weights: np.ndarray, total: int) -> list[int]:
    """Whole numbers in proportion to the weights that add up to the total (largest remainders)."""
    exact = np.asarray(weights, float) / np.sum(weights) * total
    whole = np.floor(exact).astype(int)
    largest = np.argsort(whole - exact, kind="stable")[: total - whole.sum()]
    whole[largest] += 1
    return whole.tolist()


def _require_types(model: IntegerModel, published: pd.DataFrame, cells: dict) -> dict[tuple[str, str], float]:
    totals = {}
    for number in of_item(published, "table_2_1"):
        period, kind = number["period"], number["row"]
        if number["statistic"] == "n" and period != "all":
            totals[period, kind] = number["value"]
            if kind != "all":
                members = [c for (m, k), c in cells.items() if k == kind and (m < "2023-04") == (period == "gedoog")]
                model.require(each(members), number["value"], number["value"])
    return totals


def strata(inflow: pd.DataFrame) -> pd.DataFrame:
    """The inflow with each row's period, benefit group and cohort."""
    return inflow.rename(columns={"benefit": "type"}).join(stratum_of(inflow["start_month"], inflow["benefit"]))
