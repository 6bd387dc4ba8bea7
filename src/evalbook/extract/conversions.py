"""Values as written turned into the contract's types; how they were written is detected a column at a time.

Detection is never silent: what was taken for what is returned, and what could be read in two ways is a fault. What is
said of texts (a decimal sign, a form of dates) never touches a value that has a type already.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np
import pandas as pd

from evalbook.contract.schema import Column
from evalbook.extract.days import (
    DAY_FORMS,
    MONTH_FORMS,
    Read,
    best_form,
    has_day,
    may_be_swapped,
    read_open,
    read_value,
)
from evalbook.extract.numerals import convention_of, is_number
from evalbook.extract.ordinary import WHITE, cut, ordinary_days, ordinary_numbers

BOOLEANS = {
    **dict.fromkeys(("true", "1", "ja", "j", "waar"), True),
    **dict.fromkeys(("false", "0", "nee", "n", "onwaar"), False),
}
LONGEST_TEXT = 500
LONGEST_VALUE = 200  # signs of a number, day, month, year or truth value, white space included
LENGTH_OF_UUID = 16
# Whole numbers up to here are exact; of double precision fewer than could be, since Excel keeps 15 digits.
EXACT = {np.float16: 2**11, np.float32: 2**24}
EXACT_DOUBLE = 10**15
ROUNDED = re.compile(r"\d(?:[.,]\d+)?E\+\d{2,3}")  # 1,23E+17: what a spreadsheet makes of a long number
AROUND = re.compile(r"^[^\S\n]|[^\S\n]$", re.MULTILINE)


@dataclass(frozen=True)
class Converted:
    """Typed values (nan, NaT or None where they cannot be read), what was detected, and what is in doubt.

    `open`: where a date says that there is no end.
    """

    values: pd.Series
    detected: str = ""
    doubt: str = ""
    open: pd.Series | None = None


def convert(written: pd.Series, column: Column, writing: Mapping[str, str]) -> Converted:
    """The distinct values of a column (None where empty) in the column's type."""
    if column.kind not in ("text", "category"):
        written = cut(written, LONGEST_VALUE)
    return CONVERSIONS[column.kind](written, writing)


def as_texts(written: pd.Series) -> pd.Series:
    """As text: whole numbers without decimals, days as yyyy-mm-dd, no white space around."""
    known = written.notna().to_numpy()
    if _are_trimmed(written if known.all() else written[known]):
        return written
    texts = [_text(value) if there else value for value, there in zip(written, known, strict=True)]
    return pd.Series(texts, written.index, dtype=object)


def _are_trimmed(written: pd.Series) -> bool:
    """Whether all are texts without white space around: nearly always so, and told in one pass."""
    try:
        lines = "\n".join(written)
    except TypeError:  # something else than a text
        return False
    if lines.count("\n") != len(written) - 1:
        return False
    plain = lines.isascii() and not any(sign in lines for sign in WHITE)  # much faster than the expression
    return plain or not AROUND.search(lines)


def _text(value: object) -> str:
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, float | Decimal | np.floating) and np.isfinite(float(value)) and value == int(value):
        return str(int(value))
    if isinstance(value, bytes):
        return _decoded(value)
    if isinstance(value, dt.date | np.datetime64):
        read = read_value(value)
        return read.day.isoformat() if read and read.day else str(value)[:10]
    return str(value).strip()


def _decoded(value: bytes) -> str:
    """Bytes as text: UTF-8, cp1252, or as they are, so that different ones stay different."""
    for encoding in ("utf-8", "cp1252") if len(value) != LENGTH_OF_UUID else ("utf-8",):
        try:
            return value.decode(encoding).strip()
        except UnicodeDecodeError:
            continue
    return value.hex()


def _to_text(written: pd.Series, writing: Mapping[str, str]) -> Converted:
    texts = _composed(as_texts(written))
    longest = max(map(len, texts.dropna()), default=0)
    return Converted(texts.mask(texts.str.len() > LONGEST_TEXT) if longest > LONGEST_TEXT else texts)


def _composed(texts: pd.Series) -> pd.Series:
    """Texts that look the same as one text: accents composed, no spaces that only print differently."""
    if all(map(str.isascii, texts.dropna())):
        return texts
    return texts.map(lambda text: unicodedata.normalize("NFC", text).replace("\xa0", " "), na_action="ignore")


def _to_category(written: pd.Series, writing: Mapping[str, str]) -> Converted:
    return Converted(as_texts(written))


def lost_digits(written: pd.Series) -> pd.Series:
    """Where an identifier was rounded: a number too long to be exact, or a text that a spreadsheet shortened."""
    if written.map(type).eq(str).all() and not ROUNDED.search("\n".join(written)):  # one pass over a million texts
        return pd.Series(False, written.index)

    def rounded(value: object) -> bool:
        if isinstance(value, float | np.floating):
            return abs(value) >= EXACT.get(type(value), EXACT_DOUBLE)
        return isinstance(value, str) and bool(ROUNDED.fullmatch(value.strip()))

    return written.map(rounded).astype(bool)


def _to_day(written: pd.Series, writing: Mapping[str, str]) -> Converted:
    return _days(written, writing, DAY_FORMS)


def _to_month(written: pd.Series, writing: Mapping[str, str]) -> Converted:
    found = _days(written, writing, MONTH_FORMS)
    return Converted(found.values.where(found.values.dt.day == 1), found.detected, found.doubt, found.open)


def _days(written: pd.Series, writing: Mapping[str, str], forms: tuple[str, ...]) -> Converted:
    if "date_format" not in writing and (days := ordinary_days(written)) is not None:
        return Converted(days, f"dates as {DAY_FORMS[0]}", open=pd.Series(False, written.index))
    values = written[written.notna()]
    reads: dict[object, Read | None] = {at: read_value(value) for at, value in values.items()}
    typed = [at for at, read in reads.items() if read]
    numbers = [at for at, read in reads.items() if not read and is_number(values[at])]
    texts = as_texts(values.drop(typed + numbers))
    detected, doubts = ["typed dates"] if typed else [], []
    said = writing.get("date_format", "")
    if forms is DAY_FORMS and said and not has_day(said):  # said of all columns, it can be meant of months only
        said = ""
    for part, allowed in ((texts, (said,) if said else forms), (as_texts(values[numbers]), forms)):
        opened = {at: read for at, text in part.items() if (read := read_open(text))}
        reads |= opened
        part = part.drop(list(opened))
        if part.empty:
            continue
        form, found, mixed = best_form(part, allowed)
        reads |= dict(zip(part.index, found, strict=True))
        detected.append(f"dates as {form.name}")
        doubts += ["has dates in more than one order"] if mixed else []
        swapped = not said and may_be_swapped(form, part)
        doubts += ["can be read in two ways: day before month, or month before day"] if swapped else []
    found = [read for read in reads.values() if read]
    told, doubtful = _times(found)
    days = pd.Series([_moment(reads.get(at)) for at in written.index], written.index, dtype="datetime64[ns]")
    is_open = pd.Series([bool(reads.get(at) and reads[at].open) for at in written.index], written.index, dtype=bool)
    return Converted(days, ", ".join(dict.fromkeys([*detected, *told])), next(iter(doubts + doubtful), ""), is_open)


def _times(found: Sequence[Read]) -> tuple[list[str], list[str]]:
    """What the times of day say: what is done with them, and what is doubtful about them."""
    told = ["days in Amsterdam"] if any(read.zone for read in found) else []
    told += ["times of day left out"] if any(read.time for read in found) else []
    late = any(read.late for read in found) and all(read.late or read.open or not read.time for read in found)
    return told, ["has only times of 22:00 and 23:00: midnights of another time zone"] if late else []


def _moment(read: Read | None) -> np.datetime64:
    return np.datetime64(read.day, "ns") if read and read.day else np.datetime64("NaT", "ns")


def _to_number(written: pd.Series, writing: Mapping[str, str], *, whole: bool = False) -> Converted:
    if {"decimal", "thousands"}.isdisjoint(writing) and (ordinary := ordinary_numbers(written)):
        numbers, has_point = ordinary
        return Converted(numbers, "decimal sign ." if has_point else "")
    typed = written.map(is_number).astype(bool)
    numbers = pd.to_numeric(written.where(typed).map(_exact, na_action="ignore"), errors="coerce").astype(float)
    texts = as_texts(written[~typed & written.notna()]).map(_without_euro)
    if texts.empty:
        return Converted(numbers.where(np.isfinite(numbers)))
    convention, doubt = convention_of(texts, writing, whole=whole)
    pattern = convention.pattern
    parsed = {at: convention.number(text) for at, text in texts.items() if pattern.fullmatch(text)}
    numbers = numbers.where(numbers.notna(), pd.Series(parsed, dtype=float).reindex(numbers.index))
    detected = [f"decimal sign {convention.decimal}"] if any(convention.decimal in text for text in texts) else []
    detected += (
        [f"thousands sign {convention.thousands}"] if any(_has(text, convention.thousands) for text in texts) else []
    )
    return Converted(numbers.where(np.isfinite(numbers)), ", ".join(detected), doubt)


def _without_euro(text: str) -> str:
    return text.removeprefix("€").removesuffix("€").strip()


def _exact(value: object) -> float:
    return float(str(value)) if isinstance(value, np.float16 | np.float32) else float(value)


def _has(text: str, sign: str) -> bool:
    return bool(sign) and sign in text


def _to_integer(written: pd.Series, writing: Mapping[str, str]) -> Converted:
    found = _to_number(written, writing, whole=True)
    return Converted(found.values.where(found.values % 1 == 0), found.detected, found.doubt)


def _to_boolean(written: pd.Series, writing: Mapping[str, str]) -> Converted:
    return Converted(as_texts(written).str.lower().map(BOOLEANS))


CONVERSIONS: dict[str, Callable[[pd.Series, Mapping[str, str]], Converted]] = {
    "text": _to_text,
    "category": _to_category,
    "date": _to_day,
    "month": _to_month,
    "number": _to_number,
    "integer": _to_integer,
    "boolean": _to_boolean,
}
