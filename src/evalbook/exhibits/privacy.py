"""How persons are protected, as the book says it: what holds of an edition, and the numbers of the rules.

Source: docs/disclosure.md.
"""

from __future__ import annotations

from collections.abc import Mapping

from evalbook.contract.thresholds import MEAN_CHANGE, THRESHOLDS
from evalbook.exhibits.directions import Word
from evalbook.exhibits.markup import with_key
from evalbook.release.lookup import demand_release
from evalbook.release.release import Release
from evalbook.suggestions import nearest
from evalbook.words.labels import decimal_text, number_text
from evalbook.words.vocabulary import Words, read_words


def protection(release: Release, *, language: str) -> str:
    """Whether the edition is protected, and how many of its numbers are then shown; of another, why it is not.

    Raises TypeError on anything but a Release.
    """
    demand_release(release)
    words = read_words(language)
    shown = {name: with_key(text, f"protection/{name}") for name, text in shown_counts(release, words).items()}
    state = "protected" if release.protected else release.edition.kind
    return words.about["protection"][state].format(**shown)


def shown_counts(release: Release, words: Words) -> dict[str, str]:
    """How many numbers a release has, how many of them are shown, and in per cent."""
    numbers, shown = len(release.results), int((release.results["withheld"] == "").sum())
    texts = {name: decimal_text(words, count) for name, count in (("numbers", numbers), ("shown", shown))}
    return texts | {"percent": number_text(words, 100 * shown / max(numbers, 1), "percent")}


def threshold(release: Release, *, name: str, language: str) -> Word:
    """A number of the rules in force by its name; of a release without protection, that which would be.

    Raises ValueError when there is no such rule.
    """
    known = shown_thresholds(release, read_words(language))
    if name not in known:
        raise ValueError(f"no rule has a number {name!r}.{nearest(name, tuple(known))}")
    return Word(with_key(known[name], f"threshold/{name}"))


def shown_thresholds(release: Release, words: Words) -> Mapping[str, str]:
    """The numbers of the rules as they read, by name."""
    rules = THRESHOLDS | dict(release.rules)
    texts = {name: decimal_text(words, number) for name, number in rules.items()}
    return texts | {"mean_change": decimal_text(words, MEAN_CHANGE, 2)}
