"""The part of the population that took part."""

import pytest

PEOPLE = """
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
    found = results_of("reach", participants=PEOPLE, population=f"{population}\nWajong,sex,man,1000")
    assert found["all/IVA///per_thousand"] == of_iva
    assert found["all/Wajong///per_thousand"] == 2


@pytest.mark.parametrize("population", ["Wajong,sex,man,1000", "IVA,sex,man,0\nWajong,sex,man,1000"])
def test_a_population_that_is_not_known_or_too_small_gives_no_share(results_of, population):
    assert "all/IVA///per_thousand" not in results_of("reach", participants=PEOPLE, population=population)
