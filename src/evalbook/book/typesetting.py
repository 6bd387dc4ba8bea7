"""The book as Jupyter Book sets it: its source for one edition, and the pages made from that."""

from __future__ import annotations

import html
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

import yaml

from evalbook.book.chapters import FIGURES, Page
from evalbook.book.paper import TREES
from evalbook.book.papers import Paper, papers_of
from evalbook.errors import EvalbookError
from evalbook.exhibits.terms import publisher_text
from evalbook.machine.workers import Killed
from evalbook.places import publisher_file
from evalbook.release.release import Release
from evalbook.words.labels import day_text
from evalbook.words.vocabulary import read_words

CONFIG = "_config.yml"
CONTENTS = "_toc.yml"
ASSETS = "assets"
LANGUAGES = ("nl", "en")  # the first stands at the root of the site
INTERFACE = Path(ASSETS) / "interface.yaml"
JUPYTER_BOOK = (  # its own command has no way to ask for plain text
    "from sphinx.util.console import nocolor; nocolor(); from jupyter_book.cli.main import main; main()"
)


@dataclass(frozen=True)
class Interface:
    """What the book says around its chapters, for one edition in one language.

    `notice` stands on every page: that no person is real, or that the numbers are unprotected. `day` is the
    reference date of the edition, `site` the address at which the book will stand where that is known; `appendices`
    are pages. `among`: the name of the edition where it stands among others on one site, in a folder of that name.
    """

    language: str
    title: str
    edition: str
    until: str
    notice: str
    words: Mapping[str, object]
    folder: str = ""
    translations: tuple[Interface, ...] = ()
    day: date = date.min
    publisher: str = ""
    authors: str = ""
    papers: tuple[Paper, ...] = ()
    site: str = ""
    appendices: tuple[str, ...] = ()
    among: str = ""

    @property
    def is_internal(self) -> bool:
        """Whether it is for internal use only: nothing may find it."""
        return bool(self.notice) and self.notice == self.words.get("notice", {}).get("unprotected")


def interfaces(
    book: Path, released: Release, languages: Sequence[str] = LANGUAGES, *, among: bool = False
) -> tuple[Interface, ...]:
    """One for each language, the first at the root of the site, each knowing the others.

    `among`: the edition stands among others, in a folder of its name.
    """
    folders = {language: language if at else "" for at, language in enumerate(languages)}
    alone = {each: replace(interface(book, released, language=each), folder=folders[each]) for each in languages}
    if among:
        name = released.edition.id
        alone = {
            language: replace(each, among=name, site=each.site and f"{each.site}{name}/")
            for language, each in alone.items()
        }
    return tuple(
        replace(facing, translations=tuple(other for other in alone.values() if other is not facing))
        for facing in alone.values()
    )


def interface(book: Path, released: Release, *, language: str) -> Interface:
    words = yaml.safe_load((book / INTERFACE).read_text(encoding="utf-8"))[language]
    day = day_text(read_words(language), released.edition.reference_date)
    said = (words["title"], released.edition.title_in(language), words["until"].format(day=day))
    about = {"day": released.edition.reference_date, "papers": papers_of(book, words["papers"], chapter_names(book))}
    about |= {
        name: publisher_text(of, language=language) for name, of in (("publisher", "name"), ("authors", "authors"))
    }
    about |= {"appendices": appendix_names(book), "site": _checked(publisher_text("site", language=language))}
    return Interface(language, *said, _notice(released, words), words, **about)


def _checked(site: str) -> str:
    """Raises EvalbookError for what can be no address of a site."""
    parts = urlsplit(site)
    if site and (parts.scheme not in ("http", "https") or not parts.netloc or parts.query or not site.endswith("/")):
        raise EvalbookError(
            f"{publisher_file()}: site: {site!r} is no address of a site. Write https://…/, or nothing."
        )
    return site


def _notice(released: Release, words: Mapping[str, object]) -> str:
    if released.edition.kind == "synthetic":
        return words["notice"]["synthetic"]
    return "" if released.protected else words["notice"]["unprotected"]


def chapter_names(book: Path) -> list[str]:
    """The pages of the book in the order of its contents, the first page first."""
    contents = yaml.safe_load((book / CONTENTS).read_text(encoding="utf-8"))
    chapters = [chapter for part in contents.get("parts", [contents]) for chapter in part["chapters"]]
    return [contents["root"], *(chapter["file"] for chapter in chapters)]


def appendix_names(book: Path) -> tuple[str, ...]:
    """The pages in the parts behind the one whose chapters have numbers."""
    parts = yaml.safe_load((book / CONTENTS).read_text(encoding="utf-8")).get("parts", [])
    numbered = [at for at, part in enumerate(parts) if part.get("numbered")]
    behind = parts[numbered[-1] + 1 :] if numbered else []
    return tuple(chapter["file"] for part in behind for chapter in part["chapters"])


def lay_out(book: Path, target: Path, *, pages: Mapping[str, Page], facing: Interface, with_pdf: bool) -> None:
    """The source of one edition in `target`: configuration, assets, and a text file for every page.

    A page of the contents that is no notebook is taken as it is.
    """
    shutil.copytree(book / ASSETS, target / ASSETS)
    _write_contents(book / CONTENTS, target / CONTENTS, facing)
    _write_config(book / CONFIG, target / CONFIG, facing, with_pdf=with_pdf)
    for name in chapter_names(book):
        page = pages.get(name) or Page((book / f"{name}.md").read_text(encoding="utf-8"))
        write_page(page, target / f"{name}.md")


def write_page(page: Page, path: Path) -> bool:
    """The text of a page and its figures beside it; whether anything of it was otherwise before."""
    figures = path.parent / FIGURES
    figures.mkdir(parents=True, exist_ok=True)
    files = {path: page.text, **{figures / name: svg for name, svg in page.figures.items()}}
    changed = {file: text for file, text in files.items() if not file.is_file() or file.read_bytes() != text.encode()}
    for file, text in changed.items():
        file.write_bytes(text.encode())
    return bool(changed)


def _write_contents(general: Path, path: Path, facing: Interface) -> None:
    contents = yaml.safe_load(general.read_text(encoding="utf-8"))
    for part in contents.get("parts", []):
        part["caption"] = facing.words["parts"].get(part["caption"], part["caption"])
    path.write_text(yaml.safe_dump(contents, allow_unicode=True, sort_keys=False), encoding="utf-8")


def _write_config(general: Path, path: Path, facing: Interface, *, with_pdf: bool) -> None:
    config = yaml.safe_load(general.read_text(encoding="utf-8")) | {"title": facing.title}
    settings = config["sphinx"]["config"]
    options = settings.setdefault("html_theme_options", {})
    options |= {"announcement": facing.notice, "search_bar_text": facing.words["search"]["field"]}
    options |= {"extra_footer": html.escape(f"{facing.edition}. {facing.until}.", quote=False)}
    edition = {"title": facing.edition, "until": facing.until}
    edition["papers"] = [{"file": each.file, "words": each.words} for each in facing.papers if with_pdf]
    around = {"edition": edition, "search": facing.words["search"], "default_mode": "auto"}
    settings |= {"language": facing.language, "html_context": around}
    path.write_text(yaml.safe_dump(config, allow_unicode=True, sort_keys=False), encoding="utf-8")


def trees_of(output: Path) -> Path:
    """Where the trees of the pages stand that were made under `output`, of a book that has a PDF."""
    return output / "_build" / TREES


def set_pages(source: Path, output: Path, *, whole: bool = True) -> Path:
    """Jupyter Book's pages, made under `output`.

    Raises EvalbookError with what it warned of: an unknown label, a missing file. A book that is not `whole` may link
    to what is not there. Raises Killed when the program that sets them was ended from outside.
    """
    chosen = ["--builder", "custom", "--custom-builder", "html", "--path-output", output]
    strict = ["-W", "-n", "--keep-going", "-q"] if whole else ["-q"]
    command = [sys.executable, "-c", JUPYTER_BOOK, "build", source, *chosen, *strict]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode < 0:
        raise Killed(done.returncode)
    if done.returncode:
        raise EvalbookError("\n".join(_warnings(done.stdout + done.stderr, source)))
    return output / "_build" / "html"


def _warnings(log: str, source: Path) -> Iterable[str]:
    lines = [line.replace(f"{source}{os.sep}", "") for line in log.splitlines()]
    told = [line for line in lines if "WARNING" in line or "ERROR" in line]
    return dict.fromkeys(told) if told else lines
