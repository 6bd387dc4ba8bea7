"""What of a book is up to date, and why the rest is not."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from evalbook.build import BOOK, LANGUAGE, RELEASES, notebooks_of, release_recipe
from evalbook.cache import changes, find_folder
from evalbook.disclosure import is_release, read_release
from evalbook.errors import EvalbookError
from evalbook.executed import page_changes
from evalbook.extract import is_extract


def status(source: Path, *, book: Path = BOOK) -> dict[str, list[str]]:
    """Why each part of the book of an extract or a release is stale; an empty list for what is up to date.

    Parts: `results` (of an extract), and each page by its name in the contents. Nothing is made.
    """
    if is_release(source):
        return _pages(source, book)
    if not is_extract(source):
        raise EvalbookError(f"{source} is no extract (extract.yaml) and no release (release.yaml).")
    found = find_folder(RELEASES, release_recipe(source))
    stale = changes(RELEASES, release_recipe(source), label=str(source.resolve()))
    pages = _pages(found, book) if found else dict.fromkeys(notebooks_of(book), ["the results are stale"])
    return {"results": stale, **pages}


def _pages(release: Path, book: Path) -> Mapping[str, list[str]]:
    edition = read_release(release).edition.id
    shown = {"language": LANGUAGE}
    return {
        name: page_changes(name, path, release, shown, edition=edition) for name, path in notebooks_of(book).items()
    }
