"""A process that knows none of the project's code yet: what is in the files when it starts is what it does.

It is forked from a server that has imported what others wrote, which takes two seconds, and nothing of ours.
"""

from __future__ import annotations

import multiprocessing
import os
import pickle
import signal
import sys
from collections.abc import Mapping
from contextlib import suppress
from importlib import import_module
from multiprocessing.connection import Connection
from threading import Lock

from evalbook.errors import EvalbookError
from evalbook.machine.workers import Job, killed, outcome_of, settle

OTHERS = [  # what is not named only costs time
    *("jupyter_book.config", "sphinx.application", "sphinx_book_theme", "myst_nb", "lxml.html", "tinycss2", "typst"),
    *("papermill", "ipykernel.kernelapp", "nbformat", "matplotlib.backends.backend_svg", "seaborn"),
    *("pandas", "pyarrow", "scipy.stats", "lifelines"),
]


OURS = "evalbook"


def ready() -> None:
    """Says what the server imports; it starts with the first process."""
    multiprocessing.set_forkserver_preload(OTHERS)


class Fresh:
    """A process in which `function` of `module` was called with the arguments; what it gave answers each question.

    `name` says what it is about. `ask` raises EvalbookError with what went wrong, also where the process was killed.
    """

    def __init__(self, name: str, module: str, function: str, *arguments: object) -> None:
        context = multiprocessing.get_context("forkserver")
        self._name, self._one_at_a_time = name, Lock()
        self._ways, theirs = context.Pipe()
        asked = (name, module, function, theirs, dict(os.environ))
        self._process = context.Process(target=_begin, args=asked)
        with theirs:
            self._process.start()
        with suppress(OSError):  # it has gone already: who asks is told
            self._ways.send(arguments)

    def ask(self, question: object = None) -> object:
        try:
            with self._one_at_a_time:
                self._ways.send(question)
                answer, fault = self._ways.recv()
        except (EOFError, OSError):
            raise killed(self._name, self.end()) from None
        if fault:
            raise fault if isinstance(fault, EvalbookError) else EvalbookError(str(fault))
        return answer

    def end(self) -> int | None:
        """Ends it with all that it started; its exit code."""
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.kill()
        self._process.join()
        return self._process.exitcode


def _begin(name: str, module: str, function: str, ways: Connection, environment: Mapping[str, str]) -> None:
    settle(environment)
    # Of a file that is saved again in the same second, as long as before, compiled code would be the old one.
    sys.dont_write_bytecode = True
    for ours in [each for each in sys.modules if each.split(".")[0] == OURS]:
        del sys.modules[ours]  # this one too, and what the server has where it served something else before
    import_module(__name__).answer(name, module, function, ways)


def answer(name: str, module: str, function: str, ways: Connection) -> None:
    """In the new process, with all of our code as it is now: makes what answers, and has it answer."""
    given = ways.recv_bytes()  # not taken apart before our code can be read
    made, fault = outcome_of(Job(name, _called, (module, function, given)))
    with suppress(EOFError, OSError):  # nobody asks any more
        while True:
            question = ways.recv()
            ways.send((None, fault) if fault else outcome_of(Job(name, made, (question,))))


def _called(module: str, function: str, given: bytes) -> object:
    return getattr(import_module(module), function)(*pickle.loads(given))
