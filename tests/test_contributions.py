"""Who stands behind a mean: the gate withholds one that one or two persons decide."""

import pytest
from evalbook.items.contributions import contributions

from evalbook.extract.extract import read_extract
from evalbook.items.cohort import cohort_of, registers_of

PEOPLE = "\n".join(f"{name},IVA,vrouw,1980-06-15,psychisch,2023-05-01,,," for name in "ABCD")
TRAJECTORIES = """
    A,werkfit,2023-05-01,,600
    A,ips,2023-06-01,,100
    B,werkfit,2024-04-30,,200
    C,werkfit,2023-07-01,,100
    C,werkfit,2024-05-01,,9000
    D,werkfit,2023-04-30,,9000
"""
YEAR = ("experiment", "IVA", "trajectories", "year=1")


@pytest.fixture
def spread(write_extract):
    talks = "A,2023-05-01\nA,2023-05-01\nB,2023-10-31\nB,2023-11-01"
    extract = read_extract(write_extract(participants=PEOPLE, trajectories=TRAJECTORIES, conversations=talks))
    cohort = cohort_of(extract)
    return contributions(cohort, registers_of(extract, cohort)).set_index(
        ["item", "period", "benefit", "row", "column"]
    )


def test_contributors_are_persons_with_a_part_above_nothing_in_the_window(spread):
    """A's two make one; the ninth thousands are outside the year; D has nothing in it."""
    assert spread.loc[("table_3_4", *YEAR), "contributors"] == 3


def test_the_two_largest_persons_are_over_the_whole_sum(spread):
    assert spread.loc[("table_3_4", *YEAR), "largest_two"] == pytest.approx((700 + 200) / 1000)


def test_conversations_are_counted_by_window(spread):
    row = spread.loc[("table_3_1", "experiment", "IVA", "", "0-6")]
    assert (row["contributors"], row["largest_two"]) == (2, 1)
    assert spread.loc[("table_3_1", "experiment", "IVA", "", "6-12"), "contributors"] == 1


def test_a_multiple_of_a_cost_has_the_same_persons_behind_it(spread):
    total = spread.loc[("three_year_costs", "experiment", "all", "total", "year=1")]
    assert spread.loc[("continuation", "experiment", "all", "", "year=1")].equals(total)
