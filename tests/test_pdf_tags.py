"""The first cell of a row is its head; an empty head is a cell; the last rows of a table are rows as others are."""

import re

import pytest

from evalbook.book.pdf_tags import with_row_heads


def element(kind, parent, kids=b"0", about=b""):
    return b"<<\n  /Type /StructElem\n  /S /%b\n  /P %d 0 R\n%b  /K [%b]\n>>" % (kind, parent, about, kids)


def table(first_cell, *, of=b"TBody", first_head=b"4"):
    headers = b"  /A [<<\n    /O /Table\n    /Headers [(U1x0y0)]\n  >>]\n"
    scope = b"  /A [<<\n    /O /Table\n    /Scope /Column\n    /Headers []\n  >>]\n"
    return {
        1: element(b"Table", 0, b"2 0 R 5 0 R"),
        2: element(b"THead", 1, b"3 0 R"),
        3: element(b"TR", 2, b"4 0 R 9 0 R"),
        4: element(b"TH", 3, first_head, scope),
        5: element(of, 1, b"6 0 R"),
        6: element(b"TR", 5, b"7 0 R 8 0 R"),
        7: element(b"TD", 6, first_cell, headers),
        8: element(b"TD", 6, b"3", headers),
        9: element(b"TH", 3, b"5", scope),
    }


def kinds(objects):
    """The kind of each element, with its scope."""
    return {number: b" ".join(re.findall(rb"/(?:S|Scope) /(\w+)", body)).decode() for number, body in objects.items()}


def test_the_first_cell_of_a_row_heads_it_and_no_other():
    made = kinds(with_row_heads(table(b"2")))
    assert (made[7], made[8]) == ("TH Row", "TD")
    assert (made[4], made[9]) == ("TH Column", "TH Column")


def test_a_first_cell_without_words_heads_nothing():
    assert kinds(with_row_heads(table(b"")))[7] == "TD"


def test_an_empty_head_is_a_cell():
    assert kinds(with_row_heads(table(b"2", first_head=b"")))[4] == "TD"


def test_rows_that_are_kept_together_are_rows_of_the_table():
    made = kinds(with_row_heads(table(b"2", of=b"TFoot")))
    assert (made[5], made[7]) == ("TBody", "TH Row")


def test_no_cell_names_its_heads_as_those_of_rows_would_be_missing():
    assert not any(b"/Headers" in body for body in with_row_heads(table(b"2")).values())


@pytest.mark.parametrize("of", [b"THead", b"TBody"])
def test_the_title_of_a_group_of_rows_heads_no_column(of):
    """The first of them stands in the head of the table, where it would head the rows of all groups."""
    objects = table(b"2", of=of)
    objects[6] = element(b"TR", 5, b"7 0 R")
    objects[7] = element(b"TH", 6, b"2", b"  /A [<<\n    /O /Table\n    /Scope /Column\n    /ColSpan 2\n  >>]\n")
    assert kinds(with_row_heads(objects))[7] == "TH Row"


def test_a_head_over_some_columns_heads_these():
    objects = table(b"2")
    objects[4] = element(b"TH", 3, b"4", b"  /A [<<\n    /O /Table\n    /Scope /Column\n    /ColSpan 2\n  >>]\n")
    assert kinds(with_row_heads(objects))[4] == "TH Column"


def test_a_cell_without_attributes_gets_them():
    objects = table(b"2")
    objects[7] = element(b"TD", 6, b"2")
    assert kinds(with_row_heads(objects))[7] == "TH Row"
    assert b"/A [<< /O /Table /Scope /Row >>]" in with_row_heads(objects)[7]
