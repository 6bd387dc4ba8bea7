"""A page tells no folder, user or host; whatever these are called, nothing else is taken for them."""

import getpass
import html
import json
import os
from pathlib import Path
from urllib.parse import quote

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evalbook.book.own_words import own_texts, source_texts
from evalbook.book.whereabouts import Whereabouts, check_before, check_places, whereabouts
from evalbook.errors import EvalbookError
from evalbook.places import REPOSITORY
from literal_release import literal_release

DRAWN = settings(max_examples=300, deadline=None, derandomize=True)
NAMES = st.sampled_from(
    [
        "data",
        "book",
        "en",
        "a",
        "p",
        "x2",
        "chapters",
        "Zoë's map",
        'twee "2"',
        "--",
        "R&D",
        "100%",
        "$HOME",
        "\\",
        "日本",
        "{x}",
    ]
)
PATHS = st.lists(
    NAMES | st.text(st.characters(exclude_categories=("C",), exclude_characters="/"), min_size=1, max_size=12),
    min_size=1,
    max_size=4,
)
WAYS = [
    str,
    html.escape,
    lambda path: html.escape(path, quote=False),
    json.dumps,
    lambda path: json.dumps(path, ensure_ascii=False),
    lambda path: f"file://{quote(path)}",
    lambda path: f'"{path}"'.replace('"', '""'),
]
# What a book is full of that is no folder: links, tags, scripts, patterns, an address, dates, and a font's bytes.
PAGE = """<html lang="nl"><body class="data x2"><p>en/of, 2024/25, 1/2</p><a href="../data/a.csv">a</a>
<a href="en/index.html"></a><a href="https://a.example/data/book/en">x</a>
<img src="_images/a/p.svg" alt="b/c"></body></html>"""
SCRIPT = "x.replace(/[^a]/g, '').split('/a/p'); // data\nconst url = root + '../data/en.html';"


def here(*folders, names=()):
    return Whereabouts(tuple(folders), tuple(names))


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    site = tmp_path_factory.mktemp("site")
    for folder in ("data", "en", "_static/fonts"):
        (site / folder).mkdir(parents=True)
    (site / "index.html").write_text(PAGE)
    (site / "data" / "results.csv").write_text("item,value\ntable_2_1,1\n")
    (site / "_static" / "book.js").write_text(SCRIPT.replace("split('/a/p'); ", ""))
    (site / "_static" / "fonts" / "a.woff2").write_bytes(b"wOF2 x2-server /data /home/x2 u12345")
    return site


@pytest.mark.slow
@DRAWN
@given(parts=PATHS)
def test_a_folder_is_found_in_every_way_that_a_file_writes_it(parts):
    folder = str(Path("/", *parts))
    for way in WAYS:
        for text in (
            way(folder),
            f'x="{way(folder)}"',
            f"<p>Made in {way(folder)}, so.</p>",
            f"{way(folder + '/x.py')}",
        ):
            assert here(folder).folder_in(text)


@pytest.mark.slow
@DRAWN
@given(parts=PATHS)
def test_no_folder_is_found_in_a_book_that_tells_none(site, parts):
    check_places(site, here(str(Path("/", *parts))))


@pytest.mark.parametrize(
    "text", ["/data2", "/data-old/x", "x/data", "../data/x", "/mnt/data/x", "</data>", "/data.csv"]
)
def test_another_path_is_not_the_folder(text):
    assert not here("/data").folder_in(text)


@pytest.mark.parametrize("name", ["a.html", "a.js", "a.json", "a.css", "a.svg", "a.csv", "a.xml", "a.txt"])
def test_a_file_that_names_the_folder_it_was_made_in_stops_the_build(tmp_path, name):
    (tmp_path / name).write_text("made in /srv/x2/book")
    with pytest.raises(EvalbookError, match=f"^{name} names a folder"):
        check_places(tmp_path, here("/srv/x2/book"))


def test_a_link_to_a_file_of_the_book_is_no_folder(site, tmp_path):
    assert not here("/data").folder_in('href="/data/results.csv"', site=site)
    assert here("/data").folder_in('href="/data/persons.csv"', site=site)


@pytest.mark.parametrize("key", ["/Title", "/Author", "/Creator", "/Producer"])
def test_a_folder_in_what_a_pdf_says_of_itself_is_found(tmp_path, key):
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.docinfo[key] = "/srv/x2/book"
        pdf.save(tmp_path / "book.pdf")
    with pytest.raises(EvalbookError, match=r"^book.pdf"):
        check_places(tmp_path, here("/srv/x2/book"))


@pytest.mark.parametrize("name", ["u12345", "build-7.local", "x2.jansen"])
def test_the_user_and_the_host_are_found_as_words_of_what_is_read(tmp_path, name):
    (tmp_path / "a.html").write_text(f'<html><body class="{name}"><p>Een boek</p></body></html>')
    check_places(tmp_path, here(names=[name]))
    (tmp_path / "a.html").write_text(f"<html><body><p>Door {name}.</p></body></html>")
    with pytest.raises(EvalbookError, match=r"^a.html names"):
        check_places(tmp_path, here(names=[name]))
    check_places(tmp_path, here(names=[name]), own=[f"De titel {name}"])


def test_the_homes_of_a_user_are_folders(monkeypatch):
    monkeypatch.setenv("LOGNAME", "x2")
    assert {"/home/x2", "/Users/x2"} <= {*whereabouts([]).folders}


def test_a_user_without_a_name_or_a_home_is_nobody(monkeypatch, tmp_path):
    for name in ("LOGNAME", "USER", "LNAME", "USERNAME", "HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(os, "getuid", lambda: 987_654)
    with pytest.raises((KeyError, OSError)):
        getpass.getuser()
    assert str(tmp_path) in whereabouts([tmp_path]).folders


@pytest.mark.parametrize(
    "folder", ["/data", "/book", "/en", "/work", "/app", "/src", "/home", "/root", "/tmp", "/mnt/x"]
)
def test_the_book_itself_names_no_folder_that_people_work_in(folder):
    check_before(source_texts(REPOSITORY), here(folder))


def test_a_title_with_a_folder_of_this_machine_is_told_before_the_build():
    with pytest.raises(EvalbookError, match="^The title names a folder of this machine"):
        check_before({"The title": "Evaluatie (/srv/x2)"}, here("/srv/x2"))


def test_the_words_of_the_book_are_those_of_its_source_and_its_program_and_not_of_its_titles():
    own = " ".join(own_texts(REPOSITORY, literal_release()))
    assert all(word in own for word in ("Wajong2015", "participatieladder", "digits_left"))
    assert "A test" not in own
