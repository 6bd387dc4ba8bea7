"""`extract.yaml`: what the analyst says about an extract.

Source: docs/extract.md, the contract of the extract, version 1.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from pathlib import Path

from evalbook.contract.edition import DEFAULTS, EDITION_KEYS, READERS, Edition
from evalbook.delivery.yaml_tree import Tree, read_tree
from evalbook.extract.mapping_keys import read_mappings
from evalbook.extract.mappings import FILE, Mappings
from evalbook.problems import Findings
from evalbook.suggestions import nearest

VERSION = "1"


@dataclass(frozen=True)
class Settings:
    """The edition (None when something of it is wrong), and how the registers' own names and ways are read."""

    edition: Edition | None
    mappings: Mappings = field(default_factory=Mappings)


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
