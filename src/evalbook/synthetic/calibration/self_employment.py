"""Who has profit as self-employed: table 4.7 of the report."""

from __future__ import annotations

import pandas as pd

from evalbook.synthetic.calibration.model import IntegerModel, each
from evalbook.synthetic.calibration.published_numbers import groups_of, of_item, whole_numbers
from evalbook.synthetic.edition import GROUPS

USUAL = 0.08


def solve_self_employment(published: pd.DataFrame, bases: pd.Series) -> pd.DataFrame:
    """Target `self_employment`: persons by period and benefit; `bases` is who is followed and started in time."""
    model = IntegerModel()
    counts = {group: model.variable(0, bases[group]) for group in GROUPS}
    for group, count in counts.items():
        model.wish({count: 1}, USUAL * bases[group])
    for number in of_item(published, "table_4_7"):
        if number["statistic"] == "percent":
            base = model.fixed(sum(bases[group] for group in groups_of(number)))
            model.require_percent(each(counts[group] for group in groups_of(number)), base, number["value"])
    solution = model.solve()
    rows = [(*group, bases[group], solution[count]) for group, count in counts.items()]
    return whole_numbers(rows, ["period", "benefit", "base", "persons"])
