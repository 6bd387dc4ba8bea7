"""Digits that name something and so need no key: years, dates, months, ages, classes, items, the rules in force."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pandas as pd

from evalbook.contract.catalogue import DECLARED
from evalbook.exhibits.exhibit import Exhibit, few_symbol, joined_note
from evalbook.published.audit import published
from evalbook.release.lookup import fewest_followed
from evalbook.release.release import Release
from evalbook.words.labels import class_label, inside, label, reason_text
from evalbook.words.vocabulary import Words, read_words

DIGIT = re.compile(r"\d")
NAME = re.compile(r"[a-z]{4}")  # of a row called `5 paid work with support`, not of one called `5`
MONTH_HEAD = re.compile(r"\d{1,3}")  # a row of a curve's table


@dataclass(frozen=True)
class NamedNumbers:
    """Fixed texts of the book that hold digits, the longest first, and the kinds as one pattern."""

    texts: tuple[str, ...]
    heads: tuple[str, ...]
    kinds: re.Pattern

    def digits_left(self, text: str, *, kind: str) -> str:
        """What is left of a text with digits in it that name nothing, '' if nothing is.

        `kind`: `cell` and `text` of what was computed, `head` of a row or column, a caption.
        """
        if not DIGIT.search(text) or (kind == "head" and MONTH_HEAD.fullmatch(text)):
            return ""
        for each in (*self.heads, *self.texts) if kind == "head" else (*self.texts, *self._named_in(kind)):
            text = text.replace(each, " ")
        left = self.kinds.sub(" ", text)
        return left if DIGIT.search(left) else ""

    def _named_in(self, kind: str) -> tuple[str, ...]:
        """What a sentence may call a row that has no numbers: its name, where there is a word in it."""
        return tuple(each for each in self.heads if NAME.search(each)) if kind == "text" else ()


def named_numbers(release: Release, language: str) -> NamedNumbers:
    """The digits that a book of this release may show without a key."""
    words = read_words(language)
    kinds = re.compile(words.formats["named_numbers"])
    return NamedNumbers(_with_digits(_sentences(words, release, language)), _with_digits(_heads(words, release)), kinds)


def _sentences(words: Words, release: Release, language: str) -> list[str]:
    """The reasons of gaps with the thresholds in force, and the notes of the items."""
    rules = (
        {rule: reason_text(words, "withheld", rule, rules=release.rules) for rule in words.rules}
        if release.rules
        else {}
    )
    followed = {fewest_followed(release, statistic) for statistic in ("survival", "share")}
    few = [reason_text(words, "few", str(number), rules=release.rules) for number in followed]
    bands = [words.sentences["band"].format(persons=number) for number in followed]
    notes = [
        note
        for item in words.items.values()
        for note in (*item.notes, item.title, inside(item.title), item.population, item.x, item.y)
    ]
    return [*rules.values(), *few, *bands, *notes, *_of_protection(words, release, language)]


def _of_protection(words: Words, release: Release, language: str) -> list[str]:
    """What is said below tables and figures of noise, of few persons and of joined classes."""
    if not release.protected:
        return []
    said = [words.sentences["rounded"].format_map(release.rules), " ".join(few_symbol(words, release).split())]
    return [*said, *(note for item in DECLARED for note in joined_note(Exhibit(release, item, language)))]


def _heads(words: Words, release: Release) -> list[str]:
    """What the codes of rows and columns are called."""
    named = [text for codes in words.codes.values() for text in codes.values()]
    named += [text for item in words.items.values() for codes in item.codes.values() for text in codes.values()]
    cells = pd.concat([release.results, published().tables])[["item", "row"]].drop_duplicates()
    for item, row in cells.itertuples(index=False):
        if item in words.items:
            named.append(label(words, "row", row, item=item) or class_label(words, row, unit=words.items[item].unit))
    return [*named, *(text[:1].upper() + text[1:] for text in named)]


def _with_digits(texts: object) -> tuple[str, ...]:
    return tuple(sorted({text for text in texts if DIGIT.search(text)}, key=lambda text: (-len(text), text)))
