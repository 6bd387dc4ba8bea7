"""What a start costs in the calendar months after it, and what follows after three years."""

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from evalbook.numbers.cost_flow import Flow, in_calendar_months, spent, staying_on


def test_half_of_a_month_since_the_start_falls_in_the_next_calendar_month():
    """Of 36 windows from days spread evenly over a month: 37 calendar months, the first and last half."""
    assert in_calendar_months(np.array([100.0, 60.0])).tolist() == [50, 80, 30]
    random = np.random.default_rng(4)
    days = random.random(200_000)  # of the start in its month, and of a cost in its window
    share = np.bincount((days + random.random(200_000)).astype(int)) / 200_000
    assert share == pytest.approx([0.5, 0.5], abs=0.005)


def test_what_starts_cost_is_added_up_by_calendar_month():
    found = spent(pd.Series({24290: 2.0, 24292: 1.0}), np.array([10.0, 5.0]), last=24293)
    assert found.to_dict() == {24290: 20, 24291: 10, 24292: 10, 24293: 5}


def source_of(*incidences):
    columns = ["row", "column", "value"]
    rows = pd.DataFrame(incidences, columns=columns).assign(period="all", benefit="all", statistic="incidence")
    return SimpleNamespace(made={"service_end_competing": rows})


def test_who_stays_on_has_neither_ended_nor_left():
    ends = [("event=end", "24", 0.5), ("event=end", "36", 0.7), ("event=left", "24", 0.1), ("event=left", "36", 0.1)]
    assert staying_on(source_of(*ends)) == pytest.approx(0.2 / 0.4)


@pytest.mark.parametrize("ends", [[], [("event=end", "24", 0.5)], [("event=end", "24", 1), ("event=end", "36", 1)]])
def test_where_nobody_is_followed_so_long_it_is_not_known(ends):
    assert np.isnan(staying_on(source_of(*ends)))


def test_a_flow_has_the_limits_of_its_year_as_parts_of_it():
    assert Flow(np.ones(2), 0.9, 1.1).high == 1.1


@pytest.mark.slow
def test_costs_after_three_years_are_what_a_third_year_leads_to():
    from evalbook.contract.results import key_texts
    from evalbook.extract.extract import read_extract
    from evalbook.items.evaluation import evaluate
    from evalbook.places import SHIPPED_EXTRACT

    frame = evaluate(read_extract(SHIPPED_EXTRACT))
    value = frame.set_index(key_texts(frame))["value"]
    ended = frame[(frame["item"] == "service_end_competing") & (frame["statistic"] == "incidence")]
    ended = ended.query("period == 'all' and benefit == 'all'").groupby("column")["value"].sum()
    ratio = (1 - ended["36"]) / (1 - ended["24"])
    third, later = (value[f"continuation/all/all//{column}/eur"] for column in ("year=3", "year=4+"))
    assert later == pytest.approx(third * (ratio + ratio**2 / (1 - ratio)))
    low, known, beyond = (
        frame.set_index(key_texts(frame)).loc[f"calendar_costs/all/all/{row}/after_means/eur", column]
        for row, column in (("stopped", "ci_low"), ("stopped", "value"), ("stopped,beyond", "value"))
    )
    assert 0 < low < known < beyond
