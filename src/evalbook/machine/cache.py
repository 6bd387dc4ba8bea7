"""What was made before, found again by content: files of the extract, parameters and code.

An entry is one file, named by the hash of its ingredients, so it is never stale; its first line is the hash of the
rest, so a damaged one is found and made again. Who takes an entry has its texts: nothing that happens in the folder
afterwards changes the book at hand. Only releases and pages are kept, never a register or a result before its release.
"""

from __future__ import annotations

import errno
import fcntl
import hashlib
import json
import os
import re
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from platformdirs import user_cache_path

from evalbook.errors import EvalbookError
from evalbook.machine.ingredients import Ingredients, differences

ELSEWHERE = "EVALBOOK_CACHE"  # an environment variable: the folder to use instead
MOST_BYTES = 500_000_000  # some fifty books in two languages; what was used longest ago goes
RELEASES, PAGES = "releases", "pages"
LAST = "last"  # what each thing was last made from, to say why it is stale
KINDS = (RELEASES, PAGES, LAST)
NAME = re.compile("[0-9a-f]{32}")
LOCK, MAKING = ".evalbook-lock", ".evalbook-making"  # the folder may be one of somebody's own
TRIES, PAUSE = 100, 0.1  # seconds: another build writes a file in less than one

Texts = Mapping[str, str]  # by the name of their file


def folder() -> Path:
    """Where entries lie: the user's own folder for such, or the one that EVALBOOK_CACHE names.

    Raises OSError for a user without a home, as in a container.
    """
    try:
        return Path(os.environ.get(ELSEWHERE) or user_cache_path("evalbook"))
    except RuntimeError:
        raise FileNotFoundError(errno.ENOENT, f"no home; name a folder in {ELSEWHERE}", "~") from None


def name_of(made_from: Ingredients) -> str:
    """The name of the entry that these ingredients give."""
    return hashlib.sha256(json.dumps(made_from, sort_keys=True).encode()).hexdigest()[:32]


def find(kind: str, made_from: Ingredients) -> dict[str, str] | None:
    """The texts that were made from these ingredients, if they were and are whole."""
    with suppress(OSError):
        path = folder() / kind / name_of(made_from)
        os.utime(path)  # it is used: others go before it
        return _read(path)
    return None


def _read(path: Path) -> dict | None:
    """What an entry holds; None where there is none, where it is damaged, or where it is another user's."""
    try:
        with path.open("rb") as opened:
            if os.fstat(opened.fileno()).st_uid != os.geteuid():
                return None
            told, written = opened.readline(), opened.read()
    except OSError:
        return None
    return json.loads(written) if told.strip() == _seal(path, written) else None


def _seal(path: Path, written: bytes) -> bytes:
    """The hash of what an entry holds, with its name: a copy under another name is none."""
    return hashlib.sha256(path.name.encode() + b"\n" + written).hexdigest().encode()


def keep(kind: str, made_from: Ingredients, texts: Texts, *, label: str) -> None:
    """Keeps what was made for the next time. A folder that cannot be written costs time only: that is said once.

    `label` names what it is of (an extract, a chapter), so that `changes` can say why it is no longer up to date.
    """
    try:
        with _alone():
            _write(folder() / kind / name_of(made_from), texts)
            _write(_record(kind, label), made_from)
            _forget_oldest()
    except OSError as fault:
        _say_once(f"What was made is not kept for the next build: {fault.strerror or fault} ({fault.filename}).")


@cache
def _say_once(text: str) -> None:
    print(text, file=sys.stderr)


@contextmanager
def _alone() -> Iterator[None]:
    """Keeps other builds from writing, for as long as one file takes; the system lets go when a program ends."""
    folder().mkdir(mode=0o700, parents=True, exist_ok=True)
    lock = os.open(folder() / LOCK, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        _wait_for(lock)
        (folder() / MAKING).unlink(missing_ok=True)  # of a build that was stopped
        yield
    finally:
        os.close(lock)


def _wait_for(lock: int) -> None:
    for _ in range(TRIES):
        with suppress(BlockingIOError):
            return fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        time.sleep(PAUSE)
    raise BlockingIOError(errno.EAGAIN, "another program holds it", str(folder() / LOCK))


def _write(path: Path, content: Mapping) -> None:
    """The file is there whole or not at all, also after the power failed."""
    if _read(path) == content:
        return
    written = json.dumps(content, ensure_ascii=False).encode()
    path.parent.mkdir(mode=0o700, exist_ok=True)
    making = folder() / MAKING  # one name for all: who writes is alone
    try:
        with making.open("xb") as opened:
            opened.write(_seal(path, written) + b"\n" + written)
            opened.flush()
            os.fsync(opened.fileno())
        making.replace(path)
    finally:
        making.unlink(missing_ok=True)


@dataclass(frozen=True)
class Entry:
    """A file of the cache: its kind, its bytes and when it was last used, in nanoseconds."""

    path: Path
    kind: str
    size: int
    used: int


def entries() -> list[Entry]:
    """All that is kept, what was used longest ago first; nothing else that lies in the folder."""
    found = []
    for path in (path for kind in KINDS for path in (folder() / kind).glob("*") if NAME.fullmatch(path.name)):
        with suppress(FileNotFoundError):  # another build was first
            known = path.lstat()
            found.append(Entry(path, path.parent.name, known.st_size, known.st_mtime_ns))
    return sorted(found, key=lambda each: (each.used, each.path))


def _forget_oldest() -> None:
    found = entries()
    left = sum(each.size for each in found)
    for entry in found[:-1]:
        if left <= MOST_BYTES:
            return
        entry.path.unlink(missing_ok=True)
        left -= entry.size


def clear() -> None:
    """Removes all that is kept, and nothing else that lies in the folder."""
    with _alone():
        for entry in entries():
            entry.path.unlink(missing_ok=True)


def described() -> str:
    """The folder, how much of each kind it keeps and what of it is damaged."""
    if folder().exists() and not folder().is_dir():
        raise EvalbookError(f"{folder()} is no folder. Name another one in {ELSEWHERE}.")
    found = entries()
    lines = [f"{folder()}: {_size(found)}, of at most {MOST_BYTES / 1e6:.0f} MB"]
    for kind in KINDS:
        own = [each for each in found if each.kind == kind]
        damaged = sum(_read(each.path) is None for each in own)
        lines.append(f"{kind}: {_size(own)}" + (f", {damaged} damaged: made again when needed" if damaged else ""))
    return "\n".join(lines)


def _size(found: list[Entry]) -> str:
    return f"{len(found)} files, {sum(each.size for each in found) / 1e6:.1f} MB"


def _record(kind: str, label: str) -> Path:
    return folder() / LAST / hashlib.sha256(f"{kind} {label}".encode()).hexdigest()[:32]


def changes(kind: str, made_from: Ingredients, *, label: str) -> list[str]:
    """Why what was made last under this label is no longer up to date; nothing when it is."""
    before = None
    with suppress(OSError):
        before = _read(_record(kind, label))
    if before is None:
        return ["it was not made before"]
    return list(differences(before, made_from)) or ([] if find(kind, made_from) else ["it is no longer kept"])
