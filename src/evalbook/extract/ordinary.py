"""Columns of which every text is written in the most ordinary way, looked at in one pass and read all at once.

Nothing is in doubt about such a column. Of any other one these functions return None, and `conversions` and `cells`
read it text by text with all that may be odd. Empty cells are None and stay empty.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

import numpy as np
import pandas as pd

from evalbook.extract.days import YEARS

WHITE = " \t\r\v\f\x1c\x1d\x1e\x1f"
# At most two decimals: so a point is no sign between thousands. All texts are matched at once, a line each.
NUMBER, DAY = r"\d{1,15}(?:\.\d\d?)?", r"\d{4}-\d\d-\d\d"
NUMBERS, DAYS = (re.compile(rf"{each}(?:\n{each})*+", re.ASCII) for each in (NUMBER, DAY))


def lines_of(texts: Iterable[object]) -> str | None:
    """The texts below each other, where all are texts of one line, of ASCII and without white space."""
    texts = texts.tolist() if isinstance(texts, pd.Series) else list(texts)
    try:
        lines = "\n".join(texts)
    except TypeError:  # something else than a text
        return None
    plain = lines.isascii() and lines.count("\n") == len(texts) - 1 and not any(sign in lines for sign in WHITE)
    return lines if plain else None


def cut(written: pd.Series, longest: int) -> pd.Series:
    """Each text that is too long for a number or a day as a short one that is none either: patterns tried on a million
    signs may take as many squared."""

    def is_long(value: object) -> bool:
        return isinstance(value, str) and len(value) > longest

    known = written[written.notna()].tolist()
    try:
        found = max(map(len, known), default=0) > longest
    except TypeError:  # something else than a text
        found = any(map(is_long, known))
    return written.map(lambda value: value[:longest] + "…" if is_long(value) else value) if found else written


def ordinary_numbers(written: pd.Series) -> tuple[pd.Series, bool] | None:
    """Numbers of digits, with a decimal point and one or two decimals or none; and whether any has a point."""
    known = written.notna().to_numpy()
    lines = lines_of(written[known])
    if lines is None or not NUMBERS.fullmatch(lines):
        return None
    numbers = np.full(len(written), np.nan)
    numbers[known] = written.to_numpy()[known].astype(float)
    return pd.Series(numbers, written.index), "." in lines


def ordinary_days(written: pd.Series) -> pd.Series | None:
    """Days as yyyy-mm-dd, each in the calendar and in a year that can be stored."""
    known = written.notna().to_numpy()
    lines = lines_of(written[known])
    if lines is None or not DAYS.fullmatch(lines):
        return None
    days = np.full(len(written), np.datetime64("NaT", "D"))
    try:
        days[known] = written.to_numpy()[known].astype("datetime64[D]")
    except ValueError:  # 30 February
        return None
    years = days[known].astype("datetime64[Y]").astype(int) + 1970
    within = (years >= YEARS.start) & (years < YEARS.stop)
    return pd.Series(days.astype("datetime64[ns]"), written.index) if within.all() else None
