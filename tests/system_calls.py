"""A program stopped at any one of its system calls: a signal reaches it just there, as a kill at that moment would."""

from __future__ import annotations

import ctypes
import os
import signal
from collections.abc import Callable

TRACEME, CONT, DETACH, SYSCALL, SETOPTIONS = 0, 7, 17, 24, 0x4200  # ptrace(2)
TELL_CALLS, END_WITH_US = 1, 1 << 20
CALL = signal.SIGTRAP | 0x80


_call = ctypes.CDLL(None, use_errno=True).ptrace
_call.argtypes = [ctypes.c_long, ctypes.c_long, ctypes.c_void_p, ctypes.c_void_p]


def _ptrace(request: int, process: int, data: int = 0) -> int:
    return _call(request, process, None, data)


def may_trace() -> bool:
    """Whether this machine lets a program follow its child's system calls."""
    process = os.fork()
    if not process:
        os._exit(int(_ptrace(TRACEME, 0) != 0))
    return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]) == 0


def begin() -> None:
    """Called by the work: system calls count from here."""
    os.kill(os.getpid(), signal.SIGSTOP)


def stopped_at(number: int, stop: int, work: Callable[[], None], look: Callable[[], None]) -> int | None:
    """Does the work in a child that gets a signal as it enters its call of this number after `begin`.

    Gives the child's exit code, negative for a signal; None when it made fewer calls. `look` is called while the child
    stands still there, and when it has ended.
    """
    process = os.fork()
    if not process:
        _be_traced(work)
    os.waitpid(process, 0)
    _ptrace(SETOPTIONS, process, TELL_CALLS | END_WITH_US)
    status = _until_begin(process)
    for _ in range(2 * number - 1):  # a call stops the child as it enters and as it leaves
        if not os.WIFSTOPPED(status):
            return None
        status = _next(process, status)
    if not os.WIFSTOPPED(status):
        return None
    look()
    os.kill(process, stop)
    _ptrace(DETACH, process)
    code = os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])
    look()
    return code


def _be_traced(work: Callable[[], None]) -> None:
    code = 1
    try:
        _ptrace(TRACEME, 0)
        os.kill(os.getpid(), signal.SIGSTOP)
        work()
        code = 0
    except KeyboardInterrupt:
        code = 130
    finally:
        os._exit(code)


def _until_begin(process: int) -> int:
    _ptrace(CONT, process)
    return os.waitpid(process, 0)[1]


def _next(process: int, status: int) -> int:
    stopped_by = os.WSTOPSIG(status)
    _ptrace(SYSCALL, process, 0 if stopped_by in (CALL, signal.SIGSTOP) else stopped_by)
    return os.waitpid(process, 0)[1]
