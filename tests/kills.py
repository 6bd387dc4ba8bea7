"""Kills a build at random moments: `python tests/kills.py [N]`, as many times, 40 without it; the same for the same N.

After each the old or the new book is whole at its name, no process of the build is left within some seconds, and the
next build puts the new book there and leaves nothing beside it nor in the temporary folder. Exit 1 when one fell short.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import psutil

from conftest import HEADERS, SETTINGS
from evalbook.machine import cache
from tiny_book import write_book
from variations import written

SIGNALS = (signal.SIGTERM, signal.SIGKILL, signal.SIGHUP, signal.SIGINT)
PATIENCE = 10  # seconds until the last process has gone
MARK = "EVALBOOK_KILLS"  # in the environment of all processes of a build
PERSON = "p1,IVA,vrouw,1980-06-15,psychisch,2024-05-01,,,"
PROGRAM = """
import sys; from pathlib import Path; from evalbook import build, cli
build.build.__kwdefaults__["book"] = Path(sys.argv.pop(1))
sys.exit(cli.main())
"""


@dataclass(frozen=True)
class Place:
    """The folders of all builds: two extracts, the book's source, the output beside nothing else, cache, `t`, home."""

    folder: Path
    longest: float = 0.0  # seconds of a build

    def __getattr__(self, name: str) -> Path:
        return self.folder / name

    @property
    def output(self) -> Path:
        return self.folder / "beside" / "book"


def lay_out(place: Place) -> None:
    for name in ("one", "two"):
        (place.folder / name).mkdir()
        (place.folder / name / "extract.yaml").write_text(SETTINGS.replace("A test", f"Test {name}"))
        (place.folder / name / "participants.csv").write_text(f"{HEADERS['participants']}\n{PERSON}\n")
    for folder in (place.beside, place.t, place.home):
        folder.mkdir()
    write_book(place.source)


def start(place: Place, extract: str) -> subprocess.Popen:
    """`evalbook build` of one of the extracts, in a session of its own as from another terminal."""
    arguments = [place.source, "build", place.folder / extract, "--output", place.output]
    own = {MARK: str(place.folder), cache.ELSEWHERE: str(place.cache), "TMPDIR": str(place.t), "HOME": str(place.home)}
    command = [sys.executable, "-c", PROGRAM, *map(str, arguments)]
    return subprocess.Popen(
        command, env=os.environ | own, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, start_new_session=True
    )


def finish(place: Place, extract: str) -> tuple[float, dict[str, bytes], str]:
    """How long a whole build took, its book, and what it told when it failed."""
    began = time.monotonic()
    building = start(place, extract)
    _, told = building.communicate()
    failed = told.decode() if building.returncode else ""
    return time.monotonic() - began, written(place.output), failed


def at_work(place: Place) -> list[str]:
    """The commands of what is left of a build."""
    return [" ".join(process.cmdline())[:80] for process in psutil.process_iter() if _is_of(process, place)]


def _is_of(process: psutil.Process, place: Place) -> bool:
    try:
        ours = process.environ().get(MARK) == str(place.folder)
        return ours and process.status() != psutil.STATUS_ZOMBIE
    except psutil.Error:
        return False


def left_behind(place: Place) -> list[str]:
    beside = {path.name for path in place.beside.iterdir()} - {place.output.name}
    return sorted(beside | {f"t/{path.name}" for path in place.t.iterdir()})


def kill(building: subprocess.Popen, number: signal.Signals) -> None:
    if number == signal.SIGINT:  # as Ctrl-C does
        os.killpg(building.pid, number)
    else:
        building.send_signal(number)
    building.communicate()


def gone(place: Place) -> Iterator[str]:
    """A complaint when processes are left after `PATIENCE`."""
    until = time.monotonic() + PATIENCE
    while (left := at_work(place)) and time.monotonic() < until:
        time.sleep(0.1)
    if left:
        yield f"still at work: {left}"


def one_kill(place: Place, books: dict[str, dict[str, bytes]], extract: str, drawn: random.Random) -> Iterator[str]:
    """Kills a build of an extract over a book of the other, and says what was not as it should be."""
    if drawn.random() < 0.5:  # the chapters are executed
        shutil.rmtree(place.cache, ignore_errors=True)
    building, number, part = start(place, extract), drawn.choice(SIGNALS), drawn.random()
    time.sleep(part * place.longest)
    kill(building, number)
    yield from gone(place)
    there = [name for name, book in books.items() if written(place.output) == book]
    print(f"{number.name} after {part:.2f} of a build: exit {building.returncode}, book {there}, {left_behind(place)}")
    if not there:
        yield "neither the old nor the new book is whole"
    _, book, failed = finish(place, extract)
    if failed or book != books[extract]:
        yield f"the next build did not make its book: {failed[-500:]}"
    if left := left_behind(place):
        yield f"left behind after the next build: {left}"
        remove(place, left)


def remove(place: Place, left: list[str]) -> None:
    """So that the next kill is told only of what it leaves itself."""
    for path in (place.folder / name if name.startswith("t/") else place.beside / name for name in left):
        shutil.rmtree(path) if path.is_dir() else path.unlink()


def main(kills: int) -> int:
    drawn, short = random.Random(1), 0
    signal.signal(signal.SIGINT, signal.default_int_handler)  # builds of a script in the background would ignore it
    with tempfile.TemporaryDirectory(prefix="kills-") as folder:
        place = Place(Path(folder))
        lay_out(place)
        books = {each: finish(place, each)[1] for each in ("one", "two")}
        assert all(books.values())
        place = replace(place, longest=finish(place, "two")[0])
        remove(place, left_behind(place))
        for each in range(kills):
            complaints = list(one_kill(place, books, ("one", "two")[each % 2], drawn))
            short += bool(complaints)
            print(f"{each + 1}/{kills}", *(complaints or ["as it should be"]), sep="\n  ", flush=True)
    print(f"{kills} kills, {short} fell short")
    return int(short > 0)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 40))
