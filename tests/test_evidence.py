"""Quantities of more than one number, with their interval and in the unit they are shown in."""

import pytest

from evalbook.estimates.intervals import wilson
from evalbook.published.evidence import each_of, evidence, form_of, keys_of, shelf
from evalbook.published.quantity import Evidence
from evalbook.release.lookup import Gap
from literal_release import curve_rows, literal_release, protected_release

AGENCY = "table_4_6/{gedoog & experiment}/all/agency//percent"
ROWS = """
    table_4_6/gedoog/all/agency//percent 10 100 6 18
    table_4_6/experiment/all/agency//percent 20 300 16 25
    table_4_6/experiment/all/direct//percent 80 300 75 84
    figure_2_1/all/all//2023-03/n 50
    figure_2_1/all/all//2023-04/n 100
    figure_2_1/all/all//2023-05/n 120
    figure_2_1/all/all//2023-06/n 140
"""


def found(quantity, rows=ROWS, **known):
    return evidence(shelf(literal_release(rows, **known)), quantity)


def test_braces_stand_for_each_code_in_turn():
    assert each_of("a/{x ; y}/{p + q}") == ["a/x/{p + q}", "a/y/{p + q}"]
    assert keys_of("a/{x & y}/{p + q}|complement") == ["a/x/p", "a/x/q", "a/y/p", "a/y/q"]


def test_groups_are_pooled_by_their_bases():
    (pooled,) = found(AGENCY)
    assert (pooled.value, pooled.base) == (17.5, 400)
    assert pooled.low == pytest.approx(17.5 - (0.25**2 * 4**2 + 0.75**2 * 4**2) ** 0.5)


def test_parts_of_one_base_have_wilsons_interval():
    (both,) = found("table_4_6/experiment/all/{agency + direct}//percent")
    low, high = wilson(300, 300)
    assert (both.value, both.low, both.high) == (100, 100 * low, 100 * high)


def test_shares_and_curves_are_percentages():
    rows = curve_rows("figure_4_1/gedoog/all//*/survival", 1, 0.75)
    assert found("figure_4_1/gedoog/all//1/survival|complement", rows)[0].value == 25
    assert form_of("figure_4_1/gedoog/all//1/survival|complement") == "percent"


def test_last_is_the_last_month_with_enough_followed():
    rows = curve_rows("figure_4_3/gedoog/all//*/share", 0.1, 0.2) + "\nfigure_4_3/gedoog/all//2/share 0.9 29"
    assert found("figure_4_3/gedoog/all//last/share", rows)[0].value == 20
    assert found("figure_4_3/gedoog/all//last/share|month", rows)[0] == Evidence(1, "months")


@pytest.mark.parametrize(
    ("months", "mean"),
    [("start..last", 120), ("last-1..last", 130), ("start..start+1", 110), ("2022-01..2022-02", 0)],
)
def test_a_range_of_months_is_their_mean(months, mean):
    assert found(f"figure_2_1/all/all//{months}/n")[0].value == mean


def test_months_that_are_still_to_come_are_a_gap():
    assert isinstance(found("figure_2_1/all/all//2027-01..last/n")[0], Gap)


@pytest.mark.parametrize("rows", ["table_4_6/gedoog/all/agency//percent x", ""], ids=["withheld", "not there"])
def test_a_missing_part_is_a_gap_of_the_whole(rows):
    other = "table_4_6/experiment/all/agency//percent 20 300 16 25"
    assert isinstance(found(AGENCY, f"{rows}\n{other}")[0], Gap)


def test_a_protected_count_may_be_as_far_off_as_noise_is():
    release = protected_release(ROWS)
    (count,) = evidence(shelf(release), "figure_2_1/all/all//2023-04/n")
    assert (count.low, count.high) == (95, 105)
