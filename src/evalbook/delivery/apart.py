"""Reading in a program apart: libraries in other languages may end a program, or ask for all memory, on a damaged file.

pyreadstat has a segmentation fault on one changed byte, calamine aborts where a sheet claims a cell in the far corner.
"""

from __future__ import annotations

import pickle
import subprocess
import sys
from importlib import import_module

from evalbook.delivery.contents import over
from evalbook.delivery.written import UnreadableFile
from evalbook.limits import Limits, in_force, limits
from evalbook.machine.workers import SHORT_OF_MEMORY

WAITED = 5  # times the seconds of the processor that it may take, on a machine that is busy
FROM_OUTSIDE = (1, 2, 9, 15)  # SIGHUP, SIGINT, SIGKILL, SIGTERM: no library ends its program by these
OVER_ITS_SECONDS = 24  # SIGXCPU
# Without -P a file pickle.py in the folder of a delivery would be run.
START = "from evalbook.delivery.apart import main; main()"


def apart(module: str, function: str, *arguments: object) -> object:
    """What a function of a module of this package gives, called in a program of its own.

    Raises UnreadableFile as the function does, and where the program ends, or is ended, before it has an answer.
    """
    asked, code = pickle.dumps((limits(), module, function, arguments)), 0
    waited = WAITED * limits().program_seconds  # the system ends it by the processor's seconds, where it can
    try:
        done = subprocess.run([sys.executable, "-P", "-c", START], input=asked, capture_output=True, timeout=waited)
        code, answer = done.returncode, pickle.loads(done.stdout)  # of a program that was ended there is none
    except subprocess.TimeoutExpired:
        code, answer = -OVER_ITS_SECONDS, None
    except (pickle.UnpicklingError, EOFError):
        code, answer = done.returncode, None
    if answer is None and -code in FROM_OUTSIDE:
        raise UnreadableFile("was not read: the program that read it was killed", SHORT_OF_MEMORY)
    if answer is None and -code == OVER_ITS_SECONDS:
        raise over("program_seconds", "takes long to read", "Save it again, the table only, or give it as CSV.")
    if answer is None:
        problem = "cannot be read: it is damaged, or a cell stands far from its table"
        raise UnreadableFile(problem, "Save it again, the table only.")
    if isinstance(answer, UnreadableFile):
        raise answer
    return answer


def main() -> None:
    """Reads a question from the standard input, and writes the answer to the standard output."""
    chosen, module, function, arguments = pickle.loads(sys.stdin.buffer.read())
    _limit(chosen)
    try:
        with in_force(chosen):
            answer = getattr(import_module(module), function)(*arguments)
    except UnreadableFile as fault:
        answer = fault
    sys.stdout.buffer.write(pickle.dumps(answer))


def _limit(chosen: Limits) -> None:
    try:
        import resource
    except ImportError:  # Windows has no such limits
        return
    for what, most in ((resource.RLIMIT_AS, chosen.program_bytes), (resource.RLIMIT_CPU, chosen.program_seconds)):
        own = resource.getrlimit(what)[1]  # which may be lower
        resource.setrlimit(what, (most if own == resource.RLIM_INFINITY else min(most, own), own))
