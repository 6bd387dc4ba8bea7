"""Jobs in processes of their own, several at a time: one that is killed is told by its name and stops no other.

The pool of the standard library breaks as a whole when one of its processes is killed, and cannot say which.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import tempfile
import threading
import traceback
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess

from evalbook.errors import EvalbookError

SHORT_OF_MEMORY = "The machine may be short of memory: close other programs, or run it again."


@dataclass(frozen=True)
class Job:
    """A function to call in a process of its own; `name` says what it is about: a chapter, a step and its language."""

    name: str
    function: Callable[..., object]
    arguments: tuple[object, ...]


class Killed(Exception):
    """A program that a job started was ended from outside; its argument is the exit code."""


@dataclass(frozen=True)
class _Worker:
    job: Job
    process: BaseProcess
    answers: Connection


def _nothing() -> None:
    """What is done meanwhile, where nothing is."""


def run_jobs(
    jobs: Sequence[Job],
    *,
    most: int,
    ended: Callable[[Job], None] = lambda job: None,
    method: str = "forkserver",
    meanwhile: Callable[[], object] = _nothing,
) -> list[object]:
    """What the function of each job gives, in their order; `most` at a time, and `ended` is called after each.

    Each has a new process, forked from a server that has imported what chapters need; with the method `fork`, which is
    for a program without threads, from this one and all that it has read. `meanwhile` is called when they have begun.
    Raises EvalbookError with the faults of all jobs, of those too whose process was killed, when all have ended.
    """
    ahead = list(reversed(range(len(jobs))))
    at_work: dict[int, _Worker] = {}
    outcomes: dict[int, tuple[object, Exception | None]] = {}
    try:
        while ahead or at_work:
            while ahead and len(at_work) < most:
                number = ahead.pop()
                at_work[number] = _start(jobs[number], method)
            meanwhile()
            meanwhile = _nothing
            for number in _ready(at_work):
                outcomes[number] = _outcome(at_work.pop(number))
                ended(jobs[number])
    finally:
        for worker in at_work.values():
            _end(worker)
    return _answers([outcomes[number] for number in range(len(jobs))])


def _start(job: Job, method: str) -> _Worker:
    context = multiprocessing.get_context(method)
    answers, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_work, args=(job, theirs, dict(os.environ)))
    with theirs, suppress(ConnectionError, EOFError):  # the server was killed just now: there will be no answer
        process.start()
    return _Worker(job, process, answers)


def _ready(at_work: Mapping[int, _Worker]) -> list[int]:
    """The numbers of those that answered, or of which the process has gone."""
    awaited = {each: number for number, worker in at_work.items() for each in _signs(worker)}
    return list(dict.fromkeys(awaited[each] for each in wait(list(awaited))))


def _signs(worker: _Worker) -> tuple[object, ...]:
    # Where a process has gone, its kernel may hold the way of its answers open for a second.
    return (worker.answers, worker.process.sentinel) if worker.process.pid else (worker.answers,)


def _outcome(worker: _Worker) -> tuple[object, Exception | None]:
    try:
        outcome = worker.answers.recv() if worker.answers.poll() else None
    except (EOFError, OSError):
        outcome = None
    code = _end(worker, kill=outcome is None)
    return outcome or (None, killed(worker.job.name, code))


def _end(worker: _Worker, *, kill: bool = True) -> int | None:
    """The exit code of a worker that is at its end or is ended here, with all the programs that it started."""
    worker.answers.close()
    if not worker.process.pid:
        return None
    if kill:
        worker.process.kill()
    worker.process.join()
    with suppress(ProcessLookupError, PermissionError):  # nobody is left in its group
        os.killpg(worker.process.pid, signal.SIGKILL)
    return worker.process.exitcode


def killed(name: str, code: int | None) -> EvalbookError:
    """What to tell of a process that ended without an answer; a negative exit code is the signal that ended it."""
    how = f"was killed (signal {-code})" if code and code < 0 else "was killed or ended itself"
    return EvalbookError(f"{name}: the process that worked on it {how}. {SHORT_OF_MEMORY}")


def _answers(outcomes: Sequence[tuple[object, Exception | None]]) -> list[object]:
    faults = [fault for _, fault in outcomes if fault]
    if told := {str(fault) for fault in faults if isinstance(fault, EvalbookError)}:  # in both languages once
        raise EvalbookError("\n".join(sorted(told)))
    for fault in faults:
        raise fault
    return [answer for answer, _ in outcomes]


def _work(job: Job, answers: Connection, environment: Mapping[str, str]) -> None:
    """In the new process: the job's answer or fault goes to the program that asked."""
    settle(environment)
    answers.send(outcome_of(job))


def outcome_of(job: Job) -> tuple[object, Exception | None]:
    """What the function of a job gives, or the fault that is to be told of it."""
    try:
        return job.function(*job.arguments), None
    except (EvalbookError, OSError) as fault:
        return None, fault
    except Killed as ended:
        return None, killed(job.name, *ended.args)
    except MemoryError:
        return None, EvalbookError(f"{job.name}: there was not enough memory. {SHORT_OF_MEMORY}")
    except Exception:
        return None, RuntimeError(f"{job.name}: {traceback.format_exc()}")


def settle(environment: Mapping[str, str]) -> None:
    """A group of its own, so that its kernel and its programs end with it; surroundings as those of the program.

    Ctrl-C then reaches the program only, which ends its workers; they end by themselves when it was killed.
    """
    os.setpgid(0, 0)
    os.environ.clear()
    os.environ.update(environment)  # the server that forks may be older than it
    tempfile.tempdir = None
    program = multiprocessing.parent_process()
    threading.Thread(target=lambda: (program.join(), os.killpg(0, signal.SIGKILL)), daemon=True).start()
