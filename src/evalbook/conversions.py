"""Values as written turned into the contract's types; how they were written is detected a column at a time.

Detection is never silent: what was taken for what is returned, and what could be read in two ways is a fault.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from evalbook.schema import Column

DAY_FORMATS = {
    "yyyy-mm-dd": "%Y-%m-%d",
    "dd-mm-yyyy": "%d-%m-%Y",
    "dd/mm/yyyy": "%d/%m/%Y",
    "dd.mm.yyyy": "%d.%m.%Y",
    "yyyy/mm/dd": "%Y/%m/%d",
    "yyyymmdd": "%Y%m%d",
}
MONTH_FORMATS = {**DAY_FORMATS, "yyyy-mm": "%Y-%m", "mm-yyyy": "%m-%Y"}
MIDNIGHT = r"[T ]00:00:00(\.0+)?$"
NUMBER = r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,2})?"
# 1.250 or 1,250: a thousand and a bit, or one and a bit
GROUPED = {".": r"[+-]?[1-9]\d{0,2}(\.\d{3})+", ",": r"[+-]?[1-9]\d{0,2}(,\d{3})+"}
BOOLEANS = {
    **dict.fromkeys(("true", "1", "ja", "j", "waar"), True),
    **dict.fromkeys(("false", "0", "nee", "n", "onwaar"), False),
}
LONGEST_TEXT = 500
WHITE = " \t\r\v\f\x1c\x1d\x1e\x1f"
AROUND = re.compile(r"^[^\S\n]|[^\S\n]$", re.MULTILINE)


@dataclass(frozen=True)
class Converted:
    """Typed values (nan, NaT or None where they cannot be read), what was detected, and what is in doubt."""

    values: pd.Series
    detected: str = ""
    doubt: str = ""


def convert(written: pd.Series, column: Column, csv_settings: Mapping[str, str]) -> Converted:
    """The distinct values of a column (None where empty) in the column's type."""
    return CONVERSIONS[column.kind](written, csv_settings)


def as_texts(written: pd.Series) -> pd.Series:
    """As text: whole numbers without decimals, days as yyyy-mm-dd, no white space around."""
    if _are_trimmed(written):
        return written
    known = written.notna().to_numpy()
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
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, dt.date):
        return value.isoformat()[:10]
    return str(value).strip()


def _to_text(written: pd.Series, settings: Mapping[str, str]) -> Converted:
    texts = as_texts(written)
    longest = max(map(len, texts.dropna()), default=0)
    return Converted(texts.mask(texts.str.len() > LONGEST_TEXT) if longest > LONGEST_TEXT else texts)


def _to_category(written: pd.Series, settings: Mapping[str, str]) -> Converted:
    return Converted(as_texts(written))


def _to_day(written: pd.Series, settings: Mapping[str, str]) -> Converted:
    return _days(written, settings, DAY_FORMATS)


def _to_month(written: pd.Series, settings: Mapping[str, str]) -> Converted:
    found = _days(written, settings, MONTH_FORMATS)
    return Converted(found.values.where(found.values.dt.day == 1), found.detected, found.doubt)


def _days(written: pd.Series, settings: Mapping[str, str], formats: Mapping[str, str]) -> Converted:
    typed = written.map(lambda value: isinstance(value, dt.date | np.datetime64))
    days = pd.to_datetime(written.where(typed), errors="coerce").astype("datetime64[ns]").dt.normalize()
    texts = as_texts(written[~typed]).dropna().str.replace(MIDNIGHT, "", regex=True)
    if texts.empty:
        return Converted(days, "typed dates" if typed.any() else "")
    named = settings.get("date_format")
    readings = {
        name: pd.to_datetime(texts, format=form, errors="coerce")
        for name, form in ({named: named} if named else formats).items()
    }
    name = max(readings, key=lambda each: readings[each].notna().sum())
    left = texts.index[readings[name].isna()]
    mixed = any(reading[left].notna().any() for reading in readings.values())
    days = days.where(days.notna(), readings[name].astype("datetime64[ns]").reindex(days.index))
    return Converted(days, f"dates as {name}", "has dates in more than one order" if mixed else "")


def _to_number(written: pd.Series, settings: Mapping[str, str]) -> Converted:
    typed = written.map(lambda value: isinstance(value, int | float | np.number) and not isinstance(value, bool))
    numbers = pd.to_numeric(written.where(typed), errors="coerce").astype(float)
    texts = as_texts(written[~typed]).dropna().astype("string")
    decimal, thousands, doubt = _signs(texts, settings)
    texts = texts.str.replace(thousands, "", regex=False) if thousands else texts
    plain = texts.str.replace(decimal, ".", regex=False)
    plain = plain[plain.str.fullmatch(NUMBER).fillna(False).astype(bool)]
    parsed = pd.Series(plain.to_numpy(str).astype(float), plain.index)
    numbers = numbers.where(numbers.notna(), parsed.reindex(numbers.index))
    detected = f"decimal sign {decimal}" if texts.str.contains(decimal, regex=False).any() else ""
    return Converted(numbers.where(np.isfinite(numbers)), detected, doubt)


def _signs(texts: pd.Series, settings: Mapping[str, str]) -> tuple[str, str, str]:
    """The decimal sign and the sign between thousands that the numbers of a column are written with."""
    if "decimal" in settings or "thousands" in settings:
        decimal = settings.get("decimal", ",.".replace(settings.get("thousands", ","), ""))
        return decimal, settings.get("thousands", ""), ""
    comma, point = (texts.str.contains(sign, regex=False) for sign in (",", "."))
    both = texts[comma & point]
    if len(both):
        decimal = "," if (both.str.rfind(",") > both.str.rfind(".")).all() else "."
        return decimal, ".,".replace(decimal, ""), ""
    if comma.any() and point.any():
        return ".", "", "has decimal commas and decimal points"
    decimal = "," if comma.any() else "."
    signed = texts[comma | point]
    # A file with commas between its fields writes a decimal point.
    settled = decimal == "." and settings.get("delimiter") == ","
    unclear = len(signed) and not settled and signed.str.fullmatch(GROUPED[decimal]).all()
    return decimal, "", f"can be read in two ways: {decimal} between thousands, or before decimals" if unclear else ""


def _to_integer(written: pd.Series, settings: Mapping[str, str]) -> Converted:
    found = _to_number(written, settings)
    return Converted(found.values.where(found.values % 1 == 0), found.detected, found.doubt)


def _to_boolean(written: pd.Series, settings: Mapping[str, str]) -> Converted:
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
