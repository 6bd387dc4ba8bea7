"""One command makes the whole book, the same from an extract and from its release, or leaves the old one."""

import json
import os
import shutil
import signal
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from lxml import html

from conftest import HEADERS, SETTINGS
from evalbook.build import USUAL, build
from evalbook.cli import main
from evalbook.commands import of_book
from evalbook.errors import EvalbookError
from evalbook.extract.canonical import fingerprints
from evalbook.extract.extract import read_extract
from evalbook.gate.making import release_exact
from evalbook.hashes import file_hash
from evalbook.machine.progress import VERBOSE, Progress, told
from evalbook.release.release import write_release
from tiny_book import chapter, code, text, write_book

pytestmark = pytest.mark.book

PERSON = "p1,IVA,vrouw,1980-06-15,psychisch,2024-05-01,,,"
PAGES = {"index.html", "chapters/first.html", "chapters/second.html", "search.html"}


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """A folder with an extract, the source of a book, and the book `made` of them."""
    folder = tmp_path_factory.mktemp("place")
    (folder / "extract").mkdir()
    (folder / "extract" / "extract.yaml").write_text(SETTINGS)
    rows = f"{HEADERS['participants']}\n{PERSON}\n"
    (folder / "extract" / "participants.csv").write_text(rows)
    write_book(folder / "source")
    build(folder / "extract", folder / "made", book=folder / "source")
    return folder


def hashes(folder: Path) -> dict[str, str]:
    paths = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    return {str(path.relative_to(folder)): file_hash(path) for path in paths}


def test_a_book_holds_pages_numbers_and_the_pdf(place):
    names = set(hashes(place / "made"))
    assert names >= PAGES | {"data/results.csv", "data/table_2_1.csv", "manifest.json", "evaluatie.pdf"}


def test_a_build_tells_its_stages_the_warnings_of_the_extract_and_what_it_made(place, tmp_path):
    extract = tmp_path / "extract"
    shutil.copytree(place / "extract", extract)
    (extract / "notes.csv").write_text("x\n1\n")
    with told(Progress(level=VERBOSE, stream=(stream := StringIO()))):
        made = build(extract, tmp_path / "book", book=place / "source")
    lines = stream.getvalue().splitlines()
    stages = [line.split(",")[0] for line in lines if line.split(",")[0] in USUAL]
    assert stages == [*USUAL] and [line for line in lines if "notes.csv" in line]
    assert (
        made.pages == {"nl": 3, "en": 3}
        and {len(each) for each in made.paper.values()} == {1}
        and min(made.paper["nl"]) > 2
    )
    assert str(made.output) in of_book(made, 61.2) and "It took 61 seconds." in of_book(made, 61.2)


def test_the_manifest_says_what_the_book_was_made_from(place):
    manifest = json.loads((place / "made" / "manifest.json").read_text())
    assert manifest["inputs"] == fingerprints(read_extract(place / "extract").tables)
    assert list(manifest["chapters"]) == ["first.ipynb", "second.ipynb"]
    assert manifest["parameters"] == {"language": ["nl", "en"]}


def test_a_book_from_the_release_is_the_same_to_the_byte(place, tmp_path):
    write_release(release_exact(read_extract(place / "extract")), tmp_path / "release")
    build(tmp_path / "release", tmp_path / "deeper" / "again", book=place / "source")
    assert hashes(tmp_path / "deeper" / "again") == hashes(place / "made")


@pytest.mark.parametrize("sentinel", [b"SENTINEL", b"place0"], ids=["a hidden output", "the folder"])
def test_nothing_tells_what_was_hidden_or_where_it_was_made(place, sentinel):
    told = [path for path in (place / "made").rglob("*") if path.is_file() and sentinel in path.read_bytes()]
    assert told == []


@pytest.mark.parametrize("name", sorted(PAGES))
def test_a_synthetic_edition_says_so_on_every_page(place, name):
    body = html.parse(place / "made" / name).getroot().find("body")
    assert "Oefencijfers" in body.text_content()


def around_the_chapters(path):
    """All that a page says or has said beside its chapter: text, and what is spoken of buttons and pictures."""
    page = html.parse(path).getroot()
    for element in page.xpath("//script | //style | //article[not(.//*[@id='found'])]"):
        element.drop_tree()
    spoken = page.xpath("//@title | //@aria-label | //@placeholder | //@alt")
    return {" ".join(text.split()) for text in (*page.xpath("//text()"), *spoken)} - {""}


SAME = {"Een boek", "Eerste", "1 Eerste", "Tweede", "2 Tweede", "Slot", "1.1 Slot", "2.1 Slot", "#", "A test"}


@pytest.mark.parametrize("name", sorted(PAGES))
def test_nothing_around_the_chapters_reads_the_same_in_both_languages(place, name):
    dutch, english = (around_the_chapters(place / "made" / folder / name) for folder in ("", "en"))
    assert {text for text in dutch & english if text[0].isalpha()} <= SAME


def test_the_second_language_has_its_own_pdf_and_no_data_of_its_own(place):
    names = {name for name in hashes(place / "made") if name.startswith("en/")}
    assert names >= {"en/evaluation.pdf", *(f"en/{page}" for page in PAGES)}
    assert not [name for name in names if name.startswith("en/data/")]


def test_pages_ask_nothing_of_another_host(place):
    for path in (place / "made").rglob("*.html"):
        addresses = html.parse(path).xpath("//link/@href | //script/@src | //img/@src")
        assert not [address for address in addresses if "//" in address]


def test_a_failing_chapter_is_named_and_leaves_the_last_book_whole(place, tmp_path):
    before = hashes(place / "made")
    broken = write_book(tmp_path / "broken", second=chapter(text("# Tweede"), code("1 / 0")))
    with pytest.raises(EvalbookError, match="second, cell 4: ZeroDivisionError"):
        build(place / "extract", place / "made", book=broken)
    assert hashes(place / "made") == before
    assert not list(place.glob(".made*"))


def test_an_interrupt_leaves_the_last_book_and_nothing_else(place, tmp_path):
    before = hashes(place / "made")
    program = "import signal, sys; from pathlib import Path; from evalbook.build import build\n"
    program += "from evalbook.machine.progress import Progress, told\n"
    program += "signal.signal(signal.SIGINT, signal.default_int_handler)\n"  # a program in the background ignores it
    program += "source, output, book = map(Path, sys.argv[1:])\n"
    program += "with told(Progress()): build(source, output, book=book)"
    folders = [place / name for name in ("extract", "made", "source")]
    command = [sys.executable, "-c", program, *folders]
    nothing_made = os.environ | {"EVALBOOK_CACHE": str(tmp_path)}
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=nothing_made) as building:
        while "run chapters" not in building.stderr.readline():
            assert building.poll() is None
        building.send_signal(signal.SIGINT)
        building.communicate()
    assert building.returncode == -signal.SIGINT
    assert hashes(place / "made") == before
    assert not list(place.glob(".made*"))


def test_a_reference_to_nothing_stops_the_build(place, tmp_path):
    lost = chapter(text("# Tweede\n\n[tabel 9.9](#table-9-9)"))
    book = write_book(tmp_path / "source", second=lost)
    with pytest.raises(EvalbookError, match="chapters/second.md:3: WARNING: undefined label: 'table-9-9'"):
        build(place / "extract", tmp_path / "made", book=book)
    assert not (tmp_path / "made").exists()


@pytest.mark.parametrize("manifest", ['{"name": "an app of the web"}', "[]", "", "x"])
def test_a_folder_that_holds_something_else_is_not_replaced(place, tmp_path, manifest):
    (tmp_path / "thesis.odt").write_text("four years")
    (tmp_path / "manifest.json").write_text(manifest)
    with pytest.raises(EvalbookError, match="holds something else than a book"):
        build(place / "extract", tmp_path, book=place / "source")
    assert (tmp_path / "thesis.odt").read_text() == "four years"


def test_what_is_no_extract_and_no_release_is_refused(place, tmp_path):
    with pytest.raises(EvalbookError, match="is no extract .* and no release"):
        build(place / "source", tmp_path / "made", book=place / "source")


@pytest.mark.parametrize("name", [".git", "notes.docx", "extract"])
def test_a_book_takes_nothing_along_that_lies_beside_its_files(place, tmp_path, name):
    shutil.copytree(place / "made", tmp_path / "book")
    (tmp_path / "book" / name).mkdir()
    with pytest.raises(EvalbookError, match=f"{name} beside a book"):
        build(place / "extract", tmp_path / "book", book=place / "source")
    assert (tmp_path / "book" / name).exists()


def test_a_book_never_replaces_what_it_is_made_from(place, tmp_path):
    shutil.copytree(place / "made", tmp_path / "book")
    shutil.copytree(place / "extract", tmp_path / "book" / "data" / "extract")
    with pytest.raises(EvalbookError, match="which the book will replace"):
        build(tmp_path / "book" / "data" / "extract", tmp_path / "book", book=place / "source")
    with pytest.raises(EvalbookError, match="lies in what the book is made from"):
        build(place / "extract", place / "extract" / "book", book=place / "source")


@pytest.mark.parametrize("name", ["source", "language"])
def test_what_a_book_is_made_from_is_no_parameter(place, tmp_path, name):
    with pytest.raises(EvalbookError, match="is no parameter of its chapters"):
        build(place / "extract", tmp_path / "book", book=place / "source", parameters={name: "other"})


def test_an_id_in_the_title_is_said_before_the_build(place, tmp_path, capsys):
    shutil.copytree(place / "extract", tmp_path / "extract")
    settings, rows = (tmp_path / "extract" / name for name in ("extract.yaml", "participants.csv"))
    rows.write_text(rows.read_text().replace("p1,", "NL8812345,"))
    settings.write_text(settings.read_text().replace("A test", "Dossier NL8812345"))
    with pytest.raises(EvalbookError, match="^The title: the id of a person"):
        build(tmp_path / "extract", tmp_path / "book", book=place / "source")
    assert main(["release", str(tmp_path / "extract"), "--output", str(tmp_path / "release")]) == 2
    assert "The title: the id of a person" in capsys.readouterr().err
