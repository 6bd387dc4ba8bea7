"""Columns on paper have the room that their texts ask for, and only a table of more than half a page breaks."""

import pytest

from evalbook.book.paper_tables import GAP, HEAD, LEAST, SIGNS_ACROSS, columns_of, shares_of


@pytest.mark.parametrize(
    ("rows", "text", "may_break"), [(24, "1", False), (25, "1", True), (3, "een lange uitleg " * 40, True)]
)
def test_a_table_of_more_than_half_a_page_may_break(rows, text, may_break):
    texts = [("Uitkering", "Aantal"), *(("IVA", text) for _ in range(rows))]
    assert columns_of(texts, ("left", "right"))["long"] is may_break


@pytest.mark.parametrize(("columns", "wide"), [(6, False), (7, True)])
def test_a_table_of_many_columns_is_set_smaller(columns, wide):
    assert columns_of([("a",) * columns, ("1",) * columns], ("right",) * columns)["wide"] is wide


def test_short_columns_are_as_wide_as_their_longest_line_or_the_longest_word_of_their_head():
    columns = [("Groep", "Wajong"), ("Werkgelegenheid", "1"), ("Kosten", "€ 1.000\n€ 900–1.100")]
    assert shares_of(columns) == [len("Wajong") + GAP, len("Werkgelegenheid") + GAP, len("€ 900–1.100") + GAP]


def test_a_head_of_many_words_makes_no_column_wide():
    assert shares_of([("Groep", "IVA"), ("Aantal personen dat gevolgd is", "1")])[1] == HEAD + GAP


def test_sentences_share_what_short_columns_leave_and_the_longer_has_more():
    short, long = shares_of([("Vraag", "Een lange vraag. " * 6), ("Antwoord", "Een lang antwoord. " * 20)])
    assert long > 2 * short and short + long == pytest.approx(SIGNS_ACROSS, abs=0.1)


def test_a_column_of_sentences_is_never_less_than_can_be_read():
    short, long = shares_of([("Vraag", "Hoeveel mensen kregen er hulp?"), ("Antwoord", "Een lang antwoord. " * 99)])
    assert short == LEAST + GAP < long


def test_a_column_of_sentences_holds_its_longest_word():
    first, _ = shares_of([("A", "een arbeidsongeschiktheidsuitkering"), ("B", "woord " * 2000)])
    assert first == len("arbeidsongeschiktheidsuitkering") + GAP


def test_a_column_that_is_empty_has_the_width_of_its_head():
    assert shares_of([("Groep", "IVA"), ("Anders", "")])[1] == len("Anders") + GAP
    assert shares_of([("Groep",)]) == [len("Groep") + GAP]
