"""A file of plain YAML in which every key and value means the text that stands there, with the line of each.

YAML itself would read `no` as False, `01` as 1 and `2024-01-01` as a day; codes of a register are none of these.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from evalbook.delivery.texts import decoded
from evalbook.delivery.written import UnreadableFile
from evalbook.problems import Findings

MOST_BYTES = 2**20
DEEPEST = 8
NOTHING = ("", "~", "null")
Keys = tuple[str, ...]


@dataclass(frozen=True)
class Tree:
    """Maps, lists and texts (None where nothing stands), and the line on which each key begins."""

    root: dict
    lines: Mapping[Keys, int] = field(default_factory=dict)

    def line(self, *keys: str) -> int:
        """The line of a key, or of the nearest one above it; 0 where there is none."""
        while keys and keys not in self.lines:
            keys = keys[:-1]
        return self.lines.get(keys, 0)


class _Refused(Exception):
    """What is wrong with the text, and what to do."""

    def __init__(self, line: int, key: str, problem: str, remedy: str):
        super().__init__(problem)
        self.line, self.key, self.problem, self.remedy = line, key, problem, remedy


def read_tree(path: Path, findings: Findings) -> Tree | None:
    """The tree of a file; None, with the reason in `findings`, when it is no plain YAML."""
    lines: dict[Keys, int] = {}
    try:
        content = path.read_bytes()
        if len(content) > MOST_BYTES:
            raise _Refused(0, "", "is larger than 1 MB", "Write lines `key: value`.")
        text, _ = decoded(content)
        root = _map(_node(text), (), lines)
    except _Refused as fault:
        findings.add(path.name, fault.key, fault.problem, fault.remedy, line=fault.line)
        return None
    except UnreadableFile as fault:
        findings.add(path.name, "", fault.problem, "Save it as UTF-8 text with lines `key: value`.")
        return None
    return Tree(root, lines)


def _node(text: str) -> yaml.MappingNode:
    try:
        depth = 0
        for event in yaml.parse(text, Loader=yaml.SafeLoader):
            line = event.start_mark.line + 1
            if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
                raise _Refused(line, "", "has anchors or aliases", "Write each value out.")
            if str(getattr(event, "tag", None) or "").startswith("tag:yaml.org,2002:python"):
                raise _Refused(line, "", "is not plain YAML", "Write lines `key: value`.")
            if not _is_text(str(getattr(event, "value", ""))):
                raise _Refused(line, "", "has signs that are no text", "Remove them.")
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            if depth > DEEPEST:
                raise _Refused(line, "", f"has maps more than {DEEPEST} deep", "Write lines `key: value`.")
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.YAMLError as fault:
        mark = getattr(fault, "problem_mark", None)
        what = str(getattr(fault, "problem", "") or "").replace("\n", " ")
        problem = f"is not plain YAML{': ' + what if what.isascii() and what.isprintable() and what else ''}"
        raise _Refused(mark.line + 1 if mark else 0, "", problem, "Write lines `key: value`.") from fault
    except (ValueError, RecursionError) as fault:  # signs that YAML does not take
        raise _Refused(0, "", "is not plain YAML", "Write lines `key: value`.") from fault
    if not isinstance(node, yaml.MappingNode):
        raise _Refused(0, "", "holds no keys", "Write lines `key: value`.")
    return node


def _is_text(value: str) -> bool:
    return not any(ord(sign) < 32 and sign not in "\t\n\r" or 0xD800 <= ord(sign) < 0xE000 for sign in value)


def _map(node: yaml.MappingNode, above: Keys, lines: dict[Keys, int]) -> dict:
    found = {}
    for key, value in node.value:
        line = key.start_mark.line + 1
        if not isinstance(key, yaml.ScalarNode):
            raise _Refused(line, ".".join(above), "has a key that is no text", "Write lines `key: value`.")
        if key.value in found:
            raise _Refused(line, ".".join((*above, key.value)), "the key is there twice", "Keep one of them.")
        lines[(*above, key.value)] = line
        found[key.value] = _value(value, (*above, key.value), lines)
    return found


def _value(node: yaml.Node, above: Keys, lines: dict[Keys, int]) -> object:
    if isinstance(node, yaml.MappingNode):
        return _map(node, above, lines)
    if isinstance(node, yaml.SequenceNode):
        return [each.value if isinstance(each, yaml.ScalarNode) else _value(each, above, lines) for each in node.value]
    return None if node.style is None and node.value in NOTHING else node.value
