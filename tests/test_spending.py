"""What a participant costs over three years, on literal rows."""

from datetime import date

import pytest

from cells_of import cells
from evalbook.contract.edition import Edition
from evalbook.numbers.evaluation import evaluate_cells

# Observed through March 2025: 36 whole months of A and B, 12 of C; D died in the second year, E is seen for none.
PEOPLE = """
    A,IVA,vrouw,1980-06-15,psychisch,2022-04-01,,,
    B,IVA,man,1990-01-01,hart,2022-04-01,,,
    C,IVA,man,1990-01-01,hart,2024-04-01,,,
    D,IVA,man,1990-01-01,hart,2022-04-01,,2023-10-01,overleden
    E,IVA,man,1990-01-01,hart,2025-03-15,,,
"""
TRAJECTORIES = "A,ips,2022-05-01,,300\nB,ips,2024-05-01,,900\nC,ips,2025-02-01,,600\nD,ips,2023-09-30,,200"
OTHERS = {"conversations": "A,2022-04-01", "provisions": "B,jobcoach,2022-04-01,,60"}


def test_who_is_not_followed_for_three_years_counts_as_long_as_they_are_seen(results_of):
    costs = results_of("three_year_costs", participants=PEOPLE, trajectories=TRAJECTORIES)
    assert costs["all/all/trajectories/year=1/mean_eur"] == pytest.approx((300 + 600) / 4)
    assert costs["all/all/trajectories/year=2/mean_eur"] == pytest.approx(200 / 3)


def test_after_a_death_there_are_no_costs(results_of):
    costs = results_of("three_year_costs", participants=PEOPLE, trajectories=TRAJECTORIES)
    assert costs["all/all/trajectories/year=3/mean_eur"] == pytest.approx(2 / 3 * 900 / 2)


def test_years_add_up_to_three_years(results_of):
    costs = results_of("three_year_costs", participants=PEOPLE, trajectories=TRAJECTORIES)
    years = [costs[f"all/IVA/trajectories/year={year}/mean_eur"] for year in (1, 2, 3)]
    assert sum(years) == pytest.approx(costs["all/IVA/trajectories/years=1-3/mean_eur"])


def test_services_add_up_to_the_total_which_needs_each_register(results_of):
    costs = results_of("three_year_costs", participants=PEOPLE, trajectories=TRAJECTORIES, **OTHERS)
    services = [costs[f"all/all/{name}/years=1-3/mean_eur"] for name in ("conversations", "trajectories", "jobcoach")]
    assert sum(services) == pytest.approx(costs["all/all/total/years=1-3/mean_eur"])
    costs = results_of("three_year_costs", participants=PEOPLE, trajectories=TRAJECTORIES)
    assert "all/all/total/years=1-3/mean_eur" not in costs


def test_a_year_that_nobody_was_seen_through_has_no_row(results_of):
    costs = results_of("three_year_costs", participants=PEOPLE, trajectories=TRAJECTORIES)
    assert "experiment/all/trajectories/year=1/mean_eur" in costs
    assert "experiment/all/trajectories/year=2/mean_eur" not in costs


@pytest.mark.parametrize(("period", "there"), [("experiment", False), ("gedoog", True)])
def test_a_year_that_nobody_can_be_seen_through_has_no_row_whatever_is_released(period, there):
    place = f"three_year_costs/{period}/IVA"
    ended = [f"{place}//{month}/{name} 0" for month in range(36) for name in ("events", "losses")]
    spent = [f"{place}/total/{month}/amount {10 * month}" for month in range(36)]
    edition = Edition("a", "A", "register", date(2025, 3, 31), 2023, 100.0)
    made = evaluate_cells(cells("\n".join([f"{place}///at_start 500", *ended, *spent])), edition)
    columns = set(made.loc[made["item"] == "three_year_costs", "column"])
    assert ("year=3" in columns, "years=1-3" in columns, "year=1" in columns) == (there, there, True)


def test_where_all_are_followed_it_is_the_yearly_mean(results_of):
    people = "\n".join(PEOPLE.strip().splitlines()[:2])
    tables = {"participants": people, "trajectories": "A,ips,2022-05-01,,300\nB,ips,2024-05-01,,900"}
    ours, theirs = (results_of(item, **tables) for item in ("three_year_costs", "table_3_4"))
    for year in (1, 2, 3):
        key = f"gedoog/IVA/trajectories/year={year}/mean_eur"
        assert ours[key] == pytest.approx(theirs[key])
