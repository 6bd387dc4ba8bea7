"""The terms of the report for its readers, and who publishes it: data that both languages share."""

from __future__ import annotations

import re
from functools import cache, partial
from pathlib import Path

import yaml

from evalbook.exhibits.directions import Word
from evalbook.exhibits.markup import escape
from evalbook.places import DATA
from evalbook.release.release import Release
from evalbook.suggestions import nearest
from evalbook.words.labels import heading
from evalbook.words.vocabulary import read_words

DUTCH = "nl"
IN_BRACKETS = re.compile(r"\(([^()]+)\)$")
GLOSSARY = DATA / "glossary.yaml"
PUBLISHER = DATA / "publisher.yaml"


def glossary(*, language: str) -> str:
    """Every term with its meaning and where that comes from, in alphabetical order, as a definition list."""
    entries = sorted(((entry[language], entry[DUTCH][0]) for entry in _read(GLOSSARY).values()), key=_place)
    source = read_words(language).sentences["term_source"]
    return "\n\n".join(
        _defined(*entry, source=source, dutch="" if language == DUTCH else dutch) for entry, dutch in entries
    )


def _defined(term: str, meaning: str, *origin: str, source: str, dutch: str) -> str:
    said = IN_BRACKETS.sub(partial(_as_dutch, dutch=dutch), heading(term))
    return " ".join([f"{said}\n: {meaning}", *(source.format(each) for each in origin)])


def _as_dutch(found: re.Match[str], *, dutch: str) -> str:
    """Behind a term in another language the Dutch one, `dutch`, marked for who listens."""
    is_dutch = bool(dutch) and all(word in dutch for word in found[1].split(", "))
    return f'(<span lang="{DUTCH}">{found[1]}</span>)' if is_dutch else found[0]


def _place(entry: tuple[list[str], str]) -> tuple[bool, str]:
    """Signs after words."""
    term = entry[0][0].casefold()
    return not term[0].isalpha(), term


def publisher(release: Release, *, name: str, language: str) -> Word:
    """What is said of the publisher of any release under a name; ValueError when there is none of that name."""
    return Word(escape(publisher_text(name, language=language)))


def publisher_text(name: str, *, language: str) -> str:
    """The same as it was typed."""
    said = _read(PUBLISHER)
    if name not in said:
        raise ValueError(f"nothing is said of the publisher under {name!r}.{nearest(name, tuple(said))}")
    text = said[name]
    return text[language] if isinstance(text, dict) else text


@cache
def _read(path: Path) -> dict:
    return yaml.safe_load(path.read_text(encoding="utf-8"))
