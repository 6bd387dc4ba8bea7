"""The command `evalbook`. Exit codes: 0 done, 2 something to mend, 128 and the signal's number when it was stopped."""

from __future__ import annotations

import argparse
import os
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from evalbook.errors import EvalbookError
from evalbook.limits import in_force, raised
from evalbook.swap import STOPS, whole_file
from evalbook.typed import readable

if TYPE_CHECKING:
    import pandas as pd

    from evalbook.extract import Extract

RESULT_SUFFIXES = (".csv", ".parquet")
NEEDS_MENDING = 2
STOPPED = 128
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
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")
    results = _command(commands, "results", _results, "write all results of an extract as one table")
    results.add_argument("extract", type=Path)
    results.add_argument("--output", type=Path, required=True, metavar="FILE.csv|.parquet")
    results.add_argument("--unprotected", action="store_true", help="before disclosure control")
    release = _command(commands, "release", _release, "make the release: all that may leave this machine")
    release.add_argument("extract", type=Path)
    release.add_argument("--output", type=Path, required=True, metavar="DIR")
    release.add_argument("--internal", action="store_true", help=INTERNAL)
    build = _command(commands, "build", _build, "make the book from an extract or a release")
    build.add_argument("source", type=Path)
    build.add_argument("--output", type=Path, metavar="DIR", help="_book, or _book-CHAPTER for a chapter alone")
    build.add_argument("--chapter", default="", help="run this chapter only: its short name (work) or its file's name")
    build.add_argument("--language", choices=("nl", "en"), help="this one only; without it both, of a chapter Dutch")
    build.add_argument("-p", nargs=2, action="append", default=[], metavar=("NAME", "VALUE"), help="a parameter")
    build.add_argument("--parameters", type=Path, metavar="FILE.yaml", help="parameters, a line `name: value` each")
    build.add_argument("--internal", action="store_true", help=INTERNAL)
    for command in (release, build):
        command.add_argument(
            "--previous", type=Path, help="the last edition: an extract, a release or a file of results"
        )
        command.add_argument(
            "--voices", type=Path, metavar="FILE.csv", help="new interviews, made by `evalbook voices`"
        )
    voices = _command(commands, "voices", _voices, "count the codes of a REFI-QDA project, without a quotation or name")
    voices.add_argument("project", type=Path, metavar="FILE.qdpx")
    voices.add_argument(
        "--map", type=Path, required=True, help="which code is which theme, and who has which perspective"
    )
    voices.add_argument("--write-map", action="store_true", help="write a map to fill in; it stays on this machine")
    voices.add_argument("--wave", type=int, metavar="YEAR", help="the year of the interviews")
    voices.add_argument("--output", type=Path, metavar="FILE.csv")
    status = _command(commands, "status", _status, "what of a book is stale, and why")
    status.add_argument("source", type=Path)
    cache = _command(commands, "cache", _cache, "what is kept of earlier builds, so that it need not be made again")
    cache.add_argument("--clear", action="store_true", help="remove all of it: the next build makes all again")
    validate = _command(commands, "validate", _validate, "say all that is wrong with an extract, and what was detected")
    validate.add_argument("extract", type=Path)
    validate.add_argument("--json", type=Path, metavar="FILE", help="the same as JSON, with all affected rows")
    validate.add_argument(
        "--rows", type=Path, metavar="FILE.csv", help="the affected rows as a list, which `leave_out` takes back"
    )
    init = _command(commands, "init", _init, "write a starter: extract.yaml and empty tables with their headers")
    init.add_argument("folder", type=Path, nargs="?", help="a new folder; with --like beside its files, unless named")
    init.add_argument(
        "--like", type=Path, metavar="DELIVERY", help="draft extract.yaml for the files in this folder instead"
    )
    compare = _command(commands, "compare", _compare, "which numbers moved between two editions, and why")
    compare.add_argument("before", type=Path, help="an extract, a release or a file of results")
    compare.add_argument("after", type=Path)
    compare.add_argument("--output", type=Path, metavar="FILE.csv|.json", help="every number, not only the counts")
    compare.add_argument("--unprotected", action="store_true", help="before disclosure control, for internal use")
    synthesize = _command(commands, "synthesize", _synthesize, "make the invented extract")
    synthesize.add_argument("--output", type=Path, required=True, metavar="DIR")
    return parser


def _command(commands: argparse._SubParsersAction, name: str, run: Callable, text: str) -> argparse.ArgumentParser:
    command = commands.add_parser(name, help=text, description=text)
    command.set_defaults(run=run)
    text = "raise a limit of what is read, such as rows=100000000 or file_bytes=8G: docs/extract.md lists them"
    command.add_argument("--limit", action="append", default=[], metavar="NAME=VALUE", help=text)
    return command


def _read(folder: Path) -> Extract:
    """The extract, its warnings told."""
    from evalbook.extract import read_extract

    extract = read_extract(folder)
    for warning in extract.warnings:
        print(warning, file=sys.stderr)
    return extract


def _check_no_input(output: Path, source: Path) -> None:
    """Raises EvalbookError where a file would be written over one that is read."""
    if output.exists() and output.resolve().is_relative_to(source.resolve()):
        raise EvalbookError(f"{output} is part of what is read. Choose another place to write to.")


# Each command imports what it needs: the others need not wait for it.
def _results(chosen: argparse.Namespace) -> None:
    from evalbook.disclosure import release
    from evalbook.evaluation import evaluate
    from evalbook.resampling import Resampling
    from evalbook.results import write_results

    if chosen.output.suffix not in RESULT_SUFFIXES:
        raise EvalbookError(f"--output should end in {' or '.join(RESULT_SUFFIXES)}.")
    _check_no_input(chosen.output, chosen.extract)
    extract = _read(chosen.extract)
    results = evaluate(extract, Resampling()) if chosen.unprotected else release(extract).results
    with whole_file(chosen.output) as file:
        write_results(results, file)
    print(f"{len(results)} results in {chosen.output}")


def _release(chosen: argparse.Namespace) -> None:
    from evalbook.disclosure import check_release_place, released, withheld_counts, write_release
    from evalbook.identifiers import person_ids
    from evalbook.own_words import program_texts
    from evalbook.scan import check_names

    choices = {"internal": chosen.internal, "previous": chosen.previous, "voices": chosen.voices}
    check_release_place(chosen.output, chosen.extract)
    extract = _read(chosen.extract)
    made = released(chosen.extract, extract, **choices)
    check_names(made, {}, persons=person_ids(extract), own=program_texts())
    if sys.platform == "win32":  # names cannot be exchanged there, nor held
        write_release(made, chosen.output)
    else:
        from evalbook.build import put_release

        put_release(made, chosen.output)
    withheld = withheld_counts(made.results)["numbers"].sum()
    print(f"{len(made.results)} results in {chosen.output}, {withheld} of them withheld")


def _voices(chosen: argparse.Namespace) -> None:
    from evalbook import interviews
    from evalbook.refi_qda import read_project

    project = read_project(chosen.project)
    if chosen.write_map:
        rows = interviews.write_map(project, chosen.map)
        print(f"{rows} rows in {chosen.map}: fill in themes and perspectives. It may hold names: keep it here.")
        return
    if not chosen.output or chosen.wave not in interviews.WAVES:
        raise EvalbookError(
            "--output FILE.csv and --wave YEAR are needed: where to write, and the year of the interviews."
        )
    mapped = interviews.read_map(chosen.map, project)
    counted = interviews.count_interviews(project, mapped, wave=chosen.wave)
    print(f"not counted: pieces of {counted.without_perspective} sources without a perspective,")
    print(f"pieces of {counted.unclear} sources that have more than one and do not say who speaks,")
    print(f"{counted.without_theme} codes in use without a theme")
    if counted.rows.empty:
        raise EvalbookError("Nothing was counted: no source with a perspective in the map. Nothing was written.")
    with whole_file(chosen.output) as file:
        counted.rows.to_csv(file, index=False, lineterminator="\n")
    print(f"{len(counted.rows)} rows in {chosen.output}")


def _build(chosen: argparse.Namespace) -> None:
    from evalbook.build import build
    from evalbook.parameters import read_parameters

    output = chosen.output or Path(f"_book-{chosen.chapter}" if chosen.chapter else "_book")
    parameters = read_parameters(chosen.parameters, dict(chosen.p))
    choices = {"chapter": chosen.chapter, "internal": chosen.internal}
    choices |= {"previous": chosen.previous, "voices": chosen.voices}
    languages = (chosen.language,) if chosen.language else ()
    build(chosen.source, output, parameters=parameters, languages=languages, **choices)


def _status(chosen: argparse.Namespace) -> None:
    from evalbook.status import status

    for what, reasons in status(chosen.source).items():
        print(f"{what}: {'stale: ' + '; '.join(reasons) if reasons else 'up to date'}")


def _cache(chosen: argparse.Namespace) -> None:
    from evalbook import cache

    if chosen.clear:
        cache.clear()
    print(cache.described())


def _validate(chosen: argparse.Namespace) -> None:
    from evalbook.extract import validate
    from evalbook.row_lists import is_list, write_rows
    from evalbook.validation import as_json, as_text

    if chosen.rows and not (chosen.rows.is_file() and is_list(chosen.rows)):
        _check_no_input(chosen.rows, chosen.extract)
    if chosen.json:
        _check_no_input(chosen.json, chosen.extract)
    validation = validate(chosen.extract)
    if chosen.json:
        with whole_file(chosen.json) as file:
            file.write_text(as_json(validation), encoding="utf-8")
    if chosen.rows:
        with whole_file(chosen.rows) as file:
            write_rows(validation.rows, file)
    print(as_text(validation))
    if validation.errors:
        raise SystemExit(NEEDS_MENDING)


def _init(chosen: argparse.Namespace) -> None:
    from evalbook.drafting import write_draft
    from evalbook.starter import write_starter

    if chosen.like:
        path = write_draft(chosen.like, chosen.folder)
        print(f"Confirm the guesses in {path}, then: evalbook validate {path.parent}")
        return
    if not chosen.folder:
        raise EvalbookError("Name a new folder for the starter, or the delivery with --like.")
    write_starter(chosen.folder)
    print(f"Fill in {chosen.folder / 'extract.yaml'} and the tables, then: evalbook validate {chosen.folder}")


def _compare(chosen: argparse.Namespace) -> None:
    import pandas as pd

    from evalbook.compare import compare_sides, moves, read_side, told_together
    from evalbook.editions import warning

    for side in (chosen.before, chosen.after) if chosen.output else ():
        _check_no_input(chosen.output, side)
    sides = [read_side(path) for path in (chosen.before, chosen.after)]
    compared = compare_sides(*sides, unprotected=chosen.unprotected)
    if chosen.output:
        with whole_file(chosen.output) as file:
            _write_compared(compared, file)
    counts = moves(compared)
    print(counts.to_string() if len(counts) else "No number moved.")
    reasons = compared.get("reason", pd.Series(dtype=str))
    for reason, numbers in reasons[reasons != ""].value_counts().items():
        print(f"{numbers} moved by: {reason}")
    if text := warning(told_together(*sides)):
        print(text, file=sys.stderr)


def _write_compared(compared: pd.DataFrame, path: Path) -> None:
    if path.suffix == ".json":
        path.write_text(compared.to_json(orient="records", indent=1) + "\n", encoding="utf-8")
    else:
        compared.to_csv(path, index=False, lineterminator="\n")


def _synthesize(chosen: argparse.Namespace) -> None:
    from evalbook.synthetic import synthesize

    synthesize(chosen.output)
    print(f"an invented extract in {chosen.output}")
