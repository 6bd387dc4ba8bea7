"""Who leaves and why, on literal rows."""

import pytest

PEOPLE = """
    A,IVA,vrouw,1980-06-15,psychisch,2023-06-10,2023-07-01,2023-09-05,overleden
    B,IVA,man,1990-01-01,hart,2023-06-10,,2023-12-05,aow
    C,IVA,man,1990-01-01,hart,2024-12-10,,,
    D,oWajong,man,1990-01-01,hart,2023-06-10,,,
"""


def test_each_exit_in_its_own_month_whether_or_not_the_service_had_ended(results_of):
    curve = results_of("leaving", participants=PEOPLE)
    assert curve["all/all/event=overleden/2/incidence"] == 0
    assert curve["all/all/event=overleden/3/incidence"] == 0.25
    # C was followed for three months and is censored then: of two left, one reaches the pension.
    assert curve["all/all/event=aow/6/incidence"] == pytest.approx(0.75 / 2)
    assert curve["all/Wajong/event=overleden/21/incidence"] == 0
