"""Chapter 3's items on literal rows."""

import pytest

PEOPLE = """
    A,IVA,vrouw,1980-06-15,psychisch,2023-05-31,2023-07-01,,
    B,IVA,man,1990-01-01,hart,2023-05-10,,,
    C,IVA,man,1990-01-01,hart,2024-04-01,,,
    D,IVA,man,1990-01-01,hart,2024-04-02,,,
"""


def test_service_ends_after_the_calendar_months_from_the_start(results_of):
    curve = results_of("figure_3_1", participants=PEOPLE)
    assert curve["experiment/all//1/survival"] == 1
    assert curve["experiment/all//2/survival"] == pytest.approx(0.75)
    assert "experiment/all//22/survival" in curve
    assert "experiment/all//23/survival" not in curve


def test_followed_a_year_needs_the_last_day_of_the_window(results_of):
    conversations = "A,2023-05-31\nC,2024-04-01"
    table = results_of("table_3_1", participants=PEOPLE, conversations=conversations)
    assert table["experiment/IVA//0-6/mean"] == 2 / 4
    assert table["experiment/IVA//6-12/mean"] == 0
    figure = results_of("figure_3_3", participants=PEOPLE, conversations=conversations)
    assert figure["experiment/IVA/1//percent"] == pytest.approx(200 / 3)


def test_a_window_ends_on_the_clipped_day(results_of):
    conversations = "A,2023-11-29\nA,2023-11-30"
    table = results_of("table_3_1", participants=PEOPLE, conversations=conversations)
    assert table["experiment/IVA//0-6/mean"] == 1 / 4
    assert table["experiment/IVA//6-12/mean"] == 1 / 3


def test_identical_conversations_count_separately(results_of):
    figure = results_of("figure_3_3", participants=PEOPLE, conversations="B,2023-06-01\nB,2023-06-01")
    assert figure["experiment/IVA/2//percent"] == pytest.approx(100 / 3)


def test_a_person_counts_once_a_kind_of_trajectory(results_of):
    trajectories = """
        A,werkfit,2023-06-01,,1000
        A,werkfit,2023-09-01,,500
        A,scholing,2024-06-01,,250
        B,modulair,2023-05-10,,100
    """
    table = results_of("table_3_2", participants=PEOPLE, trajectories=trajectories)
    assert table["experiment/all/werkfit//n"] == 1
    assert table["experiment/all/any//n"] == 2
    assert table["experiment/all/scholing//n"] == 0
    assert table["experiment/all/any//percent"] == pytest.approx(200 / 3)


def test_a_cost_falls_on_its_start_date(results_of):
    table = results_of(
        "table_3_4",
        participants=PEOPLE,
        conversations="A,2023-06-01",
        trajectories="A,werkfit,2024-05-30,,900\nA,scholing,2024-05-31,,50",
        provisions="B,jobcoach,2023-05-10,,30\nB,overig,2023-05-10,,999",
    )
    assert table["experiment/IVA/conversations/year=1/mean_eur"] == pytest.approx(100 / 3)
    assert table["experiment/IVA/trajectories/year=1/mean_eur"] == 300
    assert table["experiment/IVA/jobcoach/year=1/mean_eur"] == 10
    assert "experiment/IVA/trajectories/year=2/mean_eur" not in table


def test_without_a_register_there_is_no_number(results_of):
    table = results_of("table_3_4", participants=PEOPLE, conversations="A,2023-06-01")
    assert {key.split("/")[2] for key in table} == {"conversations"}
    assert results_of("table_3_2", participants=PEOPLE, trajectories="") == {}
