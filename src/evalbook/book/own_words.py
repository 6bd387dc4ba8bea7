"""The texts of the book itself: their words stand in it whatever the extract, and so tell nothing of anybody."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from evalbook.book.typesetting import ASSETS, CONFIG, CONTENTS, LANGUAGES, chapter_names
from evalbook.exhibits.colophon import made_from
from evalbook.places import DATA, SHIPPED_EXTRACT
from evalbook.release.release import Release

WORD = re.compile(r"\w+")
CODE = Path(__file__).parents[1]
TEXTS = (".css", ".html", ".js", ".md", ".svg", ".yaml", ".yml")


def own_texts(book: Path, released: Release) -> tuple[str, ...]:
    """The program and what it shows of others, hashes, versions, and the words of letters of the book's source.

    A word with a digit in a chapter may be an id that somebody typed: that is own only where the program has it too.
    """
    source = source_texts(book)
    written = (
        " ".join(filter(str.isalpha, WORD.findall(text))) if name in prose(source) else text
        for name, text in source.items()
    )
    return (*written, *program_texts(), *_said(released))


def prose(source: Mapping[str, str]) -> dict[str, str]:
    """Of a book's source what people write: its pages, not its style and settings."""
    return {name: text for name, text in source.items() if name.endswith((".md", ".ipynb"))}


def told_texts(released: Release) -> dict[str, str]:
    """What people wrote that the book will show: the titles, the names in the files that were read."""
    read = released.reading[["file", "column", "text"]].to_numpy().ravel()
    return {"The title": "\n".join(_titles(released)), "A name or text of the extract's files": "\n".join(read)}


def source_texts(book: Path) -> dict[str, str]:
    """What the book's source says, by file; of a chapter its cells, without outputs, which are of another extract."""
    names = [CONFIG, CONTENTS, *(f"{name}{ending}" for name in chapter_names(book) for ending in (".md", ".ipynb"))]
    paths = [*(book / name for name in names), *(path for path in (book / ASSETS).rglob("*") if path.suffix in TEXTS)]
    return {path.relative_to(book).as_posix(): _text(path) for path in sorted(paths) if path.is_file()}


def _text(path: Path) -> str:
    text = path.read_text(encoding="utf-8")
    if path.suffix != ".ipynb":
        return text
    return "\n".join("".join(cell["source"]) for cell in json.loads(text)["cells"])


def program_texts() -> Iterator[str]:
    """The texts of the program and of what it knows of the published report."""
    code = (path for path in CODE.rglob("*") if path.suffix in (".py", ".yaml"))
    written = (path for path in DATA.rglob("*") if path.is_file() and SHIPPED_EXTRACT not in path.parents)
    yield from (path.read_text(encoding="utf-8") for path in sorted((*code, *written)))


def _said(released: Release) -> Iterator[str]:
    yield from (text for texts in made_from(released).values() for text in texts.values())


def _titles(released: Release) -> list[str]:
    return [released.edition.title_in(language) for language in LANGUAGES]
