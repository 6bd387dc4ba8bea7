"""The book's source for one edition, and what it says around its chapters."""

from dataclasses import replace
from datetime import date

import pytest

from evalbook.book.chapters import Page
from evalbook.book.typesetting import chapter_names, interface, lay_out
from evalbook.build import BOOK
from literal_release import EDITION, literal_release


def facing(**edition):
    return interface(BOOK, literal_release(edition=replace(EDITION, **edition)), language="nl")


def test_the_reference_date_is_written_in_the_language_of_the_book():
    assert facing(reference_date=date(2026, 3, 1)).until == "Peildatum 1 maart 2026"


def test_a_synthetic_edition_is_labelled():
    assert facing().notice.startswith("Oefencijfers")


@pytest.mark.parametrize("protected, notice", [(True, ""), (False, "Niet beveiligd")])
def test_an_edition_of_registers_is_labelled_when_it_is_not_protected(protected, notice):
    released = literal_release(edition=replace(EDITION, kind="register"))
    told = interface(BOOK, replace(released, protected=protected), language="nl").notice
    assert told.startswith(notice) and bool(told) == bool(notice)


def test_the_pages_are_those_of_the_contents_and_all_are_there():
    names = chapter_names(BOOK)
    assert names[0] == "index"
    committed = {f"chapters/{path.stem}" for path in (BOOK / "chapters").glob("*.ipynb")}
    assert set(names[1:]) == committed


def test_the_source_of_an_edition_holds_text_and_figures_and_no_notebook(tmp_path):
    pages = {name: Page("# Kop\n", {"figure_2_1.svg": "<svg/>"}) for name in chapter_names(BOOK)}
    lay_out(BOOK, tmp_path, pages=pages, facing=facing(title="Editie & co"), with_pdf=False)
    assert not list(tmp_path.rglob("*.ipynb"))
    assert (tmp_path / "chapters" / "02_participants.md").read_text() == "# Kop\n"
    assert (tmp_path / "chapters" / "figures" / "figure_2_1.svg").is_file()
    assert "Editie & co" in (tmp_path / "_config.yml").read_text()
