"""Who is followed, from when and for how long, on literal participants."""

from dataclasses import replace

import numpy as np
import pytest

from evalbook.extract.extract import read_extract
from evalbook.items.cohort import cohort_of, groups, margins, of_benefit, registers_of

PEOPLE = """
    B,Wajong2010,man,2000-04-01,hart,2023-03-31,,,
    A,IVA,vrouw,1980-06-15,psychisch,2025-01-01,,,
    C,overig,onbekend,1970-01-01,overig,2024-01-15,2024-06-30,2024-07-10,overleden
    D,IVA,man,1970-03-20,hart,2025-03-20,,2025-03-25,
"""
JOBS = "A,1,2025-02-01,20,300,bepaald,ja"


@pytest.fixture
def cohort(write_extract):
    return cohort_of(read_extract(write_extract(participants=PEOPLE)))


@pytest.fixture
def people(cohort, write_extract):
    """The cohort's rows by the pseudonym of each."""
    ids = read_extract(write_extract(participants=PEOPLE))["participants"]["person_id"]
    return cohort.participants.set_index(ids.astype(str))


def test_the_period_follows_from_the_start(people):
    assert people["period"].astype(str).to_dict() == dict(A="experiment", B="gedoog", C="experiment", D="experiment")


def test_age_is_in_completed_years_at_the_start(people):
    assert people.loc["B", "age"] == "0-24"  # 22; 23 a day later
    assert people.loc["D", "age"] == "55+"  # on the birthday


@pytest.mark.parametrize(("person", "months"), [("A", 2), ("B", 24), ("C", 5), ("D", -1)])
def test_the_last_month_is_complete_and_lies_before_that_of_the_exit(people, person, months):
    assert people.loc[person, "last_month"] == months


@pytest.mark.parametrize(("person", "months"), [("A", 3), ("B", 24), ("C", 5), ("D", 0)])
def test_followed_months_are_seen_whole_the_last_day_included(people, person, months):
    assert people.loc[person, "followed_months"] == months


def test_an_exit_has_a_reason_and_its_month_when_that_is_complete(people):
    assert people["exit"].astype(object).where(people["exit"].notna(), "").to_dict() == dict(
        A="", B="", C="overleden", D="left"
    )
    assert people.loc["C", "exit_month"] == 6 and people.loc["D", "exit_month"] == 0
    assert people.loc[["A", "B"], "exit_month"].isna().all()


def test_an_exit_in_the_month_that_is_not_complete_has_a_reason_alone(write_extract):
    extract = read_extract(write_extract("reference_date: 2025-03-30", participants=PEOPLE))
    left = cohort_of(extract).participants.query("exit == 'left'")
    assert len(left) == 1 and left["exit_month"].isna().all()


def test_followed_for_some_months_are_those_seen_for_all_of_them(cohort):
    assert [len(cohort.followed(months)) for months in (0, 1, 5, 6, 24, 25)] == [4, 3, 2, 1, 1, 0]


def test_events_are_of_the_number_of_a_person_and_hold_no_pseudonym(write_extract):
    extract = read_extract(write_extract(participants=PEOPLE, jobs=JOBS))
    cohort = cohort_of(extract)
    jobs = registers_of(extract, cohort)["jobs"]
    assert "person_id" not in jobs
    ids = extract["participants"]["person_id"].astype(str).tolist()
    assert [ids[number] for number in jobs["person"]] == ["A"]
    assert cohort.months_since_start(jobs, "month").tolist() == [1]
    assert cohort.windows(jobs, "month").tolist() == [1]


def test_events_of_who_does_not_take_part_are_refused(write_extract):
    extract = read_extract(write_extract(participants=PEOPLE, jobs=JOBS))
    others = extract["participants"][lambda rows: rows["person_id"] != "A"]
    with pytest.raises(ValueError, match="not in participants"):
        cohort_of(replace(extract, tables=extract.tables | {"participants": others})).events(extract["jobs"])


def test_groups_leave_out_nobody_and_no_empty_group(cohort):
    sizes = {
        (key["period"], key["benefit"]): len(rows)
        for key, rows in groups(
            cohort.participants, periods=("gedoog", "experiment", "all"), benefits=("IVA", "Wajong", "all")
        )
    }
    assert sizes == {
        ("gedoog", "IVA"): 0,
        ("gedoog", "Wajong"): 1,
        ("gedoog", "all"): 1,
        ("experiment", "IVA"): 2,
        ("experiment", "Wajong"): 0,
        ("experiment", "all"): 3,
        ("all", "IVA"): 2,
        ("all", "Wajong"): 1,
        ("all", "all"): 4,
    }


def test_margins_are_the_whole_each_period_and_each_benefit(cohort):
    keys = [tuple(key.values()) for key, _ in margins(cohort.participants)]
    assert keys == [("all", "all"), ("gedoog", "all"), ("experiment", "all"), ("all", "IVA"), ("all", "Wajong")]


@pytest.mark.parametrize(
    ("benefit", "belongs"), [("all", [1, 1, 1, 1]), ("Wajong", [1, 0, 0, 0]), ("IVA", [0, 1, 0, 1])]
)
def test_wajong_is_its_three_kinds_and_all_has_the_others_too(people, benefit, belongs):
    assert np.array_equal(of_benefit(people.loc[list("BACD"), "benefit"], benefit), np.array(belongs, bool))


def test_what_rooms_share_is_made_once(cohort):
    assert cohort.once("any", lambda: "first") == "first"
    assert cohort.once("any", lambda: "second") == "first"
    assert cohort.followed(12) is cohort.followed(12) and cohort.followed(12) is not cohort.followed(6)
