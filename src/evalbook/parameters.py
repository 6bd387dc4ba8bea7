"""Parameters of chapters, as the command line and a YAML file give them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import yaml

from evalbook.delivery.contents import read_file
from evalbook.delivery.texts import decoded
from evalbook.delivery.written import UnreadableFile
from evalbook.delivery.yaml_tree import NotPlain, check_plain
from evalbook.errors import EvalbookError


class _Loader(yaml.SafeLoader):
    """Plain YAML in which a date stays a text."""

    yaml_implicit_resolvers = {
        first: [(tag, pattern) for tag, pattern in pairs if not tag.endswith(":timestamp")]
        for first, pairs in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict:
        names = [key.value for key, _ in node.value]
        if twice := [name for name in names if names.count(name) > 1]:
            raise yaml.YAMLError(f"{twice[0]} is there twice")
        return super().construct_mapping(node, deep=deep)


def read_parameters(path: Path | None, given: Mapping[str, str]) -> dict[str, object]:
    """Parameters from a YAML file and from the command, which wins; values are YAML scalars.

    Raises EvalbookError for a file that holds anything else.
    """
    text = _text(path) if path else ""
    written = _loaded(text, path.name if path else "") or {}
    if (
        not isinstance(written, dict)
        or any(isinstance(value, dict) for value in written.values())
        or not all(isinstance(name, str) and name.isidentifier() for name in written)
    ):
        raise EvalbookError(f"{path.name} does not hold lines `name: value`.")
    return {**written, **{name: _loaded(value, f"-p {name}") for name, value in given.items()}}


def _text(path: Path) -> str:
    try:
        return decoded(read_file(path, "settings_bytes"))[0]
    except UnreadableFile as fault:
        raise EvalbookError(fault.told_of(path.name)) from fault


def _loaded(text: str, where: str) -> object:
    """A value of YAML, once it is known to be plain."""
    try:
        check_plain(text)
        loaded = yaml.load(text, Loader=_Loader)
        json.dumps(loaded, allow_nan=False)  # as chapters are given it, and as the manifest tells it
        return loaded
    except NotPlain as fault:
        line = f" (line {fault.line})" if fault.line else ""
        raise EvalbookError(f"{where} {fault.problem}{line}. {fault.remedy}") from fault
    except (yaml.YAMLError, ValueError, TypeError) as fault:  # a key that is no text, a number beyond measure
        raise EvalbookError(f"{where} cannot be read as parameters: write a line `name: value` each.") from fault
