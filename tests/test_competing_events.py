"""Which end comes first, on literal rows."""

import numpy as np
import pytest

from evalbook.estimates.grays_test import grays_test

# Followed through March 2025: K is 21 for a start in June 2023.
PEOPLE = """
    A,IVA,vrouw,1980-06-15,psychisch,2023-06-10,2023-08-20,,
    B,IVA,man,1990-01-01,hart,2023-06-10,,2023-09-05,overleden
    C,IVA,man,1990-01-01,hart,2023-06-10,,,
    D,IVA,man,1990-01-01,hart,2023-06-10,2023-12-01,,
"""
JOBS = "A,J1,2023-07-01,40,600,bepaald,False\nC,J1,2023-12-01,40,600,bepaald,False"


def test_an_exit_falls_in_its_own_calendar_month(results_of):
    curve = results_of("service_end_competing", participants=PEOPLE)
    deaths = [curve[f"all/all/event=overleden/{month}/incidence"] for month in (2, 3)]
    assert deaths == [0, 0.25]


def test_who_exits_does_not_count_as_someone_who_might_still_have_had_the_event(results_of):
    curve = results_of("service_end_competing", participants=PEOPLE)
    assert curve["all/all/event=end/6/incidence"] == pytest.approx(0.5)
    assert curve["all/all/event=end/6/one_minus_survival"] == pytest.approx(1 - 3 / 4 * 1 / 2)


def test_finding_work_before_an_exit(results_of):
    curve = results_of("found_work_competing", participants=PEOPLE, jobs=JOBS)
    assert curve["experiment/all/event=work/1/incidence"] == pytest.approx(0.25)
    assert curve["experiment/all/event=work/6/incidence"] == pytest.approx(0.5)
    assert curve["experiment/all/event=overleden/6/incidence"] == pytest.approx(0.25)


@pytest.mark.parametrize("exited", ["2023-09-05,emigratie", "2023-09-05,overig", "2023-09-05,"])
def test_other_exits_and_those_without_a_reason_are_left(results_of, exited):
    people = PEOPLE.replace("2023-09-05,overleden", exited)
    curve = results_of("service_end_competing", participants=people)
    assert curve["all/all/event=left/3/incidence"] == 0.25


def test_an_exit_in_a_month_that_is_not_complete_is_not_yet_counted(results_of):
    people = "A,IVA,vrouw,1980-06-15,psychisch,2025-01-10,,2025-04-02,aow\nB,IVA,man,1990-01-01,hart,2025-01-10,,,"
    curve = results_of("service_end_competing", "reference_date: 2025-04-20", participants=people)
    assert curve["all/all/event=aow/2/incidence"] == 0
    assert "all/all/event=aow/3/incidence" not in curve


def test_grays_test_of_the_periods_is_that_of_their_persons(results_of):
    """A row a person: start, month of the end of the services or of death, and which it was (K is 11 or 23)."""
    ends = [("2024-04", month, month % 3 == 0) for month in range(1, 9)]
    ends += [("2022-04", month, month % 2 == 0) for month in range(2, 10)]
    people, counts = [], np.zeros((2, 3, 24), int)
    for number, (start, month, died) in enumerate(ends):
        year, after = divmod(int(start[:4]) * 12 + int(start[5:]) - 1 + month, 12)
        day = f"{year}-{after + 1:02}-15"
        people.append(
            f"P{number},IVA,man,1990-01-01,hart,{start}-01,{',' + day + ',overleden' if died else day + ',,'}"
        )
        group = int(start == "2022-04")
        counts[group, 0, : month + 1] += 1
        counts[group, 1 + died, month] += 1
    found = results_of("grays_test", participants="\n".join(people))
    statistic, p_value = grays_test(*(counts[:, column] for column in range(3)))
    own = "experiment-gedoog/all/service_end_competing/"
    assert found[f"{own}/chi_squared"] == pytest.approx(statistic)
    assert found[f"{own}/p_value"] == pytest.approx(p_value)
    assert not any("IVA-Wajong" in key for key in found)
