"""Frozen dataclasses from what is written in YAML, strictly: a key that is not known or not there is an error."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, fields

from evalbook.errors import EvalbookError
from evalbook.suggestions import nearest


def record(kind: type, written: Mapping, *, where: str) -> object:
    """A value of a dataclass; lists become tuples.

    Raises EvalbookError for a key that it does not know, and for one without default that is not written; `where`
    says in which file and entry.
    """
    if not isinstance(written, Mapping):
        raise EvalbookError(f"{where}: write its fields as `name: value`, not {written!r}.")
    known = {each.name: each for each in fields(kind)}
    for key in written:
        if key not in known:
            raise EvalbookError(f"{where}: the key {key!r} is not known.{nearest(key, known)}")
    needed = [name for name, each in known.items() if each.default is MISSING and each.default_factory is MISSING]
    if missing := [name for name in needed if name not in written]:
        raise EvalbookError(f"{where}: write {' and '.join(f'`{name}:`' for name in missing)} too.")
    return kind(**{key: tuple(value) if isinstance(value, list) else value for key, value in written.items()})
