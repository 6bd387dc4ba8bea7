"""By quarter of the start, on literal rows."""

import pytest

# Followed through March 2025; the experiment began in April 2023: its first four quarters can be followed for a year.
STARTS = {
    "A": "2020-01-05",
    "B": "2023-03-31",
    "C": "2023-04-01",
    "D": "2023-06-30",
    "E": "2023-07-01",
    "F": "2024-02-01",
    "G": "2024-04-01",
}
PEOPLE = "\n".join(f"{name},IVA,man,1990-01-01,hart,{start},,," for name, start in STARTS.items())
JOBS = "\n".join(
    f"{name},J,{month},40,600,bepaald,False" for name, month in {"C": "2024-04-01", "F": "2025-02-01"}.items()
)
TALKS = "C,2023-09-30\nD,2023-12-31\nE,2023-07-02"


@pytest.fixture
def found(results_of):
    registers = {"jobs": JOBS, "conversations": TALKS, "trajectories": "D,modulair,2023-07-02,2023-08-01,100"}
    return results_of("entry_quarters", participants=PEOPLE, **registers)


def test_quarters_count_from_the_experiment_and_the_earliest_holds_who_came_before(found):
    rows = {key.split("/")[2] for key in found if key.endswith("in_work/percent")}
    assert rows == {"quarter=b8", "quarter=b1", "quarter=s1", "quarter=s2", "quarter=s4"}


def test_each_share_is_of_who_started_in_the_quarter(found):
    shares = {row: found[f"all/all/quarter={row}/in_work/percent"] for row in ("b1", "s1", "s2", "s4")}
    assert shares == {"b1": 0, "s1": 50, "s2": 0, "s4": 100}
    assert found["all/all/quarter=s1/served/percent"] == 100  # a trajectory in time, after a conversation too late


def test_the_trend_is_of_the_quarters_of_the_experiment(found):
    # Quarters 1, 1, 2 and 4, by least squares; a year has four.
    assert found["all/all/trend/in_work/estimated_points"] == pytest.approx(100 * 4 / 6)


def test_a_quarter_of_which_not_everyone_can_be_followed_for_a_year_is_not_there(results_of):
    people = f"{PEOPLE}\nH,IVA,man,1990-01-01,hart,2024-01-15,,,"  # who can be followed for a year herself
    found = results_of("entry_quarters", "reference_date: 2025-02-27", participants=people, jobs=JOBS)
    assert not any("quarter=s4" in key for key in found)
    found = results_of("entry_quarters", participants=people, jobs=JOBS)
    assert "all/all/quarter=s4/in_work/percent" in found
