"""The terms of the report for its readers, and who publishes it: data that both languages share."""

from __future__ import annotations

import re
from functools import cache, partial
from pathlib import Path

import yaml

from evalbook.errors import EvalbookError
from evalbook.exhibits.directions import Word
from evalbook.exhibits.markup import escape
from evalbook.places import DATA, publisher_file
from evalbook.release.release import Release
from evalbook.suggestions import nearest
from evalbook.words.labels import heading
from evalbook.words.vocabulary import languages, read_words

DUTCH = "nl"
IN_BRACKETS = re.compile(r"\(([^()]+)\)$")
GLOSSARY = DATA / "glossary.yaml"
OPEN = "["  # begins what is not filled in yet
OF_A_PUBLISHER = ("name", "authors", "email", "address", "signed_by", "answer_within")


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
    said = _publisher()
    if name not in said:
        raise ValueError(f"nothing is said of the publisher under {name!r}.{nearest(name, tuple(said))}")
    text = said[name]
    return text[language] if isinstance(text, dict) else text


def check_publisher() -> None:
    """Raises EvalbookError with what is not filled in of who publishes: of a register no book is made without it."""
    said = _publisher()
    texts = {name: said[name] if isinstance(said[name], dict) else {"": said[name]} for name in said}
    missing = [name for name in OF_A_PUBLISHER if not all(map(str.strip, texts.get(name, {"": ""}).values()))]
    unfilled = [name for name in texts if any(OPEN in text for text in texts[name].values())]
    if missing or unfilled:
        told = ", ".join([*missing, *unfilled])
        raise EvalbookError(
            f"{publisher_file()}: fill in {told}: a book of a register says who publishes it and who wrote it. "
            "To read it inside the closed machine only, build it with --internal."
        )


def _publisher() -> dict:
    """Who publishes. Raises EvalbookError where the file is not there or is no list of names and texts."""
    try:
        said = yaml.safe_load(publisher_file().read_text(encoding="utf-8"))
    except (OSError, ValueError, yaml.YAMLError) as fault:
        raise EvalbookError(f"{publisher_file()}, which says who publishes, cannot be read: {fault}") from None
    if not isinstance(said, dict) or not all(map(_is_text, said.values())):
        raise EvalbookError(f"{publisher_file()}: write each as `name: text`, or `name: {{nl: text, en: text}}`.")
    return said


def _is_text(said: object) -> bool:
    """A text, or one in each language."""
    return isinstance(said, str) or (
        isinstance(said, dict) and {*said} == {*languages()} and all(isinstance(text, str) for text in said.values())
    )


@cache
def _read(path: Path) -> dict:
    return yaml.safe_load(path.read_text(encoding="utf-8"))
