"""Who starts when, by type of benefit: tables 2.1 and 4.7 and the first-year bases of tables 3.2 and 3.3."""

from __future__ import annotations

import itertools

import numpy as np
import pandas as pd

from evalbook.synthetic.calibration.model import IntegerModel, each
from evalbook.synthetic.calibration.published_numbers import of_item, whole_numbers
from evalbook.synthetic.draw import apportioned
from evalbook.synthetic.edition import stratum_of

TYPES = ("IVA", "oWajong", "Wajong2010", "Wajong2015", "overig")
FIRST_OF_EXPERIMENT = "2023-04"
# About 20 a month at first, 80 to 90 at the end of the tolerance period (report section 2.1).
GEDOOG_STARTS = (18, 21, 25, 50, 66, 78, 84, 85, 86, 87, 86, 87, 87, 87)
# Each row: last month of the block, starts in the block, starts in its first and last month before scaling.
# 984 who started in 2023 and 1,572 in all are followed for a year; four and two more leave within it.
EXPERIMENT_BLOCKS = (("2023-12", 988, 103, 116), ("2024-05", 590, 115, 121), ("2025-03", 1493, 130, 166))
UNEVEN, MOST_UNEVEN = 0.04, 1.5  # months differ from a straight line by about this share
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

Cells = dict[tuple[str, str], int]  # variable by start month and type of benefit


def solve_inflow(published: pd.DataFrame, *, seed: int) -> pd.DataFrame:
    """Target `inflow`: persons by start month (`YYYY-MM`) and type of benefit."""
    starts = monthly_starts(np.random.default_rng(seed))
    model = IntegerModel()
    cells = {cell: model.variable(0, 200) for cell in itertools.product(starts.index, TYPES)}
    for month, persons in starts.items():
        model.require(each(cells[month, kind] for kind in TYPES), persons, persons)
    for number in of_item(published, "table_2_1"):
        if number["statistic"] == "n" and number["period"] != "all" and number["row"] != "all":
            _require_type(model, cells, starts, number["period"], number["row"], number["value"])
    for (first, last, group), persons in STARTERS.items():
        members = [cell for (month, kind), cell in cells.items() if first <= month <= last and group in kind]
        model.require(each(members), persons, persons)
    solution = model.solve()
    rows = [(*cell, solution[number]) for cell, number in cells.items() if solution[number] > 0]
    return whole_numbers(rows, ["start_month", "benefit", "persons"])


def _require_type(model: IntegerModel, cells: Cells, starts: pd.Series, period: str, kind: str, persons: float) -> None:
    """The period's persons with a type of benefit, spread over its months as all starts are."""
    months = starts[(starts.index < FIRST_OF_EXPERIMENT) == (period == "gedoog")]
    model.require(each(cells[month, kind] for month in months.index), persons, persons)
    for month, share in (months / months.sum()).items():
        model.wish({cells[month, kind]: 1}, share * persons)


def monthly_starts(random: np.random.Generator) -> pd.Series:
    """Starts by calendar month: along straight lines, a little uneven, each block with its total."""
    months = pd.period_range("2022-02", "2025-03", freq="M").astype(str)
    starts = list(GEDOOG_STARTS)
    first = FIRST_OF_EXPERIMENT
    for last, persons, begin, end in EXPERIMENT_BLOCKS:
        line = np.linspace(begin, end, int(((months >= first) & (months <= last)).sum()))
        uneven = random.standard_normal(len(line)).clip(-MOST_UNEVEN, MOST_UNEVEN)
        starts += apportioned(line * (1 + UNEVEN * uneven), persons).tolist()
        first = str(pd.Period(last, "M") + 1)
    return pd.Series(starts, index=months)


def strata(inflow: pd.DataFrame) -> pd.DataFrame:
    """The inflow with each row's period, benefit group and cohort."""
    return inflow.rename(columns={"benefit": "type"}).join(stratum_of(inflow["start_month"], inflow["benefit"]))
