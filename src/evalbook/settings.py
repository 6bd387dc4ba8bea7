"""`extract.yaml`: what the analyst says about an extract.

Source: contract/extract.md, version 1.
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import MISSING, dataclass, field, fields
from datetime import date
from pathlib import Path

import yaml

from evalbook.errors import EvalbookError
from evalbook.problems import Findings

FILE = "extract.yaml"
VERSION = 1
KINDS = ("synthetic", "register")
EXPERIMENT_START = date(2023, 4, 1)
CSV_KEYS = ("delimiter", "decimal", "thousands", "date_format", "encoding")
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

    def title_in(self, language: str) -> str:
        """The title for the readers of a language: its own where there is one."""
        return getattr(self, f"title_{language}", "") or self.title


@dataclass(frozen=True)
class Settings:
    """The edition, and how the registers' own names and formats are turned into the contract's."""

    edition: Edition
    ignore_columns: tuple[str, ...] = ()
    columns: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    categories: Mapping[str, Mapping[str, Mapping[str, str]]] = field(default_factory=dict)
    csv: Mapping[str, str] = field(default_factory=dict)


EDITION_KEYS = tuple(each.name for each in fields(Edition))
DEFAULTS = {each.name: each.default for each in fields(Edition) if each.default is not MISSING}
KEYS = (*EDITION_KEYS, "version", "ignore_columns", "columns", "categories", "csv")


class _Loader(yaml.SafeLoader):
    """Plain YAML in which a date stays a text: a day that does not exist is then ours to report."""

    yaml_implicit_resolvers = {
        first: [(tag, pattern) for tag, pattern in pairs if not tag.endswith(":timestamp")]
        for first, pairs in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict:
        names = [key.value for key, _ in node.value]
        if twice := [name for name in names if names.count(name) > 1]:
            raise _KeyTwice(twice[0])
        return super().construct_mapping(node, deep=deep)


class _KeyTwice(Exception):
    """A key that stands twice in a map; YAML itself would take the last one."""


def nearest(name: str, names: tuple[str, ...]) -> str:
    """A did-you-mean, or nothing when no name is near."""
    near = difflib.get_close_matches(str(name), names, n=1)
    return f" Did you mean {near[0]}?" if near else ""


def read_settings(folder: Path, findings: Findings) -> Settings | None:
    """The settings of an extract; None, with the reasons in `findings`, when they cannot be used."""
    written = _written(folder / FILE, findings)
    if written is None:
        return None
    before = len(findings.errors)
    _check_keys(written, findings)
    values = {key: _value(key, written, findings) for key in EDITION_KEYS}
    maps = {key: _mapping(key, written, findings) for key in ("columns", "categories", "csv")}
    ignored = _ignored(written, findings)
    if len(findings.errors) > before:
        return None
    return Settings(Edition(**values), ignore_columns=ignored, **maps)


def _written(path: Path, findings: Findings) -> dict | None:
    if not path.is_file():
        findings.add(FILE, "", "the file is not there", "Write one: see the contract of the extract.")
        return None
    try:
        written = yaml.load(path.read_text(encoding="utf-8-sig"), Loader=_Loader)
    except _KeyTwice as key:
        findings.add(FILE, str(key), "the key is there twice", "Keep one of them.")
        return None
    except (yaml.YAMLError, UnicodeDecodeError):
        findings.add(FILE, "", "is not plain YAML", "Save it as UTF-8 text with lines `key: value`.")
        return None
    if not isinstance(written, dict):
        findings.add(FILE, "", "holds no keys", "Write lines `key: value`.")
        return None
    return written


def _check_keys(written: dict, findings: Findings) -> None:
    for key in written:
        if key not in KEYS:
            remedy = "Remove it, or mend its name." + nearest(key, KEYS)
            findings.add(FILE, str(key), "the key is not known", remedy)
    if written.get("version", VERSION) != VERSION:
        remedy = "Use the release of evalbook that knows this version."
        findings.add(FILE, "version", "another version of the contract", remedy, expected=str(VERSION))
    for key in written.get("csv") or {}:
        if key not in CSV_KEYS:
            remedy = "Remove it, or mend its name." + nearest(key, CSV_KEYS)
            findings.add(FILE, f"csv.{key}", "the key is not known", remedy)


def _value(key: str, written: dict, findings: Findings) -> object:
    expected, convert = READERS[key]
    if written.get(key) is None:
        if key in DEFAULTS:
            return DEFAULTS[key]
        findings.add(FILE, key, "is missing", "Add it.", expected=expected)
        return None
    try:
        return convert(written[key])
    except (TypeError, ValueError):
        findings.add(FILE, key, "has another form", "Mend the value.", expected=expected)
        return None


def _slug(value: object) -> str:
    text = str(value)
    if not text or set(text) - set(SLUG):
        raise ValueError
    return text


def _text(value: object) -> str:
    if not isinstance(value, str | int | float) or not str(value).strip() or set(str(value)) & set("<>"):
        raise ValueError
    return str(value).strip()


def _kind(value: object) -> str:
    if value not in KINDS:
        raise ValueError
    return str(value)


def _day(value: object) -> date:
    return date.fromisoformat(str(value))


def _year(value: object) -> int:
    if isinstance(value, bool) or int(value) != value or not 1900 <= value <= 2100:
        raise ValueError
    return int(value)


def _euro(value: object) -> float:
    if isinstance(value, bool) or not 0 <= float(value) < float("inf"):
        raise ValueError
    return float(value)


READERS = {
    "id": ("a short name of lower-case letters, digits, - and _", _slug),
    "title": ("a text without < and >", _text),
    "kind": (" or ".join(KINDS), _kind),
    "reference_date": ("a date as yyyy-mm-dd", _day),
    "self_employment_through": ("a year", _year),
    "conversation_cost": ("euros, at least 0", _euro),
    "experiment_start": ("a date as yyyy-mm-dd", _day),
    "title_en": ("a text without < and >", _text),
}


def _mapping(key: str, written: dict, findings: Findings) -> dict:
    value = written.get(key) or {}
    if isinstance(value, dict) and (key == "csv" or all(isinstance(v, dict) for v in value.values())):
        return value
    findings.add(FILE, key, "has another form", "See the contract of the extract.", expected="a map")
    return {}


def _ignored(written: dict, findings: Findings) -> tuple[str, ...]:
    value = written.get("ignore_columns") or []
    if isinstance(value, list) and all(isinstance(each, str) and "." in each for each in value):
        return tuple(value)
    expected = "a list of table.column"
    findings.add(FILE, "ignore_columns", "has another form", "Mend the list.", expected=expected)
    return ()


def read_parameters(path: Path | None, given: Mapping[str, str]) -> dict[str, object]:
    """Parameters of chapters, from a YAML file and from the command, which wins; values are YAML scalars.

    Raises EvalbookError for a file that holds anything else.
    """
    written = {}
    try:
        if path:
            written = yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader) or {}
        given = {name: yaml.load(value, Loader=_Loader) for name, value in given.items()}
    except (OSError, yaml.YAMLError, _KeyTwice) as fault:
        raise EvalbookError("Parameters cannot be read: write a line `name: value` each.") from fault
    if not isinstance(written, dict) or any(isinstance(value, dict) for value in written.values()):
        raise EvalbookError(f"{path.name} does not hold lines `name: value`.")
    return {**written, **given}
