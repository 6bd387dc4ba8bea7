"""In work by other definitions, on literal rows: of persons followed through March 2025."""

import pytest

PEOPLE = "\n".join(f"{name},IVA,man,1990-01-01,hart,2022-03-01,,," for name in "ABCD")
JOBS = """
    A,J,2023-03-01,40,600,bepaald,False
    B,J,2023-03-01,0,600,bepaald,False
    C,J,2023-02-01,40,600,bepaald,False
    C,J,2023-04-01,40,600,bepaald,False
"""


@pytest.fixture
def found(results_of):
    return results_of("work_definitions", participants=PEOPLE, jobs=JOBS, self_employment="D,2023")


@pytest.mark.parametrize(("row", "share"), [("published", 50), ("hours", 25), ("bridged", 75)])
def test_in_work_in_a_month(found, row, share):
    assert found[f"all/IVA/work={row}/in_work=12/percent"] == share


@pytest.mark.parametrize(("row", "months"), [("published", 4), ("hours", 3), ("bridged", 5)])
def test_months_in_work_are_added_over_two_years(found, row, months):
    assert found[f"all/IVA/work={row}/months=24/mean"] == months / 4


def test_self_employed_counts_in_every_month_of_a_tax_year_that_is_known(found):
    assert found["all/IVA/tax_year_known=published/in_work=12/percent"] == 50
    assert found["all/IVA/tax_year_known=self_employed/in_work=12/percent"] == 75
    assert "all/IVA/tax_year_known=self_employed/in_work=24/percent" not in found  # March 2024 is in no known year


def test_the_month_of_the_start_is_none_of_the_two_years(results_of):
    months = {"A": "2022-03-01", "B": "2024-03-01", "C": "2024-03-01"}
    jobs = "\n".join(f"{name},J,{month},40,600,bepaald,False" for name, month in months.items())
    found = results_of("work_definitions", participants=PEOPLE, jobs=jobs)
    assert found["all/IVA/work=published/months=24/mean"] == 2 / 4
