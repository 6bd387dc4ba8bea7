"""How long trajectories go on, and how they are stacked, on literal rows."""

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


@pytest.mark.parametrize(("start", "known"), [("2024-10-31", True), ("2024-11-01", False)])
def test_only_those_that_began_so_long_ago_are_counted(results_of, start, known):
    table = results_of("stated_time", participants=PEOPLE, trajectories=f"A,modulair,{start},,900")
    assert bool(table) is known


def test_a_persons_first_of_a_kind_counts_and_early_ends_stand_apart(results_of):
    trajectories = "A,modulair,2022-07-01,2022-09-15,900\nA,modulair,2022-09-15,2023-09-01,900"
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
