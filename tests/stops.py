"""Stops the making of a folder at each of its system calls: `python stops.py FOLDER WAY SIGNAL` prints how many.

After each the old or the new stands there, whole, and nothing beside it once the next has begun; else it fails.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Mapping
from itertools import count
from pathlib import Path

from evalbook.cli import _tidy_up_when_stopped
from evalbook.machine import swap
from evalbook.machine.making_place import aside_of, workshop
from evalbook.machine.swap import put_in_place, unstopped
from system_calls import begin, stopped_at

AT_ONCE, CANNOT = "two names exchanged at once", "a disk that cannot"
OLD, NEW = {"index.html": "old", "data/a.csv": "1"}, {"index.html": "new", "data/b.csv": "2"}


def write(folder: Path, files: Mapping[str, str]) -> None:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)


def files_in(folder: Path) -> dict[str, str]:
    return {str(path.relative_to(folder)): path.read_text() for path in folder.rglob("*") if path.is_file()}


def make(place: Path, *, at_begin: Callable[[], None] = lambda: None) -> None:
    with workshop(place) as work:
        write(work / "made", NEW)
        at_begin()
        with unstopped():
            put_in_place(work / "made", place, aside=aside_of(place))


def stopped_everywhere(place: Path, way: str, stop: signal.Signals) -> int:
    """How many system calls there are to be stopped at."""

    def work() -> None:
        _tidy_up_when_stopped()
        signal.signal(signal.SIGINT, signal.default_int_handler)
        make(place, at_begin=begin)

    def look() -> None:
        if way == AT_ONCE or place.exists():
            assert files_in(place) in (OLD, NEW)

    for number in count(1):
        write(place, OLD)
        if stopped_at(number, stop, work, look) is None:
            return number - 1
        with workshop(place):
            assert files_in(place) in (OLD, NEW)
        assert os.listdir(place.parent) == [place.name]
        for path in (*place.glob("data/*"), place / "index.html"):
            path.unlink()


if __name__ == "__main__":
    if sys.argv[2] == CANNOT:
        swap._exchange = lambda one, other: False
    print(stopped_everywhere(Path(sys.argv[1]), sys.argv[2], getattr(signal, sys.argv[3])))
