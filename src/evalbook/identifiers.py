"""Ids of persons, looked for in whatever a book consists of.

An id is looked for as a whole word if it can be told from ordinary words and numbers: it has a letter and a digit and
at least 4 characters, or is a number of at least 6 digits, or a word of at least 8 letters. Other ids (`A`, `12`,
`Anna`) are not: they would be found in every text. An id with other signs (`NL-12/3`) is looked for as a part of it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path

import pikepdf

from evalbook.extract import Extract
from evalbook.pdf_text import pdf_text

SHORTEST, SHORTEST_NUMBER, SHORTEST_WORD = 4, 6, 8
WORD = re.compile(r"\w+")
# A run of digits within a decimal number or a hash is not an id: coordinates of a drawing have such.
NUMBER = re.compile(r"(?<![\w.,+-])\d{6,}(?![\w.,])")
IDS = ("person_id", "respondent_id")
NO_TEXT = {".png", ".jpg", ".jpeg", ".gif", ".ico", ".woff", ".woff2", ".ttf", ".otf", ".eot"}


@dataclass(frozen=True)
class Searched:
    """The ids that are looked for: whole words, whole numbers, and those with other signs."""

    words: frozenset[str]
    numbers: frozenset[str]
    others: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.words or self.numbers or self.others)

    def found_in(self, texts: Iterable[str]) -> bool:
        return any(self._is_in(text) for text in texts)

    def _is_in(self, text: str) -> bool:
        if not self.words.isdisjoint(WORD.findall(text)):
            return True
        return not self.numbers.isdisjoint(NUMBER.findall(text)) or any(each in text for each in self.others)


def searchable(persons: Collection[str]) -> Searched:
    """The ids that can be looked for (see above)."""
    long = {person for person in map(str, persons) if len(person) >= SHORTEST}
    plain = {person for person in long if WORD.fullmatch(person)}
    numbers = {person for person in plain if person.isdigit()}
    letters = {person for person in plain if person.isalpha()}
    words = plain - numbers - {person for person in letters if len(person) < SHORTEST_WORD}
    others = sorted(person for person in long - plain if any(map(str.isalnum, person)))
    return Searched(frozenset(words), frozenset(n for n in numbers if len(n) >= SHORTEST_NUMBER), tuple(others))


def person_ids(extract: Extract) -> frozenset[str]:
    """Every id of a person in an extract: participants and respondents."""
    ids = [rows[name].dropna().unique() for rows in extract.tables.values() for name in IDS if name in rows]
    return frozenset(str(each) for column in ids for each in column if each)


def words_of(path: Path) -> list[str]:
    """The texts of a file: of a PDF its text, outline and metadata; nothing of a picture or font."""
    if path.suffix == ".pdf":
        with pikepdf.open(path) as pdf:
            return list(pdf_text(pdf))
    return [] if path.suffix in NO_TEXT else [path.read_text(encoding="utf-8", errors="replace")]
