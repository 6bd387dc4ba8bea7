"""A withheld cost does not follow from its total."""

import pandas as pd
import pytest

from evalbook.cost_sums import with_totals
from evalbook.results import KEY

SERVICES = ("conversations", "trajectories", "jobcoach", "total")
YEARS = ("year=1", "year=2", "year=3", "years=1-3")
CELLS = pd.DataFrame(
    [("three_year_costs", "gedoog", "IVA", row, column, "mean_eur", 10.0) for row in SERVICES for column in YEARS],
    columns=[*KEY, "value"],
)


def withheld(*hidden):
    cells = list(zip(CELLS["row"], CELLS["column"], strict=True))
    why = pd.Series(["mean" if cell in hidden else "" for cell in cells])
    after = with_totals(CELLS, why, rule="linked")
    return {cell for cell, rule in zip(cells, after, strict=True) if rule}


def unknowns_left(hidden):
    """How many of the hidden cells the sums leave open: cells less what the equations between them tell."""
    lines = [[(row, year) for year in YEARS] for row in SERVICES] + [[(row, y) for row in SERVICES] for y in YEARS]
    return all(len(hidden & set(line)) != 1 for line in lines)


def test_nothing_more_is_withheld_where_nothing_is():
    assert withheld() == set()


@pytest.mark.parametrize(
    "hidden",
    [
        [("trajectories", "year=3")],
        [("trajectories", "year=3"), ("jobcoach", "year=3")],
        [("total", "years=1-3")],
        [("conversations", "year=1"), ("trajectories", "year=2")],
    ],
)
def test_no_sum_has_one_withheld_cell_only(hidden):
    assert set(hidden) < withheld(*hidden)
    assert unknowns_left(withheld(*hidden))


def test_a_total_is_withheld_with_the_only_part_that_is():
    assert withheld(("trajectories", "year=3")) == {
        (row, column) for row in ("trajectories", "total") for column in ("year=3", "years=1-3")
    }
