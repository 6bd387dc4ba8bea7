"""Chapter 4's items on work, on literal rows."""

import pytest

from conftest import HEADERS

PEOPLE = """
    A,IVA,vrouw,1980-06-15,psychisch,2024-01-15,,,
    B,IVA,man,1990-01-01,hart,2024-01-31,,,
    C,Wajong2015,man,1999-01-01,onbekend,2024-01-01,,2024-05-20,emigratie
    D,overig,man,1990-01-01,hart,2025-03-20,,,
"""
JOBS = """
    A,J1,2024-01-01,40,600,bepaald,False
    A,J1,2024-02-01,80,1200,bepaald,False
    B,J2,2024-03-01,,500,onbepaald,True
    B,J1,2024-03-01,52,500,bepaald,False
    B,J1,2024-04-01,0,0,bepaald,False
    C,J1,2024-05-01,100,1000,bepaald,True
"""


def test_work_at_the_start_is_work_in_the_starts_calendar_month(results_of):
    table = results_of("table_4_1", participants=PEOPLE, jobs=JOBS)
    assert table["experiment/IVA///percent"] == 50
    assert table["all/all///percent"] == 25


def test_finding_work_leaves_out_who_worked_at_the_start(results_of):
    curve = results_of("figure_4_1", participants=PEOPLE, jobs=JOBS)
    assert curve["experiment/all//1/survival"] == 1
    assert curve["experiment/all//2/survival"] == 0.5


def test_what_happens_in_the_month_of_the_exit_is_not_used(results_of):
    figure = results_of("figure_4_4", participants=PEOPLE, jobs=JOBS)
    assert figure["all/Wajong//3/share"] == 0
    assert "all/Wajong//4/share" not in figure


def test_a_row_without_hours_and_wage_is_no_work(results_of):
    figure = results_of("figure_4_4", participants=PEOPLE, jobs=JOBS)
    assert figure["all/IVA//2/share"] == 0.5
    assert figure["all/IVA//3/share"] == 0


def test_hours_are_over_months_of_known_hours(results_of):
    table = results_of("table_4_2", participants=PEOPLE, jobs=JOBS)
    assert table["experiment/IVA/(8,16]//percent"] == 50
    assert table["experiment/IVA/(16,24]//percent"] == 50
    assert table["experiment/all/all//n"] == 2


def test_a_class_limit_belongs_to_its_class(results_of):
    table = results_of("table_4_2", participants=PEOPLE, jobs="B,J1,2024-03-01,104,500,bepaald,False")
    assert table["experiment/all/(16,24]//n"] == 1
    table = results_of("table_4_3", participants=PEOPLE, jobs="B,J1,2024-03-01,100,1000,bepaald,False")
    assert table["experiment/all/[10,20)//n"] == 1


def test_wages_are_over_rows_of_known_wage(results_of):
    hourly = results_of("table_4_3", participants=PEOPLE, jobs=JOBS)
    assert hourly["experiment/IVA/[0,10)//percent"] == 50
    monthly = results_of("table_4_4", participants=PEOPLE, jobs=JOBS)
    assert monthly["experiment/IVA/[1000,1500)//percent"] == 100


def test_the_first_job_is_the_one_with_most_hours_and_unknown_hours_come_last(results_of):
    table = results_of("table_4_5", participants=PEOPLE, jobs=JOBS)
    assert table["experiment/all/bepaald//percent"] == 100
    ties = "B,J2,2024-03-01,52,500,onbepaald,True\nB,J10,2024-03-01,52,500,bepaald,False"
    assert results_of("table_4_6", participants=PEOPLE, jobs=ties)["experiment/all/direct//percent"] == 100


def test_a_trajectory_counts_from_the_services_start_while_observed(results_of):
    trajectories = """
        A,werkfit,2024-01-14,,100
        B,werkfit,2024-01-31,,100
    """
    figure = results_of("figure_b4_3", participants=PEOPLE, jobs=JOBS, trajectories=trajectories)
    assert figure["all/IVA/trajectory=yes/2/share"] == 1
    assert figure["all/IVA/trajectory=no/0/share"] == 1


@pytest.mark.parametrize("item", ["table_4_1", "figure_4_1", "table_4_5", "figure_b4_1", "table_5_1"])
def test_without_a_payroll_register_there_is_no_number_on_work(results_of, item):
    assert results_of(item, participants=PEOPLE) == {}


EMPLOYED = "\n".join(f"{name},IVA,vrouw,1980-06-15,psychisch,2023-06-10,,," for name in "ABCD")
JOBS_WITH_EMPLOYERS = """
    A,J1,2023-08-01,40,600,bepaald,False,zorg,1-9
    A,J1,2023-09-01,40,600,bepaald,False,horeca,250+
    B,J1,2023-08-01,40,600,bepaald,False, Zorg ,250+
    C,J1,2023-08-01,40,600,bepaald,False,visserij,
"""


@pytest.fixture
def with_employer(monkeypatch):
    monkeypatch.setitem(HEADERS, "jobs", HEADERS["jobs"] + ",sector,employer_size")


def test_the_first_job_gives_the_sector_and_an_unknown_name_is_another_one(results_of, with_employer):
    table = results_of("first_job_sector", participants=EMPLOYED, jobs=JOBS_WITH_EMPLOYERS)
    assert table["all/all/sector=zorg//percent"] == pytest.approx(200 / 3)
    assert table["all/all/sector=overig//percent"] == pytest.approx(100 / 3)
    assert table["all/all/sector=horeca//percent"] == 0


def test_an_empty_size_is_unknown(results_of, with_employer):
    table = results_of("first_job_size", participants=EMPLOYED, jobs=JOBS_WITH_EMPLOYERS)
    assert table["all/all/employer_size=onbekend//percent"] == pytest.approx(100 / 3)
    assert sum(value for key, value in table.items() if key.startswith("all/all/")) == pytest.approx(100)


@pytest.mark.parametrize("item", ["first_job_sector", "first_job_size"])
def test_without_the_column_there_is_nothing(results_of, item):
    jobs = "A,J1,2023-08-01,40,600,bepaald,False"
    assert results_of(item, participants=EMPLOYED, jobs=jobs) == {}
