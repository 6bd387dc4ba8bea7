"""Where something is made: a folder beside the place it will take, on the same disk, held by one program at a time.

Everything of it lies in `.NAME.making`: who holds it (`holder`, locked for as long as the program lives) and the work.
So the next program finds what one that was killed left behind, and touches nothing else.
"""

from __future__ import annotations

import fcntl
import getpass
import json
import os
import shutil
import socket
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

from evalbook.errors import EvalbookError
from evalbook.machine.swap import restore, unstopped

HOLDER, WORK, ASIDE = "holder", "work", "replaced"
LONGEST_NAME = 240  # bytes: a name may have 255, and what is made beside it has a longer one


@contextmanager
def workshop(place: Path) -> Iterator[Path]:
    """An empty folder for what will stand at `place`. What a killed program left in it is cleared away first.

    Raises EvalbookError that says who holds it, or what is in the way.
    """
    _check_place(place)
    place.parent.mkdir(parents=True, exist_ok=True)
    folder = making_of(place)
    with _held(folder, place):
        restore(place, aside=aside_of(place))
        _clear(folder)
        (folder / WORK).mkdir(mode=0o700)
        try:
            yield folder / WORK
        finally:
            with unstopped(told=""):
                restore(place, aside=aside_of(place))
                _clear(folder)


def making_of(place: Path) -> Path:
    return place.with_name(f".{place.name}.making")


def aside_of(place: Path) -> Path:
    """Where the old one waits, on disks that cannot exchange two names."""
    return making_of(place) / ASIDE


def _check_place(place: Path) -> None:
    """What cannot be replaced is said before the work, not after it."""
    if len(os.fsencode(place.name)) > LONGEST_NAME:
        raise EvalbookError(f"The name of {place} is too long. Choose a shorter --output.")
    if os.path.ismount(place):
        raise EvalbookError(f"{place} is a disk of its own, which cannot be replaced. Choose a folder in it.")
    if place.is_dir() and not os.access(place, os.W_OK):
        raise EvalbookError(f"{place} belongs to {_owner(place)}, who alone may replace it. Choose another --output.")


@contextmanager
def _held(folder: Path, place: Path) -> Iterator[None]:
    lock = _lock(folder, place)
    try:
        os.ftruncate(lock, 0)
        os.write(lock, json.dumps(_who()).encode())
        yield
    finally:
        with suppress(OSError):  # another program may wait for it already
            if os.listdir(folder) == [HOLDER]:  # else the next one, which knows it by this, tidies up
                (folder / HOLDER).unlink()
                folder.rmdir()
        os.close(lock)


def _lock(folder: Path, place: Path) -> int:
    """The holder's file, opened and locked; never through a link. Another program may remove it at any moment."""
    while True:
        with suppress(FileExistsError):
            folder.mkdir()
        with suppress(FileNotFoundError):
            _check_ours(folder)
            lock = os.open(folder / HOLDER, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o644)
            _take(lock, place)
            if _is_at(lock, folder / HOLDER):
                return lock
            os.close(lock)


def _take(lock: int, place: Path) -> None:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        who = _holder(lock)
        os.close(lock)
        message = f"Another build is making {place}{who}. Wait for it, or choose another --output."
        raise EvalbookError(message) from None


def _is_at(lock: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(lock), path.lstat())
    except FileNotFoundError:
        return False


def _check_ours(folder: Path) -> None:
    known = folder.lstat()
    if known.st_uid != os.geteuid():
        who = f"{folder} belongs to {_owner(folder)}"
        raise EvalbookError(f"{who}: their build is at work or was stopped. Ask them, or choose another --output.")
    if not stat.S_ISDIR(known.st_mode) or not _is_as_made(folder):
        raise EvalbookError(f"{folder} is in the way. Remove it, or choose another --output.")


def _is_as_made(folder: Path) -> bool:
    """Whether a folder holds what a workshop does: nothing, or its holder and folders of work."""
    kinds = {name: stat.S_IFMT((folder / name).lstat().st_mode) for name in os.listdir(folder)}
    expected = {HOLDER: stat.S_IFREG, WORK: stat.S_IFDIR, ASIDE: stat.S_IFDIR}
    return not kinds or (HOLDER in kinds and all(expected.get(name) == kind for name, kind in kinds.items()))


def _who() -> dict[str, object]:
    return {"process": os.getpid(), "user": _user(), "host": socket.gethostname(), "since": f"{datetime.now():%H:%M}"}


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a number without a name, as in a container
        return str(os.geteuid())


def _owner(path: Path) -> str:
    try:
        return path.owner()
    except KeyError:
        return f"user {path.stat().st_uid}"


def _holder(lock: int) -> str:
    try:
        said = json.loads(os.pread(lock, 1000, 0))
        return f" (process {said['process']} of {said['user']} on {said['host']}, since {said['since']})"
    except (ValueError, KeyError, TypeError):  # it has only just begun
        return ""


def _clear(folder: Path) -> None:
    for name in (WORK, ASIDE):
        if (folder / name).exists():
            shutil.rmtree(folder / name)
