"""Who is followed how long by the end, and which difference can then be told."""

from pathlib import Path

import numpy as np
import pytest

from evalbook.contract.results import key_texts
from evalbook.contract.scenario import read_scenario
from evalbook.estimates.resampling import Resampling
from evalbook.extract.extract import read_extract
from evalbook.items.evaluation import cells_of, evaluate
from evalbook.numbers.outlook import _followed, _of_hazards, expected_starts
from evalbook.numbers.source import Source
from evalbook.numbers.wide import wide
from evalbook.places import SHIPPED_EXTRACT

# 24 starts in February 2023, 40 in March 2025, and the letter's 120 a month from April 2025 through December 2026.
PEOPLE = "\n".join(
    [f"A{n},IVA,vrouw,1980-06-15,psychisch,2023-02-10,,," for n in range(24)]
    + [f"B{n},oWajong,man,1990-01-01,hart,2025-03-10,,," for n in range(40)]
)


def test_the_months_after_the_start_must_have_passed_by_the_end(results_of):
    found = results_of("followed_at_end", participants=PEOPLE)
    numbers = {key.split("/", 2)[2].removesuffix("/expected"): value for key, value in found.items()}
    # March 2028 is the last complete month: who started by March 2025 is followed for 36 months.
    assert numbers["start=gedoog/months=36"] == 20
    assert numbers["start=2025/months=36"] == 40
    assert numbers["start=2025/months=24"] == 40 + 9 * 120
    assert numbers["start=2026/months=24"] == 3 * 120
    assert numbers["start=2026/months=12"] == 12 * 120
    assert numbers["start=all/months=36"] == 60


def test_who_dies_is_taken_off_as_so_far(results_of):
    """Of 24 starts six die: of 40 more as many in proportion, rounded to tens."""
    dying = [f"{line}2023-09-10,overleden" for line in PEOPLE.replace(",,,", ",,").splitlines()[:6]]
    found = results_of("followed_at_end", participants="\n".join([*dying, *PEOPLE.splitlines()[6:]]))
    assert found["all/all/start=gedoog/months=12/expected"] == 20
    assert found["all/all/start=2025/months=36/expected"] == 30


@pytest.mark.parametrize(("reference", "march"), [("2026-03-17", 60 + 120 * 14 / 31), ("2026-03-31", 60)])
def test_of_an_incomplete_month_the_rest_is_to_come(write_extract, reference, march):
    people = "\n".join(f"A{n},IVA,man,1990-01-01,hart,2026-03-05,,," for n in range(60))
    extract = read_extract(write_extract(f"reference_date: {reference}", participants=people))
    cells = {item: wide(rows) for item, rows in cells_of(extract, Resampling(0)).groupby("item")}
    starts = expected_starts(Source(extract.edition, read_scenario(), cells, {}))
    by_month = starts.groupby("start_month")["persons"].sum()
    assert by_month[2026 * 12 + 2] == pytest.approx(march)
    assert by_month[2026 * 12 + 3] == 120


def test_nobody_starts_after_the_stop(write_extract):
    extract = read_extract(write_extract("reference_date: 2027-06-30", participants=PEOPLE))
    cells = {item: wide(rows) for item, rows in cells_of(extract, Resampling(0)).groupby("item")}
    starts = expected_starts(Source(extract.edition, read_scenario(), cells, {}))
    assert starts["persons"].sum() == 64
    assert _followed(starts, [1.0] * 40, 36, 2028 * 12 + 2).sum() == 64


@pytest.fixture(scope="module")
def tellable():
    results = evaluate(read_extract(Path(SHIPPED_EXTRACT)))
    results = results[results["item"] == "tellable"]
    return dict(zip(key_texts(results).str.removeprefix("tellable/"), results["value"], strict=True))


@pytest.mark.slow
def test_the_end_tells_smaller_differences_than_now(tellable):
    now = {key: value for key, value in tellable.items() if "/now/detectable" in key}
    assert now and all(tellable[key.replace("/now/", "/end/")] < value for key, value in now.items())


@pytest.mark.slow
def test_a_difference_of_5_points_is_found_as_often_as_its_size_says(tellable):
    for key, points in tellable.items():
        if key.endswith("/detectable"):
            chance = tellable[key.replace("/detectable", "/power")]
            assert (chance > 0.8) == (points < 5)


def test_a_small_extract_promises_nothing(results_of):
    jobs = "A0,J1,2023-05-01,40,600,bepaald,False"
    assert results_of("tellable", participants=PEOPLE, jobs=jobs) == {}


def test_who_is_followed_through_a_month_has_its_chance():
    """Of 400 who are followed through month 23 and no longer nobody is left in month 24."""
    hazard, whole = np.full(24, 0.02), np.full(37, 400.0)
    short = np.where(np.arange(37) < 24, 400.0, 0)
    assert _of_hazards((whole, whole), hazard, 0.8, {})
    assert _of_hazards((short, short), hazard, 0.8, {}) == []
