"""One language of a book while it is written: a page is made when it is asked for, of what has changed alone.

A chapter is run once; after that a sentence is filled in from what its cells showed, as long as none of them changes.
All of this lives in a process that is replaced when code or words change.
"""

from __future__ import annotations

import logging
import re
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib import import_module
from pathlib import Path

import nbformat
from lxml.html import HtmlElement
from nbformat import NotebookNode

from evalbook.book.chapters import Page, own_parameters, pieces, published
from evalbook.book.downloads import DATA
from evalbook.book.executed import chapter_file, not_made
from evalbook.book.kernels import WARM_MODULES
from evalbook.book.live_sphinx import LiveSphinx
from evalbook.book.pages import page_text, read_page, repair_page
from evalbook.book.running import executed
from evalbook.book.search import PAGE as SEARCH_PAGE
from evalbook.book.search import search_scripts
from evalbook.book.site import notebooks_of, write_files
from evalbook.book.translations import join_page
from evalbook.book.typesetting import ASSETS, Interface, chapter_names, interfaces, lay_out, write_page
from evalbook.errors import EvalbookError
from evalbook.exhibits.sentences import tags
from evalbook.machine.workers import Job, run_jobs
from evalbook.release.release import read_release

SCREEN = Path(ASSETS) / "screen"
STATIC = "_static"
LINE = re.compile(r"\.md:(\d+):")
STYLES = "*"  # in place of a page's name: the style sheets, scripts and fonts of all pages


@dataclass(frozen=True)
class Asked:
    """What is shown: a release, the folder of the book's source, the languages, and the one chapter that is run if any.

    `work` holds what this language is made of, `site` what is shown of all languages.
    """

    release: Path
    book: Path
    work: Path
    site: Path
    languages: tuple[str, ...]
    language: str
    chapter: str = ""


@dataclass(frozen=True)
class Shown:
    """A page that was made: what Sphinx warned of, and whether other pages show what changed in it."""

    warnings: tuple[str, ...] = ()
    others: bool = False


def live_pages(asked: Asked) -> Callable[[str], Shown]:
    """What makes a page by its name in the contents; called in a process of its own."""
    logging.getLogger("papermill").setLevel(logging.WARNING)  # Sphinx would have it told on the terminal
    for name in WARM_MODULES:  # not once in each kernel
        import_module(name)
    return LivePages(asked).make


class LivePages:
    def __init__(self, asked: Asked) -> None:
        self._asked = asked
        self._notebooks = notebooks_of(asked.book)
        self._alone = chapter_file(self._notebooks, asked.chapter) if asked.chapter else ""
        self._names = chapter_names(asked.book)
        self._ran: dict[str, NotebookNode] = {}
        self._filled: dict[str, NotebookNode] = {}  # as it is written, with what its cells showed when they ran
        self._copied: dict[Path, tuple[int, int]] = {}
        self._set: set[str] = set()  # since other pages last changed what this one shows of them
        self._sphinx: LiveSphinx | None = None
        self._source, self._made = asked.work / "source", asked.work / "set"
        if not self._source.exists():
            self._lay_out()

    @cached_property
    def _facing(self) -> Interface:
        """Read when it is needed: a chapter that is run begins before."""
        asked = self._asked
        facings = interfaces(asked.book, read_release(asked.release), asked.languages)
        return next(each for each in facings if each.language == asked.language)

    def make(self, name: str) -> Shown:
        """Makes a page of what changed since. Raises EvalbookError with the chapter and the cell of a fault."""
        if name in (STYLES, DATA):
            self._take_styles() if name == STYLES else self._write_data()
            return Shown()
        try:
            return self._shown(name)
        except EvalbookError:
            self._set.discard(name)
            raise

    def _lay_out(self) -> None:
        pages = {name: not_made(path, self._asked.language) for name, path in self._notebooks.items()}
        laying_out = self._source.with_name("laying out")  # whole or not there: a later process goes on from it
        shutil.rmtree(laying_out, ignore_errors=True)
        lay_out(self._asked.book, laying_out, pages=pages, facing=self._facing, with_pdf=False)
        laying_out.rename(self._source)

    def _shown(self, name: str) -> Shown:
        page = self._page(name) if name in self._names else None
        sphinx = self._started()
        others, warnings = False, []
        if page and (write_page(page, self._source / f"{name}.md") or name not in self._set):
            before = sphinx.seen_by_others(name)
            warnings = sphinx.set_page(name)
            if others := before != sphinx.seen_by_others(name):
                self._set.clear()
            self._set.add(name)
        self._copy_files()
        self._finish(name)
        told = (self._with_cell(each, name) for each in warnings if each.startswith(f"{name}.md"))
        return Shown(tuple(told), others)

    def _prepare(self) -> None:
        """What the page of a chapter at work will need."""
        _ = self._started(), self._facing

    def _started(self) -> LiveSphinx:
        if self._sphinx is None:
            self._sphinx = LiveSphinx(self._source, self._made)
            self._sphinx.set_all()
        return self._sphinx

    def _page(self, name: str) -> Page:
        if name not in self._notebooks:
            return Page((self._asked.book / f"{name}.md").read_text(encoding="utf-8"))
        path, language = self._notebooks[name], self._asked.language
        if self._alone not in ("", name):
            return not_made(path, language)
        text = path.read_text(encoding="utf-8")
        try:
            written = nbformat.reads(text, 4)
        except Exception as fault:  # what nbformat raises of a file that is half written or no notebook is many things
            raise EvalbookError(f"{path.stem} is no notebook: {fault}") from None
        ran = self._ran.get(name)
        if ran is None or code_of(ran) != code_of(written):
            self._ran.pop(name, None)
            ran = self._ran[name] = self._run(name, text)
        self._filled[name] = with_outputs(written, ran)
        return published(self._filled[name], chapter=path.stem, language=language)

    def _run(self, name: str, text: str) -> NotebookNode:
        """A chapter run from a copy of what was read, so that it is that which is shown; Sphinx begins meanwhile."""
        copy = self._asked.work / "at work" / self._notebooks[name].name
        copy.parent.mkdir(exist_ok=True)
        copy.write_text(text, encoding="utf-8")
        spoken = {"language": self._asked.language, "source": str(self._asked.release)}
        job = Job(copy.stem, executed, (copy, [own_parameters(copy, spoken)]))
        return run_jobs([job], most=1, method="fork", meanwhile=self._prepare)[0][0]

    def _with_cell(self, warning: str, name: str) -> str:
        """A warning with the cell of the notebook that its line comes from."""
        found = LINE.search(warning)
        if not found or name not in self._filled:
            return warning
        end = 0
        for number, text in pieces(self._filled[name], {}, name, self._asked.language):
            end += text.count("\n") + 2  # a line is empty between two
            if int(found[1]) <= end:
                return f"{self._notebooks[name].stem}, cell {number}: {warning.partition(': ')[2]}"
        return warning

    def _take_styles(self) -> None:
        """The style sheets, scripts and fonts as they are now: no page is made again for them."""
        for path in (each for each in (self._asked.book / SCREEN).rglob("*") if each.is_file()):
            name = path.relative_to(self._asked.book / SCREEN)
            for folder in (self._source / SCREEN, self._started().pages / STATIC):
                (folder / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(path, folder / name)
        self._copy_files()

    def _write_data(self) -> None:
        """The released numbers as files, which pages link to."""
        folder = self._asked.site / DATA
        shutil.rmtree(folder, ignore_errors=True)
        write_files(self._asked.release, folder, self._asked.languages)

    def _copy_files(self) -> None:
        """All but the pages, where they changed since."""
        made = self._started().pages
        for path in (each for each in made.rglob("*") if each.is_file() and each.suffix != ".html"):
            known = path.stat()
            if self._copied.get(path) != (known.st_mtime_ns, known.st_size):
                self._put(path.relative_to(made), path.read_bytes())
                self._copied[path] = known.st_mtime_ns, known.st_size

    def _put(self, name: Path, content: bytes) -> None:
        """In the site at once whole: it is read at any moment."""
        place = self._asked.site / self._facing.folder / name
        place.parent.mkdir(parents=True, exist_ok=True)
        making = place.with_name(f".{place.name}.making")
        making.write_bytes(content)
        making.replace(place)

    def _finish(self, name: str) -> None:
        if f"{name}.html" == SEARCH_PAGE:
            pages = {f"{each}.html": self._joined(each) for each in self._names}
            for script, text in search_scripts(pages, self._facing).items():
                self._put(Path(script), text.encode())
        self._put(Path(f"{name}.html"), page_text(self._joined(name)).encode())

    def _joined(self, name: str) -> HtmlElement:
        page = read_page(self._started().pages / f"{name}.html")
        repair_page(page, self._facing)
        join_page(page, f"{name}.html", shared=(), facing=self._facing)
        return page


def code_of(notebook: NotebookNode) -> list[tuple[str, tuple[str, ...]]]:
    """All that decides what the cells of a notebook show: its code, in order, with the tags of each cell."""
    return [(cell.source, tuple(sorted(tags(cell)))) for cell in _own(notebook) if cell.cell_type == "code"]


def with_outputs(written: NotebookNode, ran: NotebookNode) -> NotebookNode:
    """A notebook as it is written now, with what its code showed when it was run."""
    outputs = iter([cell.outputs for cell in _own(ran) if cell.cell_type == "code"])
    for cell in written.cells:
        if cell.cell_type == "code":
            cell.outputs = next(outputs)
    return written


def _own(notebook: NotebookNode) -> Sequence[NotebookNode]:
    return [cell for cell in notebook.cells if "injected-parameters" not in tags(cell)]
