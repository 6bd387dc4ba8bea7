"""Sphinx writes the tree of each page down when it sets the page, of a book that has a PDF."""

import json

import pytest

from evalbook.book.chapters import Page
from evalbook.book.papers import Paper
from evalbook.book.typesetting import Interface, lay_out, set_pages, trees_of
from evalbook.errors import EvalbookError
from tiny_book import write_book

pytestmark = pytest.mark.book

WORDS = {"parts": {}, "search": {"field": "Zoek"}}
FACING = Interface("nl", "Een boek", "2025q1", "Peildatum", "", WORDS, papers=(Paper("book.pdf", "PDF"),))
FIRST = "# Eerste\n\n(slot)=\n## Slot\n\nZie {ref}`hier <slot>` en [het tweede](second.md). 'Zo' -- dus.\n"
SECOND = "# Tweede\n\nZie {ref}`het slot <slot>`.\n"


def laid_out(folder, *, first=FIRST, with_pdf=True):
    pages = {"index": Page("# Boek\n"), "chapters/first": Page(first), "chapters/second": Page(SECOND)}
    book = write_book(folder / "book")
    lay_out(book, folder / "source", pages=pages, facing=FACING, with_pdf=with_pdf)
    return folder / "source"


def test_each_page_has_a_tree_with_numbers_and_links_as_its_html(tmp_path):
    set_pages(laid_out(tmp_path), tmp_path / "made")
    trees = trees_of(tmp_path / "made")
    assert {path.relative_to(trees).as_posix() for path in trees.rglob("*.json")} == {
        "index.json",
        "chapters/first.json",
        "chapters/second.json",
    }
    first, slot, words = json.loads((trees / "chapters" / "first.json").read_text())
    assert [(each["number"], each["ids"][0]) for each in (first, slot)] == [
        ("1", "chapters/first#eerste"),
        ("1.1", "chapters/first#slot"),
    ]
    own, other = (part for part in words["parts"] if not isinstance(part, str))
    assert (own["to"], other["to"]) == ("chapters/first#slot", "chapters/second#")
    assert words["parts"][-1] == ". ‘Zo’ – dus."
    second = json.loads((trees / "chapters" / "second.json").read_text())
    assert second[1]["parts"][1]["to"] == "chapters/first#slot"


def test_a_book_without_a_pdf_has_no_trees(tmp_path):
    set_pages(laid_out(tmp_path, with_pdf=False), tmp_path / "made")
    assert not trees_of(tmp_path / "made").exists()


def test_what_has_no_form_on_paper_stops_with_the_page_and_what_it_is(tmp_path):
    source = laid_out(tmp_path, first="# Eerste\n\n:::{sidebar} Terzijde\nx\n:::\n")
    with pytest.raises(EvalbookError, match="chapters/first: the PDF has no form for this: sidebar"):
        set_pages(source, tmp_path / "made")
