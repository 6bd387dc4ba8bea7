"""A book while it is written: what is saved is on the page, and nothing else is made again; a fault is told in both."""

from __future__ import annotations

import http.client
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from types import SimpleNamespace
from urllib.parse import urlsplit

import psutil
import pytest
from lxml import html

from browser import visit
from evalbook.book.live_desk import Desk
from evalbook.book.live_pages import Shown as Page
from evalbook.book.live_server import ASKS_AGAIN
from evalbook.build import build
from evalbook.cli import main
from evalbook.hashes import file_hash
from evalbook.limits import limits
from evalbook.live import Preview
from evalbook.machine.watching import Watch
from evalbook.places import REPOSITORY
from telling_book import OPEN, write_named_extract
from tiny_book import code, text, write_book

pytestmark = pytest.mark.book

TITLE = "Deelnemers naar soort uitkering"
SENTENCES = [
    text("<!-- tweede -->\n# Tweede", "nl"),
    text("<!-- tweede -->\n# Second", "en"),
    code("report.names(people='table_2_1/all/all/all//n')"),
    text("Er deden {people} mensen mee.", "nl"),
    text("So many took part: {people}.", "en"),
    code("report.table('table_2_1')"),
    text("<!-- audit-errata -->\n## Errata", "nl"),  # to which the note of the table links
    text("<!-- audit-errata -->\n## Errata", "en"),
]
PROGRAM = """
import signal, sys
from pathlib import Path
from evalbook import live
signal.signal(signal.SIGINT, signal.default_int_handler)  # a program in the background ignores it
live.preview.__kwdefaults__["book"] = Path(sys.argv.pop())
from evalbook.cli import main
raise SystemExit(main())
"""
SECOND = "chapters/second.html"
LONG = 60_000  # milliseconds


@dataclass
class Shown:
    """A preview at work: its folder, its process and what it told."""

    folder: Path
    process: subprocess.Popen
    told: list[str]

    @property
    def address(self) -> str:
        return re.search(r"http://\S+/", self.told[0])[0]

    def get(self, name: str, host: str = "") -> tuple[int, str]:
        """The status and the text of a page."""
        place = urlsplit(self.address)
        connection = http.client.HTTPConnection(place.hostname, place.port, timeout=120)
        connection.request("GET", place.path + name, headers={"Host": host} if host else {})
        answer = connection.getresponse()
        return answer.status, answer.read().decode()

    def change(self, name: str, old: str, new: str) -> None:
        path = self.folder / name
        written = path.read_text(encoding="utf-8")
        assert old in written
        path.write_text(written.replace(old, new), encoding="utf-8")

    def says(self, text: str) -> bool:
        """Whether the terminal has a text, or gets it soon."""
        deadline = time.monotonic() + 10
        while not any(text in line for line in self.told) and time.monotonic() < deadline:
            time.sleep(0.05)
        return any(text in line for line in self.told)

    def made(self, before: int) -> list[str]:
        """The pages that were made, or not, since the terminal had so many lines."""
        time.sleep(0.5)  # a page that should not be made would be on its way
        return [line.split(": ")[0] for line in self.told[before:] if re.match(r"\S+ \(", line)]


@pytest.fixture(scope="module")
def shown(tmp_path_factory) -> Iterator[Shown]:
    """A preview of a copy of the program with a book of two chapters, both languages of the second looked at."""
    folder = tmp_path_factory.mktemp("live")
    for part in ("src", "data"):
        shutil.copytree(REPOSITORY / part, folder / part, ignore=shutil.ignore_patterns("__pycache__", "*.egg-info"))
    cells = [code('source = ""\nlanguage = "nl"', "parameters"), code(OPEN, "remove-cell"), *SENTENCES]
    import nbformat

    write_book(folder / "book", second=nbformat.v4.new_notebook(cells=cells))
    first = folder / "book" / "chapters" / "first.ipynb"
    own = first.read_text().replace("table-2-1", "table-own")
    first.write_text(own.replace("Zie [figuur 2.1](#figure-2-1).", "Zie [het andere](#tweede)."))
    write_named_extract(folder / "extract", title="Proef")
    (folder / "tmp").mkdir()
    around = os.environ | {"PYTHONPATH": str(folder / "src"), "TMPDIR": str(folder / "tmp")}
    command = [sys.executable, "-c", PROGRAM, "preview", folder / "extract", folder / "book"]
    telling = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True, "env": around}
    with subprocess.Popen(command, **telling) as process:
        at_work = Shown(folder, process, [])
        Thread(target=lambda: at_work.told.extend(process.stdout), daemon=True).start()
        deadline = time.monotonic() + 120
        while len(at_work.told) < 2 and time.monotonic() < deadline:
            time.sleep(0.1)
        for name in (SECOND, f"en/{SECOND}", SECOND):
            assert at_work.get(name)[0] == 200, at_work.told
        yield at_work
        process.kill()


def test_a_sentence_is_on_the_page_and_no_other_page_is_made_again(shown):
    before = len(shown.told)
    shown.change("book/chapters/second.ipynb", "Er deden {people} mensen mee.", "Mee deden {people} mensen.")
    page = shown.get(SECOND)[1]
    assert re.search(r"Mee deden <span data-key=[^>]*>1</span> mensen", page)
    assert "Er deden" not in page
    assert set(shown.made(before)) == {"chapters/second (nl)", "chapters/second (en)"}
    shown.change("book/chapters/second.ipynb", "Mee deden {people} mensen.", "Er deden {people} mensen mee.")
    assert "Er deden" in shown.get(SECOND)[1]


def test_the_search_knows_a_sentence_as_it_was_saved(shown):
    shown.get("search.html")
    assert "Er deden 1 mensen mee." in shown.get("search-texts.js")[1]
    shown.change("book/chapters/second.ipynb", "Er deden {people} mensen mee.", "Mee deden {people} mensen.")
    shown.get(SECOND), shown.get("search.html")
    assert "Mee deden 1 mensen." in shown.get("search-texts.js")[1]
    shown.change("book/chapters/second.ipynb", "Mee deden {people} mensen.", "Er deden {people} mensen mee.")
    shown.get(SECOND)


def test_a_page_that_somebody_looks_at_is_told_of_a_change(shown):
    shown.get(SECOND)
    version = re.search(r'data-version="(\d+)"', shown.get(SECOND)[1])[1]
    shown.change("book/chapters/second.ipynb", "Er deden", "Eens deden")
    asked, begun = f"_news?page={SECOND}&version={version}&stale=", time.monotonic()
    news = json.loads(shown.get(f"{asked}false")[1])
    if news["stale"]:
        news = json.loads(shown.get(f"{asked}true")[1])
    assert str(news["version"]) != version and not news["stale"]
    assert time.monotonic() - begun < ASKS_AGAIN
    shown.change("book/chapters/second.ipynb", "Eens deden", "Er deden")


def test_a_page_that_is_set_again_for_a_heading_elsewhere_keeps_its_newest_sentence(shown):
    changes = [
        ("first", "# Eerste", "# Verzette"),
        ("second", "Er deden", "Toen deden"),
        ("first", "# Verzette", "# Eerste"),
    ]
    for name, old, new in changes:
        shown.change(f"book/chapters/{name}.ipynb", old, new)
        for each in ("first", "second"):
            shown.get(f"chapters/{each}.html")
    page = shown.get(SECOND)[1]
    assert "Toen deden" in page and "Verzette" not in page
    shown.change("book/chapters/second.ipynb", "Toen deden", "Er deden")


@pytest.mark.browser
def test_the_browser_loads_the_page_again_by_itself_and_shows_a_fault_until_it_is_mended(shown, browser):
    with visit(browser) as page:
        page.goto(shown.address + SECOND)
        for old, new, seen in (
            ("Er deden", "Ooit deden", "Ooit deden"),
            ("report.table(", "reprot.table(", "second, cell 8: NameError"),
        ):
            page.get_by_text("Er deden").wait_for(timeout=LONG)
            shown.change("book/chapters/second.ipynb", old, new)
            page.get_by_text(seen).wait_for(timeout=LONG)
            shown.change("book/chapters/second.ipynb", new, old)
        page.get_by_text("Er deden").wait_for(timeout=LONG)


def test_a_label_is_on_the_page_and_the_other_language_stays(shown):
    for name in ("en/chapters/first.html", f"en/{SECOND}", f"en/{SECOND}"):  # what is on its way is made
        shown.get(name)
    before = len(shown.told)
    shown.change("src/evalbook/words/nl.yaml", TITLE, "Wie er meededen")
    page = shown.get(SECOND)[1]
    assert "Wie er meededen" in page
    assert TITLE not in page
    shown.get(f"en/{SECOND}")
    assert {line for line in shown.made(before) if "(en)" in line} == set()
    shown.change("src/evalbook/words/nl.yaml", "Wie er meededen", TITLE)


def test_a_misspelt_name_is_told_with_chapter_and_cell_until_it_is_mended(shown):
    for old, new, told in (
        ("report.table(", "reprot.table(", "second, cell 8: NameError: name 'reprot' is not defined"),
        ("mensen mee", "{peple} mee", "second, cell 6: {peple} is not named by the last report.names(...) above it."),
    ):
        shown.change("book/chapters/second.ipynb", old, new)
        status, page = shown.get(SECOND)
        assert (status, told in html.fromstring(page.encode()).text_content()) == (500, True)
        assert shown.says(told)
        shown.change("book/chapters/second.ipynb", new, old)
        assert shown.get(SECOND)[0] == 200


def test_words_that_are_no_yaml_are_told_until_they_are_mended(shown):
    shown.change("src/evalbook/words/nl.yaml", "formats:", "formats: '")
    status, page = shown.get(SECOND)
    assert (status, "nl.yaml is no YAML" in page) == (500, True)
    assert shown.says("nl.yaml is no YAML")
    shown.change("src/evalbook/words/nl.yaml", "formats: '", "formats:")
    assert shown.get(SECOND)[0] == 200


def test_a_link_that_leads_nowhere_is_told_with_its_cell_above_the_page(shown):
    shown.change("book/chapters/second.ipynb", "mensen mee", "[mensen](#nergens) mee")
    status, page = shown.get(SECOND)
    assert status == 200
    assert "second, cell 6: WARNING: undefined label: &#x27;nergens&#x27;" in page
    shown.change("book/chapters/second.ipynb", "[mensen](#nergens) mee", "mensen mee")
    assert "nergens" not in shown.get(SECOND)[1]


def test_a_heading_is_seen_on_the_pages_that_show_it(shown):
    assert ">Tweede<" in shown.get("chapters/first.html")[1].replace(" ", "").replace("\n", "")
    shown.change("book/chapters/second.ipynb", "# Tweede", "# Andere")
    assert "Andere" in shown.get(SECOND)[1]
    assert "Andere" in shown.get("chapters/first.html")[1]
    shown.change("book/chapters/second.ipynb", "# Andere", "# Tweede")
    assert "Andere" not in (shown.get(SECOND)[1] + shown.get("chapters/first.html")[1])


def test_other_pages_are_stale_before_one_is_told_to_be_made():
    """Whoever waits for a page gets it when it is made, and may ask for the next one at once."""
    stale = []

    class Told(Desk):
        def made(self, place, after, **more):
            stale.extend(each for each in self.names if self._is_stale(("nl", each)))
            super().made(place, after, **more)

    desk = Told({"nl": ""}, ("one", "other"))
    for name in desk.names:
        Desk.made(desk, ("nl", name), 1)
    shown = Preview(Path(), Path(), Path(), ("nl",), "", {}, limits(), desk, Watch([]))
    shown.makers["nl"] = SimpleNamespace(ask=lambda name: Page(others=True))
    shown._make("nl", "one", 1)
    assert stale == ["other"]


def test_a_style_is_copied_and_no_page_is_made_again(shown):
    shown.get(SECOND)
    before = len(shown.told)
    path = shown.folder / "book" / "assets" / "screen" / "book.css"
    path.write_text(path.read_text() + "/* anew */\n")
    shown.get(SECOND)
    assert "/* anew */" in shown.get("_static/book.css")[1]
    assert shown.made(before) == []


def test_code_and_what_decides_the_release_are_run_anew(shown):
    shown.change("src/evalbook/book/chapters.py", "from __future__", "frm __future__")
    assert re.search("book/chapters.py(.|\n)*SyntaxError", shown.get(SECOND)[1])
    shown.change("src/evalbook/book/chapters.py", "frm __future__", "from __future__")
    assert shown.get(SECOND)[0] == 200
    people = shown.folder / "extract" / "participants.csv"
    written, data = people.read_text(), shown.get("data/table_2_1.csv")
    people.write_text(written + "B,IVA,man,1990-06-15,psychisch,2024-06-01,,,\n")
    assert re.search(r"Er deden <span data-key=[^>]*>2</span> mensen", shown.get(SECOND)[1])
    assert shown.get("data/table_2_1.csv") != data
    people.write_text(written)
    assert ">1</span> mensen" in shown.get(SECOND)[1]
    assert shown.get("data/table_2_1.csv") == data


def test_an_extract_that_is_wrong_is_told_until_it_is_mended(shown):
    people = shown.folder / "extract" / "participants.csv"
    written = people.read_text()
    people.write_text(written.replace("IVA", "WAO"))
    status, page = shown.get(SECOND)
    assert (status, "participants.benefit: has values of another kind" in page) == (500, True)
    people.write_text(written)
    assert shown.get(SECOND)[0] == 200


def test_only_this_machine_reads_it_and_only_with_its_address(shown):
    assert urlsplit(shown.address).hostname == "127.0.0.1"
    assert {each.laddr.ip for each in psutil.Process(shown.process.pid).net_connections("tcp")} == {"127.0.0.1"}
    assert shown.get(SECOND, host="evil.example:80")[0] == 403
    assert shown.get(f"../guessed/{SECOND}")[0] == 404
    assert shown.get("../../../../etc/passwd")[0] == 404
    assert shown.get("..%2f..%2frelease-1/results.csv")[0] == 404


def test_the_pages_are_those_of_the_book(shown, tmp_path):
    build(shown.folder / "extract", tmp_path / "made", book=shown.folder / "book")
    for name in (SECOND, f"en/{SECOND}", "chapters/first.html", "index.html"):
        made = (tmp_path / "made" / name).read_text(encoding="utf-8")
        assert _article(shown.get(name)[1]) == _article(made)
    data = (tmp_path / "made" / "data" / "results.csv").read_text(encoding="utf-8")
    assert shown.get("data/results.csv") == (200, data)


def _article(page: str) -> list[str]:
    """What stands on a page: its article and the contents beside it."""
    found = html.fromstring(page.encode()).xpath("//article | //nav | //header")
    return [html.tostring(each, encoding="unicode") for each in found]


def test_ctrl_c_ends_it_and_leaves_nothing_behind_and_the_source_as_it_was(shown):
    sources = [path for path in sorted((shown.folder / "extract").rglob("*")) if path.is_file()]
    before = {path: file_hash(path) for path in sources}
    children = psutil.Process(shown.process.pid).children(recursive=True)
    shown.process.send_signal(signal.SIGINT)
    assert shown.process.wait(30) == 0
    _, alive = psutil.wait_procs(children, timeout=10)
    assert alive == []
    assert list((shown.folder / "tmp").iterdir()) == []
    assert {path: file_hash(path) for path in (shown.folder / "extract").rglob("*") if path.is_file()} == before


def test_what_cannot_be_shown_is_told_at_once(tmp_path, capsys):
    assert main(["preview", str(tmp_path)]) == 2
    assert "is no extract (extract.yaml) and no release (release.yaml)" in capsys.readouterr().err
