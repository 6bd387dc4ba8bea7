"""A short edition on paper: what it leaves out is named in its place, and no link leads out of it."""

import page as pdf_rules
import pytest

from evalbook.book.paper_words import said as words_of
from evalbook.book.papers import Chosen, Paper
from evalbook.book.pdf import book_tree
from evalbook.book.short_edition import abridged
from evalbook.errors import EvalbookError
from paper_pages import FACING, FIGURE, PAGES, heading, link, paragraph, printed, said, table

pytestmark = pytest.mark.book


def short(*left_out, pages=("one",)):
    return Paper("book.pdf", "PDF", "Kort", "lang", "Alleen in de lange: {}.", Chosen(pages, left_out))


def kept(blocks, *left_out):
    """What stays of a page, block by block in words."""
    (made,) = abridged({"one": blocks}, short(*left_out)).values()
    return [words_of(each.get("caption", each.get("parts", ""))) for each in made]


def named(name, title):
    return {**table([[["IVA"], ["1"]]], name=f"one#{name}"), "caption": [{"kind": "strong", "parts": [title]}, " x"]}


def test_a_section_goes_with_all_below_it_up_to_the_next_of_its_level():
    blocks = [heading("a", "Een"), heading("b", "Twee", 2), heading("c", "Drie", 3), paragraph("x")]
    blocks += [heading("d", "Vier", 2), paragraph("y")]
    assert kept(blocks, "b") == ["Een", "Alleen in de lange: Twee.", "Vier", "y"]
    assert kept(blocks, "c") == ["Een", "Twee", "Alleen in de lange: Drie.", "Vier", "y"]


def test_sections_and_exhibits_that_follow_each_other_are_named_in_one_line():
    blocks = [heading("a", "Een"), heading("b", "Twee", 2), paragraph("x"), heading("c", "Drie", 2), paragraph("y")]
    assert kept(blocks, "b", "c") == ["Een", "Alleen in de lange: Twee; Drie."]
    assert kept([named("t", "Tabel."), named("u", "Nog een"), paragraph("x")], "t", "u")[0].endswith("Tabel; Nog een.")


def test_a_table_goes_and_no_other_that_is_called_alike():
    assert kept([named("t", "Titel."), named("t-24", "Andere: x.")], "t") == [
        "Alleen in de lange: Titel.",
        "Andere: x. x",
    ]


def test_a_figure_goes_and_what_an_edition_has_not_leaves_no_trace():
    blocks = [heading("a", "Een"), {**FIGURE, "ids": ["one#f"], "caption": [{"kind": "strong", "parts": ["Lijn."]}]}]
    assert kept(blocks, "f") == ["Een", "Alleen in de lange: Lijn."]
    assert kept(blocks[:1], "f") == ["Een"]


def test_a_short_edition_has_its_pages_names_what_it_leaves_out_and_links_to_nothing_else(tmp_path):
    pages = {**PAGES, "one": [*PAGES["one"][:2], paragraph("Zie ", link("two#", "het tweede")), *PAGES["one"][3:]]}
    path = printed(tmp_path, pages, paper=short("slot"))
    text = said(path)[2]
    assert "Zie het tweede (lang)" in text and "Alleen in de lange: Slot." in text
    assert "Twee" not in " ".join(said(path)) and "abroad" not in text
    assert pdf_rules.validate_pdf(str(path), profile="ua1").is_compliant


def test_a_link_that_leads_nowhere_at_all_is_refused_in_the_short_edition_too():
    pages = {"one": [heading("a", "Een"), paragraph(link("one#b"))]}
    with pytest.raises(EvalbookError, match="leads to one#b, which is not in it"):
        book_tree(pages, [("", ["one"])], FACING, short())
