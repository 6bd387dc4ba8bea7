"""Who has profit as self-employed: table 4.7 of the report."""

from __future__ import annotations

import itertools

import pandas as pd

from evalbook.synthetic.calibration.model import IntegerModel, each
from evalbook.synthetic.calibration.published_numbers import of_item, whole_numbers
from evalbook.synthetic.edition import BENEFITS, PERIODS

USUAL = 0.08


def solve_self_employment(published: pd.DataFrame, bases: pd.Series) -> pd.DataFrame:
    """Target `self_employment`: persons by period and benefit; `bases` is who is followed and started in time."""
    model = IntegerModel()
    groups = list(itertools.product(PERIODS, BENEFITS))
    counts = {group: model.variable(0, bases[group]) for group in groups}
    for group, count in counts.items():
        model.wish({count: 1}, USUAL * bases[group])
    for number in of_item(published, "table_4_7"):
        if number["statistic"] == "percent":
            members = [g for g in groups if number["period"] in ("all", g[0]) and number["benefit"] in ("all", g[1])]
            base = model.fixed(sum(bases[group] for group in members))
            model.require_percent(each(counts[group] for group in members), base, number["value"])
    solution = model.solve()
    rows = [(*group, bases[group], solution[count]) for group, count in counts.items()]
    return whole_numbers(pd.DataFrame(rows, columns=["period", "benefit", "base", "persons"]))
