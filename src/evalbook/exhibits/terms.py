"""The terms of the report for its readers, and who publishes it: data that both languages share."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
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
OPTIONAL = ("site",)  # '' where it is not said


@dataclass(frozen=True)
class Term:
    """A term of the glossary in one language; `marked`: how it reads in a text where it is explained in its place."""

    key: str
    name: str
    meaning: str
    source: str
    marked: tuple[str, ...]


@cache
def terms(language: str) -> tuple[Term, ...]:
    """Every term, in alphabetical order."""
    source = read_words(language).sentences["term_source"]
    return tuple(sorted((_term(key, entry, language, source) for key, entry in _read(GLOSSARY).items()), key=_place))


def _term(key: str, entry: Mapping[str, object], language: str, source: str) -> Term:
    name, meaning, *origin = entry[language]
    brackets = IN_BRACKETS.search(name)
    forms = [IN_BRACKETS.sub("", name).strip(), *(brackets[1].split(", ") if brackets else ())]
    marked = entry.get("marked", {}).get(language, forms)
    said = source.format(origin[0]).strip("*") if origin else ""
    return Term(key, heading(name), meaning, said, tuple(marked))


def anchor(key: str) -> str:
    """Where a term stands in the glossary, the same in each language."""
    return f"term-{key}"


def glossary(*, language: str) -> str:
    """Every term with its meaning and where that comes from, in alphabetical order, as a definition list."""
    return "\n\n".join(_defined(term, language) for term in terms(language))


def _defined(term: Term, language: str) -> str:
    dutch = "" if language == DUTCH else _read(GLOSSARY)[term.key][DUTCH][0]
    said = IN_BRACKETS.sub(partial(_as_dutch, dutch=dutch), term.name)
    source = f" *{term.source}*" if term.source else ""
    return f'{said}<span id="{anchor(term.key)}"></span>\n: {term.meaning}{source}'


def _as_dutch(found: re.Match[str], *, dutch: str) -> str:
    """Behind a term in another language the Dutch one, `dutch`, marked for who listens."""
    is_dutch = bool(dutch) and all(word in dutch for word in found[1].split(", "))
    return f'(<span lang="{DUTCH}">{found[1]}</span>)' if is_dutch else found[0]


def _place(term: Term) -> tuple[bool, str]:
    """Signs after words."""
    name = term.name.casefold()
    return not name[0].isalpha(), name


def publisher(release: Release, *, name: str, language: str) -> Word:
    """What is said of the publisher of any release under a name; ValueError when there is none of that name."""
    return Word(escape(publisher_text(name, language=language)))


def publisher_text(name: str, *, language: str) -> str:
    """The same as it was typed."""
    said = _publisher()
    if name not in said and name in OPTIONAL:
        return ""
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
