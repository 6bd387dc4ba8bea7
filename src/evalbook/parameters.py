"""Parameters of chapters, as the command line and a YAML file give them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import yaml

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
    written = {}
    try:
        if path:
            written = yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader) or {}
        given = {name: yaml.load(value, Loader=_Loader) for name, value in given.items()}
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as fault:
        raise EvalbookError("Parameters cannot be read: write a line `name: value` each.") from fault
    if not isinstance(written, dict) or any(isinstance(value, dict) for value in written.values()):
        raise EvalbookError(f"{path.name} does not hold lines `name: value`.")
    return {**written, **given}
