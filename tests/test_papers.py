"""Which pages each PDF has: data beside the contents, of which every name is one of the book's."""

import re

import pytest
import yaml

from evalbook.book.papers import PAPERS, papers_of
from evalbook.book.typesetting import INTERFACE, chapter_names
from evalbook.build import BOOK
from evalbook.errors import EvalbookError

NAMES = ["index", "chapters/one", "chapters/two"]
WORDS = {"short": {"file": "s.pdf", "words": "Short"}, "complete": {"file": "c.pdf", "words": "Complete"}}


def papers(folder, written):
    (folder / PAPERS).write_text(written)
    return papers_of(folder, WORDS, NAMES)


def test_the_short_edition_is_offered_first_and_the_complete_one_has_all(tmp_path):
    short, complete = papers(tmp_path, "compact: [chapters/one]\nshort: {pages: [chapters/one], left_out: [a, b]}")
    assert (short.file, short.chosen.pages, short.chosen.left_out) == ("s.pdf", ("chapters/one",), ("a", "b"))
    assert (complete.file, complete.chosen) == ("c.pdf", None)
    assert short.compact == complete.compact == {"chapters/one"}


def test_a_book_that_says_nothing_of_it_has_the_complete_edition_only(tmp_path):
    assert [each.file for each in papers_of(tmp_path, WORDS, NAMES)] == ["c.pdf"]
    assert [each.file for each in papers(tmp_path, "")] == ["c.pdf"]


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("short: {pages: [chapters/tow]}", "chapters/tow is no page of the contents. Did you mean chapters/two"),
        ("short: {pages: [index]}\ncompact: [chapters/on]", "chapters/on is no page of the contents"),
        ("short: {page: [index]}", "short: the key 'page' is not known. Did you mean pages"),
        ("shorter: {}", "the key 'shorter' is not known. Did you mean short"),
    ],
)
def test_a_name_that_is_none_is_told(tmp_path, written, told):
    with pytest.raises(EvalbookError, match=told):
        papers(tmp_path, written)


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_book_has_both_in_both_languages(language):
    words = yaml.safe_load((BOOK / INTERFACE).read_text())[language]["papers"]
    short, complete = papers_of(BOOK, words, chapter_names(BOOK))
    assert short.title and short.elsewhere and "{}" in short.left_out and short.file != complete.file
    assert {"chapters/00_brief", "chapters/00_summary", "chapters/09_difference"} <= {*short.chosen.pages}


def test_what_the_short_edition_leaves_out_is_in_its_pages():
    written = yaml.safe_load((BOOK / PAPERS).read_text())["short"]
    sources = "\n".join((BOOK / f"{name}.ipynb").read_text(encoding="utf-8") for name in written["pages"])
    labels = {*re.findall(r"<!-- ([a-z0-9-]+) -->", sources)}
    labels |= {item.replace("_", "-") for item in re.findall(r"report\.(?:table|figure)\(\\\"(\w+)", sources)}
    assert [each for each in written["left_out"] if each not in labels] == []
    assert len({*written["left_out"]}) == len(written["left_out"])
