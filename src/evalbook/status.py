"""What of a book is up to date, and why the rest is not."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory

from evalbook.book.executed import page_changes
from evalbook.book.site import notebooks_of
from evalbook.book.typesetting import LANGUAGES
from evalbook.build import BOOK
from evalbook.errors import EvalbookError
from evalbook.extract.extract import is_extract, kind_of, read_extract
from evalbook.gate.making import made
from evalbook.machine.cache import RELEASES, changes, find
from evalbook.machine.temporary import temporary_folder
from evalbook.prepared import release_recipe, write_texts
from evalbook.release.release import is_release, read_release, write_release


def status(source: Path, *, book: Path = BOOK) -> dict[str, list[str]]:
    """Why each part of the book of an extract or a release is stale; an empty list for what is up to date.

    Parts: `results` (of an extract), and each page by its place in the site. Nothing is made.
    """
    if is_release(source):
        return _pages(source, book)
    if not is_extract(source):
        raise EvalbookError(f"{source} is no extract (extract.yaml) and no release (release.yaml).")
    if kind_of(source) == "register":  # made anew each time, and so never stale
        with temporary_folder(), TemporaryDirectory() as folder:
            write_release(made(read_extract(source), source).release, Path(folder) / "release")
            return {"results": [], **_pages(Path(folder) / "release", book)}
    made_from = release_recipe(source)
    stale = changes(RELEASES, made_from, label=str(source.resolve()))
    texts = find(RELEASES, made_from)
    if not texts:
        return {"results": stale, **dict.fromkeys(_parts(book), ["the results are stale"])}
    with temporary_folder(), TemporaryDirectory() as folder:
        write_texts(texts, Path(folder) / "release")
        return {"results": stale, **_pages(Path(folder) / "release", book)}


def _pages(release: Path, book: Path) -> Mapping[str, list[str]]:
    edition, notebooks = read_release(release).edition.id, notebooks_of(book)
    return {
        page: page_changes(name, notebooks[name], release, language, edition=edition)
        for page, (language, name) in _parts(book).items()
    }


def _parts(book: Path) -> dict[str, tuple[str, str]]:
    """The pages by their place in the site: language and name in the contents."""
    folders = {language: f"{language}/" if at else "" for at, language in enumerate(LANGUAGES)}
    return {f"{folders[each]}{name}": (each, name) for each, name in product(LANGUAGES, notebooks_of(book))}
