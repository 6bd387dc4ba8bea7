"""Reading in a program apart: libraries in other languages may end a program, or ask for all memory, on a damaged file.

pyreadstat has a segmentation fault on one changed byte, calamine aborts where a sheet claims a cell in the far corner.
"""

from __future__ import annotations

import pickle
import subprocess
import sys
from importlib import import_module

from evalbook.delivery.written import UnreadableFile
from evalbook.workers import SHORT_OF_MEMORY

MOST_MEMORY = 4 * 1024**3  # of addresses, in bytes: numpy alone claims one for its threads
MOST_SECONDS = 300
FROM_OUTSIDE = (1, 2, 9, 15)  # SIGHUP, SIGINT, SIGKILL, SIGTERM: no library ends its program by these
START = "from evalbook.delivery.apart import main; main()"


def apart(module: str, function: str, *arguments: object) -> object:
    """What a function of a module of this package gives, called in a program of its own.

    Raises UnreadableFile as the function does, and where the program ends, or is ended, before it has an answer.
    """
    asked, done = pickle.dumps((module, function, arguments)), None
    try:
        done = subprocess.run([sys.executable, "-c", START], input=asked, capture_output=True, timeout=MOST_SECONDS)
        answer = pickle.loads(done.stdout)  # of a program that was ended there is none
    except (subprocess.TimeoutExpired, pickle.UnpicklingError, EOFError):
        answer = None
    if answer is None and done and -done.returncode in FROM_OUTSIDE:
        raise UnreadableFile("was not read: the program that read it was killed", SHORT_OF_MEMORY)
    if answer is None:
        problem = "cannot be read: it is damaged, or a cell stands far from its table"
        raise UnreadableFile(problem, "Save it again, the table only.")
    if isinstance(answer, UnreadableFile):
        raise answer
    return answer


def main() -> None:
    """Reads a question from the standard input, and writes the answer to the standard output."""
    _limit()
    module, function, arguments = pickle.loads(sys.stdin.buffer.read())
    try:
        answer = getattr(import_module(module), function)(*arguments)
    except UnreadableFile as fault:
        answer = fault
    sys.stdout.buffer.write(pickle.dumps(answer))


def _limit() -> None:
    try:
        import resource
    except ImportError:  # Windows has no such limit
        return
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS + 1))  # where nobody waits for it any more
