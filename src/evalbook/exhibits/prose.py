"""What the names in a chapter's sentences stand for: released numbers and computed words, in each language."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

from evalbook.contract.schema import TABLES
from evalbook.exhibits.directions import Word, listed_beside
from evalbook.exhibits.expressions import evaluate
from evalbook.exhibits.markup import as_said, item_link, typed, with_key
from evalbook.exhibits.preview import preview
from evalbook.exhibits.sentences import NAMES, REASONS, Said, filled
from evalbook.release.lookup import Gap, Number, demand_release, is_few
from evalbook.release.release import Release
from evalbook.suggestions import nearest
from evalbook.words.labels import day_text, reason_text
from evalbook.words.vocabulary import Words, languages, read_words

KEY_TEXT = re.compile(r"[a-z]\w+(?:/[^/]*){5}")


@dataclass(frozen=True)
class Computed:
    """A word that is decided in each language: `word(release, *expressions, language=...)`.

    An expression is a key, or a name that stands beside it in the cell of names.
    """

    word: Callable[..., Word]
    expressions: tuple[str, ...] = ()


Meaning = str | Computed  # a key (with views), or a computed word


def set_beside(left: str, right: str = "", by: str = "", *, form: str = "against") -> Computed:
    """How `left` stands beside `right` (`directions.beside`); with `by` there are three, so that none is left out."""
    expressions = (left, right, by) if by else (left, right) if right else (left,)
    return Computed(partial(listed_beside, form=form), expressions)


def names_bundle(release: Release, meanings: Mapping[str, Meaning]) -> dict[str, object]:
    """What a cell of names displays: for the page what each name stands for, and beside it the same to read.

    Without meanings these are the words of the edition, which hold for all of a chapter, and the registers that it does
    not have. Raises ValueError on a key
    that does not exist, on a name that the edition has, and TypeError on anything but a Release.
    """
    demand_release(release)
    said = {language: _said(release, meanings, language) for language in languages()}
    missing = sorted({name for words in said.values() for name, each in words.items() if each.instead})
    texts = {
        tongue: {name: each.text or each.instead for name, each in words.items()} for tongue, words in said.items()
    }
    why = {tongue: {name: _why(words[name]) for name in missing} for tongue, words in said.items()}
    ends = {
        tongue: {name: each.ends for name, each in words.items() if any(each.ends)} for tongue, words in said.items()
    }
    shown = {"always": not meanings, "missing": missing, **texts, **({"why": why} if missing else {})}
    if any(ends.values()):
        shown["ends"] = ends
    if not meanings:
        shown["absent"] = [name for name in TABLES if not release.registers.get(name, 0)]
    return {NAMES: shown, "text/plain": _readable(texts)}


def _why(said: Said) -> dict[str, str]:
    return {"also": said.also, "reason": said.reason, "several": said.several}


def _said(release: Release, meanings: Mapping[str, Meaning], language: str) -> dict[str, Said]:
    vocabulary = read_words(language)
    edition = _edition_words(release, vocabulary, language)
    if taken := sorted(set(meanings) & set(edition)):
        raise ValueError(f"{taken[0]} is a word of the edition; choose another name.")
    if not meanings:
        return {name: Said(text) for name, text in edition.items()}
    return meanings_said(release, meanings, language)


def meanings_said(release: Release, meanings: Mapping[str, Meaning], language: str) -> dict[str, Said]:
    """What stands for each name in a sentence of a language. Raises ValueError on a key that does not exist."""
    words = read_words(language)
    return {name: _meant(release, words, language, name, meanings) for name in meanings}


def _edition_words(release: Release, vocabulary: Words, language: str) -> dict[str, str]:
    edition = release.edition
    return {
        "edition": typed(edition.title_in(language), "edition/title"),
        "reference_date": day_text(vocabulary, edition.reference_date),
        "experiment_start": day_text(vocabulary, edition.experiment_start),
        "self_employment_through": str(edition.self_employment_through),
    }


def _meant(release: Release, words: Words, language: str, name: str, meanings: Mapping[str, Meaning]) -> Said:
    meaning = meanings[name]
    if isinstance(meaning, str):
        return _number(release, words, _key(name, meaning, {}))
    keys = [_key(name, each, meanings) for each in meaning.expressions]
    word = meaning.word(release, *keys, language=language)
    return without_number(release, words, word.gaps[0]) if word.gaps else Said(word.text, ends=word.ends)


def _key(name: str, expression: str, named: Mapping[str, Meaning]) -> str:
    """The key that an expression is, or that the name it is stands for."""
    key = named.get(expression, expression)
    if isinstance(key, str) and KEY_TEXT.match(key):
        return key
    raise ValueError(f"{name}: {expression!r} is no key, and no name of a key.{nearest(expression, tuple(named))}")


def _number(release: Release, vocabulary: Words, expression: str) -> Said:
    found = evaluate(release, expression)
    if isinstance(found, Number) or is_few(found):
        return Said(with_key(*as_said(vocabulary, found)))
    return without_number(release, vocabulary, found)


def without_number(release: Release, vocabulary: Words, gap: Gap) -> Said:
    """What is said in place of a sentence whose number is not there."""
    reason = reason_text(vocabulary, gap.reason, gap.detail, rules=release.rules)
    names = {"item": item_link(vocabulary, gap.item), "reason": reason}
    texts = (vocabulary.sentences[name].format(**names) for name in ("no_number", "no_number_either"))
    several = vocabulary.sentences["no_numbers"].format(item=names["item"], reason=REASONS)
    return Said("", *texts, reason, several)


def _readable(texts: Mapping[str, Mapping[str, str]]) -> str:
    """A line for each name: what it stands for in each language, once where that is the same."""
    plain = {
        tongue: {name: html.unescape(preview(text)) for name, text in words.items()} for tongue, words in texts.items()
    }
    each = {name: dict.fromkeys(words[name] for words in plain.values()) for name in next(iter(plain.values()))}
    return "\n".join(f"{name}: {' | '.join(said)}" for name, said in each.items())


def paragraph(release: Release, template: str, *, language: str) -> str:
    """A text of the codebook as Markdown, each `{key}` replaced by its number.

    A sentence with a gap is replaced by one that names the item and the reason. Raises ValueError on a key that does
    not exist and TypeError on anything but a Release.
    """
    demand_release(release)
    words = read_words(language)
    return filled(template, lambda key: _number(release, words, _key("registers", key, {})))
