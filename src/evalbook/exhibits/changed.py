"""The main results of two editions in sentences: what each was and is, and whether the change may be chance.

Which results is data, `data/changed.yaml`. Two editions have most of their people in common, and more of them than of
others are the same: the interval of a change is that of two editions without anybody in common, which is wider than
need be. So a change is told to be chance too often rather than too seldom, and the page says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from math import isnan

import yaml

from evalbook.contract.results import COLUMNS
from evalbook.errors import EvalbookError
from evalbook.estimates.intervals import square_and_add
from evalbook.exhibits.expressions import evaluate
from evalbook.exhibits.markup import marked, plain
from evalbook.places import DATA
from evalbook.release.lookup import Gap, Number
from evalbook.release.release import Release
from evalbook.typed import escape
from evalbook.words.labels import day_text
from evalbook.words.vocabulary import Words, languages, read_words

FILE = DATA / "changed.yaml"
SPAN = re.compile(r"</?span[^>]*>")
VALUES_BEFORE = {"before": "value", "before_base": "base", "before_low": "ci_low", "before_high": "ci_high"}


@dataclass(frozen=True)
class Changed:
    """A result by its key; `words` begin a sentence about it, by language."""

    key: str
    words: dict[str, str]


@cache
def listed() -> tuple[Changed, ...]:
    """Raises EvalbookError for one without its key or its words in a language."""
    found = []
    for each in yaml.safe_load(FILE.read_text(encoding="utf-8")):
        if {*each} != {"key", *languages()}:
            raise EvalbookError(f"{FILE.name}: {each.get('key', 'one')}: write `key` and words in each language.")
        found.append(Changed(each.pop("key"), each))
    return tuple(found)


def told(release: Release, *, language: str) -> tuple[str, ...]:
    """A sentence for each result that this edition or the previous one has; without a previous one what it is."""
    words, before = read_words(language), before_of(release)
    sentences = (_told(words, each.words[language], release, before, each.key) for each in listed())
    return tuple(filter(None, sentences))


def told_plainly(release: Release, *, language: str) -> tuple[str, ...]:
    """The same sentences without anything but their words."""
    return tuple(SPAN.sub("", each) for each in told(release, language=language))


def before_of(release: Release) -> Release | None:
    """The numbers of the previous edition as those of a release; None where there is none."""
    if release.changes.empty:
        return None
    rows = release.changes.rename(columns=VALUES_BEFORE).assign(withheld="")
    return replace(release, results=rows.loc[rows["value"].notna(), list(COLUMNS)])


def previous_edition(release: Release, *, language: str) -> str:
    """Which one it is, with its date; that this is not known, where its file does not say so."""
    words, edition = read_words(language), release.previous
    if edition is None:
        return words.changes["previous_unknown"]
    title = f'<span data-previous="title">{escape(edition.title_in(language))}</span>'
    return words.changes["previous"].format(title=title, day=day_text(words, edition.reference_date))


def _told(words: Words, what: str, release: Release, before: Release | None, key: str) -> str:
    now, then = evaluate(release, key), evaluate(before, key) if before else None
    form = _form(words, then, now)
    if not form:
        return ""
    shown = marked(words, now) if isinstance(now, Number) else ""
    was = f'<span data-previous="{key}">{plain(words, then)}</span>' if isinstance(then, Number) else ""
    return words.changes["told"][form].format(what=what, before=was, after=shown)


def _form(words: Words, then: Number | Gap | None, now: Number | Gap) -> str:
    """Which sentence: as the change is, where both editions have the number; '' where neither has."""
    if not isinstance(now, Number):
        return "gone" if isinstance(then, Number) else ""
    if not isinstance(then, Number):
        return "first" if then is None else "new"
    if plain(words, now) == plain(words, then):
        return "same"
    low, high = limits_of_change(then, now)
    if isnan(low):  # a count too has none
        return "counted"
    return "rose" if low > 0 else "fell" if high < 0 else "chance"


def limits_of_change(then: Number, now: Number) -> tuple[float, float]:
    """Of the later number less the earlier, as of two editions without anybody in common; nan without limits of one."""
    sides = [(each.unrounded, each.low, each.high) for each in (now, then)]
    low, high = square_and_add(*sides)
    return float(low), float(high)


def added_and_gone(release: Release) -> Iterator[tuple[str, list[str]]]:
    """The items that only this edition has, and those that only the previous one had."""
    there = release.changes[["before", "after"]].notna().groupby(release.changes["item"], sort=False).any()
    yield "added", list(there.index[there["after"] & ~there["before"]])
    yield "dropped", list(there.index[there["before"] & ~there["after"]])
