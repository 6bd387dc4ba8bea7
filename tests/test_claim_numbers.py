"""The numbers and limits of a claim as shown: what decides never looks like the limit that it is not."""

import pytest

from evalbook.published.claim_numbers import group_names, limits_text, number_texts
from evalbook.published.claims import Claim, put_to_test
from evalbook.published.evidence import shelf
from evalbook.words.vocabulary import read_words
from literal_release import literal_release

SHARE, N = "table_4_1/all/all///percent", "table_2_1/all/all/all//n"
COSTS = "three_year_costs/all/all/{}/year=1/mean_eur"


def claim(quantity=SHARE, **more):
    return Claim("C0", ("letter",), "level", {"nl": "x", "en": "x"}, quantity, **more)


def told(one, rows):
    return put_to_test(shelf(literal_release(rows)), one)


@pytest.mark.parametrize(
    ("ends", "limits", "shown"),
    [
        ("31.2 41.3", (20, 42), "31–41%"),
        ("31.2 41.3", (31, 42), "31,2–41,3%"),
        ("31.02 41.3", (31, 42), "31,02–41,30%"),
        ("31 41", (31, 41), "31–41%"),
        ("31.2 41.3", (20.5, 50), "31,2–41,3%"),
    ],
)
def test_an_end_of_an_interval_never_looks_like_a_limit_that_it_is_not(ends, limits, shown):
    one = claim(low=limits[0], high=limits[1])
    assert number_texts(read_words("nl"), told(one, f"{SHARE} 36 400 {ends}"))["0/interval"] == shown


@pytest.mark.parametrize(("value", "shown"), [(37.6, "37,6%"), (38, "38%"), (36.4, "36%")])
def test_the_number_itself_never_looks_like_a_limit_that_it_is_not(value, shown):
    one = claim(low=20, high=38)
    assert number_texts(read_words("nl"), told(one, f"{SHARE} {value} 400 31 41"))["0"] == shown


@pytest.mark.parametrize(
    ("one", "shown"),
    [
        (claim(low=9.5, high=10.5), "9,5% tot 10,5%"),
        (claim(low=50), "meer dan 50%"),
        (claim(high=15), "minder dan 15%"),
        (claim(SHARE, minus=SHARE, low=0), "meer dan 0 procentpunt"),
        (claim(N, low=10), "minstens 10"),
        (claim(N, high=3000), "hoogstens 3.000"),
        (claim(N, low=62, high=62), "62"),
        (claim(N, per=N, low=0.75), "meer dan 0,75 keer zoveel"),
        (claim("continuation/all/all//years=1-3/eur", low=3500000, high=4500000), "€ 3,5 miljoen tot € 4,5 miljoen"),
        (claim(low=50, never="interviews"), ""),
        (claim(), ""),
    ],
)
def test_a_limit_is_shown_as_it_was_given(one, shown):
    assert limits_text(read_words("nl"), one) == shown


def test_numbers_are_told_apart_by_what_they_are_set_against():
    euros = {"trajectories": 900, "conversations": 300, "jobcoach": 100}
    rows = "\n".join(f"{COSTS.format(kind)} {mean} 400 1 2" for kind, mean in euros.items())
    one = claim(COSTS.format("trajectories"), minus=COSTS.format("{conversations ; jobcoach}"), low=0)
    assert group_names(read_words("nl"), told(one, rows)) == ["tegenover gesprekken ", "tegenover jobcoach "]


def test_of_a_protected_edition_a_percentage_is_whole_and_only_its_interval_is_told_apart_from_a_limit():
    one = told(claim(low=30.5, high=38), f"{SHARE} 37.6 400 30.7 41")
    shown = number_texts(read_words("nl"), one, protected=True)
    assert (shown["0"], shown["0/interval"]) == ("38%", "31–41%")
    one = told(claim(low=31, high=38), f"{SHARE} 37.6 400 30.7 41")
    assert number_texts(read_words("nl"), one, protected=True)["0/interval"] == "30,7–41,0%"
