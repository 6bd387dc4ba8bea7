"""A book of a register: stamped when it is unprotected, and not put in place when a person stands in it."""

import pandas as pd
import pytest
from lxml import html

from conftest import HEADERS, SETTINGS
from evalbook.build import build
from evalbook.errors import EvalbookError
from evalbook.extract.extract import read_extract
from evalbook.places import PUBLISHER
from evalbook.release.release import read_release, write_release
from tiny_book import chapter, code, text, write_book
from variations import protected, register_copy

pytestmark = pytest.mark.book

STAMPS = {"nl": "Niet beveiligd: alleen voor intern gebruik", "en": "Unprotected: for internal use only"}
PEOPLE = "\n".join(f"person{i},IVA,vrouw,1980-06-15,psychisch,2024-05-01,,," for i in range(120))


@pytest.fixture
def place(tmp_path):
    """A folder with a register extract of three persons and the source of a book on one of them."""
    (tmp_path / "extract").mkdir()
    (tmp_path / "extract" / "extract.yaml").write_text(SETTINGS.replace("synthetic", "register"))
    (tmp_path / "extract" / "participants.csv").write_text(f"{HEADERS['participants']}\n{PEOPLE}\n")
    return tmp_path


def book(place, shows):
    """A book whose second chapter shows this Markdown; the first has a table that says 1."""
    second = chapter(text("# Tweede\n\n[het eerste](#eerste)"), code(f"show('''{shows}''')"))
    source = write_book(place / "source", second=second)
    (source / "index.md").write_text("# Een boek\n")
    first = (source / "chapters" / "first.ipynb").read_text()
    first = first.replace("table_2_1/all/IVA/IVA//n", "table_2_1/all/IVA/IVA//percent").replace(
        ">1</span>", ">100%</span>"
    )
    (source / "chapters" / "first.ipynb").write_text(first.replace("Zie [figuur 2.1](#figure-2-1).", ""))
    return source


def test_an_internal_book_says_on_every_page_that_it_is_unprotected(place):
    build(place / "extract", place / "made", book=book(place, "Tekst."), internal=True)
    pages = list((place / "made").rglob("*.html"))
    assert len(pages) >= 4
    for page in pages:
        root = html.parse(page).getroot()
        assert STAMPS[root.get("lang")] in root.find("body").text_content()


def test_a_protected_book_refuses_the_exact_number(place):
    with pytest.raises(EvalbookError, match="first.html: the number shown for table_2_1/all/IVA/IVA//percent is not"):
        build(place / "extract", place / "made", book=book(place, "Tekst."))
    assert not (place / "made").exists()


@pytest.mark.parametrize(
    ("shows", "said"),
    [("Zie person2.", "the id of a person stands in it"), ("Er zijn 3 deelnemers.", "digits without a key")],
)
def test_a_find_leaves_the_book_out_of_its_place(place, shows, said):
    with pytest.raises(EvalbookError, match=rf"second.\w+: .*{said}"):
        build(place / "extract", place / "made", book=book(place, shows), internal=True)
    assert not (place / "made").exists()


def test_without_a_publisher_no_book_is_made_of_a_register_but_an_internal_one(place, monkeypatch):
    monkeypatch.delenv(PUBLISHER)
    source = book(place, "Tekst.")
    with pytest.raises(EvalbookError, match=r"publisher.yaml: fill in name, authors, .*who publishes it"):
        build(place / "extract", place / "made", book=source)
    assert not (place / "made").exists()
    build(place / "extract", place / "made", book=source, internal=True, languages=("nl",))


def test_a_protected_release_cannot_be_made_internal(place):
    write_release(protected(read_extract(place / "extract")), place / "release")
    assert read_release(place / "release").protected
    with pytest.raises(EvalbookError, match="protected already"):
        build(place / "release", place / "made", internal=True)


def test_the_whole_book_of_a_small_register_is_made_and_exposes_no_small_count(tmp_path):
    made = tmp_path / "made"
    build(register_copy(tmp_path / "extract", one_in=8), made)
    results = pd.read_csv(made / "data" / "results.csv")
    counts = results.loc[results["statistic"] == "n", "value"]
    assert len(counts) and not counts.between(1, 9).any()
    assert (made / "evaluatie.pdf").is_file() and (made / "en" / "evaluation.pdf").is_file()
    for edition in (made, made / "en"):
        cells = html.parse(str(edition / "chapters" / "02_participants.html")).xpath(
            "//td[contains(., '<') and contains(., '10')]"
        )
        assert cells
