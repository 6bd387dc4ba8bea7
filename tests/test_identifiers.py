"""An id is found wherever it can stand, and a word of the book is not taken for one."""

import pytest

from evalbook.book.identifiers import searchable
from evalbook.book.own_words import own_texts, source_texts
from evalbook.book.scan import check_names, find_persons
from evalbook.errors import EvalbookError
from evalbook.places import REPOSITORY
from literal_release import literal_release
from tiny_book import write_book

RELEASE = literal_release()
FOUND = "{}: the id of a person stands in it."
LEAKS = {
    "page.html": "<html><body><p>{}</p></body></html>",
    "cell.html": "<html><body><table><tr><td>{}</td><td>5</td></tr></table></body></html>",
    "alt.html": "<html><body><img src='a' alt='{}'></body></html>",
    "key.html": "<html><body><span data-key='a/{}'>5</span></body></html>",
    "link.html": "<html><body><a href='x.html#{}'>5</a></body></html>",
    "figure.svg": "<svg xmlns='http://www.w3.org/2000/svg'><text>{}</text></svg>",
    "codes.csv": "item,code\ntable_2_1,{}\n",
    "about.json": '{{"title": "{}"}}',
}
IDS = ["P0000123", "1234567", "NL-12/3", "2021-001", "Sentinel", "a b-12"]


@pytest.mark.parametrize("person", IDS)
@pytest.mark.parametrize("name", LEAKS)
def test_an_id_is_found_wherever_it_can_stand(tmp_path, name, person):
    (tmp_path / name).write_text(LEAKS[name].format(person))
    assert list(find_persons(tmp_path, [person], ["other words"])) == [FOUND.format(name)]
    assert not list(find_persons(tmp_path, [f"{person}4", f"4{person}"]))


@pytest.mark.parametrize(
    "person",
    [
        "Wajong2015",
        "participatieladder",
        "table_4_7",
        "computed",
        "2024-12",
        "2025-03-31",
        "1.234.567",
        "12-18",
        "1.10.2",
    ],
)
def test_what_stands_in_the_book_itself_is_nobodys_id(tmp_path, person):
    own = own_texts(REPOSITORY, RELEASE)
    body = f'<p class="{person}">{person}</p><p>{person.lower()}</p><link href="a.css?v={person}">'
    (tmp_path / "page.html").write_text(f"<html><body>{body}</body></html>")
    assert list(find_persons(tmp_path, [person], own)) == []
    assert list(find_persons(tmp_path, [person, "P0000123"], own)) == []


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("page.html", '<html><body><link href="a.css?digest={0}"><p class="{0}" id="{0}">x</p></body></html>'),
        ("results.csv", "item,value,base\ntable_2_1,{0},{0}\n"),
        ("_static/theme.js", 'const {0} = "{0}"'),
        ("a.woff2", "{0}"),
    ],
)
def test_a_class_a_digest_a_computed_number_and_the_theme_are_no_places_of_an_id(tmp_path, name, text):
    (tmp_path / "_static").mkdir()
    (tmp_path / name).write_text(text.format("1234567"))
    assert list(find_persons(tmp_path, ["1234567"])) == []


def test_what_stands_around_every_page_is_nobodys_id(tmp_path):
    for name in ("search.html", "page.html"):
        (tmp_path / name).write_text("<html><body><p>Inhoudsopgave</p></body></html>")
    assert list(find_persons(tmp_path, ["Inhoudsopgave"])) == []


@pytest.mark.slow
def test_many_ids_with_signs_are_looked_for_at_once(tmp_path):
    """One by one they would take minutes of a book."""
    sought = searchable([f"NL-{number}/A" for number in range(200_000)])
    assert len(sought._shapes) == 1
    assert not sought.found_in(["x NL-1/B " * 20_000])
    assert sought.found_in(["(NL-199999/A)"])


@pytest.mark.parametrize(("column", "what"), [("file", "file or sheet"), ("column", "heading"), ("text", "text that")])
def test_an_id_in_what_the_book_tells_of_the_files_is_told_before_it_is_made(column, what):
    from dataclasses import replace

    import pandas as pd

    from evalbook.release.reading import COLUMNS

    row = dict.fromkeys(COLUMNS, "") | {column: "jobs P0000123.csv"}
    released = replace(RELEASE, reading=pd.DataFrame([row]))
    with pytest.raises(EvalbookError, match=f"^A {what}") as raised:
        check_names(released, {}, persons=["P0000123"], own=[])
    assert "P0000123" not in str(raised.value)
    check_names(released, {}, persons=["P0000124"], own=[])


def test_an_id_that_somebody_typed_in_a_chapter_is_told_before_the_book_is_made(tmp_path):
    (source := write_book(tmp_path / "book")).joinpath("index.md").write_text("# Over P0000123 en participanten\n")
    own = own_texts(source, RELEASE)
    with pytest.raises(EvalbookError, match="^index.md: the id of a person"):
        check_names(RELEASE, source_texts(source), persons=["P0000123"], own=own)
    check_names(RELEASE, source_texts(source), persons=["participanten", "P0000124"], own=own)
