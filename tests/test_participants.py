"""Chapter 2's items on literal rows, the part of the population that took part and who leaves among them."""

import pytest

pytestmark = pytest.mark.slow

PEOPLE = """
    A,IVA,vrouw,1980-06-15,psychisch,2023-03-31,,,
    B,oWajong,man,1999-01-01,ontwikkeling,2023-04-01,,,
    C,Wajong2015,onbekend,2000-02-29,onbekend,2025-02-28,,,
    D,overig,man,1960-01-01,hart,2023-06-10,,,
"""


def test_periods_part_at_the_experiments_first_day(results_of):
    table = results_of("table_2_1", participants=PEOPLE)
    assert table["gedoog/all/all//n"] == 1
    assert table["experiment/all/all//n"] == 3
    assert table["experiment/Wajong2010/Wajong2010//n"] == 0
    assert table["all/overig/overig//percent"] == 25


def test_inflow_counts_every_month_between_the_first_and_the_last_start(results_of):
    figure = results_of("figure_2_1", participants=PEOPLE)
    assert figure["all/all//2023-05/n"] == 0
    assert figure["all/Wajong//2023-04/n"] == 1
    assert len(figure) == 3 * 24


def test_unknown_sex_is_in_the_base_and_has_no_row(results_of):
    table = results_of("table_2_2", participants=PEOPLE)
    assert table["experiment/Wajong/sex=man//percent"] == 50
    assert table["experiment/Wajong/sex=vrouw//percent"] == 0
    assert not any("sex=onbekend" in key for key in table)


def test_age_is_completed_years_at_the_start(results_of):
    table = results_of("table_2_2", participants=PEOPLE)
    assert table["experiment/Wajong/age=0-24//percent"] == 100
    assert table["gedoog/IVA/age=35-44//percent"] == 100


def test_population_percentages_are_of_their_dimension(results_of):
    population = """
        IVA,sex,man,30
        IVA,sex,vrouw,60
        IVA,sex,onbekend,10
    """
    table = results_of("table_2_2", participants=PEOPLE, population=population)
    assert table["population/IVA/sex=vrouw//percent"] == 60
    assert "population/Wajong/sex=man//percent" not in table


def test_a_group_without_anyone_has_no_rows(results_of):
    table = results_of("table_2_2", participants=PEOPLE)
    assert not any(key.startswith("gedoog/Wajong") for key in table)


def test_respondents_stand_beside_all_participants(results_of):
    respondents = """
        R1,2024,IVA,man,gedoog,25-34
        R2,2025,Wajong2015,vrouw,,
    """
    table = results_of("table_5_2", participants=PEOPLE, respondents=respondents)
    assert table["all/all/benefit=Wajong/respondents/percent"] == 50
    assert table["all/all/period=experiment/respondents/percent"] == 0
    assert table["all/all/N/respondents/n"] == 2
    assert table["all/all/benefit=Wajong/participants/percent"] == 50
    alone = results_of("table_5_2", participants=PEOPLE, respondents="")
    assert {key.split("/")[3] for key in alone} == {"participants"}


@pytest.mark.parametrize("order", [1, -1])
def test_order_of_rows_changes_nothing(results_of, order):
    lines = PEOPLE.strip().splitlines()[::order]
    assert results_of("table_2_1", participants="\n".join(line.strip() for line in lines))["all/IVA/IVA//n"] == 1


REACHED = """
    A,IVA,vrouw,1980-06-15,psychisch,2023-06-10,,,
    B,oWajong,man,1990-01-01,hart,2023-06-10,,,
    C,Wajong2015,man,1990-01-01,hart,2023-06-10,,,
"""


@pytest.mark.parametrize(
    ("population", "of_iva"),
    [
        ("IVA,sex,man,150\nIVA,sex,vrouw,50", 5),
        ("IVA,sex,man,150\nIVA,sex,vrouw,50\nIVA,age,0-24,100\nIVA,age,25-34,150", 4),
        ("IVA,sex,man,1", 1000),
    ],
)
def test_in_each_thousand_of_the_most_complete_characteristic(results_of, population, of_iva):
    found = results_of("reach", participants=REACHED, population=f"{population}\nWajong,sex,man,1000")
    assert found["all/IVA///per_thousand"] == of_iva
    assert found["all/Wajong///per_thousand"] == 2


@pytest.mark.parametrize("population", ["Wajong,sex,man,1000", "IVA,sex,man,0\nWajong,sex,man,1000"])
def test_a_population_that_is_not_known_or_too_small_gives_no_share(results_of, population):
    assert "all/IVA///per_thousand" not in results_of("reach", participants=REACHED, population=population)


LEAVING = """
    A,IVA,vrouw,1980-06-15,psychisch,2023-06-10,2023-07-01,2023-09-05,overleden
    B,IVA,man,1990-01-01,hart,2023-06-10,,2023-12-05,aow
    C,IVA,man,1990-01-01,hart,2024-12-10,,,
    D,oWajong,man,1990-01-01,hart,2023-06-10,,,
"""


def test_each_exit_in_its_own_month_whether_or_not_the_service_had_ended(results_of):
    curve = results_of("leaving", participants=LEAVING)
    assert curve["all/all/event=overleden/2/incidence"] == 0
    assert curve["all/all/event=overleden/3/incidence"] == 0.25
    # C was followed for three months and is censored then: of two left, one reaches the pension.
    assert curve["all/all/event=aow/6/incidence"] == pytest.approx(0.75 / 2)
    assert curve["all/Wajong/event=overleden/21/incidence"] == 0
