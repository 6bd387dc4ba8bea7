"""`extract.yaml`: what the analyst says about an extract.

Source: docs/extract.md, the contract of the extract, version 1.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import MISSING, dataclass, field, fields
from datetime import date
from pathlib import Path

from evalbook.mappings import FILE, Mappings, read_mappings
from evalbook.problems import Findings
from evalbook.suggestions import nearest
from evalbook.typed import is_readable
from evalbook.yaml_tree import Tree, read_tree

VERSION = "1"
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

    def title_in(self, language: str) -> str:
        """The title for the readers of a language: its own where there is one."""
        return getattr(self, f"title_{language}", "") or self.title


@dataclass(frozen=True)
class Settings:
    """The edition (None when something of it is wrong), and how the registers' own names and ways are read."""

    edition: Edition | None
    mappings: Mappings = field(default_factory=Mappings)


EDITION_KEYS = tuple(each.name for each in fields(Edition))
DEFAULTS = {each.name: each.default for each in fields(Edition) if each.default is not MISSING}
MAPPING_KEYS = tuple(each.name for each in fields(Mappings))
KEYS = (*EDITION_KEYS, "version", "draft", *(("csv" if key == "writing" else key) for key in MAPPING_KEYS))


def read_settings(folder: Path, findings: Findings) -> Settings:
    """The settings of an extract: what of them can be used. What is wrong is in `findings`, with its line."""
    if not (folder / FILE).is_file():
        near = [path.name for path in folder.iterdir() if path.name.lower() in ("extract.yaml", "extract.yml")]
        remedy = "`evalbook init --like FOLDER` drafts one." + (f" Did you mean {near[0]}?" if near else "")
        findings.add(FILE, "", "the file is not there", remedy)
        return Settings(None)
    tree = read_tree(folder / FILE, findings)
    if tree is None:
        return Settings(None)
    _check_keys(tree, findings)
    before = len(findings.errors)
    values = {key: _value(key, tree, findings) for key in EDITION_KEYS}
    edition = Edition(**values) if len(findings.errors) == before else None
    return Settings(edition, read_mappings(tree, findings))


def _check_keys(tree: Tree, findings: Findings) -> None:
    for key in tree.root:
        if key not in KEYS:
            remedy = "Remove it, or mend its name." + nearest(key, KEYS)
            findings.add(FILE, key, "the key is not known", remedy, line=tree.line(key))
    if tree.root.get("version", VERSION) != VERSION:
        remedy = "Use the release of evalbook that knows this version."
        problem = "another version of the contract"
        findings.add(FILE, "version", problem, remedy, expected=VERSION, line=tree.line("version"))
    if "draft" in tree.root:
        remedy = "Confirm or mend each line that is marked as guessed, then remove the line `draft`."
        findings.add(FILE, "draft", "is still a draft", remedy, line=tree.line("draft"))


def _value(key: str, tree: Tree, findings: Findings) -> object:
    expected, convert = READERS[key]
    written = tree.root.get(key)
    if written is None:
        if key in DEFAULTS:
            return DEFAULTS[key]
        findings.add(FILE, key, "is missing", "Add it.", expected=expected, line=tree.line(key))
        return None
    try:
        if not isinstance(written, str):
            raise ValueError
        return convert(written)
    except (ValueError, OverflowError):
        findings.add(FILE, key, "has another form", "Mend the value.", expected=expected, line=tree.line(key))
        return None


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
}
