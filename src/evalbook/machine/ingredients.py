"""What something is made from: the hash of each file, the parameters and all of the code."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator, Mapping
from importlib.metadata import requires, version
from pathlib import Path

from evalbook.errors import EvalbookError
from evalbook.hashes import file_hash
from evalbook.limits import limits
from evalbook.places import DATA, SHIPPED_EXTRACT, publisher_file

CODE = Path(__file__).parents[1]
BESIDE = ("matplotlib", "numpy")  # what the package needs by way of what it asks for
NAME_OF_NEED = re.compile(r"[\w.-]+")
SINGULAR = {"files": "file", "parameters": "parameter", "code": "code"}

Ingredients = Mapping[str, Mapping[str, str]]  # kind of ingredient, its name, its hash


def ingredients(files: Mapping[str, Path], parameters: Mapping[str, object]) -> Ingredients:
    """What a result is made from: the hash of each file by its name, each parameter, and all of the code."""
    return {
        "files": {name: _hash_of(path) for name, path in sorted(files.items())},
        "parameters": {name: json.dumps(value) for name, value in sorted(parameters.items())},
        "code": _code(),
    }


def _hash_of(path: Path) -> str:
    """The hash of a file; of one that is too large to be read, which can only be told, its size."""
    size = path.stat().st_size
    return file_hash(path) if size <= limits().file_bytes else f"{size} bytes"


def _code() -> dict[str, str]:
    modules = {path.relative_to(CODE).as_posix(): file_hash(path) for path in sorted(CODE.rglob("*.py"))}
    words = {path.relative_to(CODE).as_posix(): file_hash(path) for path in sorted(CODE.rglob("*.yaml"))}
    written = {path.relative_to(DATA).as_posix(): file_hash(path) for path in _written()}
    written |= {"publisher": file_hash(publisher_file())} if publisher_file().is_file() else {}
    needed = sorted({*(NAME_OF_NEED.match(each)[0] for each in requires("evalbook") or ()), *BESIDE})
    versions = {"python": sys.version, **{name: version(name) for name in needed}}
    return {**modules, **words, **written, **versions}


def _written() -> list[Path]:
    """What pages show whatever the extract: published numbers, findings of interviews, claims, terms."""
    files = (path for path in sorted(DATA.rglob("*")) if path.is_file())
    return [path for path in files if SHIPPED_EXTRACT not in path.parents]


def check_unchanged(before: Ingredients, now: Ingredients) -> None:
    """Raises EvalbookError when something changed while it was used: what was made is then of neither."""
    if changed := list(differences(before, now)):
        told = "; ".join(changed)
        raise EvalbookError(f"While the book was made, {told}. Run it again when nobody writes to it.")


def differences(before: Ingredients, now: Ingredients) -> Iterator[str]:
    """What is new, gone or changed among the ingredients."""
    for kind, ingredients_now in now.items():
        known = before.get(kind, {})
        for name in sorted(set(known) | set(ingredients_now)):
            if known.get(name) != ingredients_now.get(name):
                what = "is new" if name not in known else "is gone" if name not in ingredients_now else "changed"
                yield f"{SINGULAR[kind]} {name} {what}"
