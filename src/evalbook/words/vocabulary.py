"""The words of the book in each language, as written in `words/<language>.yaml`.

A language is added as a file with the same keys. Values of the scenario stand in the words of an item by name, in
braces: `{inflow_per_month}`, `{no_intake_from}` and `{means_until}` (days), `{ends_year}`, `{ends_month}` and `{power}`
(a percentage).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import yaml

from evalbook.contract.catalogue import DECLARED
from evalbook.contract.records import record
from evalbook.contract.scenario import Scenario, read_scenario
from evalbook.errors import EvalbookError
from evalbook.suggestions import nearest

FOLDER = Path(__file__).parent
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # each chapter reads both languages: ten times as fast


@dataclass(frozen=True)
class ItemWords:
    """What is said of one table or figure: caption, population, axes, and its own words for codes."""

    title: str
    population: str
    row_head: str = ""
    x: str = ""
    y: str = ""
    unit: str = ""
    source: str = ""
    notes: tuple[str, ...] = ()
    codes: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Words:
    """All that is written by the machine in one language."""

    formats: Mapping[str, str]
    months: tuple[str, ...]
    months_short: tuple[str, ...]
    item_kinds: Mapping[str, str]
    codes: Mapping[str, Mapping[str, str]]
    classes: Mapping[str, str]
    registers: Mapping[str, str]
    reasons: Mapping[str, str]
    rules: Mapping[str, str]
    sentences: Mapping[str, str]
    sheets: Mapping[str, str]
    alt: Mapping[str, str]
    comparisons: Mapping[str, object]
    quantities: Mapping[str, object]
    drawings: Mapping[str, Mapping[str, object]]
    contrasts: Mapping[str, object]
    brief: Mapping[str, object]
    overview: Mapping[str, object]
    about: Mapping[str, object]
    audit: Mapping[str, object]
    changes: Mapping[str, object]
    voices: Mapping[str, object]
    claims: Mapping[str, object]
    columns: Mapping[str, str]
    colophon: Mapping[str, str]
    delivery: Mapping[str, object]
    questions: Mapping[str, object]
    concordance: Mapping[str, object]
    items: Mapping[str, ItemWords]


def languages() -> tuple[str, ...]:
    """The languages that there are words for."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.yaml")))


@cache
def read_words(language: str) -> Words:
    """The words of a language; a key that is not known, or a language without words, is refused."""
    if language not in languages():
        known = ", ".join(languages())
        raise EvalbookError(f"There is no book in language {language!r}, only in: {known}.")
    path = FOLDER / f"{language}.yaml"
    try:
        written = yaml.load(path.read_text(encoding="utf-8"), Loader=LOADER)
    except yaml.YAMLError as fault:
        raise EvalbookError(f"{path.name} is no YAML: {' '.join(str(fault).split())}") from None
    said = with_scenario(written.pop("items"), read_scenario(), formats=written["formats"], months=written["months"])
    _stop_on_unlike(path.name, said)
    items = {item: record(ItemWords, words, where=f"{path.name}: {item}") for item, words in said.items()}
    return record(Words, written | {"items": items}, where=path.name)


def _stop_on_unlike(name: str, said: Mapping[str, object]) -> None:
    """Raises EvalbookError for an item that is declared and has no words, and for words of none."""
    if missing := [item for item in DECLARED if item not in said]:
        raise EvalbookError(f"{name}: items: {', '.join(missing)}: write `title` and `population`, as of other items.")
    for item in said:
        if item not in DECLARED:
            raise EvalbookError(f"{name}: items: {item!r} is not declared.{nearest(item, DECLARED)}")
        for word in ("row_head",) if DECLARED[item].table is not None else ("x", "y"):
            if not said[item].get(word):
                raise EvalbookError(f"{name}: items: {item}: write `{word}:` too.")


def with_scenario(written: object, scenario: Scenario, *, formats: Mapping[str, str], months: list[str]) -> object:
    """Words with the scenario's values for their names, in keys as well; `formats` and `months` are the language's."""
    return _filled(written, _texts(scenario, formats, months))


def _texts(scenario: Scenario, formats: Mapping[str, str], months: list[str]) -> dict[str, str]:
    days = {name: getattr(scenario, name) for name in ("no_intake_from", "means_until")}
    told = {
        f"{{{name}}}": formats["day"].format(day=day.day, month=months[day.month - 1], year=day.year)
        for name, day in days.items()
    }
    return told | {
        "{inflow_per_month}": f"{scenario.inflow_per_month:,}".replace(",", formats["thousands"]),
        "{ends_year}": str(scenario.ends_on.year),
        "{ends_month}": months[scenario.ends_on.month - 1],
        "{power}": formats["percent"].format(round(100 * scenario.power)),
    }


def _filled(written: object, texts: Mapping[str, str]) -> object:
    if isinstance(written, Mapping):
        return {_filled(key, texts): _filled(value, texts) for key, value in written.items()}
    if isinstance(written, list):
        return [_filled(each, texts) for each in written]
    if isinstance(written, str) and "{" in written:
        for name, text in texts.items():
            written = written.replace(name, text)
    return written
