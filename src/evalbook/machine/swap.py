"""What was made takes its place in one step: at every moment the old or the new stands there, whole.

The power may fail and the program may be stopped: what is new is on the disk before it gets its name.
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

AT_FDCWD, RENAME_EXCHANGE = -100, 2  # Linux, renameat2(2)
STOPS = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name))


def put_in_place(made: Path, place: Path, *, aside: Path) -> None:
    """The folder `made` gets the name `place`; what stood there is then at `made` or `aside`, on the same disk.

    Where two names cannot be exchanged at once, nothing stands at `place` for a moment; `restore` mends it when the
    program is stopped there.
    """
    _sync(made)
    if not place.exists():
        made.rename(place)
    elif not _exchange(made, place):
        place.rename(aside)
        try:
            made.rename(place)
        except BaseException:
            restore(place, aside=aside)
            raise
    _sync_folder(place.parent)


def restore(place: Path, *, aside: Path) -> None:
    """What was put aside gets its place back when nothing stands there."""
    if aside.exists() and not place.exists():
        aside.rename(place)


@contextmanager
def whole_file(place: Path) -> Iterator[Path]:
    """A file to write instead, which takes its place when it is whole: an old one stays until then.

    A link is replaced and its target left alone. What is no file (a terminal, a pipe) is written as it is.
    """
    if place.exists() and not place.is_file():
        yield place
        return
    made, name = tempfile.mkstemp(prefix=".making-", suffix=f"-{place.name}", dir=place.parent)
    os.close(made)
    making = Path(name)
    making.chmod(0o666 & ~_umask())
    try:
        yield making
        _sync_file(making)
        making.replace(place)
    finally:
        making.unlink(missing_ok=True)


def _umask() -> int:
    mask = os.umask(0o022)
    os.umask(mask)
    return mask


def _exchange(one: Path, other: Path) -> bool:
    """Both names exchanged at once; False where the system or the disk cannot."""
    call = getattr(ctypes.CDLL(None), "renameat2", None)
    names = (AT_FDCWD, os.fsencode(one), AT_FDCWD, os.fsencode(other))
    return call is not None and call(*names, RENAME_EXCHANGE) == 0


def _sync(folder: Path) -> None:
    for path in folder.rglob("*"):
        if path.is_dir():
            _sync_folder(path)
        else:
            _sync_file(path)
    _sync_folder(folder)


def _sync_file(path: Path) -> None:
    with path.open("rb") as opened:
        os.fsync(opened.fileno())


def _sync_folder(folder: Path) -> None:
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


@contextmanager
def unstopped(told: str = "The stop came too late: what was made is in place.") -> Iterator[None]:
    """Ctrl-C and requests to end wait for what takes less than a second; the work is done then, and `told` is said.

    Without effect outside a program's main thread, which alone is told of them.
    """
    heard: list[int] = []
    try:
        before = {each: signal.signal(each, lambda number, _: heard.append(number)) for each in STOPS}
    except ValueError:
        before = {}
    try:
        yield
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)
    if heard and told:
        print(told, file=sys.stderr)
