"""What happened and what is to come, as dates of the edition, of the letter and of `data/timeline.yaml`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

import yaml

from evalbook.contract.records import record
from evalbook.contract.scenario import LETTER
from evalbook.errors import EvalbookError
from evalbook.places import DATA
from evalbook.release.release import Release
from evalbook.words.labels import day_text, heading, month_text
from evalbook.words.vocabulary import Words, read_words

FILE = DATA / "timeline.yaml"
MONTH = re.compile(r"\d{4}-\d\d")


@dataclass(frozen=True)
class Moment:
    """A day, or a month or year of which the day is not known; `text` as a reader has it, `at` where it is drawn."""

    at: date
    month: str = ""
    year: int = 0

    def text(self, words: Words) -> str:
        if self.year:
            return str(self.year)
        return month_text(words, self.month) if self.month else day_text(words, self.at)


@dataclass(frozen=True)
class Event:
    at: Moment
    said: str


@dataclass(frozen=True)
class Period:
    since: Moment
    until: Moment
    group: str
    name: str


@dataclass(frozen=True)
class Timeline:
    """Events in order, and the periods; the years from `first` to `last` hold them all."""

    first: int
    last: int
    periods: tuple[Period, ...]
    events: tuple[Event, ...]


@dataclass(frozen=True)
class _Written:
    years: tuple[int, int]
    periods: tuple[Mapping, ...]
    events: tuple[Mapping, ...]


@cache
def _written() -> _Written:
    return record(_Written, yaml.safe_load(FILE.read_text(encoding="utf-8")), where=FILE.name)


def timeline_of(release: Release, *, language: str) -> Timeline:
    """The timeline of an edition. Raises EvalbookError for what is no moment."""
    written = _written()
    events = [Event(_moment(release, each["at"]), each[language]) for each in written.events]
    periods = [
        Period(_moment(release, each["from"]), _moment(release, each["until"]), each["group"], each[language])
        for each in written.periods
    ]
    years = [*written.years, *(each.at.at.year for each in events)]
    return Timeline(min(years), max(years), tuple(periods), tuple(sorted(events, key=lambda event: event.at.at)))


def _moment(release: Release, written: object) -> Moment:
    if isinstance(written, Mapping):
        (source, name), *_ = written.items()
        found = getattr({"edition": release.edition, "letter": LETTER}.get(source), name, None)
    else:
        found = written
    if isinstance(found, date):
        return Moment(found)
    if isinstance(found, str) and MONTH.fullmatch(found):
        return Moment(date.fromisoformat(f"{found}-01"), month=found)
    if isinstance(found, int):
        return Moment(date(found, 7, 1), year=found)  # in its middle
    raise EvalbookError(f"{FILE.name}: {written!r} is no day, month, year or value of the edition or the letter.")


def timeline_text(release: Release, *, language: str) -> str:
    """The timeline as a numbered list, in order; the numbers are those in the drawing."""
    words = read_words(language)
    lines = [
        f"{number}. **{heading(event.at.text(words))}**: {event.said}."
        for number, event in enumerate(timeline_of(release, language=language).events, start=1)
    ]
    return "\n".join(lines)
