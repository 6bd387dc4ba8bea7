"""A program's own temporary folder: gone when it ends, swept by the next one when it was killed."""

import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from evalbook.machine.temporary import PREFIX, temporary_folder

pytestmark = pytest.mark.program

MAKE = "import sys, tempfile, os; from evalbook.machine.temporary import temporary_folder\n"
MAKE += "with temporary_folder() as own: print(own, tempfile.mkdtemp(), os.environ['TMPDIR'], flush=True)\n"
MAKE += "sys.stdin.read()"


@pytest.fixture
def program(tmp_path):
    """Starts a program that has such a folder below a short one; its folders as it says them."""
    with tempfile.TemporaryDirectory(dir="/tmp") as short:

        def start(folder=short):
            pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
            environment = os.environ | {"TMPDIR": str(folder)}
            started = subprocess.Popen([sys.executable, "-c", MAKE], text=True, env=environment, **pipes)
            running.append(started)
            return started, started.stdout.readline().split()

        running = []
        yield start, Path(short)
        for each in running:
            each.kill()
            each.communicate()


def test_all_that_a_program_passes_on_lies_in_its_own_folder_and_goes_with_it(program):
    start, short = program
    started, (own, made, told) = start()
    assert Path(own).parent == short and Path(made).parent == Path(own) == Path(told)
    started.communicate("")
    assert list(short.iterdir()) == []


def test_what_a_killed_program_left_is_swept_and_what_a_living_one_has_stays(program):
    start, short = program
    (short / f"{PREFIX}letter").write_text("dear")
    living, (of_the_living, *_) = start()
    killed, (of_the_killed, *_) = start()
    killed.send_signal(signal.SIGKILL)
    killed.wait()
    start()
    assert Path(of_the_living).exists() and not Path(of_the_killed).exists()
    assert (short / f"{PREFIX}letter").read_text() == "dear"


def test_a_temporary_folder_too_deep_for_sockets_gives_way_to_a_shorter_one(program, tmp_path):
    deep = tmp_path / ("d" * 120)
    deep.mkdir()
    started, (own, *_) = program[0](deep)
    assert Path(own).parent == Path("/tmp")
    started.communicate("")
    assert not Path(own).exists()


def test_what_the_caller_had_is_back_afterwards():
    before = tempfile.gettempdir(), os.environ.get("TMPDIR")
    with temporary_folder():
        assert tempfile.gettempdir() != before[0]
    assert (tempfile.gettempdir(), os.environ.get("TMPDIR")) == before
