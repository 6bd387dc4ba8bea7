"""Chapters made now or before, one chapter alone, and what is stale."""

import pytest

from conftest import HEADERS, SETTINGS
from evalbook.build import build
from evalbook.errors import EvalbookError
from evalbook.machine.making_place import workshop
from evalbook.parameters import read_parameters
from evalbook.status import status
from tiny_book import write_book

pytestmark = pytest.mark.book

PERSON = "p1,IVA,vrouw,1980-06-15,psychisch,2024-05-01,,,"


@pytest.fixture
def place(tmp_path):
    folder = tmp_path / "extract"
    folder.mkdir()
    (folder / "extract.yaml").write_text(SETTINGS)
    (folder / "participants.csv").write_text(f"{HEADERS['participants']}\n{PERSON}\n")
    write_book(tmp_path / "source")
    return tmp_path


def stale(place):
    parts = status(place / "extract", book=place / "source")
    return {part: reasons for part, reasons in parts.items() if reasons}


def test_after_a_build_nothing_is_stale_and_a_changed_byte_is(place):
    assert set(stale(place)) >= {"results"}
    build(place / "extract", place / "book", book=place / "source")
    assert stale(place) == {}
    with (place / "extract" / "participants.csv").open("a") as rows:
        rows.write("p2,IVA,vrouw,1980-06-15,psychisch,2024-05-01,,,\n")
    assert stale(place)["results"] == ["file participants.csv changed"]


def test_a_changed_chapter_is_stale_by_itself(place):
    build(place / "extract", place / "book", book=place / "source")
    chapter = place / "source" / "chapters" / "second.ipynb"
    chapter.write_text(chapter.read_text().replace("Tweede", "Andere"))
    assert stale(place) in ({}, dict.fromkeys(("chapters/second", "en/chapters/second"), ["file second.ipynb changed"]))


def test_a_chapter_alone_leaves_the_others_and_says_so(place):
    build(place / "extract", place / "one", book=place / "source", chapter="first")
    second = (place / "one" / "chapters" / "second.html").read_text()
    first = (place / "one" / "chapters" / "first.html").read_text()
    assert "niet gemaakt" in second and "niet gemaakt" not in first
    assert not (place / "one" / "evaluatie.pdf").exists()


def test_a_misspelt_chapter_is_refused_with_the_nearest_name(place):
    with pytest.raises(EvalbookError, match="Did you mean first?"):
        build(place / "extract", place / "one", book=place / "source", chapter="frist")


def test_a_misspelt_parameter_is_refused_with_the_nearest_name(place):
    with pytest.raises(EvalbookError, match="Did you mean language?"):
        build(place / "extract", place / "one", book=place / "source", parameters={"langage": "nl"})


def test_parameters_come_from_a_file_and_the_command_wins(tmp_path):
    (tmp_path / "p.yaml").write_text("inflow: 120\nuntil: 2028\n")
    assert read_parameters(tmp_path / "p.yaml", {"inflow": "80"}) == {"inflow": 80, "until": 2028}


@pytest.mark.parametrize("content", ["- 1", "a: {b: 1}", "a: [", "a: 1\na: 2"])
def test_a_parameter_file_of_another_form_is_refused(tmp_path, content):
    (tmp_path / "p.yaml").write_text(content)
    with pytest.raises(EvalbookError, match="(name|key): value"):
        read_parameters(tmp_path / "p.yaml", {})


def test_two_builds_at_once_do_not_meet(place):
    with workshop(place / "book"), pytest.raises(EvalbookError, match="Another build"):
        build(place / "extract", place / "book", book=place / "source")
    assert not (place / "book").exists()
