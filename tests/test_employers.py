"""Sector and size of the first employer, on literal rows."""

import pytest

from conftest import HEADERS

PEOPLE = "\n".join(f"{name},IVA,vrouw,1980-06-15,psychisch,2023-06-10,,," for name in "ABCD")
JOBS = """
    A,J1,2023-08-01,40,600,bepaald,False,zorg,1-9
    A,J1,2023-09-01,40,600,bepaald,False,horeca,250+
    B,J1,2023-08-01,40,600,bepaald,False, Zorg ,250+
    C,J1,2023-08-01,40,600,bepaald,False,visserij,
"""


@pytest.fixture
def with_employer(monkeypatch):
    monkeypatch.setitem(HEADERS, "jobs", HEADERS["jobs"] + ",sector,employer_size")


def test_the_first_job_gives_the_sector_and_an_unknown_name_is_another_one(results_of, with_employer):
    table = results_of("first_job_sector", participants=PEOPLE, jobs=JOBS)
    assert table["all/all/sector=zorg//percent"] == pytest.approx(200 / 3)
    assert table["all/all/sector=overig//percent"] == pytest.approx(100 / 3)
    assert table["all/all/sector=horeca//percent"] == 0


def test_an_empty_size_is_unknown(results_of, with_employer):
    table = results_of("first_job_size", participants=PEOPLE, jobs=JOBS)
    assert table["all/all/employer_size=onbekend//percent"] == pytest.approx(100 / 3)
    assert sum(value for key, value in table.items() if key.startswith("all/all/")) == pytest.approx(100)


@pytest.mark.parametrize("item", ["first_job_sector", "first_job_size"])
def test_without_the_column_there_is_nothing(results_of, item):
    jobs = "A,J1,2023-08-01,40,600,bepaald,False"
    assert results_of(item, participants=PEOPLE, jobs=jobs) == {}
