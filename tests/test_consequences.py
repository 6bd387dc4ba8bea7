"""What is withheld because a withheld number would follow from it, on literal rows."""

import pandas as pd
import pytest
from evalbook.gate.consequences import _of_costs, consequences

from evalbook.contract.results import KEY, key_texts

SERVICES = ("conversations", "trajectories", "jobcoach", "total")
YEARS = ("year=1", "year=2", "year=3", "years=1-3")
COST = "three_year_costs/{period}/{benefit}/{row}/{column}/mean_eur"


def withheld(rows, *hidden):
    """The keys of all rows (key: value, base) that are withheld after some are."""
    frame = pd.DataFrame([[*key.split("/"), *pair] for key, pair in rows.items()], columns=[*KEY, "value", "base"])
    why = key_texts(frame).isin(hidden).map({True: "count", False: ""})
    return set(key_texts(frame)[consequences(frame, why) != ""])


def cost(row, column, *, period="gedoog", benefit="IVA"):
    return COST.format(period=period, benefit=benefit, row=row, column=column)


def costs(**amounts):
    """Each service's cost a year, its sum over years, and the total."""
    table = pd.DataFrame(amounts, index=YEARS[:3], dtype=float)
    table["total"] = table.sum(axis=1)
    table.loc["years=1-3"] = table.sum()
    return {cost(row, column): (table.loc[column, row], 500) for row in table for column in table.index}


PLAIN = costs(conversations=[600, 200, 200], trajectories=[900, 400, 90], jobcoach=[200, 100, 50])


def test_nothing_more_is_withheld_where_nothing_is():
    assert withheld(PLAIN) == set()


def test_a_withheld_cost_does_not_follow_from_totals():
    """Neither from the year's total nor from the sum over years, both of three digits here."""
    chosen = withheld(PLAIN, cost("jobcoach", "year=2"))
    assert chosen == {cost(row, column) for row in ("jobcoach", "total") for column in ("year=2", "years=1-3")}


def test_a_total_whose_rounding_hides_a_part_may_stay():
    large = costs(conversations=[6000, 2000, 2000], trajectories=[9000, 4000, 900], jobcoach=[2000, 1000, 50])
    assert cost("total", "years=1-3") not in withheld(large, cost("jobcoach", "year=3"))


@pytest.mark.parametrize(("persons", "follows"), [(5000, True), (100, False)])
def test_a_part_of_the_persons_follows_from_all_of_them_unless_it_is_small_beside_the_rounding(persons, follows):
    rows = {cost("total", "year=1", period="gedoog"): (1234, 5000)}
    rows |= {cost("total", "year=1", period="experiment"): (1300, persons)}
    rows |= {cost("total", "year=1", period="all"): (1235, 5000 + persons)}
    whole = cost("total", "year=1", period="all")
    assert (whole in withheld(rows, cost("total", "year=1", period="experiment"))) is follows


def test_who_is_in_work_and_who_is_not_are_withheld_together_in_a_month():
    key = "work_states/{}/all/state={}/3/probability"
    rows = {key.format(p, s): (0.5, 100) for p in ("gedoog", "all") for s in ("in_work", "not_in_work", "aow")}
    chosen = withheld(rows, key.format("gedoog", "in_work"))
    assert chosen == {key.format(p, s) for p in ("gedoog", "all") for s in ("in_work", "not_in_work")}


def test_a_share_in_work_that_is_withheld_is_so_as_a_state_too():
    state, share = "work_states/all/all/state=in_work/3/probability", "figure_4_3/gedoog/all//3/share"
    assert withheld({state: (0.5, 100), share: (0.05, 100)}, share) == {state, share}


@pytest.mark.parametrize(("events", "tested"), [(9, False), (10, True)])
def test_a_test_needs_ten_events_in_each_group(events, tested):
    curve = "landmark_trajectory/all/IVA/landmark=3,trajectory={}/{}/survival"
    ratio = "landmark_trajectory/all/IVA/landmark=3//hazard_ratio"
    rows = {curve.format("no", 4): (0.5, 100), curve.format("yes", 4): (1 - events / 100, 100), ratio: (0.4, 100)}
    assert (ratio not in withheld(rows)) is tested


def test_the_tests_of_the_ladder_are_withheld_with_who_went_up_or_down():
    up, p = "ladder_moves/all/all/move=up//n", "ladder_moves/all/all/net_up//p_value"
    assert withheld({up: (4, 100), p: (0.4, 100)}, up) == {up, p}


@pytest.mark.parametrize(
    ("column", "hidden"),
    [
        ("year=1", {"continuation year=1", "costs_of_results months=12", "costs_of_results months=24"}),
        ("year=2", {"continuation year=2", "costs_of_results months=24"}),
        ("years=1-3", {"continuation years=1-3"}),
    ],
)
def test_what_is_made_of_a_withheld_total_is_withheld_with_it(column, hidden):
    derived = [("continuation", "year=1"), ("continuation", "year=2"), ("continuation", "years=1-3")]
    derived += [
        ("costs_of_results", "months=12"),
        ("costs_of_results", "months=24"),
        ("calendar_costs", "calendar=2026"),
    ]
    keys = [("three_year_costs", "total", column), *((item, "", each) for item, each in derived)]
    rows = [(item, "all", "all", row, each, "eur", 1.0) for item, row, each in keys]
    frame = pd.DataFrame(rows, columns=[*KEY, "value"]).assign(base=500.0)
    why = _of_costs(frame, pd.Series(["mean"] + [""] * 6))
    told = {f"{item} {each}" for (item, _, each), so in zip(keys[1:], why[1:], strict=True) if so}
    assert told == hidden | {"calendar_costs calendar=2026"}
