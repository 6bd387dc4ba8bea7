"""Sentences with released numbers in them; one whose number is not there is replaced by the reason."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from evalbook.directions import Word
from evalbook.disclosure import Release
from evalbook.expressions import evaluate
from evalbook.labels import anchor, day_text, inside, item_name, reason_text
from evalbook.markup import marked, typed
from evalbook.released import Gap, demand_release
from evalbook.suggestions import nearest
from evalbook.vocabulary import Words, read_words

PLACEHOLDER = re.compile(r"\{([^{}]+)\}(?!`)")  # `{ref}` before a backtick is a MyST role
SENTENCE_END = re.compile(r"((?:(?<=[.!?])|(?<=[.!?]\*\*))\s+(?=[A-Z{*])|\n\s*(?=[-*] |\d+\. )|\n\s*\n)")
LIST_MARK = re.compile(r"(?:[-*]|\d+\.)\s+")
KEY_TEXT = re.compile(r"[a-z]\w+(?:/[^/]*){5}")


def paragraph(release: Release, template: str, *, language: str, **words: Word | str) -> str:
    """A template as Markdown: each `{expression}` or `{name}` replaced by its number or word.

    `words` are computed words, plain texts, or keys. A sentence (or list item) with a gap is replaced by one
    that names the item and the reason, once a paragraph. Raises ValueError on a name or key that does not
    exist and TypeError on anything but a Release.
    """
    demand_release(release)
    vocabulary = read_words(language)
    words = {**_edition_words(release, vocabulary, language), **words}
    pieces = SENTENCE_END.split(template.strip())
    sentences = [_sentence(release, vocabulary, piece, words) for piece in pieces[::2]]
    return "".join(_without_repeats(sentences, ["", *pieces[1::2]])).strip()


def _edition_words(release: Release, vocabulary: Words, language: str) -> dict[str, str]:
    edition = release.edition
    return {
        "edition": typed(edition.title_in(language), "edition/title"),
        "reference_date": day_text(vocabulary, edition.reference_date),
        "experiment_start": day_text(vocabulary, edition.experiment_start),
        "self_employment_through": str(edition.self_employment_through),
    }


def _sentence(release: Release, vocabulary: Words, template: str, words: Mapping[str, Word | str]) -> Word:
    """The sentence with its numbers, or the one that says why there are none."""
    texts = PLACEHOLDER.split(template)
    filled = [_word(release, vocabulary, placeholder.strip(), words) for placeholder in texts[1::2]]
    gaps = tuple(gap for word in filled for gap in word.gaps)
    if not gaps:
        texts[1::2] = [word.text for word in filled]
        return Word("".join(texts))
    mark = LIST_MARK.match(template)
    return Word((mark[0] if mark else "") + no_number(release, vocabulary, gaps[0]), gaps)


def _word(release: Release, vocabulary: Words, placeholder: str, words: Mapping[str, Word | str]) -> Word:
    name, *views = placeholder.split("|")
    known = words.get(name, placeholder)
    if isinstance(known, Word):
        return known
    if name in words and not KEY_TEXT.match(known):
        return Word(known)
    if not KEY_TEXT.match(known):
        raise ValueError(f"{{{placeholder}}}: neither a key nor a word.{nearest(name, tuple(words))}")
    return number_word(release, vocabulary, "|".join([known, *views]) if name in words else placeholder)


def number_word(release: Release, vocabulary: Words, expression: str) -> Word:
    """The number of an expression as a word."""
    found = evaluate(release, expression)
    return Word("", (found,)) if isinstance(found, Gap) else Word(marked(vocabulary, found))


def no_number(release: Release, vocabulary: Words, gap: Gap) -> str:
    """The sentence in place of one whose number is not there."""
    reason = reason_text(vocabulary, gap.reason, gap.detail, rules=release.rules)
    link = f"{{ref}}`{inside(item_name(vocabulary, gap.item))} <{anchor(gap.item)}>`"
    return vocabulary.sentences["no_number"].format(item=link, reason=reason)


def _without_repeats(sentences: Sequence[Word], breaks: Sequence[str]) -> Iterator[str]:
    """The sentences, each after the break before it; a reason is told once."""
    told = set()
    for sentence, before in zip(sentences, breaks, strict=True):
        if not (sentence.gaps and sentence.text in told):
            yield before + sentence.text
        told.add(sentence.text)
