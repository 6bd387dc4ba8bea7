"""One quantity set against another."""

from evalbook.published.quantity import Evidence, less, ratio
from evalbook.release.lookup import Gap


def test_a_difference_has_the_square_and_add_interval():
    between = less(Evidence(30, "percent", 100, 26, 33), Evidence(20, "percent", 100, 17, 24))
    assert (between.value, between.form, between.low, between.high) == (
        10,
        "difference",
        10 - (16 + 16) ** 0.5,
        10 + (9 + 9) ** 0.5,
    )


def test_a_ratio_of_nobody_is_a_gap():
    assert ratio(Evidence(3, "n"), Evidence(2, "n")).value == 1.5
    assert isinstance(ratio(Evidence(3, "n"), Evidence(0, "n")), Gap)
