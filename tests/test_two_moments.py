"""The same persons at two moments, on literal rows."""

import pytest

from evalbook.estimates.intervals import paired_difference

PEOPLE = "\n".join(f"{name},IVA,man,1990-01-01,hart,2022-04-15,,," for name in "ABCD") + (
    "\nE,IVA,man,1990-01-01,hart,2024-01-15,,,"
)


def worked(person, *months):
    return [f"{person},J1,{month},40,600,bepaald,False" for month in months]


JOBS = "\n".join(
    [
        *worked("A", "2022-07-01", "2024-10-01"),
        *worked("B", "2022-07-01"),
        *worked("C", "2024-10-01"),
        *worked("E", "2024-04-01"),
    ]
)


def test_who_is_not_seen_at_both_moments_is_in_neither(results_of):
    """E worked in month 3 and is not followed to month 30."""
    found = results_of("two_moments", participants=PEOPLE, jobs=JOBS)
    of = {moment: found[f"gedoog/all/moment={moment}/in_work=3,30/percent"] for moment in ("first", "second", "both")}
    assert of == {"first": 50, "second": 50, "both": 25}
    assert found["gedoog/all/moment=second-first/in_work=3,30/difference"] == 0


def test_rungs_at_start_and_end_are_of_the_same_persons(results_of):
    ladder = "A,2022-04-15,1\nA,2023-01-01,5\nB,2022-04-15,1\nB,2023-01-01,1\nC,2022-04-15,6\nC,2023-01-01,5"
    found = results_of("two_moments", participants=PEOPLE, ladder=ladder)
    assert found["all/IVA/moment=second-first/rung=1/difference"] == pytest.approx(-100 / 3)
    assert found["all/IVA/moment=both/rung=5,6/percent"] == pytest.approx(100 / 3)


def test_provisions_are_of_who_worked_in_both_years_and_one_kind_came_later(results_of):
    """B worked in the first year only."""
    jobs = "\n".join([*worked("A", "2022-07-01", "2023-07-01"), *worked("B", "2022-07-01")])
    provisions = "A,loondispensatie,2023-05-01,,10\nB,jobcoach,2022-05-01,,10"
    found = results_of("two_moments", participants=PEOPLE, jobs=jobs, provisions=provisions)
    assert found["gedoog/all/moment=second-first/provision=all/difference"] == 100
    assert found["gedoog/all/moment=second-first/provision=lasting/difference"] == 0


@pytest.mark.parametrize(
    ("table", "limits"),
    [
        ((59, 6, 16, 80), (0.0621, 0.0046, 0.1186)),  # Cavo et al. (2012), in Fagerland et al. (2017), chapter 8
        ((1, 0, 0, 1), (0, -0.5734, 0.5734)),
    ],
)
def test_the_paired_interval_is_the_published_one(table, limits):
    assert paired_difference(*table) == pytest.approx(limits, abs=5e-5)
