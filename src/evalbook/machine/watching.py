"""Which files changed: their times and sizes are looked at, which costs some milliseconds and works on every disk."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from threading import Lock

PASSED_OVER = ("__pycache__", "~")  # and names that begin with a dot: what editors and programs keep for themselves
Mark = tuple[int, int, int]


class Watch:
    """The files in some places, which are folders or files; a file that is not there yet is new when it comes."""

    def __init__(self, places: Iterable[Path]) -> None:
        self._places = tuple(places)
        self._lock = Lock()
        self._known = self._marks()

    def changed(self) -> set[Path]:
        """The files that are new, gone or otherwise since this was asked last."""
        with self._lock:
            before, self._known = self._known, self._marks()
            both = before.keys() | self._known.keys()
            return {Path(path) for path in both if before.get(path) != self._known.get(path)}

    def _marks(self) -> Mapping[str, Mark]:
        return dict(each for place in self._places for each in _marks_in(str(place)))


def _marks_in(place: str) -> Iterator[tuple[str, Mark]]:
    try:
        if not os.path.isdir(place):
            yield place, _mark(os.stat(place))
            return
        for entry in sorted(os.scandir(place), key=lambda each: each.name):
            if entry.name.startswith(".") or entry.name.endswith(PASSED_OVER):
                continue
            if entry.is_dir():
                yield from _marks_in(entry.path)
            else:
                yield entry.path, _mark(entry.stat())
    except OSError:  # it went while it was looked at, or may not be read: whoever reads it will tell
        return


def _mark(known: os.stat_result) -> Mark:
    return known.st_mtime_ns, known.st_size, known.st_ino
