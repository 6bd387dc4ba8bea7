"""What is shown of a curve."""

import pytest

from evalbook.exhibits.curves import curve, last, peak
from literal_release import curve_rows, literal_release

GEDOOG = "figure_4_3/gedoog/all//*/share"
FOUND = "figure_4_1/gedoog/all//*/survival"


def months(rows):
    numbers = curve(literal_release(rows), "figure_4_3", {"period": "gedoog"})
    return [number.expression.split("/")[4] for number in numbers]


def test_a_curve_ends_where_fewer_than_30_are_followed():
    rows = [f"{GEDOOG.replace('*', str(month))} 0.1 {base}" for month, base in enumerate((90, 31, 30, 29))]
    assert months("\n".join(rows)) == ["0", "1", "2"]


def test_a_withheld_month_is_not_shown():
    rows = curve_rows(GEDOOG, 0.1, 0.2, 0.3).replace("0.2 100", "x")
    assert months(rows) == ["0", "2"]


def test_months_are_in_the_order_of_numbers():
    assert months(curve_rows(GEDOOG, *[0.1] * 12))[-2:] == ["10", "11"]


def test_the_last_month_and_the_peak_have_a_key():
    release = literal_release(curve_rows(GEDOOG, 0.1, 0.3, 0.3, 0.2))
    assert last(release, "figure_4_3", period="gedoog") == GEDOOG.replace("*", "3")
    assert peak(release, "figure_4_3", period="gedoog") == GEDOOG.replace("*", "1")


def test_the_peak_is_that_of_what_the_figure_shows():
    release = literal_release(curve_rows(FOUND, 1, 0.7, 0.6))
    assert peak(release, "figure_4_1", period="gedoog") == FOUND.replace("*", "2")


def test_a_curve_that_is_not_there_has_the_key_of_its_start():
    assert last(literal_release(), "figure_4_3", period="gedoog") == GEDOOG.replace("*", "0")


def test_an_unknown_figure_is_refused_with_a_suggestion():
    with pytest.raises(ValueError, match="Did you mean figure_4_3"):
        last(literal_release(), "figure_43")
