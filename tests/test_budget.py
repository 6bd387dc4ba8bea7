"""What results cost and what going on would cost, on literal rows."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from evalbook.contract.scenario import read_scenario
from evalbook.items.accrual import factor_of_cost
from evalbook.numbers.budget import assumptions
from evalbook.numbers.source import Source

pytestmark = pytest.mark.slow

# Followed through March 2025. A conversation costs 100 euros.
PEOPLE = """
    A,IVA,vrouw,1980-06-15,psychisch,2023-01-10,,,
    B,IVA,man,1990-01-01,hart,2023-01-10,,,
    C,oWajong,man,1990-01-01,hart,2023-01-10,,,
    D,IVA,man,1990-01-01,hart,2024-06-10,,,
"""
WORK = ("A,J1,2023-05-01", "C,J1,2023-01-01", "C,J1,2025-01-01")
GIVEN = {
    "participants": PEOPLE,
    "conversations": "A,2023-02-01\nB,2023-02-01\nB,2024-06-01\nD,2024-07-01",
    "trajectories": "A,werkfit,2023-03-01,,4000\nC,werkfit,2025-01-20,,900",
    "provisions": "C,jobcoach,2023-06-01,,1000",
    "jobs": "\n".join(
        f"{each},40,600,bepaald,False" for each in ("A,J1,2023-05-01", "C,J1,2023-01-01", "C,J1,2025-01-01")
    ),
}


def test_all_costs_of_the_group_by_those_with_the_result(results_of):
    found = results_of("costs_of_results", **GIVEN)
    # A 4,100, B 100 in the first year and 200 in two, C 1,000; D is not followed for a year.
    assert found["all/all/participant/months=12/mean_eur"] == pytest.approx(5200 / 3)
    assert found["all/all/participant/months=24/mean_eur"] == pytest.approx(5300 / 3)
    # C worked at the start: neither found it nor counts among those who could.
    assert found["all/all/found_work/months=24/mean_eur"] == pytest.approx(4300)
    assert found["all/all/in_work/months=24/mean_eur"] == pytest.approx(5300)
    assert "all/all/in_work/months=12/mean_eur" not in found


@pytest.mark.parametrize("missing", ["conversations", "trajectories", "provisions", "jobs"])
def test_without_one_of_the_registers_there_is_no_cost_of_a_result(results_of, missing):
    given = {name: rows for name, rows in GIVEN.items() if name != missing}
    assert results_of("costs_of_results", **given) == {}


def test_limits_of_a_ratio_cover_it_as_often_as_they_should():
    """Amounts and results that go together: drawn 2,000 times, the true ratio lies within 95 % of the limits."""
    random = np.random.default_rng(6)
    inside = 0
    for _ in range(2000):
        results = random.random(400) < 0.3
        amounts = random.gamma(2, 1000, 400) * (1 + results)
        ratio, factor = amounts.sum() / results.sum(), factor_of_cost(amounts, results)
        inside += ratio / factor <= 2000 * 1.3 / 0.3 <= ratio * factor
    assert inside / 2000 == pytest.approx(0.95, abs=0.015)


def test_nobody_with_the_result_has_no_limits():
    assert np.isnan(factor_of_cost(np.array([1.0, 2.0]), np.zeros(2, bool)))


def test_a_steady_year_is_the_years_inflow_times_the_mean_costs(results_of):
    means = results_of("three_year_costs", **GIVEN)
    euros = results_of("continuation", **GIVEN)
    for key in ("year=1", "year=2"):
        letter = euros[f"all/all/of_letter/{key}/mean_percent"]
        assert letter == pytest.approx(euros[f"all/all//{key}/eur"] / 40_000)
        assert euros[f"all/all//{key}/eur"] == pytest.approx(12 * 120 * means[f"all/all/total/{key}/mean_eur"])


# Everyone costs 100 euros in the first month since the start, half of it in the next calendar month, and nothing later.
AT_ONCE = {
    "participants": "A,IVA,vrouw,1980-06-15,psychisch,2025-01-10,,,\nB,IVA,vrouw,1980-06-15,psychisch,2025-03-10,,,",
    "conversations": "A,2025-01-12\nB,2025-03-12",
    "trajectories": "A,werkfit,2025-01-12,,0",
    "provisions": "A,doventolk,2025-01-20,,50",  # not among the costs
}


def test_by_calendar_year_what_is_still_to_come_falls_in_its_month(results_of):
    euros = results_of("calendar_costs", **AT_ONCE)
    assert euros["all/all/continued/calendar=2025/eur"] == pytest.approx((2 + 8.5 * 120) * 100)
    assert euros["all/all/stopped/calendar=2026/eur"] == pytest.approx(12 * 120 * 100)
    assert euros["all/all/stopped/calendar=2027/eur"] == pytest.approx(120 * 50)  # of who began in December 2026
    assert euros["all/all/continued/calendar=2028/eur"] == pytest.approx(4 * 120 * 100)
    assert euros["all/all/stopped/after_means/eur"] == pytest.approx(120 * 50)


def test_of_nobody_followed_for_three_years_no_later_costs_are_projected(results_of):
    assert not [key for key in results_of("calendar_costs", **AT_ONCE) if "beyond" in key]
    assert "all/all//years=all/eur" not in results_of("continuation", **AT_ONCE)


def test_what_is_assumed_is_a_result_like_any_other(results_of):
    given = results_of("scenario", participants=PEOPLE)
    assert given["all/all/inflow_per_year//given"] == 1440
    assert given["all/all/no_intake_from//given_day"] == 20270101


def test_another_assumption_leaves_the_letter_as_it_is():
    source = Source(None, replace(read_scenario(), inflow_per_month=150), {}, {})
    given = pd.concat(assumptions(source)).set_index(["row", "column"])["value"]
    assert (given["inflow_per_month", ""], given["inflow_per_month", "assumed"]) == (120, 150)
    assert given["per_participant", ""] == pytest.approx(4_000_000 / 1440)


def test_a_years_inflow_is_of_complete_months(results_of):
    """Ten in each month from March 2024 to March 2025, of which the last is incomplete."""
    months = [f"2024-{month:02}" for month in range(3, 13)] + [f"2025-{month:02}" for month in range(1, 4)]
    people = "\n".join(f"{month}x{n},IVA,man,1990-01-01,hart,{month}-05,,," for month in months for n in range(10))
    assert results_of("recent_inflow", participants=people)["all/all///expected"] == 120
    people = people.replace("2025-03-05", "2025-03-04")
    found = results_of("recent_inflow", "reference_date: 2025-03-05", participants=people)
    assert found["all/all///expected"] == 120
    people = "\n".join(line for line in people.splitlines() if not line.startswith("2025-03") or line[8:9] == "0")
    found = results_of("recent_inflow", "reference_date: 2025-03-05", participants=people)
    assert found["all/all///expected"] == 120


def test_in_the_month_of_the_reference_date_who_began_costs_as_who_is_to_come(results_of):
    """Two began by 16 March, and 120 x 15/31 more are to come in it; each costs 100 euros in the first month."""
    people = "A,IVA,vrouw,1980-06-15,psychisch,2025-01-10,,,\nB,IVA,vrouw,1980-06-15,psychisch,2025-03-10,,,"
    given = AT_ONCE | {"participants": people, "conversations": "A,2025-01-12"}
    euros = results_of("calendar_costs", "reference_date: 2025-03-16", **given)
    assert euros["all/all/continued/calendar=2025/eur"] == pytest.approx((2 + 120 * (8.5 + 15 / 31)) * 100)
