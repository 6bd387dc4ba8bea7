"""The command `evalbook`. Exit codes: 0 done, 2 something to mend, 128 and the signal's number when it was stopped."""

from __future__ import annotations

import argparse
import os
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from evalbook import commands
from evalbook.commands import NEEDS_MENDING
from evalbook.errors import EvalbookError
from evalbook.limits import in_force, raised
from evalbook.machine.progress import PLAIN, QUIET, VERBOSE
from evalbook.machine.swap import STOPS
from evalbook.typed import readable

STOPPED = 128
Parser = argparse.ArgumentParser
SECRET = "what a register is protected with; else EVALBOOK_SECRET names it, or it is made beside the extract"
WITHHOLD = "withhold what this release and the one of --previous together would tell of single persons"
INTERNAL = "leave the numbers of a register extract unprotected, for internal use; every page says so"


def main(arguments: list[str] | None = None) -> int:
    if arguments is None and sys.getfilesystemencoding() != "utf-8":
        _begin_again_in_utf8()
    chosen = _parser().parse_args(arguments)
    _tidy_up_when_stopped()
    try:
        with in_force(raised(chosen.limit)):
            chosen.run(chosen)
    except EvalbookError as error:
        print("\n".join(map(readable, str(error).split("\n"))), file=sys.stderr)
        return NEEDS_MENDING
    except OSError as error:  # a full disk, a folder that may not be written
        print(f"{error.strerror or error}: {error.filename or 'nothing was put in place'}", file=sys.stderr)
        return NEEDS_MENDING
    except MemoryError:
        print("This takes more memory than there is: nothing was put in place.", file=sys.stderr)
        return NEEDS_MENDING
    except KeyboardInterrupt as stop:
        print("Stopped. What stands in its place is whole.", file=sys.stderr)
        return STOPPED + (stop.args or (signal.SIGINT,))[0]
    return 0


def _begin_again_in_utf8() -> None:
    """In a locale without accents a path with one could be neither shown nor made an address."""
    os.execve(sys.executable, [sys.executable, "-X", "utf8", *sys.orig_argv[1:]], os.environ | {"PYTHONUTF8": "1"})


def _tidy_up_when_stopped() -> None:
    """Other requests to end are as Ctrl-C; one that is ignored (nohup) stays so."""
    for number in STOPS:
        if signal.getsignal(number) is signal.SIG_DFL:
            with suppress(ValueError):  # the command runs within another program, beside its main thread
                signal.signal(number, _stop)


def _stop(number: int, _: object) -> None:
    raise KeyboardInterrupt(number)


class _Version(argparse.Action):
    """Looked up when asked for only: the look-up takes longer to import than the rest of this module."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        from importlib.metadata import version

        print(f"evalbook {version('evalbook')}")
        parser.exit()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="evalbook", description="From an extract to the evaluation book.")
    parser.add_argument("--version", action=_Version, nargs=0, help="show the version and exit")
    group = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")
    for add in (_add_making, _add_site, _add_voices, _add_checking, _add_comparing):
        add(group)
    return parser


def _add_making(group: argparse._SubParsersAction) -> None:
    results = _command(group, "results", commands.run_results, "write all results of an extract as one table")
    results.add_argument("extract", type=Path)
    results.add_argument("--output", type=Path, required=True, metavar="FILE.csv|.parquet")
    results.add_argument("--unprotected", action="store_true", help="before disclosure control")
    release = _command(group, "release", commands.run_release, "make the release: all that may leave this machine")
    release.add_argument("extract", type=Path)
    release.add_argument("--output", type=Path, required=True, metavar="DIR")
    release.add_argument("--internal", action="store_true", help=INTERNAL)
    build = _command(group, "build", commands.run_build, "make the book from an extract or a release")
    build.add_argument("source", type=Path)
    build.add_argument("--output", type=Path, metavar="DIR", help="_book, or _book-CHAPTER for a chapter alone")
    build.add_argument(
        "--site", type=Path, metavar="DIR", help="among other editions on this site, in place of --output"
    )
    build.add_argument("--chapter", default="", help="run this chapter only: its short name (work) or its file's name")
    build.add_argument("--language", choices=("nl", "en"), help="this one only; without it both, of a chapter Dutch")
    build.add_argument("-p", nargs=2, action="append", default=[], metavar=("NAME", "VALUE"), help="a parameter")
    build.add_argument("--parameters", type=Path, metavar="FILE.yaml", help="parameters, a line `name: value` each")
    build.add_argument("--internal", action="store_true", help=INTERNAL)
    _add_loudness(build)
    preview = _add_preview(group)
    _add_made_with(results, release, build, preview)


def _add_made_with(results: Parser, release: Parser, build: Parser, preview: Parser) -> None:
    for command in (results, release, build, preview):
        command.add_argument("--secret", type=Path, metavar="FILE", help=SECRET)
    for command in (release, build):
        command.add_argument("--withhold", action="store_true", help=WITHHOLD)
    for command in (release, build, preview):
        command.add_argument(
            "--previous", type=Path, help="the last edition: an extract, a release or a file of results"
        )
        command.add_argument(
            "--voices", type=Path, metavar="FILE.csv", help="new interviews, made by `evalbook voices`"
        )


def _add_loudness(build: argparse.ArgumentParser) -> None:
    loud = build.add_mutually_exclusive_group()
    loud.set_defaults(level=PLAIN)
    loud.add_argument("--quiet", "-q", dest="level", action="store_const", const=QUIET, help="say nothing but warnings")
    loud.add_argument("--verbose", "-v", dest="level", action="store_const", const=VERBOSE, help="a line for each part")


def _add_site(group: argparse._SubParsersAction) -> None:
    text = "make the editions in a folder one site again, after one was taken out or put in"
    _command(group, "site", commands.run_site, text).add_argument("site", type=Path, metavar="DIR")


def _add_preview(group: argparse._SubParsersAction) -> argparse.ArgumentParser:
    text = "show the book on this machine while it is written: a saved change is on the page in seconds"
    preview = _command(group, "preview", commands.run_preview, text)
    preview.add_argument("source", type=Path)
    preview.add_argument("--chapter", default="", help="run this chapter only, as of build")
    preview.add_argument("--language", choices=("nl", "en"), help="this one only; without it both, of a chapter Dutch")
    preview.add_argument("--port", type=int, default=0, help="of 127.0.0.1; without it one that is free")
    preview.add_argument("--internal", action="store_true", help=INTERNAL)
    return preview


def _add_voices(group: argparse._SubParsersAction) -> None:
    voices = _command(
        group, "voices", commands.run_voices, "count the codes of a REFI-QDA project, without a quotation or name"
    )
    voices.add_argument("project", type=Path, metavar="FILE.qdpx")
    voices.add_argument(
        "--map", type=Path, required=True, help="which code is which theme, and who has which perspective"
    )
    voices.add_argument("--write-map", action="store_true", help="write a map to fill in; it stays on this machine")
    voices.add_argument("--wave", type=int, metavar="YEAR", help="the year of the interviews")
    voices.add_argument("--output", type=Path, metavar="FILE.csv")


def _add_checking(group: argparse._SubParsersAction) -> None:
    status = _command(group, "status", commands.run_status, "what of a book is stale, and why")
    status.add_argument("source", type=Path)
    cache = _command(
        group, "cache", commands.run_cache, "what is kept of earlier builds, so that it need not be made again"
    )
    cache.add_argument("--clear", action="store_true", help="remove all of it: the next build makes all again")
    validate = _command(
        group, "validate", commands.run_validate, "say all that is wrong with an extract, and what was detected"
    )
    validate.add_argument("extract", type=Path)
    validate.add_argument("--json", type=Path, metavar="FILE", help="the same as JSON, with all affected rows")
    validate.add_argument(
        "--rows", type=Path, metavar="FILE.csv", help="the affected rows as a list, which `leave_out` takes back"
    )
    init = _command(
        group, "init", commands.run_init, "write a starter: extract.yaml and empty tables with their headers"
    )
    init.add_argument("folder", type=Path, nargs="?", help="a new folder; with --like beside its files, unless named")
    init.add_argument(
        "--like", type=Path, metavar="DELIVERY", help="draft extract.yaml for the files in this folder instead"
    )


def _add_comparing(group: argparse._SubParsersAction) -> None:
    compare = _command(group, "compare", commands.run_compare, "which numbers moved between two editions, and why")
    compare.add_argument("before", type=Path, help="an extract, a release or a file of results")
    compare.add_argument("after", type=Path)
    compare.add_argument("--output", type=Path, metavar="FILE.csv|.json", help="every number, not only the counts")
    compare.add_argument("--unprotected", action="store_true", help="before disclosure control, for internal use")
    synthesize = _command(group, "synthesize", commands.run_synthesize, "make the invented extract")
    synthesize.add_argument("--output", type=Path, required=True, metavar="DIR")


def _command(group: argparse._SubParsersAction, name: str, run: Callable, text: str) -> argparse.ArgumentParser:
    command = group.add_parser(name, help=text, description=text)
    command.set_defaults(run=run)
    text = "raise a limit of what is read, such as rows=100000000 or file_bytes=8G: docs/extract.md lists them"
    command.add_argument("--limit", action="append", default=[], metavar="NAME=VALUE", help=text)
    return command


if __name__ == "__main__":
    sys.exit(main())
