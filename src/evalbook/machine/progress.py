"""What a command says of its work while it goes on: the stage, how much of it is done, and how long it may still take.

On a terminal one line is written anew; in a file, and with `--verbose`, each stage has lines of its own. What is made
goes to the standard output, what is said here to the standard error.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from math import ceil
from typing import TextIO

QUIET, PLAIN, VERBOSE = 0, 1, 2
WIDTH = 79
SHORTEST = 10  # seconds: of less nothing is said, it would be over


@dataclass
class Progress:
    """The stages of a command, in order: `usual` has the seconds that a part of each takes, and how many parts it has
    where it is not told. What this machine takes more or less than that is learned from the stages that were done.
    """

    usual: Mapping[str, tuple[float, int]] = field(default_factory=dict)
    level: int = PLAIN
    stream: TextIO | None = None
    clock: Callable[[], float] = time.monotonic
    name: str = ""
    parts: int = 0
    done: int = 0
    _begun: float = 0.0
    _took: float = 0.0  # seconds of the stages that were done, and what is usual for as many parts
    _expected: float = 0.0
    _over: list[str] = field(default_factory=list)

    @contextmanager
    def stage(self, name: str, parts: int | None = None) -> Iterator[None]:
        """A stage of `parts` (pages, chapters, files), of which `part` tells each that is done."""
        self.name, self.parts, self.done = name, self.usual[name][1] if parts is None else parts, 0
        self._begun = self.clock()
        self._say()
        try:
            yield
        finally:
            took = self.clock() - self._begun
            if self.parts:
                self._took += took
                self._expected += self.usual[name][0] * self.parts
            self._over.append(name)
            self._wipe()
            if self.level == VERBOSE:
                self._write(f"{name}: {took:.1f} s\n")

    def part(self, label: str) -> None:
        """One part more is done."""
        self.done += 1
        if self.level == VERBOSE:
            self._write(f"  {label}\n")
        elif self.is_live:
            self._say()

    def say(self, text: str) -> None:
        """A line that is to be read, whatever is told beside it: a warning."""
        self._wipe()
        self._write(f"{text}\n")

    def left(self) -> float:
        """The seconds that are still to come: what is usual for what is left, by the pace of this machine so far."""
        pace = self._took / self._expected if self._expected else 1.0
        still, so_far = self.parts - self.done, self.clock() - self._begun
        own = self.usual[self.name][0] * pace * self.parts - so_far if not self.done else so_far / self.done * still
        later = [name for name in self.usual if name not in (*self._over, self.name)]
        return max(own, 0) + pace * sum(seconds * parts for seconds, parts in map(self.usual.get, later))

    @property
    def is_live(self) -> bool:
        """Whether a line can be written anew: on a terminal, and nowhere else."""
        return self.level == PLAIN and self._stream.isatty()

    @property
    def _stream(self) -> TextIO:
        return self.stream or sys.stderr

    def _say(self) -> None:
        of = f" {self.done} of {self.parts}" if self.parts > 1 and (self.done or self.is_live) else ""
        seconds = self.left()
        about = f", about {_rounded(seconds)} s left" if seconds >= SHORTEST else ""
        if self.is_live:
            self._write(f"\r{f'{self.name}{of}{about}'[:WIDTH]:<{WIDTH}}")
        elif self.level:
            self._write(f"{self.name}{of}{about}\n")

    def _wipe(self) -> None:
        if self.is_live:
            self._write(f"\r{'':<{WIDTH}}\r")

    def _write(self, text: str) -> None:
        if self.level or not text.startswith("\r"):
            self._stream.write(text)
            self._stream.flush()


def _rounded(seconds: float) -> int:
    """No more exact than is known: to 5 seconds, upwards."""
    return 5 * ceil(seconds / 5)


NOBODY: Progress | None = None
_current: ContextVar[Progress | None] = ContextVar("progress", default=NOBODY)


@contextmanager
def told(progress: Progress) -> Iterator[Progress]:
    """What is done within is told by `progress`."""
    before = _current.set(progress)
    try:
        yield progress
    finally:
        _current.reset(before)


@contextmanager
def stage(name: str, parts: int | None = None) -> Iterator[None]:
    """A stage of the command under way; of none nothing is told."""
    progress = _current.get()
    if progress is None:
        yield
    else:
        with progress.stage(name, parts):
            yield


def expect(usual: Mapping[str, tuple[float, int]]) -> None:
    """What the command under way will do: its stages in order, as `Progress` has them."""
    if progress := _current.get():
        progress.usual = usual


def part(label: str) -> None:
    """One part more of the stage is done."""
    if progress := _current.get():
        progress.part(label)


def say(text: str) -> None:
    """A warning, on the standard error, beside what is told of the work."""
    progress = _current.get() or Progress()
    progress.say(text)
