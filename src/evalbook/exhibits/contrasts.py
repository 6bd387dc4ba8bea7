"""Which comparisons the book tells in words, and which of them stand among many.

The list is data, `data/contrasts.yaml`: a few primary contrasts, each told at a confidence of 95 % by itself, and all
others, of which those are told that survive the procedure of Benjamini and Hochberg (1995, J. R. Stat. Soc. B 57,
289-300) at a false discovery rate of 5 %.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from math import isnan, log

import numpy as np
import yaml
from scipy.stats import norm

from evalbook.contract.results import KEY
from evalbook.errors import EvalbookError
from evalbook.estimates.intervals import CONFIDENCE, Z
from evalbook.exhibits.expressions import SIGNED_TERM, compared, difference
from evalbook.exhibits.markup import TEXTS, cell, headed_table, of_the_report, small_print, with_key
from evalbook.places import DATA
from evalbook.release.lookup import Gap, Number, rows_of
from evalbook.release.release import Release
from evalbook.words.labels import decimal_text, heading
from evalbook.words.vocabulary import Words, read_words

FILE = DATA / "contrasts.yaml"
FALSE_WORDS = 1 - CONFIDENCE
AT_MONTHS = re.compile(r"(?:in_work|months)=([\d,]+)|(\d+)")  # a column that is of months since the start


@dataclass(frozen=True)
class Contrasts:
    """The primary contrasts (key to its words by language), the others (their expressions), the months of curves."""

    months: tuple[int, ...]
    primary: Mapping[str, Mapping[str, str]]
    others: tuple[tuple[str, ...], ...]


@cache
def contrasts() -> Contrasts:
    """The list of the book. Raises EvalbookError where one is of a month that was not chosen beforehand."""
    written = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    primary = {each.pop("key"): each for each in written["primary"]}
    found = Contrasts(tuple(written["months"]), primary, tuple(map(tuple, written["others"])))
    for expression in (*found.primary, *(each for expressions in found.others for each in expressions)):
        if others := months_in(expression) - {*found.months}:
            raise EvalbookError(f"{FILE.name}: {expression}: month {min(others)} is none of `months`.")
    return found


def months_in(expression: str) -> set[int]:
    """The months since the start that the keys of an expression are of."""
    columns = (key.split("/")[KEY.index("column")] for key in SIGNED_TERM.split(expression.split("|")[0])[::2])
    texts = (found[1] or found[2] for found in map(AT_MONTHS.fullmatch, columns) if found)
    return {int(month) for text in texts for month in text.split(",")}


def p_value(found: Number) -> float:
    """Two-sided, as its limits have it: the distance to equality beside that to the limit on that side."""
    value, low, high = found.value, found.low, found.high
    if found.form == "hazard_ratio":
        value, low, high = (log(each) for each in (value, low, high))
    towards = value - low if value > 0 else high - value
    return float(2 * norm.sf(Z * abs(value) / towards)) if towards > 0 else float(value == 0)


def surviving(p_values: Iterable[float]) -> float:
    """The largest p of which words are told: Benjamini and Hochberg's; 0 where there is none."""
    ordered = np.sort(list(p_values))
    passed = ordered <= FALSE_WORDS * np.arange(1, len(ordered) + 1) / max(len(ordered), 1)
    return float(ordered[passed].max(initial=0.0))


class _Same:
    """A release as a key: itself and no other."""

    def __init__(self, release: Release) -> None:
        self.release = release

    def __hash__(self) -> int:
        return id(self.release)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.release is self.release


def check_listed(*expressions: str) -> None:
    """Raises ValueError for a comparison that the list does not have: nobody chose it before the data were seen."""
    known = contrasts()
    if expressions not in known.others and expressions not in {(key,) for key in known.primary}:
        told = " beside ".join(expressions)
        raise ValueError(
            f"{told}: not in data/{FILE.name}. Add it to `others`, as it stands here, before a word tells it."
        )


def largest_told(release: Release, *expressions: str) -> float:
    """The p up to which a comparison is told in words: of a primary contrast and of one that the list does not have
    0.05, of the others what survives among them."""
    return _survives(_Same(release)) if expressions in contrasts().others else FALSE_WORDS


@lru_cache(maxsize=4)
def _survives(same: _Same) -> float:
    return surviving(_others(same).values())


@lru_cache(maxsize=4)
def _others(same: _Same) -> dict[tuple[str, ...], float]:
    """The p of each of the other comparisons that this edition can make."""
    known = cache(lambda item: rows_of(same.release, item))
    made = {}
    for expressions in contrasts().others:
        pair = [compared(same.release, each, known) for each in expressions]
        if not any(isinstance(each, Gap) or isnan(each.low) or isnan(each.high) for each in pair):
            made[expressions] = p_value(pair[0] if len(pair) == 1 else difference(*pair))
    return made


def counts_of(release: Release) -> dict[str, int]:
    """How many other comparisons this edition makes, how many of these would be told by chance alone at 95 %, how many
    are told at 95 % each, and how many survive."""
    same = _Same(release)
    found = list(_others(same).values())
    told = {"alone": FALSE_WORDS, "together": _survives(same)}
    return {
        "others": len(found),
        "by_chance": round(FALSE_WORDS * len(found)),
        **{name: sum(p <= most for p in found) for name, most in told.items()},
    }


def drawn_counts(release: Release) -> dict[str, int]:
    """How many primary contrasts this edition can make, and how many of them show a difference."""
    found = [compared(release, key) for key in contrasts().primary]
    made = [each for each in found if isinstance(each, Number) and not isnan(each.low)]
    return {"drawn_all": len(made), "drawn_told": sum(p_value(each) <= FALSE_WORDS for each in made)}


def shown_counts(release: Release, words: Words) -> dict[str, str]:
    """These counts as text, by the key after `contrasts/`."""
    counts = counts_of(release) | drawn_counts(release)
    return {name: decimal_text(words, count) for name, count in counts.items()}


def primary_contrasts(release: Release, *, language: str) -> str:
    """The table of the primary contrasts with their intervals and what they show, and below it how many others there
    are."""
    words = read_words(language)
    said = words.contrasts
    rows = [_row(release, words, key, texts[language]) for key, texts in contrasts().primary.items()]
    about = {"caption": said["caption"], "name": "primary-contrasts", "kind": "sentences"}
    heads = [said[name] for name in ("contrast", "difference", "interval", "shown")]
    table = headed_table(heads, rows, align=TEXTS, **about)
    counts = {name: with_key(text, f"contrasts/{name}") for name, text in shown_counts(release, words).items()}
    return f"{table}\n\n{small_print([said['note'].format(**counts)])}"


def _row(release: Release, words: Words, key: str, text: str) -> list[str]:
    found = compared(release, key)
    ends = compared(release, f"{key}|interval")
    return [
        of_the_report(heading(text), "contrasts"),
        cell(words, found),
        cell(words, ends),
        words.contrasts["told"][_side(found)],
    ]


def _side(found: Number | Gap) -> str:
    if isinstance(found, Gap) or isnan(found.low):
        return "unknown"
    return "higher" if found.low > 0 else "lower" if found.high < 0 else "neither"
