"""Meets each hostile input by the command in a program of its own, forked from one that has all of it at hand.

`python hostile_runner.py [NAME ...]`, without names all of the catalogue, prints a line of JSON for each: its exit code
(below 0: the signal that ended it), what it said, its seconds of CPU and its megabytes, programs that it started
included. What goes over the limits of the system (CPU, addresses) is ended by it; no clock is looked at.
"""

from __future__ import annotations

import json
import os
import resource
import shutil
import signal
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from evalbook.cli import main
from hostile_case import Hostile
from hostile_catalogue import catalogue, made

MOST_SECONDS = 10  # of CPU
HUNG = 120  # seconds by the clock: who waits for what never comes uses no processor
MOST_MORE = 2**30  # bytes above what an honest extract takes


def forked(run: Callable[[], int], said: Path) -> tuple[int, resource.struct_rusage]:
    """The exit code of a function in a program of its own, whose words go to a file, and what it took."""
    child = os.fork()
    if not child:
        code = 70
        try:
            signal.alarm(HUNG)
            words = os.open(said, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
            os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
            os.dup2(words, 1), os.dup2(words, 2)
            code = run()
        except BaseException:
            import traceback

            traceback.print_exc()
        finally:
            sys.stdout.flush(), sys.stderr.flush()
            os._exit(code)
    _, status, used = os.wait4(child, 0)
    return os.waitstatus_to_exitcode(status), used


def limited(arguments: list[str]) -> int:
    addresses = _addresses() + MOST_MORE + 2**29  # claimed is not used: the peak is looked at besides
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_AS, (addresses, addresses))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        return main(arguments)
    except SystemExit as ended:
        return int(ended.code or 0)


def _addresses() -> int:
    return int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()


def met(each: Hostile) -> dict[str, object]:
    beside = Path(tempfile.mkdtemp(prefix="hostile-"))
    try:
        making, _ = forked(lambda: (made(each, beside), 0)[1], beside / "making")
        if making:
            return {
                "name": each.name,
                "code": 71,
                "codes": (),
                "cpu": 0,
                "megabytes": 0,
                "said": (beside / "making").read_text(errors="replace"),
            }
        arguments = [part.format(folder=beside / "extract", beside=beside) for part in each.command]
        code, used = forked(lambda: limited(arguments), beside / "said")
        said = (beside / "said").read_text(encoding="utf-8", errors="replace")
        more = {"cpu": round(used.ru_utime + used.ru_stime, 2), "megabytes": used.ru_maxrss // 1024}
        return {"name": each.name, "code": code, "codes": each.codes, **more, "said": said[:100_000]}
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def fault(answer: dict, honest: dict) -> str:
    """What an input should not have done, or ''."""
    if answer["code"] not in answer["codes"]:
        return f"exit {answer['code']} instead of {answer['codes']}"
    if "Traceback" in answer["said"] or not answer["said"].strip():
        return "a traceback, or no word"
    if answer["cpu"] >= MOST_SECONDS:
        return f"{answer['cpu']} seconds of the processor"
    more = answer["megabytes"] - honest["megabytes"]
    return f"{more} megabytes above an honest extract" if more >= MOST_MORE // 2**20 else ""


def run(names: list[str]) -> int:
    """Prints the answers as JSON, and last in words which of them are none; how many these are."""
    known = catalogue()
    honest = met(Hostile("honest", lambda folder: None, codes=(0,)))
    answers = [honest]
    print(json.dumps(honest), flush=True)
    for name in names or known:
        answers.append(met(known[name]))
        print(json.dumps(answers[-1]), flush=True)
    faults = {answer["name"]: told for answer in answers if (told := fault(answer, honest))}
    seconds = sum(answer["cpu"] for answer in answers)
    print(f"{len(answers) - 1} inputs, {seconds:.0f} seconds of the processor, not answered: {faults}", file=sys.stderr)
    return len(faults)


if __name__ == "__main__":
    sys.exit(bool(run(sys.argv[1:])))
