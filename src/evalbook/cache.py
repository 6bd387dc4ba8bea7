"""What was made before, found again by content: files of the extract, parameters and code.

An entry's name is the hash of its ingredients, so it is never stale; `changes` compares the ingredients of now with
those of the last time. Only releases and pages are kept, never a register or a result that was not released.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from importlib.metadata import version
from pathlib import Path

from evalbook.extract import file_hash
from evalbook.places import DATA, REPOSITORY, SHIPPED_EXTRACT

FOLDER = REPOSITORY / ".cache"
CODE = Path(__file__).parent
LIBRARIES = ("lifelines", "matplotlib", "numpy", "pandas", "papermill", "scipy")
MOST_ENTRIES = 200  # of a kind: four books in two languages; the oldest go

Ingredients = Mapping[str, Mapping[str, str]]  # kind of ingredient, its name, its hash


def ingredients(files: Mapping[str, Path], parameters: Mapping[str, object]) -> Ingredients:
    """What a result is made from: the hash of each file by its name, each parameter, and all of the code."""
    return {
        "files": {name: file_hash(path) for name, path in sorted(files.items())},
        "parameters": {name: json.dumps(value) for name, value in sorted(parameters.items())},
        "code": _code(),
    }


def _code() -> dict[str, str]:
    modules = {path.relative_to(CODE).as_posix(): file_hash(path) for path in sorted(CODE.rglob("*.py"))}
    words = {path.relative_to(CODE).as_posix(): file_hash(path) for path in sorted(CODE.rglob("*.yaml"))}
    written = {path.relative_to(DATA).as_posix(): file_hash(path) for path in _written()}
    return {**modules, **words, **written, **{name: version(name) for name in LIBRARIES}}


def _written() -> list[Path]:
    """What pages show whatever the extract: published numbers, findings of interviews, claims, terms."""
    files = (path for path in sorted(DATA.rglob("*")) if path.is_file())
    return [path for path in files if SHIPPED_EXTRACT not in path.parents]


def name_of(made_from: Ingredients) -> str:
    """The name of the entry that these ingredients give."""
    return hashlib.sha256(json.dumps(made_from, sort_keys=True).encode()).hexdigest()[:32]


def find_folder(kind: str, made_from: Ingredients) -> Path | None:
    """The folder that was made from these ingredients, if it was."""
    entry = FOLDER / kind / name_of(made_from)
    return entry if entry.is_dir() else None


def cached_folder(kind: str, made_from: Ingredients, make: Callable[[Path], None], *, label: str) -> Path:
    """The folder that `make` fills from these ingredients, made once.

    `label` names what it is of (an extract, a chapter), so that `changes` can say why it is no longer up to date.
    """
    entry = FOLDER / kind / name_of(made_from)
    if not entry.is_dir():
        entry.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=entry.parent, prefix=".making-") as making:
            make(Path(making) / "entry")
            _take_place(Path(making) / "entry", entry)
        _forget_oldest(entry.parent)
    os.utime(entry)
    _record(kind, label).parent.mkdir(parents=True, exist_ok=True)
    _record(kind, label).write_text(json.dumps(made_from), encoding="utf-8")
    return entry


def _take_place(made: Path, entry: Path) -> None:
    try:
        made.rename(entry)
    except OSError:  # another build was first with the same content
        if not entry.is_dir():
            raise


def _forget_oldest(folder: Path) -> None:
    entries = sorted((each for each in folder.iterdir() if each.is_dir()), key=lambda each: each.stat().st_mtime)
    for entry in entries[:-MOST_ENTRIES]:
        shutil.rmtree(entry, ignore_errors=True)


def _record(kind: str, label: str) -> Path:
    return FOLDER / "last" / kind / hashlib.sha256(label.encode()).hexdigest()[:32]


def changes(kind: str, made_from: Ingredients, *, label: str) -> list[str]:
    """Why what was made last under this label is no longer up to date; nothing when it is."""
    record = _record(kind, label)
    if not record.is_file():
        return ["it was not made before"]
    before = json.loads(record.read_text(encoding="utf-8"))
    if (FOLDER / kind / name_of(made_from)).is_dir() and name_of(made_from) == name_of(before):
        return []
    return list(_differences(before, made_from)) or ["it is no longer kept"]


def _differences(before: Ingredients, now: Ingredients) -> Iterator[str]:
    for kind, ingredients_now in now.items():
        known = before.get(kind, {})
        for name in sorted(set(known) | set(ingredients_now)):
            if known.get(name) != ingredients_now.get(name):
                what = "is new" if name not in known else "is gone" if name not in ingredients_now else "changed"
                yield f"{SINGULAR[kind]} {name} {what}"


SINGULAR = {"files": "file", "parameters": "parameter", "code": "code"}
