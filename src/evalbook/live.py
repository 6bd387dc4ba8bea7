"""A book while it is written: served on this machine, and made again where a file changed.

What makes releases and pages runs in processes that begin anew when code or words change; this one only watches and
serves. In the order of what a change costs: a style is copied; a sentence is filled in; a cell of code runs its
chapter; code, words and data run a chapter when it is looked at; what decides the release makes that first.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from shutil import rmtree
from threading import RLock, Thread
from time import perf_counter, sleep

from evalbook.book.downloads import DATA as FILES
from evalbook.book.executed import chapter_file
from evalbook.book.live_desk import Desk
from evalbook.book.live_pages import SCREEN, STYLES, Asked, Shown
from evalbook.book.live_server import LiveServer
from evalbook.book.site import notebooks_of, surroundings
from evalbook.book.typesetting import ASSETS, CONFIG, CONTENTS, INTERFACE, LANGUAGES, chapter_names
from evalbook.errors import EvalbookError
from evalbook.limits import Limits, limits
from evalbook.machine.fresh import Fresh, ready
from evalbook.machine.temporary import temporary_folder
from evalbook.machine.watching import Watch
from evalbook.places import DATA, REPOSITORY, SHIPPED_EXTRACT
from evalbook.release.release import read_release

CODE = Path(__file__).parent
WORDS = CODE / "words"
LOOKS_EVERY = 0.2  # seconds
RELEASE = ""  # among the makers, which have the name of their language
SEARCH = "search"  # a page that no chapter makes
ALL_OF_IT = (CONFIG, CONTENTS, str(INTERFACE), f"{ASSETS}/templates", f"{ASSETS}/site")  # they decide every page


@dataclass
class Preview:
    """What is shown of a source, and the processes that make it; `decided_by`: files that made the release."""

    source: Path
    book: Path
    room: Path
    languages: tuple[str, ...]
    chapter: str
    release_choices: Mapping[str, object]
    limits: Limits
    desk: Desk
    watch: Watch
    makers: dict[str, Fresh] = field(default_factory=dict)
    release: Path | None = None
    releases: int = 0
    decided_by: frozenset[str] = frozenset()
    ended: bool = False
    lock: RLock = field(default_factory=RLock)

    @property
    def site(self) -> Path:
        return self.room / "site"

    def make_release(self) -> Path:
        """The release as its source is now. Raises EvalbookError with what is to be mended."""
        with self.lock:
            if self.release is None:
                self.releases += 1
                folder = self.room / f"release-{self.releases}"
                asked = (self.source, self.release_choices, self.limits)
                maker = self._begin(RELEASE, "The release", "evalbook.live_release", "live_release", *asked)
                try:
                    self.decided_by = frozenset(maker.ask(folder))
                    self.release = folder
                finally:
                    self.makers.pop(RELEASE).end()
            return self.release

    def maker(self, language: str) -> Fresh:
        """The process that makes the pages of a language."""
        with self.lock:
            if language not in self.makers:
                folder = self.room / language
                folder.mkdir(exist_ok=True)
                asked = Asked(self.make_release(), self.book, folder, self.site, self.languages, language, self.chapter)
                self._begin(language, f"Pages ({language})", "evalbook.book.live_pages", "live_pages", asked)
            return self.makers[language]

    def _begin(self, name: str, *asked: object) -> Fresh:
        if self.ended:
            raise EvalbookError("The preview has ended.")
        self.makers[name] = Fresh(*asked)
        return self.makers[name]

    def end(self) -> None:
        """Ends all processes, and begins none any more."""
        self.ended = True
        for maker in list(self.makers.values()):
            maker.end()

    def look(self) -> None:
        """Takes in what changed since it was looked last."""
        with self.lock:
            if changed := self.watch.changed():
                self._take(changed)

    def _take(self, changed: set[Path]) -> None:
        own = {name for name in self.desk.names for end in (".ipynb", ".md") if self.book / f"{name}{end}" in changed}
        self.desk.change(self.languages, sorted(own), at_once=True)
        if any(self._decides(path) for path in changed):
            self.release = None
        for language in self.languages:
            if why := [path for path in changed if self._makes_anew(path, language)]:
                self._begin_anew(language, whole=any(map(self._is_whole, why)))
        if any(path.is_relative_to(self.book / SCREEN) for path in changed):
            self._take_styles()

    def _decides(self, path: Path) -> bool:
        """Whether the release may be another one; of one that could not be made all may have been wrong."""
        known = str(path.resolve()) in self.decided_by or not self.decided_by
        return path.is_relative_to(self.source) or (known and self._is_code(path))

    def _makes_anew(self, path: Path, language: str) -> bool:
        if path.parent == WORDS and path.suffix == ".yaml":
            return path.stem == language
        return self._is_code(path) or path.is_relative_to(self.source) or self._is_whole(path)

    def _is_code(self, path: Path) -> bool:
        is_extract = path.is_relative_to(SHIPPED_EXTRACT)
        return path.is_relative_to(CODE) or (path.is_relative_to(DATA) and not is_extract)

    def _is_whole(self, path: Path) -> bool:
        """Whether Sphinx must forget what it knows: its settings, or what of our code it calls."""
        return path.is_relative_to(CODE / "book") or any(path.is_relative_to(self.book / each) for each in ALL_OF_IT)

    def _begin_anew(self, language: str, *, whole: bool) -> None:
        if maker := self.makers.pop(language, None):
            maker.end()
        rmtree(self.site / FILES, ignore_errors=True)
        if whole:
            rmtree(self.room / language, ignore_errors=True)
            self.desk.know(chapter_names(self.book))
        self.desk.change([language], self.desk.names)

    def _take_styles(self) -> None:
        for maker in self.makers.values():
            maker.ask(STYLES)
        self.desk.reload()
        _tell("styles")

    def need(self, name: str) -> None:
        """Makes the files of the data when one is asked for."""
        if name.split("/")[0] == FILES and not (self.site / FILES).exists():
            self.maker(self.languages[0]).ask(FILES)

    def make_pages(self, language: str) -> None:
        """Makes the pages of a language as they are asked for, until it ends."""
        while not self.ended:
            if found := self.desk.next_stale(language, LOOKS_EVERY):
                self._make(language, *found)

    def _make(self, language: str, name: str, after: int) -> None:
        begun, maker = perf_counter(), None
        try:
            maker = self.maker(language)
            shown: Shown = maker.ask(name)
        except (EvalbookError, OSError) as fault:
            if self.ended or (maker and self.makers.get(language) is not maker):  # a newer one makes the page
                return
            _tell(f"{name} ({language}): {fault}", sys.stderr)
            self.desk.made((language, name), after, fault=str(fault))
            return
        # Before the page is told to be there: whoever has it may ask for another at once. The search knows all texts.
        others = [other for other in self.desk.names if other != name and (shown.others or other == SEARCH)]
        self.desk.change([language], others)
        self.desk.made((language, name), after, warnings=shown.warnings)
        _tell(f"{name} ({language}): {perf_counter() - begun:.1f} s")
        for warning in shown.warnings:
            _tell(f"  {warning}", sys.stderr)


def _tell(text: str, stream: object = None) -> None:
    print(text, file=stream or sys.stdout, flush=True)


def preview(
    source: Path,
    *,
    book: Path = REPOSITORY,
    chapter: str = "",
    languages: Sequence[str] = (),
    port: int = 0,
    **release_choices: object,
) -> None:
    """Serves the book of `source` on this machine until it is stopped, and makes again what changes.

    With `chapter` only that chapter is run. Raises EvalbookError where the source cannot be read at the start.
    """
    source, book = Path(source).absolute(), Path(book).absolute()
    chosen = tuple(languages) or (LANGUAGES[:1] if chapter else LANGUAGES)
    first = chapter_file(notebooks_of(book), chapter) if chapter else chapter_names(book)[0]
    ready()
    with temporary_folder() as room:
        shown = _preview(source, book, room / "preview", chosen, chapter, release_choices)
        with surroundings(read_release(shown.make_release())), _served(shown, port) as server:
            _tell(f"{server.address}{first}.html\nOnly this machine can read it, with this address. Ctrl-C ends it.")
            shown.desk.change(chosen[:1], [first], at_once=True)
            while True:
                sleep(LOOKS_EVERY)
                shown.look()


def _preview(
    source: Path, book: Path, room: Path, languages: tuple[str, ...], chapter: str, choices: Mapping[str, object]
) -> Preview:
    (room / "site").mkdir(parents=True)
    folders = {language: language if at else "" for at, language in enumerate(languages)}
    watch = Watch(_watched(source, book))
    desk = Desk(folders, (*chapter_names(book), SEARCH))
    return Preview(source, book, room, languages, chapter, choices, limits(), desk, watch)


def _watched(source: Path, book: Path) -> Iterator[Path]:
    yield from (source, CODE, DATA, book / CONFIG, book / CONTENTS, book / ASSETS)
    yield from {(book / name).parent for name in chapter_names(book)} - {book}
    yield from (book / f"{name}{end}" for name in chapter_names(book) for end in (".ipynb", ".md"))


@contextmanager
def _served(shown: Preview, port: int) -> Iterator[LiveServer]:
    try:
        server = LiveServer(shown.site, shown.desk, port=port, look=shown.look, need=shown.need)
    except OSError as fault:
        raise EvalbookError(f"Port {port} cannot be used ({fault.strerror}). Choose another --port.") from None
    threads = [Thread(target=server.serve_forever, daemon=True)]
    threads += [Thread(target=shown.make_pages, args=(each,), daemon=True) for each in shown.languages]
    for thread in threads:
        thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        shown.end()
