"""Ids of persons, looked for in whatever a book consists of.

An id is looked for as a whole word if it can be told from ordinary words and numbers: it has a letter and a digit and
at least 4 characters, or is a number of at least 6 digits, or a word of at least 8 letters. Other ids (`A`, `12`,
`Anna`) are not: they would be found in every text; nor are those that read as a day, a month or an amount. An id with
other signs (`NL-12/3`) is looked for as a whole too. A word of the book itself (`Wajong2015`) is nobody's id in it.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from pathlib import Path
from urllib.parse import unquote

from evalbook.book.pages import read_page
from evalbook.book.pdf_text import pdf_text
from evalbook.book.spreadsheets import SUFFIX, texts_in
from evalbook.exhibits.dictionary import NUMBERS

SHORTEST, SHORTEST_NUMBER, SHORTEST_WORD = 4, 6, 8
WORD = re.compile(r"\w+")
# A run of digits within a decimal number or a hash is not an id: coordinates of a drawing have such.
NUMBER = re.compile(r"(?<![\w.,+-])\d{6,}(?![\w.,])")
# A month, a day, an amount with its thousands apart.
NO_ID = re.compile(r"\d{4}[-/.]\d\d(?:[-/.]\d\d)?|\d\d?[-/.]\d\d?[-/.]\d{4}|\d{1,3}(?:[.,]\d{3})+(?:[.,]\d+)?")
HASH = re.compile(r'"[0-9a-f]{64}"')
NO_TEXT = {".png", ".jpg", ".jpeg", ".gif", ".ico", ".woff", ".woff2", ".ttf", ".otf", ".eot"}
MARKUP = (".html", ".svg")
STATIC = "_static"  # scripts, styles and fonts, the same in every book
# What of a page's tags is read or carries data: a class, or the address of a style, is the book's own.
ATTRIBUTES = ("alt", "title", "aria-label", "content", "placeholder", "value", "summary")


@dataclass(frozen=True)
class Searched:
    """The ids that are looked for: whole words, whole numbers, and those with other signs."""

    words: frozenset[str]
    numbers: frozenset[str]
    others: frozenset[str]

    def __bool__(self) -> bool:
        return bool(self.words or self.numbers or self.others)

    def found_in(self, texts: Iterable[str]) -> bool:
        return any(self._is_in(text) for text in texts)

    def without(self, texts: Iterable[str]) -> Searched:
        """Less what stands in these texts, of which nobody can be told by it."""
        texts = tuple(texts)
        own = {word.casefold() for text in texts for word in WORD.findall(text)}
        kept = [frozenset(each for each in ids if each.casefold() not in own) for ids in (self.words, self.numbers)]
        others = self.others.difference(*(self._others_in(text) for text in texts)) if self.others else self.others
        return replace(self, words=kept[0], numbers=kept[1], others=others)

    def _is_in(self, text: str) -> bool:
        if not self.words.isdisjoint(WORD.findall(text)):
            return True
        return not self.numbers.isdisjoint(NUMBER.findall(text)) or bool(self._others_in(text))

    def _others_in(self, text: str) -> frozenset[str]:
        found = (each for shape in self._shapes for each in shape.findall(text))
        return self.others.intersection(found)

    @cached_property
    def _shapes(self) -> tuple[re.Pattern[str], ...]:
        """How ids with other signs look, their words left open: one look at a text finds all ids of a shape."""
        shapes = {
            "".join(re.escape(part) if at % 2 else part and r"\w+" for at, part in enumerate(_parts(each)))
            for each in self.others
        }
        return tuple(re.compile(rf"(?<!\w)(?=({shape})(?!\w))") for shape in sorted(shapes))


def _parts(text: str) -> list[str]:
    """Words, and at odd places what stands between them."""
    return re.split(r"(\W+)", text)


def searchable(persons: Collection[str]) -> Searched:
    """The ids that can be looked for (see above)."""
    long = {person for person in map(str, persons) if len(person) >= SHORTEST and not NO_ID.fullmatch(person)}
    plain = {person for person in long if WORD.fullmatch(person)}
    numbers = {person for person in plain if person.isdigit()}
    letters = {person for person in plain if person.isalpha()}
    words = plain - numbers - {person for person in letters if len(person) < SHORTEST_WORD}
    others = frozenset(filter(_can_be_told, long - plain))
    return Searched(frozenset(words), frozenset(n for n in numbers if len(n) >= SHORTEST_NUMBER), others)


def _can_be_told(text: str) -> bool:
    signs = [sign for sign in text if sign.isalnum()]
    return any(map(str.isalpha, signs)) or len(signs) >= SHORTEST_NUMBER


def texts_of(path: Path) -> list[str]:
    """What people or programs read in a file: of a PDF its text, outline and metadata; nothing of a picture or font."""
    if path.suffix == SUFFIX:
        return texts_in(path.read_bytes())
    if path.suffix == ".pdf":
        return _of_pdf(path, path.stat().st_mtime_ns)
    return [] if path.suffix in NO_TEXT else [path.read_text(encoding="utf-8", errors="replace")]


@lru_cache(maxsize=2)  # it is looked through for places and for persons
def _of_pdf(path: Path, _changed: int) -> list[str]:
    return list(pdf_text(path.read_bytes()))


def files_with_words(site: Path) -> list[Path]:
    """The files of a book in which something of an extract can stand: not the theme's own, the same in every book."""
    files = (path for path in sorted(site.rglob("*")) if path.is_file())
    return [path for path in files if STATIC not in path.relative_to(site).parts]


def words_of(path: Path) -> list[str]:
    """The texts of a file in which an id could stand: not a class of a page, a computed number or a hash."""
    if path.suffix in MARKUP:
        return list(_of_page(path))
    texts = texts_of(path)
    if path.suffix == ".csv":
        return list(_of_cells(texts[0]))
    return [HASH.sub("", text) for text in texts]


def _of_page(path: Path) -> Iterator[str]:
    page = read_page(path)
    yield "\n".join(page.xpath("//text()[not(parent::style)] | //comment()/text()"))
    for element in page.iter():
        for name, value in element.attrib.items():
            if name in ATTRIBUTES or name.startswith("data-"):
                yield value
            elif name == "href" and element.tag == "a":
                yield unquote(value)


def _of_cells(text: str) -> Iterator[str]:
    rows = list(csv.reader(io.StringIO(text)))
    heads = rows[0] if rows else []
    yield "\n".join(heads)
    for row in rows[1:]:
        yield "\n".join(cell for head, cell in zip(heads, row, strict=False) if head not in NUMBERS)
