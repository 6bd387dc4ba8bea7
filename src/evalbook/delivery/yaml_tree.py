"""A file of plain YAML in which every key and value means the text that stands there, with the line of each.

YAML itself would read `no` as False, `01` as 1 and `2024-01-01` as a day; codes of a register are none of these.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from evalbook.delivery.contents import read_file
from evalbook.delivery.texts import decoded
from evalbook.delivery.written import UnreadableFile
from evalbook.limits import allowed, how_to_raise, limits
from evalbook.problems import Findings

LINES = "Write lines `key: value`."
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


class NotPlain(Exception):
    """What is wrong with a text of YAML, and what to do."""

    def __init__(self, line: int, key: str, problem: str, remedy: str = LINES):
        super().__init__(problem)
        self.line, self.key, self.problem, self.remedy = line, key, problem, remedy


def read_tree(path: Path, findings: Findings) -> Tree | None:
    """The tree of a file; None, with the reason in `findings`, when it is no plain YAML."""
    try:
        content = read_file(path, "settings_bytes")
    except UnreadableFile as fault:
        findings.add(path.name, "", fault.problem, fault.remedy)
        return None
    return tree_of(path.name, content, findings)


def tree_of(name: str, content: bytes, findings: Findings) -> Tree | None:
    """As `read_tree`, of the bytes of the file of this name."""
    lines: dict[Keys, int] = {}
    try:
        root = _map(_node(decoded(content)[0]), (), lines)
    except NotPlain as fault:
        findings.add(name, fault.key, fault.problem, fault.remedy, line=fault.line)
        return None
    except UnreadableFile as fault:
        findings.add(name, "", fault.problem, fault.remedy)
        return None
    return Tree(root, lines)


def _node(text: str) -> yaml.MappingNode:
    check_plain(text)
    node = _told(yaml.compose, text)
    if not isinstance(node, yaml.MappingNode):
        raise NotPlain(0, "", "holds no keys")
    return node


def check_plain(text: str) -> None:
    """Raises NotPlain for YAML that is damaged, that grows when it is built, or that is over the limits."""
    _told(_check_events, text)


def _check_events(text: str, Loader: type) -> None:
    depth = scalars = 0
    for event in yaml.parse(text, Loader=Loader):
        line = event.start_mark.line + 1
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise NotPlain(line, "", "has anchors or aliases", "Write each value out.")
        if str(getattr(event, "tag", None) or "").startswith("tag:yaml.org,2002:python"):
            raise NotPlain(line, "", "is not plain YAML")
        if not _is_text(str(getattr(event, "value", ""))):
            raise NotPlain(line, "", "has signs that are no text", "Remove them.")
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        scalars += isinstance(event, yaml.ScalarEvent)
        for name, number, what in (
            ("settings_depth", depth, "maps within each other"),
            ("settings_keys", scalars, "keys and values"),
        ):
            if number > getattr(limits(), name):
                raise NotPlain(line, "", f"has {what}, {allowed(name)}", f"{LINES} Or, {how_to_raise(name)}")


def _told(read: Callable, text: str) -> object:
    """What YAML makes of a text; its errors as NotPlain."""
    try:
        return read(text, Loader=yaml.SafeLoader)
    except yaml.YAMLError as fault:
        mark = getattr(fault, "problem_mark", None)
        what = str(getattr(fault, "problem", "") or "").replace("\n", " ")
        problem = f"is not plain YAML{': ' + what if what.isascii() and what.isprintable() and what else ''}"
        raise NotPlain(mark.line + 1 if mark else 0, "", problem) from fault
    except (ValueError, RecursionError) as fault:  # signs that YAML does not take
        raise NotPlain(0, "", "is not plain YAML") from fault


def _is_text(value: str) -> bool:
    return not any(ord(sign) < 32 and sign not in "\t\n\r" or 0xD800 <= ord(sign) < 0xE000 for sign in value)


def _map(node: yaml.MappingNode, above: Keys, lines: dict[Keys, int]) -> dict:
    found = {}
    for key, value in node.value:
        line = key.start_mark.line + 1
        if not isinstance(key, yaml.ScalarNode):
            raise NotPlain(line, ".".join(above), "has a key that is no text")
        if key.value in found:
            raise NotPlain(line, ".".join((*above, key.value)), "the key is there twice", "Keep one of them.")
        lines[(*above, key.value)] = line
        found[key.value] = _value(value, (*above, key.value), lines)
    return found


def _value(node: yaml.Node, above: Keys, lines: dict[Keys, int]) -> object:
    if isinstance(node, yaml.MappingNode):
        return _map(node, above, lines)
    if isinstance(node, yaml.SequenceNode):
        return [each.value if isinstance(each, yaml.ScalarNode) else _value(each, above, lines) for each in node.value]
    return None if node.style is None and node.value in NOTHING else node.value
