"""Days and months as registers write them, and what is no day: an end that is open, a time of day, a zone.

A day is a calendar day in the Netherlands: what was written with a time zone is the day it was there.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd

ZONE = ZoneInfo("Europe/Amsterdam")
OPEN_YEAR = 9999  # how Dutch registers write that there is no end
YEARS = range(1700, 2200)  # what a day can be stored as, with room
TIME = r"(?:[T ](?P<hour>\d{1,2}):(?P<minute>\d\d)(?::(?P<second>\d\d)(?:[.,]\d+)?)?(?P<zone> ?Z| ?[+-]\d\d:?\d\d)?)?"
PARTS = {"yyyy": r"(?P<year>\d{4})", "yy": r"(?P<short>\d{2})", "mm": r"(?P<month>\d{%s})", "dd": r"(?P<day>\d{%s})"}
DIRECTIVES = {"%Y": "yyyy", "%y": "yy", "%m": "mm", "%d": "dd"}
TIMES = re.compile(r"[T ]?%H.*|[T ]hh?[:.]?mm.*", re.IGNORECASE)
DAY_FORMS = ("yyyy-mm-dd", "dd-mm-yyyy", "dd/mm/yyyy", "dd.mm.yyyy", "yyyy/mm/dd", "yyyymmdd")
MONTH_FORMS = (*DAY_FORMS, "yyyy-mm", "mm-yyyy", "yyyymm")
AMBIGUOUS = ("dd-mm-yyyy", "dd/mm/yyyy", "dd.mm.yyyy")
LATEST_SHORT = 30  # a year of two digits is one from 1931 to 2030: of births as of services
FIRSTS = 4  # days in January only, with slashes: firsts of months as Americans write them
ENOUGH = 20  # days of which none lies after the 12th of its month, to doubt whether days and months are swapped


class Unusable(Exception):
    """What was said is of another form."""


@dataclass(frozen=True)
class Form:
    """A way of writing days: its name in letters, and the pattern that a whole text of it meets."""

    name: str
    pattern: re.Pattern[str]


@dataclass(frozen=True)
class Read:
    """A text or value as a day; `open`: it says that there is no end; `time`: it had a time of day, in UTC's name or
    not; `late`: that time is 22:00 or 23:00, as midnights become when a zone is stripped off; `zone`: it had one."""

    day: dt.date | None = None
    open: bool = False
    time: bool = False
    late: bool = False
    zone: bool = False


@cache
def day_form(text: str) -> Form:
    """The form that a text such as `dd-mm-yyyy` or `%d-%m-%Y` names. Raises Unusable."""
    name = TIMES.sub("", text.strip())
    for directive, letters in DIRECTIVES.items():
        name = name.replace(directive, letters)
    name = name if "%" in name else name.lower().replace("j", "y")
    name = re.sub(r"(?<!d)d(?!d)", "dd", re.sub(r"(?<!m)m(?!m)", "mm", name))
    found = re.findall(r"yyyy|yy|mm|dd", name)
    signs = re.split(r"yyyy|yy|mm|dd", name)
    if sorted(found) not in (["dd", "mm", "yyyy"], ["mm", "yyyy"], ["dd", "mm", "yy"]) or re.search(
        r"[\w%]", "".join(signs)
    ):
        raise Unusable
    digits = "1,2" if all(signs[1:-1]) else "2"  # where nothing stands between them, each has its two digits
    pattern = re.escape(signs[0])
    for part, sign in zip(found, signs[1:], strict=True):
        pattern += (PARTS[part] % digits if "%s" in PARTS[part] else PARTS[part]) + re.escape(sign)
    return Form(name, re.compile(pattern + TIME, re.ASCII))


def has_day(form: str) -> bool:
    """Whether a form names a day; one that does not is of months."""
    return "dd" in day_form(form).name


def read_text_as(form: Form, text: str) -> Read | None:
    """A text as a day; None where it is none of this form."""
    found = form.pattern.fullmatch(text)
    if not found:
        return None
    parts = found.groupdict()
    year = int(parts["year"]) if parts.get("year") else _whole_year(int(parts["short"]))
    try:
        day = dt.date(year, int(parts["month"]), int(parts.get("day") or 1))
        if parts["hour"] is None:
            return _read(day)
        return _at(day, *(int(parts[each] or 0) for each in ("hour", "minute", "second")), parts["zone"])
    except (ValueError, OverflowError):
        return None


def _whole_year(short: int) -> int:
    return 2000 + short if short <= LATEST_SHORT else 1900 + short


def _at(day: dt.date, hour: int, minute: int, second: int, zone: str | None) -> Read:
    moment = dt.datetime(day.year, day.month, day.day, hour, minute, second)
    if zone is None or day.year == OPEN_YEAR:
        return _read_moment(moment)
    sign = zone.strip().replace("Z", "+00:00")
    return _read_moment(moment.replace(tzinfo=dt.datetime.fromisoformat(f"2000-01-01T00:00:00{sign}").tzinfo))


def read_open(text: str) -> Read | None:
    """A text that says in any form that there is no end."""
    if str(OPEN_YEAR) not in text:
        return None
    found = (read_text_as(day_form(name), text) for name in DAY_FORMS)
    return next((read for read in found if read and read.open), None)


def read_value(value: object) -> Read | None:
    """A day or moment as a form other than text holds it; None for anything else."""
    if isinstance(value, np.datetime64):
        value = None if np.isnat(value) else value.astype("datetime64[us]").item()
    if isinstance(value, pd.Timestamp):
        try:
            value = (
                value.tz_convert("UTC").to_pydatetime(warn=False) if value.tzinfo else value.to_pydatetime(warn=False)
            )
        except (ValueError, OverflowError):  # a year that a day cannot have
            return Read()
    if isinstance(value, dt.datetime):
        return _read_moment(value)
    return _read(value) if isinstance(value, dt.date) else None


def _read_moment(moment: dt.datetime) -> Read:
    if moment.year == OPEN_YEAR:
        return _read(moment.date())
    if moment.tzinfo is not None:
        local = moment.astimezone(ZONE)
        return _read(local.date(), zone=True, time=local.time() != dt.time())
    time = moment.time()
    late = (time.minute, time.second, time.microsecond) == (0, 0, 0) and time.hour in (22, 23)
    return _read(moment.date(), time=time != dt.time(), late=late)


def _read(day: dt.date, **more: bool) -> Read:
    return Read(day if day.year in YEARS else None, open=day.year == OPEN_YEAR, **more)


def best_form(texts: Iterable[str], forms: Iterable[str]) -> tuple[Form, list[Read | None], bool]:
    """The form that most texts have, each text read so, and whether others have another form."""
    texts = list(texts)
    readings: Mapping[str, list[Read | None]] = {
        name: [read_text_as(day_form(name), text) for text in texts] for name in forms
    }
    name = max(readings, key=lambda each: sum(read is not None for read in readings[each]))
    others = [reading for form, reading in readings.items() if form != name]
    mixed = any(
        read is None and any(other[at] is not None for other in others) for at, read in enumerate(readings[name])
    )
    return day_form(name), readings[name], mixed


def may_be_swapped(form: Form, texts: Iterable[str]) -> bool:
    """Whether days and months may stand the other way round: many days, none after the 12th, and not all the 1st."""
    if form.name not in AMBIGUOUS:
        return False
    found = [each for each in map(form.pattern.fullmatch, texts) if each]
    days, months = ([int(each[part]) for each in found] for part in ("day", "month"))
    many = len(found) >= ENOUGH and set(days) != {1}
    firsts = form.name == "dd/mm/yyyy" and set(months) == {1} and len(set(days)) >= FIRSTS
    return (many or firsts) and max(days) <= 12


def writings_of(text: str) -> frozenset[str]:
    """A text, and if it is a day the same day in each form: what means nothing means it however it is written."""
    found = [read_text_as(day_form(name), text) for name in DAY_FORMS]
    day = next((read for read in found if read), None)
    if day is None:
        return frozenset({text})
    year, month, number = next(_numbers(text))
    forms = (f"{year}-{month}-{number}", f"{number}-{month}-{year}", f"{number}/{month}/{year}")
    return frozenset({text, *forms, f"{number}.{month}.{year}", f"{year}/{month}/{number}", f"{year}{month}{number}"})


def _numbers(text: str) -> Iterable[tuple[str, str, str]]:
    for name in DAY_FORMS:
        if found := day_form(name).pattern.fullmatch(text):
            yield found["year"], found["month"].zfill(2), found["day"].zfill(2)
