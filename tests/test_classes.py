"""Classes in an order, and the codes of those that are joined."""

import pytest

from evalbook.contract.classes import classes_of, is_class, joined_code, parts_of
from evalbook.contract.results import CODE


@pytest.mark.parametrize(
    ("first", "last", "joined"),
    [
        ("[30,40)", "[40,inf)", "[30,inf)"),
        ("(8,16]", "(16,24]", "(8,24]"),
        ("8", "11+", "8+"),
        ("0", "1", "0-1"),
        ("7", "7", "7"),
    ],
)
def test_a_joined_class_reaches_from_the_lower_limit_of_the_first_to_the_upper_of_the_last(first, last, joined):
    assert joined_code(first, last) == joined and CODE.fullmatch(joined)


@pytest.mark.parametrize(
    ("code", "of_a_class"), [("[0,10)", 1), ("11+", 1), ("7", 1), ("all", 0), ("start=1", 0), ("", 0)]
)
def test_what_a_class_looks_like(code, of_a_class):
    assert is_class(code) == bool(of_a_class)


def test_the_classes_of_a_table_are_its_rows_without_their_total_in_order():
    assert classes_of("table_4_2") == ("(0,8]", "(8,16]", "(16,24]", "(24,36]", "(36,inf)")
    assert classes_of("figure_3_3")[-2:] == ("10", "11+")


def test_an_item_that_does_not_say_so_has_no_classes_to_join():
    assert classes_of("table_4_5") == () == classes_of("no item") and parts_of("table_4_5") == {}


def test_neighbours_of_any_number_make_a_class_that_is_told_from_all_others():
    parts = parts_of("table_4_2")
    assert len(parts) == 5 * 4 / 2 and parts["(8,24]"] == ("(8,16]", "(16,24]")
    assert not {*parts} & {*classes_of("table_4_2")}
