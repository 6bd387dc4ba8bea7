"""An edition: one drawing of the registers, and what its values in `extract.yaml` and `release.yaml` may be.

Source: docs/extract.md, the contract of the extract, version 1.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import MISSING, dataclass, fields
from datetime import date

from evalbook.typed import is_readable

KINDS = ("synthetic", "register")
EXPERIMENT_START = date(2023, 4, 1)
YEARS = range(1900, 2101)
LONGEST_ID, LONGEST_TITLE = 60, 300  # signs: the one names files, the other stands on a cover
SLUG = "abcdefghijklmnopqrstuvwxyz0123456789-_"


@dataclass(frozen=True)
class Edition:
    """One drawing of the registers: its name, its kind and the dates and tariffs that the results need."""

    id: str
    title: str
    kind: str
    reference_date: date
    self_employment_through: int
    conversation_cost: float
    experiment_start: date = EXPERIMENT_START
    title_en: str = ""
    history_from: date | None = None

    def title_in(self, language: str) -> str:
        """The title for the readers of a language: its own where there is one."""
        return getattr(self, f"title_{language}", "") or self.title


EDITION_KEYS = tuple(each.name for each in fields(Edition))
DEFAULTS = {each.name: each.default for each in fields(Edition) if each.default is not MISSING}


def _slug(text: str) -> str:
    if not text or set(text) - set(SLUG) or len(text) > LONGEST_ID:
        raise ValueError
    return text


def _text(text: str) -> str:
    if (
        not any(sign.isprintable() and not sign.isspace() for sign in text)  # joiners alone cannot be seen
        or set(text) & set("<>")
        or not is_readable(text.strip())
        or len(text) > LONGEST_TITLE
    ):
        raise ValueError
    return " ".join(text.split())


def _kind(text: str) -> str:
    if text not in KINDS:
        raise ValueError
    return text


def _day(text: str) -> date:
    day = date.fromisoformat(text)
    if day.year not in YEARS or text != day.isoformat():
        raise ValueError
    return day


def _first_day(text: str) -> date:
    day = _day(text)
    if day.day != 1:
        raise ValueError
    return day


def _year(text: str) -> int:
    if not re.fullmatch(r"\d{4}", text, re.ASCII) or int(text) not in YEARS:
        raise ValueError
    return int(text)


def _euro(text: str) -> float:
    if not re.fullmatch(r"\d{1,9}(?:\.\d{1,9})?", text, re.ASCII):
        raise ValueError
    return float(text)


READERS: dict[str, tuple[str, Callable[[str], object]]] = {
    "id": ("a short name of lower-case letters, digits, - and _", _slug),
    "title": (f"a text on one line of at most {LONGEST_TITLE} signs, without < and >", _text),
    "kind": (" or ".join(KINDS), _kind),
    "reference_date": ("a date as yyyy-mm-dd, between 1900 and 2100", _day),
    "self_employment_through": ("a year", _year),
    "conversation_cost": ("euros with a decimal point, at least 0", _euro),
    "experiment_start": ("a date as yyyy-mm-dd, between 1900 and 2100", _day),
    "title_en": (f"a text on one line of at most {LONGEST_TITLE} signs, without < and >", _text),
    "history_from": ("the first day of a month as yyyy-mm-01, between 1900 and 2100", _first_day),
}
