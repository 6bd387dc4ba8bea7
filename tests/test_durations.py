"""First services and who gets none, how long trajectories go on, and how they are stacked, on literal rows."""

import pytest

pytestmark = pytest.mark.slow

PERSON = "IVA,vrouw,1980-06-15,psychisch"
PEOPLE = "\n".join(f"{name},{PERSON},2022-06-10,,," for name in "ABCDE")


@pytest.mark.parametrize(
    ("end", "longer_than_5"),
    [("2022-11-30", 0), ("2022-12-01", 0), ("2022-12-02", 1), ("2022-07-01", 0), ("2025-04-02", 1), ("", 1)],
)
def test_a_duration_of_5_months_ends_by_the_same_day_5_months_later(results_of, end, longer_than_5):
    trajectories = f"A,modulair,2022-07-01,{end},900"
    table = results_of("stated_time", participants=PEOPLE, trajectories=trajectories)
    assert table["all/all/kind=modulair/beyond/n"] == longer_than_5


@pytest.mark.parametrize(
    ("kind", "end", "half"),
    [
        ("modulair", "2022-09-01", 1),
        ("modulair", "2022-09-15", 1),  # two and a half months: of the 30 days of September the 15th
        ("modulair", "2022-09-17", 0),
        ("werkbehoud", "2022-08-16", 1),  # one and a half months, of 31 days
        ("werkbehoud", "2022-08-17", 0),
        ("werkfit", "2023-04-01", 1),
        ("werkfit", "2023-04-02", 0),
        ("naar_werk", "2022-11-15", 1),
        ("naar_werk", "2022-11-17", 0),
    ],
)
def test_half_of_an_odd_number_of_months_is_halfway_the_next(results_of, kind, end, half):
    table = results_of("stated_time", participants=PEOPLE, trajectories=f"A,{kind},2022-07-01,{end},900")
    assert table[f"all/all/kind={kind}/half/n"] == half
    assert table[f"all/all/kind={kind}/within/n"] == 1 - half


@pytest.mark.parametrize(("start", "known"), [("2024-10-31", True), ("2024-11-01", False)])
def test_only_those_that_began_so_long_ago_are_counted(results_of, start, known):
    table = results_of("stated_time", participants=PEOPLE, trajectories=f"A,modulair,{start},,900")
    assert bool(table) is known


def test_a_persons_first_of_a_kind_counts_and_early_ends_stand_apart(results_of):
    trajectories = "A,modulair,2022-07-01,2022-09-20,900\nA,modulair,2022-09-20,2023-09-01,900"
    table = results_of("stated_time", participants=PEOPLE, trajectories=trajectories)
    assert table["all/all/kind=modulair/half/n"] == 0
    assert table["all/all/kind=modulair/within/n"] == 1


STACKED = """
    A,modulair,2022-07-01,2022-12-01,900
    B,modulair,2022-07-01,2022-12-01,900
    B,modulair,2022-12-02,2023-05-01,900
    C,werkfit,2022-07-01,,4000
    C,scholing,2023-07-01,2023-08-01,500
    D,modulair,2022-07-01,2022-08-01,900
    D,modulair,2022-09-01,2022-10-01,900
    D,modulair,2022-11-01,2022-12-01,900
    E,modulair,2024-07-01,2024-08-01,900
"""


def test_stacked_is_after_one_another_or_at_the_same_time(results_of):
    table = results_of("trajectory_stacking", participants=PEOPLE, trajectories=STACKED)
    counts = {key.split("/")[2]: value for key, value in table.items() if key.startswith("all/all") and key[-1] == "n"}
    assert counts == {
        "stack=none": 1,
        "stack=one": 1,
        "stack=two,successive": 1,
        "stack=two,concurrent": 1,
        "stack=three": 1,
    }


# Followed through March 2025: K is 21 for a start in June 2023.
WAITING = """
    A,IVA,vrouw,1980-06-15,psychisch,2023-06-10,,,
    B,IVA,man,1990-01-01,hart,2023-06-10,2023-09-20,,
    C,IVA,man,1990-01-01,hart,2023-06-10,,2023-08-05,overleden
    D,IVA,man,1990-01-01,hart,2023-06-10,,,
"""
TALKS = "A,2023-05-30\nA,2023-06-12\nB,2023-09-01\nD,2023-12-11"
TRAJECTORIES = "A,werkfit,2023-07-01,,4000\nD,werkfit,2023-12-09,,4000"


@pytest.mark.parametrize(
    ("row", "persons"),
    [("conversation,1", 1), ("conversation,3", 2), ("conversation,6", 2), ("trajectory,1", 1), ("trajectory,6", 2)],
)
def test_who_was_served_within_so_many_months_counts_days(results_of, row, persons):
    table = results_of("waiting_times", participants=WAITING, conversations=TALKS, trajectories=TRAJECTORIES)
    # C is not followed for half a year; D's conversation is a day after it, the trajectory a day before its end.
    assert table[f"all/all/{row}//n"] == persons
    assert table[f"all/all/{row}//percent"] == pytest.approx(100 * persons / 3)


def test_service_that_ends_without_it_is_an_end(results_of):
    curve = results_of("first_trajectory", participants=WAITING, trajectories=TRAJECTORIES)
    assert curve["all/all/event=ended/3/incidence"] == pytest.approx(0.25)
    assert curve["all/all/event=served/6/incidence"] == pytest.approx(0.5)


def test_the_three_add_up_with_who_still_waits(results_of):
    curve = results_of("first_trajectory", participants=WAITING, trajectories="A,werkfit,2023-06-12,,4000")
    ends = [curve[f"all/all/event={end}/20/incidence"] for end in ("served", "ended", "exit")]
    assert ends == pytest.approx([0.25, 0.25, 0.25])


@pytest.mark.parametrize(
    ("given", "rows"), [({"conversations": TALKS}, "conversation"), ({"trajectories": TRAJECTORIES}, "trajectory")]
)
def test_one_register_tells_of_its_own_service_only(results_of, given, rows):
    table = results_of("waiting_times", participants=WAITING, **given)
    assert {key.split("/")[2].split(",")[0] for key in table} == {rows}


def test_neither_in_the_first_half_year_counts_days_not_calendar_months(results_of):
    table = results_of("first_half_year", participants=WAITING, conversations=TALKS, trajectories=TRAJECTORIES)
    # C is not followed; D's conversation is a day after the half year, the trajectory a day before its end.
    assert {row: table[f"all/all/served={row}//n"] for row in ("both", "conversation", "trajectory", "neither")} == {
        "both": 1,
        "conversation": 1,
        "trajectory": 1,
        "neither": 0,
    }


@pytest.mark.parametrize("given", [{"conversations": TALKS}, {"trajectories": TRAJECTORIES}])
def test_who_got_neither_needs_both_registers(results_of, given):
    assert results_of("first_half_year", participants=WAITING, **given) == {}
