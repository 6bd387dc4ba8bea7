"""The program's own folder for what it passes between its processes: sockets, fonts, chapters at work.

It has a lock for as long as the program lives, so the next program finds and removes what one that was killed left.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from multiprocessing.util import Finalize
from pathlib import Path

from evalbook.errors import EvalbookError

PREFIX = "evalbook-run-"
LONGEST = 52  # bytes of the folder it lies in: the address of a socket has at most 107
ALWAYS_SHORT = Path("/tmp")
AFTER_SOCKETS = -200  # at the end of a program multiprocessing removes its own at -100


@contextmanager
def temporary_folder() -> Iterator[Path]:
    """Makes the program's own folder the temporary folder of all its libraries and children, for a while."""
    folder = _own_folder()
    before = tempfile.tempdir, os.environ.get("TMPDIR")
    tempfile.tempdir = os.environ["TMPDIR"] = str(folder)
    try:
        yield folder
    finally:
        tempfile.tempdir = before[0]
        os.environ.pop("TMPDIR")
        os.environ |= {"TMPDIR": before[1]} if before[1] else {}


@cache
def _own_folder() -> Path:
    """Made once: what multiprocessing keeps in it, it keeps until the program ends."""
    parent = _parent()
    _sweep(parent)
    while True:
        folder = Path(tempfile.mkdtemp(prefix=PREFIX, dir=parent))
        if _lock(folder) is not None and folder.exists():  # another program may have swept it at once
            Finalize(None, shutil.rmtree, [folder], {"ignore_errors": True}, exitpriority=AFTER_SOCKETS)
            return folder


def _parent() -> Path:
    chosen = Path(tempfile.gettempdir())
    for parent in (chosen, ALWAYS_SHORT):
        if len(os.fsencode(parent)) <= LONGEST and os.access(parent, os.W_OK | os.X_OK):
            return parent
    told = f"The temporary folder, {chosen}, cannot be written, or its address is too long for sockets"
    raise EvalbookError(f"{told} (more than {LONGEST} bytes). Name another folder in TMPDIR.")


def _lock(folder: Path) -> int | None:
    """Held until the program ends; None when another one holds it, or it is gone."""
    try:
        lock = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    except OSError:
        return None
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return lock
    except OSError:
        os.close(lock)
        return None


def _sweep(parent: Path) -> None:
    """Removes what programs of this user left that live no longer."""
    for folder in parent.glob(f"{PREFIX}*"):
        if (lock := _lock(folder)) is not None:
            if os.fstat(lock).st_uid == os.geteuid():
                shutil.rmtree(folder, ignore_errors=True)
            os.close(lock)
