"""The terms of the report for its readers, and who publishes it: data that both languages share."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import yaml

from evalbook.labels import heading
from evalbook.markup import escape
from evalbook.places import DATA
from evalbook.vocabulary import read_words

GLOSSARY = DATA / "glossary.yaml"
PUBLISHER = DATA / "publisher.yaml"


def glossary(*, language: str) -> str:
    """Every term with its meaning and where that comes from, in alphabetical order, as a definition list."""
    entries = sorted((entry[language] for entry in _read(GLOSSARY).values()), key=_place)
    source = read_words(language).sentences["term_source"]
    return "\n\n".join(_defined(*entry, source=source) for entry in entries)


def _defined(term: str, meaning: str, *origin: str, source: str) -> str:
    return " ".join([f"{heading(term)}\n: {meaning}", *(source.format(each) for each in origin)])


def _place(entry: list[str]) -> tuple[bool, str]:
    """Signs after words."""
    term = entry[0].casefold()
    return not term[0].isalpha(), term


def publisher(*, language: str) -> dict[str, str]:
    """What is said of the publisher, by the names that a text may use."""
    said = _read(PUBLISHER)
    texts = {name: each[language] if isinstance(each, dict) else each for name, each in said.items()}
    return {f"publisher_{name}": escape(text) for name, text in texts.items()}


@cache
def _read(path: Path) -> dict:
    return yaml.safe_load(path.read_text(encoding="utf-8"))
