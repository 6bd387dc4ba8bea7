"""`release.yaml`: what a release says of itself. It is input too, and read as strictly as an extract's settings.

Its last line is a seal: the hash of all above it, which holds the hashes of the other files. A seal shows that a
release was changed; whoever makes it again meets the checks of every value.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

from evalbook.contract.edition import DEFAULTS, EDITION_KEYS, READERS, Edition
from evalbook.contract.results import LARGEST
from evalbook.contract.schema import TABLES
from evalbook.contract.thresholds import THRESHOLDS, rules_of
from evalbook.delivery.yaml_tree import tree_of
from evalbook.errors import EvalbookError
from evalbook.problems import Findings

FILE = "release.yaml"
SEAL = "seal"
PREVIOUS = "previous"  # there only where it is known
KEYS = ("edition", PREVIOUS, "protected", "rules", "registers", "inputs", "hashes", SEAL)
HASH = re.compile(r"[0-9a-f]{64}")
NUMBER = re.compile(r"\d{1,9}", re.ASCII)
ALWAYS = tuple(key for key in EDITION_KEYS if DEFAULTS.get(key, "") is not None)  # without what not every edition has
YES_OR_NO = {"true": True, "false": False}


@dataclass(frozen=True)
class About:
    """What `release.yaml` says; `hashes` are those of the other files of the release."""

    edition: Edition
    protected: bool
    rules: Mapping[str, int]
    registers: Mapping[str, int]
    inputs: Mapping[str, str]
    hashes: Mapping[str, str]
    previous: Edition | None = None


def write_about(about: Mapping[str, object], path: Path) -> None:
    """The keys of `About` with their seal."""
    text = yaml.safe_dump(dict(about), sort_keys=False, allow_unicode=True)
    path.write_text(f"{text}{SEAL}: {_hash(text.encode())}\n", encoding="utf-8", newline="\n")


def read_about(content: bytes, *, files: Collection[str]) -> About:
    """Raises EvalbookError when the file was changed, or holds what `write_about` never writes."""
    text, _, seal = content.rpartition(f"{SEAL}: ".encode())
    if seal.decode("ascii", "replace").strip() != _hash(text):
        raise EvalbookError(f"The release was changed after it was made: {FILE}. Make it again.")
    findings = Findings()
    tree = tree_of(FILE, content, findings)
    if tree is None:
        raise EvalbookError("\n".join(map(str, findings.errors)))
    root = tree.root
    _demand(tuple(root) == tuple(key for key in KEYS if key in root or key != PREVIOUS), "its keys")
    about = About(
        _edition(root["edition"]),
        _value("protected", root["protected"], YES_OR_NO.__getitem__),
        _map("rules", root["rules"], THRESHOLDS, _number),
        _map("registers", root["registers"], TABLES, _number),
        _map("inputs", root["inputs"], TABLES, _checksum),
        _map("hashes", root["hashes"], files, _checksum),
        _edition(root[PREVIOUS]) if PREVIOUS in root else None,
    )
    _demand(set(about.hashes) == set(files), "hashes")
    known = [rules_of(later=later) for later in (False, True)]
    _demand(about.rules in known or not (about.rules or about.protected), "rules")
    _demand(about.edition.conversation_cost < LARGEST, "edition.conversation_cost")
    _demand(about.edition.kind == "register" or not about.protected, "protected")
    _demand(about.edition.kind == "synthetic" or not about.inputs, "inputs")
    return about


def _edition(written: object) -> Edition:
    _demand(isinstance(written, dict) and tuple(written) in (EDITION_KEYS, ALWAYS), "edition")
    return Edition(**{key: _of_edition(key, text) for key, text in written.items()})


def _of_edition(key: str, text: object) -> object:
    return text if text == "" and DEFAULTS.get(key) == "" else _value(f"edition.{key}", text, READERS[key][1])


def _map(name: str, written: object, known: Collection[str], convert: Callable) -> dict:
    """A map of which the keys are known."""
    _demand(isinstance(written, dict) and all(key in known for key in written), name)
    return {key: _value(name, text, convert) for key, text in written.items()}


def _value(name: str, text: object, convert: Callable[[str], object]) -> object:
    try:
        return convert(text)
    except (ValueError, TypeError, KeyError, AttributeError, OverflowError):
        _demand(False, name)


def _number(text: str) -> int:
    if not NUMBER.fullmatch(text):
        raise ValueError
    return int(text)


def _checksum(text: str) -> str:
    if not HASH.fullmatch(text):
        raise ValueError
    return text


def _demand(holds: bool, name: str) -> None:
    if not holds:
        raise EvalbookError(f"{FILE}: {name}: is not as `evalbook release` writes it. Make the release again.")


def _hash(text: bytes) -> str:
    return hashlib.sha256(text).hexdigest()
