"""Words that numbers decide: which of two is more, and which fraction a share comes near to."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import isnan

from evalbook.exhibits.contrasts import check_listed, largest_told, p_value
from evalbook.exhibits.expressions import compared, difference, evaluate, without_interval
from evalbook.exhibits.markup import few_text, marked, with_key
from evalbook.release.lookup import Gap, Number, is_few
from evalbook.release.release import Release
from evalbook.suggestions import nearest
from evalbook.words.labels import decimal_text, in_percent
from evalbook.words.vocabulary import Words, read_words

# Percentage points from a fraction within which a share is about it, and within which it is just over or just under it:
# of a quarter to three quarters, and of fractions nearer to nothing or to all, of which three points are a large part.
MIDDLE, OUTER = (1.0, 3.0), (0.5, 1.0)


@dataclass(frozen=True)
class Word:
    """A text that numbers decided, or the gaps because of which they could not."""

    text: str
    gaps: tuple[Gap, ...] = ()


def direction(release: Release, left: str, right: str = "", *, kind: str = "often", language: str) -> Word:
    """The word for how one number compares with another: more, less, or no difference that can be told.

    A direction is told only if the interval of their difference leaves out 0; counts have the interval of the inflow
    that they are of, and of what has no interval there is no word. Without `right`, `left` is itself an estimated
    difference or ratio, told only if its interval leaves out equality. Of the comparisons that are many only those are
    told that survive among them (`contrasts`). `kind` names a triple of words. Of few persons it is told only if it
    holds whatever they are.
    """
    vocabulary = read_words(language)
    more, less, same = _triple(vocabulary, kind)
    pair = [compared(release, expression) for expression in (left, right) if expression]
    gaps = tuple(each if isinstance(each, Gap) else without_interval(each) for each in pair if _cannot_compare(each))
    if gaps:
        return Word("", gaps)
    between = difference(*pair) if right else pair[0]
    sign = _sign(between) if p_value(between) <= largest_told(release, *filter(None, (left, right))) else 0
    return Word(more if sign > 0 else less if sign < 0 else same)


def listed_direction(release: Release, left: str, right: str = "", *, kind: str = "often", language: str) -> Word:
    """`direction`, as a chapter may tell it: ValueError for a comparison that `data/contrasts.yaml` does not have."""
    check_listed(*filter(None, (left, right)))
    return direction(release, left, right, kind=kind, language=language)


def _cannot_compare(found: Number | Gap) -> bool:
    return isinstance(found, Gap) or isnan(found.low) or isnan(found.high)


def _triple(vocabulary: Words, kind: str) -> tuple[str, str, str]:
    if kind not in vocabulary.directions:
        raise ValueError(f"no direction is called {kind!r}.{nearest(kind, tuple(vocabulary.directions))}")
    return vocabulary.directions[kind]


def _sign(found: Number) -> float:
    neutral = 1 if found.form == "hazard_ratio" else 0
    return found.value - neutral if found.low > neutral or found.high < neutral else 0


def of_hundred(release: Release, expression: str, *, language: str) -> Word:
    """A proportion as how many of every hundred, for who reads no percentages."""
    found = evaluate(release, expression)
    if isinstance(found, Gap):
        return Word("", (found,))
    text = decimal_text(read_words(language), in_percent(found.value, found.form))
    return Word(with_key(text, expression))


def quantity(release: Release, expression: str, *, language: str) -> Word:
    """A proportion as a fraction in words where it lies near one, else as the number.

    Within 1 percentage point of the nearest fraction it is about it, within 3 just over or just under it; half a point
    and 1 for fractions below a quarter and above three quarters.
    """
    vocabulary = read_words(language)
    found = evaluate(release, expression)
    if isinstance(found, Gap) and is_few(found):
        return Word(with_key(few_text(vocabulary, found, form="few_said"), expression))
    if isinstance(found, Gap):
        return Word("", (found,))
    percent = in_percent(found.value, found.form)
    fractions = vocabulary.quantities["fractions"]
    nearby = min(fractions, key=lambda fraction: abs(percent - 100 * Fraction(fraction)))
    beyond = percent - float(100 * Fraction(nearby))
    about, near = MIDDLE if Fraction(1, 4) <= Fraction(nearby) <= Fraction(3, 4) else OUTER
    if abs(beyond) > near:
        return Word(marked(vocabulary, found))
    form = "about" if abs(beyond) <= about else "over" if beyond > 0 else "under"
    return Word(with_key(vocabulary.quantities[form].format(fractions[nearby]), expression))
