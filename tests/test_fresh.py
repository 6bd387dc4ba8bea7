"""A process that takes our code as it is in the files when it starts."""

import os
import signal
import subprocess
import sys

import psutil
import pytest

from evalbook.errors import EvalbookError
from evalbook.machine.fresh import Fresh

pytestmark = pytest.mark.program

MODULE = """
import sys
from evalbook.errors import EvalbookError

def counting(first):
    asked = [first]

    def answer(question):
        if question == "fault":
            raise EvalbookError("cell 3")
        if question == "odd":
            raise ValueError("odd")
        asked.append(question)
        return VALUE, asked, sorted(name for name in sys.modules if name.startswith("evalbook.book"))

    return answer
"""

PRELOADED = """
import multiprocessing
from evalbook.machine.fresh import Fresh
multiprocessing.set_forkserver_preload(["evalbook.book.chapters"])
print(Fresh("Counting", "counting_module", "counting", 1).ask(2))
"""


@pytest.fixture
def start(tmp_path, monkeypatch):
    """What starts a process with the module as it is written then."""
    monkeypatch.syspath_prepend(str(tmp_path))
    started = []

    def start(text):
        (tmp_path / "counting_module.py").write_text(text)
        started.append(Fresh("Counting", "counting_module", "counting", 1))
        return started[-1]

    yield start
    for each in started:
        each.end()


def test_what_it_was_made_of_answers_each_question_and_the_next_process_has_newer_code(start):
    first = start(f"VALUE = 1\n{MODULE}")
    assert first.ask(2) == (1, [1, 2], [])
    assert first.ask(3) == (1, [1, 2, 3], [])
    assert start(f"VALUE = 2\n{MODULE}").ask(2) == (2, [1, 2], [])


def test_what_its_server_has_of_our_code_is_forgotten(tmp_path):
    (tmp_path / "counting_module.py").write_text(f"VALUE = 1\n{MODULE}")
    around = os.environ | {"PYTHONPATH": os.pathsep.join([str(tmp_path), *sys.path])}
    done = subprocess.run([sys.executable, "-c", PRELOADED], env=around, capture_output=True, text=True, check=True)
    assert done.stdout == "(1, [1, 2], [])\n"


def test_a_fault_is_told_and_the_next_question_is_answered(start):
    at_work = start(f"VALUE = 1\n{MODULE}")
    with pytest.raises(EvalbookError, match="^cell 3$"):
        at_work.ask("fault")
    with pytest.raises(EvalbookError, match="Counting: Traceback(.|\n)*ValueError: odd"):
        at_work.ask("odd")
    assert at_work.ask(2)[1] == [1, 2]


def test_code_that_cannot_be_read_is_told_at_each_question(start):
    at_work = start("def counting(first)")
    for _ in range(2):
        with pytest.raises(EvalbookError, match="SyntaxError"):
            at_work.ask(1)


def test_a_process_that_was_killed_is_told_by_its_name(start):
    at_work = start(f"VALUE = 1\n{MODULE}")
    at_work.ask(2)
    os.kill(at_work._process.pid, signal.SIGKILL)
    with pytest.raises(EvalbookError, match=r"Counting: the process that worked on it was killed \(signal 9\)"):
        at_work.ask(3)


def test_when_it_is_ended_nothing_of_it_is_left(start):
    at_work = start(f"VALUE = 1\n{MODULE}")
    at_work.ask(2)
    number = at_work._process.pid
    at_work.end()
    assert not psutil.pid_exists(number)
