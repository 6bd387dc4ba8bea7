"""Words that numbers decide: how two stand beside each other, and which fraction a share comes near to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import isnan

from evalbook.exhibits.contrasts import check_listed, largest_told, p_value
from evalbook.exhibits.expressions import compared, difference, evaluate, without_interval
from evalbook.exhibits.markup import as_said, with_key
from evalbook.release.lookup import Gap, Number, is_few
from evalbook.release.release import Release
from evalbook.suggestions import nearest
from evalbook.words.labels import decimal_text, in_percent
from evalbook.words.vocabulary import Words, read_words

# Percentage points from a fraction within which a share is about it, and within which it is just over or just under it:
# of a quarter to three quarters, and of fractions nearer to nothing or to all, of which three points are a large part.
MIDDLE, OUTER = (1.0, 3.0), (0.5, 1.0)

UNCOMPARED = ("both", "grew")  # forms that set two numbers side by side without a word for the difference


@dataclass(frozen=True)
class Word:
    """A text that numbers decided, or the gaps because of which they could not; `ends`: what its sentence ends with,
    and what it ends with where a sentence of the text before it did."""

    text: str
    gaps: tuple[Gap, ...] = ()
    ends: tuple[str, str] = ("", "")


def beside(release: Release, left: str, right: str = "", by: str = "", *, form: str = "against", language: str) -> Word:
    """How one number stands beside another: more, less, the same as shown, or apart by what may be chance.

    `form` names a form of the language's `comparisons`: what stands between two numbers (`against`), or says both
    (`moved`, from right to left; `difference`: of an estimated difference or ratio `left`, with its interval).
    More or less is told only if the interval of the difference leaves out 0 (of a ratio 1), which is that of `by` where
    that is given; counts have the interval of the inflow that they are of, and of what has no interval nothing is
    told. Of the comparisons that are many only those are told that survive among them (`contrasts`). Of few persons it
    is told only if it holds whatever they are. Where `by` says the opposite of the numbers that are shown, as noise may
    have it, nothing is told.
    """
    words = read_words(language)
    forms = _forms(words, form)
    tested = (by,) if by else tuple(filter(None, (left, right)))
    pair = [compared(release, expression) for expression in tested]
    shown = {name: evaluate(release, key) for name, key in (("after", left), ("before", right)) if key}
    gaps = tuple(each if isinstance(each, Gap) else without_interval(each) for each in pair if _cannot_compare(each))
    gaps += tuple(each for each in shown.values() if isinstance(each, Gap) and not is_few(each))
    if gaps:
        return Word("", gaps)
    between = difference(*pair) if len(pair) > 1 else pair[0]
    sign = _sign(between) if p_value(between) <= largest_told(release, *tested) else 0
    if by and _are_numbers(shown) and sign * (shown["after"].value - shown["before"].value) < 0:
        sign = 0
    texts = {name: as_said(words, found) for name, found in shown.items()}
    in_words = {words.formats["under_said"], words.formats["over_said"]}
    outcome = _outcome(sign, [text for text, _ in texts.values()])
    worded = not _are_numbers(shown) or bool(in_words & {text for text, _ in texts.values()})
    told_so = isinstance(forms, dict) and "worded" in forms and worded and outcome in ("more", "less")
    template = forms if isinstance(forms, str) else forms["worded" if told_so else outcome]
    if not right:
        texts["interval"] = as_said(words, evaluate(release, f"{left}|interval"))
    text = template.format(**{name: with_key(text, key) for name, (text, key) in texts.items()})
    ends = "chance" if outcome == "apart" else "sure" if told_so else ""
    return Word(text, ends=tuple(words.comparisons[ends]) if ends else ("", ""))


def _outcome(sign: float, texts: list[str]) -> str:
    """Which of a form's words is meant, by what is told of the difference and by how the numbers read."""
    if len({*texts}) < len(texts):
        return "rounded" if sign else "same"
    return "more" if sign > 0 else "less" if sign < 0 else "apart"


def listed_beside(
    release: Release, left: str, right: str = "", by: str = "", *, form: str = "against", language: str
) -> Word:
    """`beside`, or `of_both` where nothing is compared, as a chapter may tell it: ValueError for a comparison that
    `data/contrasts.yaml` does not have."""
    if form in UNCOMPARED:
        return of_both(release, left, right, form=form, language=language)
    check_listed(*((by,) if by else filter(None, (left, right))))
    return beside(release, left, right, by, form=form, language=language)


def of_both(release: Release, left: str, right: str, *, form: str, language: str) -> Word:
    """Two numbers side by side of which neither is compared: `both` of IVA and of Wajong, `grew` from right to left of
    those who had something by then. Once where they read the same."""
    words = read_words(language)
    found = {name: evaluate(release, key) for name, key in (("after", left), ("before", right))}
    if gaps := tuple(each for each in found.values() if isinstance(each, Gap) and not is_few(each)):
        return Word("", gaps)
    texts = {name: as_said(words, each) for name, each in found.items()}
    outcome = "same" if texts["after"][0] == texts["before"][0] else "apart"
    keyed = {name: with_key(text, key) for name, (text, key) in texts.items()}
    return Word(_forms(words, form)[outcome].format(**keyed))


def _are_numbers(found: Mapping[str, Number | Gap]) -> bool:
    return all(isinstance(each, Number) for each in found.values())


def _cannot_compare(found: Number | Gap) -> bool:
    return isinstance(found, Gap) or isnan(found.low) or isnan(found.high)


def _forms(words: Words, form: str) -> str | Mapping[str, str]:
    if form not in words.comparisons["forms"]:
        raise ValueError(f"no comparison has the form {form!r}.{nearest(form, tuple(words.comparisons['forms']))}")
    return words.comparisons["forms"][form]


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


def quantity(release: Release, expression: str, *, form: str = "fraction", language: str) -> Word:
    """A proportion in words where it has them, else as the number.

    As `fraction` it is about the nearest one within 1 percentage point of it, within 3 just over or just under it; half
    a point and 1 for fractions below a quarter and above three quarters. As `part`, of which the sentence goes on with
    "of the ...", exactly 0 is none of them.
    """
    if form not in ("fraction", "part"):
        raise ValueError(f"no quantity has the form {form!r}.{nearest(form, ('fraction', 'part'))}")
    words, found = read_words(language), evaluate(release, expression)
    if isinstance(found, Gap) and not is_few(found):
        return Word("", (found,))
    text, key = as_said(words, found)
    if isinstance(found, Number):
        text = (_fraction if form == "fraction" else _none)(words, found) or text
    return Word(with_key(text, key))


def _none(words: Words, found: Number) -> str:
    """None, of a share that is 0 and not rounded to it."""
    return words.quantities["none"] if found.value == 0 and not found.rounded else ""


def _fraction(words: Words, found: Number) -> str:
    percent = in_percent(found.value, found.form)
    fractions = words.quantities["fractions"]
    nearby = min(fractions, key=lambda fraction: abs(percent - 100 * Fraction(fraction)))
    beyond = percent - float(100 * Fraction(nearby))
    about, near = MIDDLE if Fraction(1, 4) <= Fraction(nearby) <= Fraction(3, 4) else OUTER
    form = "about" if abs(beyond) <= about else "over" if beyond > 0 else "under"
    return words.quantities[form].format(fractions[nearby]) if abs(beyond) <= near else ""
