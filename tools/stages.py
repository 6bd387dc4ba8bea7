"""What a stage of the work takes: seconds, CPU seconds and memory, of all its processes together."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

OURSELVES = Path("/proc/self")
SAMPLES_A_SECOND = 2  # more would slow what is measured
Made = TypeVar("Made")


@dataclass(frozen=True)
class Stage:
    """What a stage took: seconds, and the peak of the memory of all its processes together.

    What the measuring program held already before the stage is not counted.
    """

    name: str
    seconds: float
    cpu: float
    megabytes: float


def measure(stages: list[Stage], name: str, work: Callable[..., Made], *arguments: object) -> Made:
    """The result of `work`; what it took is added to `stages`."""
    with _PeakMemory() as peak:
        start, cpu = time.perf_counter(), _cpu()
        made = work(*arguments)
        seconds, cpu = time.perf_counter() - start, _cpu() - cpu
    stages.append(Stage(name, seconds, cpu, peak.megabytes))
    return made


def _cpu() -> float:
    """CPU seconds of this process and of those that it started and that have ended."""
    return sum(os.times()[:4])


def cpu_of_family(process: int) -> float:
    """CPU seconds of a process, of those that it started and of those of them that have ended (Linux; elsewhere 0)."""
    ticks = 0
    for each in _family(Path("/proc") / str(process)):
        fields = _read(each / "stat").rpartition(")")[2].split()
        ticks += sum(map(int, fields[11:15]))  # own and children's, in user and system mode
    return ticks / os.sysconf("SC_CLK_TCK")


class _PeakMemory:
    """Samples this process and all that it started, shared pages counted once (Linux; elsewhere 0)."""

    def __init__(self) -> None:
        self.megabytes = 0.0
        self._before = _kilobytes(OURSELVES)
        self._done = threading.Event()
        self._sampler = threading.Thread(target=self._sample, daemon=True)

    def __enter__(self) -> _PeakMemory:
        self._sampler.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._done.set()
        self._sampler.join()

    def _sample(self) -> None:
        while not self._done.wait(1 / SAMPLES_A_SECOND):
            kilobytes = sum(map(_kilobytes, _family(OURSELVES.resolve())))
            self.megabytes = max(self.megabytes, (kilobytes - self._before) / 1024)


def _family(process: Path) -> Iterator[Path]:
    yield process
    for children in process.glob("task/*/children"):
        for child in _read(children).split():
            yield from _family(Path("/proc") / child)


def _kilobytes(process: Path) -> int:
    lines = _read(process / "smaps_rollup").splitlines()
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))


def _read(path: Path) -> str:
    try:
        return path.read_text()
    except OSError:  # the process ended meanwhile
        return ""
