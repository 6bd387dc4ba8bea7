"""The numbers of a tested claim and the limits beside them, as they are shown: told apart where they differ."""

from __future__ import annotations

from math import isclose, isinf

import pandas as pd

from evalbook.contract.results import KEY
from evalbook.published.claims import Claim, Tested
from evalbook.published.evidence import each_of, keys_of
from evalbook.published.quantity import Evidence
from evalbook.words.labels import DECIMALS, decimal_text, interval_text, label, number_text, on_scale, round_half_up
from evalbook.words.vocabulary import Words

COUNTED = ("n", "months")  # without an interval: the number itself decides, and may equal the limit
WHOLE = ("percent", "per_thousand", "difference")
RATIO_DECIMALS = 2
MORE_DECIMALS = 2  # no more than these beyond the usual ones


def limits_text(words: Words, one: Claim) -> str:
    """Between what limits a claim holds; '' for one that has none."""
    bounds = {name: limit for name, limit in (("low", one.low), ("high", one.high)) if not isinf(limit)}
    if one.never or not bounds:
        return ""
    form = "between" if len(bounds) == 2 else ("above" if "low" in bounds else "below")
    if len(bounds) == 1 and one.form in COUNTED:
        form = {"above": "at_least", "below": "at_most"}[form]
    if one.low == one.high:
        form = "exactly"
    texts = {name: _text(words, limit, one.form, _exact(limit, one.form)) for name, limit in bounds.items()}
    return words.claims["limits"][form].format(**texts)


def number_texts(words: Words, result: Tested, *, protected: bool = False) -> dict[str, str]:
    """What is shown of a claim's numbers, by the end of its key; whole percentages and differences if protected."""
    texts = {}
    for at, found in enumerate(result.found):
        whole = protected and found.form in WHOLE
        decimals = _telling(result.claim, found, whole=whole)
        texts[f"{at}"] = _text(words, found.value, found.form, 0 if whole else decimals)
        if _has_interval(found):
            texts[f"{at}/interval"] = interval_text(words, found.low, found.high, found.form, decimals=decimals)
    return texts


def _text(words: Words, value: float, form: str, decimals: int) -> str:
    """A value in the unit of evidence; ratios and months have words of their own."""
    if form in words.claims["units"]:
        unit = "month" if form == "months" and value == 1 else form
        return words.claims["units"][unit].format(decimal_text(words, value, decimals))
    return number_text(words, value, form, decimals=decimals)


def _exact(limit: float, form: str) -> int:
    """The decimals that a limit was given with."""
    value = on_scale(limit, form)
    return next(count for count in range(10) if isclose(round(value, count), value, abs_tol=1e-9))


def _telling(one: Claim, found: Evidence, *, whole: bool = False) -> int:
    """The usual decimals, or as many more as keep what is shown from looking like a limit that it is not.

    Of a `whole` number only its interval gets more.
    """
    usual = RATIO_DECIMALS if found.form == "ratio" else 0 if whole else DECIMALS.get(found.form, 0)
    ends = (found.low, found.high) if _has_interval(found) else ()
    shown = ends if whole else (found.value, *ends)
    limits = () if one.never else tuple(limit for limit in (one.low, one.high) if not isinf(limit))
    usual = max(usual, *(_exact(limit, found.form) for limit in limits)) if limits and not whole else usual
    pairs = [(on_scale(end, found.form), on_scale(limit, found.form)) for end in shown for limit in limits]
    unlike = [(end, limit) for end, limit in pairs if not isclose(end, limit, abs_tol=1e-9)]
    for decimals in range(usual, usual + MORE_DECIMALS):
        if all(float(round_half_up(end, decimals)) != limit for end, limit in unlike):
            return decimals
    return usual + MORE_DECIMALS


def _has_interval(found: Evidence) -> bool:
    return found.form not in COUNTED and not (pd.isna(found.low) or pd.isna(found.high))


def group_names(words: Words, result: Tested) -> list[str]:
    """What tells the numbers of a claim apart, before each; '' for a single one."""
    count = len(result.found)
    own, against = (_pieces(text) for text in (result.claim.quantity, result.claim.minus))
    if count < 2 or count not in (len(own), len(against)):
        return [""] * count
    names = _names(words, own if len(own) == count else against)
    told = "{} " if len(own) == count else words.claims["against"]
    return [told.format(name) if name else "" for name in names]


def _pieces(quantity: str) -> list[list[str]]:
    return [keys_of(each)[0].split("/") for each in each_of(quantity)] if quantity else []


def _names(words: Words, pieces: list[list[str]]) -> list[str]:
    fields = [name for name, codes in zip(KEY, zip(*pieces, strict=True), strict=True) if len(set(codes)) > 1]
    field = next((name for name in ("benefit", "row", "period") if name in fields), "")
    return [label(words, field, piece[KEY.index(field)], item=piece[0]) if field else "" for piece in pieces]
