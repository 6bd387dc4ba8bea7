"""First services and who gets none, on literal rows."""

import pytest

# Followed through March 2025: K is 21 for a start in June 2023.
PEOPLE = """
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
    table = results_of("waiting_times", participants=PEOPLE, conversations=TALKS, trajectories=TRAJECTORIES)
    # C is not followed for half a year; D's conversation is a day after it, the trajectory a day before its end.
    assert table[f"all/all/{row}//n"] == persons
    assert table[f"all/all/{row}//percent"] == pytest.approx(100 * persons / 3)


def test_service_that_ends_without_it_is_an_end(results_of):
    curve = results_of("first_trajectory", participants=PEOPLE, trajectories=TRAJECTORIES)
    assert curve["all/all/event=ended/3/incidence"] == pytest.approx(0.25)
    assert curve["all/all/event=served/6/incidence"] == pytest.approx(0.5)


def test_the_three_add_up_with_who_still_waits(results_of):
    curve = results_of("first_trajectory", participants=PEOPLE, trajectories="A,werkfit,2023-06-12,,4000")
    ends = [curve[f"all/all/event={end}/20/incidence"] for end in ("served", "ended", "exit")]
    assert ends == pytest.approx([0.25, 0.25, 0.25])


@pytest.mark.parametrize(
    ("given", "rows"), [({"conversations": TALKS}, "conversation"), ({"trajectories": TRAJECTORIES}, "trajectory")]
)
def test_one_register_tells_of_its_own_service_only(results_of, given, rows):
    table = results_of("waiting_times", participants=PEOPLE, **given)
    assert {key.split("/")[2].split(",")[0] for key in table} == {rows}


def test_neither_in_the_first_half_year_counts_days_not_calendar_months(results_of):
    table = results_of("first_half_year", participants=PEOPLE, conversations=TALKS, trajectories=TRAJECTORIES)
    # C is not followed; D's conversation is a day after the half year, the trajectory a day before its end.
    assert {row: table[f"all/all/served={row}//n"] for row in ("both", "conversation", "trajectory", "neither")} == {
        "both": 1,
        "conversation": 1,
        "trajectory": 1,
        "neither": 0,
    }


@pytest.mark.parametrize("given", [{"conversations": TALKS}, {"trajectories": TRAJECTORIES}])
def test_who_got_neither_needs_both_registers(results_of, given):
    assert results_of("first_half_year", participants=PEOPLE, **given) == {}
