"""Chapter 5's items on literal rows."""

import pytest

pytestmark = pytest.mark.slow

PEOPLE = """
    A,IVA,vrouw,1980-06-15,psychisch,2023-05-15,,,
    B,IVA,man,1990-01-01,hart,2023-05-15,,,
"""
JOBS = """
    A,J1,2023-06-01,40,600,bepaald,False
    B,J1,2023-05-01,40,600,bepaald,False
    B,J1,2024-06-01,40,600,bepaald,False
"""


def test_a_trial_placement_counts_from_the_start_on(results_of):
    placements = "A,2023-05-14,\nA,2023-07-01,2023-09-01\nB,2023-05-15,"
    curve = results_of("figure_5_1", participants=PEOPLE, trial_placements=placements)
    assert curve["experiment/all//0/survival"] == 0.5
    assert curve["experiment/all//2/survival"] == 0


def test_work_in_the_starts_month_is_not_work_in_the_first_year(results_of):
    table = results_of("table_5_1", participants=PEOPLE, jobs=JOBS, provisions="A,jobcoach,2023-05-15,,10")
    assert table["experiment/all/all/year=1/n"] == 1
    assert table["experiment/IVA/jobcoach/year=1/percent"] == 100


@pytest.mark.parametrize(
    ("span", "active"),
    [
        ("2023-01-01,2023-05-14", False),
        ("2023-01-01,2023-05-15", True),
        ("2024-05-14,", True),
        ("2024-05-15,", False),
    ],
)
def test_a_provision_is_active_on_its_last_day_and_until_the_window_ends(results_of, span, active):
    table = results_of("table_5_1", participants=PEOPLE, jobs=JOBS, provisions=f"A,jobcoach,{span},10")
    assert table["experiment/all/jobcoach/year=1/n"] == int(active)


EARLY = """
    A,IVA,vrouw,1980-06-15,psychisch,2023-01-15,,,
    B,IVA,man,1990-01-01,hart,2023-05-15,,,
    C,IVA,man,1990-01-01,hart,2022-11-15,,2023-03-20,overleden
"""


def test_with_delayed_entry_nobody_is_at_risk_before_the_instrument_exists(results_of):
    """A can be placed from April 2023 on, month 3; C left before; B from the start on."""
    placements = "A,2023-05-01,\nB,2023-06-15,"
    curve = results_of("trial_placement_entry", participants=EARLY, trial_placements=placements)
    gedoog = {key: value for key, value in curve.items() if key.startswith("gedoog/all//")}
    assert gedoog == {"gedoog/all//3/survival": 1, "gedoog/all//4/survival": 0}
    assert curve["all/IVA//1/survival"] == 0
    assert curve["experiment/all//0/survival"] == 1


def test_a_placement_before_the_entry_puts_nobody_in_the_curve(results_of):
    curve = results_of("trial_placement_entry", participants=EARLY, trial_placements="A,2023-02-01,\nB,2023-06-15,")
    assert not [key for key in curve if key.startswith("gedoog/")]
