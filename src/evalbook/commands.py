"""What each command of `evalbook` does. Each imports what it needs: the others need not wait for it."""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from evalbook.errors import EvalbookError
from evalbook.machine.swap import whole_file

if TYPE_CHECKING:
    import pandas as pd

    from evalbook.build import Made
    from evalbook.extract.extract import Extract

RESULT_SUFFIXES = (".csv", ".parquet")
NEEDS_MENDING = 2


def _read(folder: Path) -> Extract:
    """The extract, its warnings told."""
    from evalbook.extract.extract import read_extract

    extract = read_extract(folder)
    for warning in extract.warnings:
        print(warning, file=sys.stderr)
    return extract


def _check_no_input(output: Path, source: Path) -> None:
    """Raises EvalbookError where a file would be written over one that is read."""
    if output.exists() and output.resolve().is_relative_to(source.resolve()):
        raise EvalbookError(f"{output} is part of what is read. Choose another place to write to.")


def run_results(chosen: argparse.Namespace) -> None:
    from evalbook.contract.results import write_results
    from evalbook.gate.making import made, tell_of_protection

    if chosen.output.suffix not in RESULT_SUFFIXES:
        raise EvalbookError(f"--output should end in {' or '.join(RESULT_SUFFIXES)}.")
    _check_no_input(chosen.output, chosen.extract)
    extract = _read(chosen.extract)
    done = made(extract, chosen.extract, unprotected=chosen.unprotected, secret=chosen.secret)
    tell_of_protection(done)
    with whole_file(chosen.output) as file:
        write_results(done.release.results, file)
    done.keep()
    print(f"{len(done.release.results)} results in {chosen.output}")


def run_release(chosen: argparse.Namespace) -> None:
    from evalbook.book.own_words import program_texts
    from evalbook.book.scan import check_names
    from evalbook.extract.extract import person_ids
    from evalbook.gate.compare import released
    from evalbook.gate.making import tell_of_protection
    from evalbook.release.release import check_release_place, withheld_counts, write_release

    choices = {"internal": chosen.internal, "previous": chosen.previous, "voices": chosen.voices}
    choices |= {"secret": chosen.secret, "withhold": chosen.withhold}
    check_release_place(chosen.output, chosen.extract)
    extract = _read(chosen.extract)
    done = released(chosen.extract, extract, **choices)
    tell_of_protection(done)
    made = done.release
    check_names(made, {}, persons=person_ids(extract), own=program_texts())
    if sys.platform == "win32":  # names cannot be exchanged there, nor held
        write_release(made, chosen.output)
    else:
        from evalbook.build import put_release

        put_release(made, chosen.output)
    done.keep()
    withheld = withheld_counts(made.results)["numbers"].sum()
    print(f"{len(made.results)} results in {chosen.output}, {withheld} of them withheld")


def run_voices(chosen: argparse.Namespace) -> None:
    from evalbook.interviews import counting as interviews
    from evalbook.interviews.refi_qda import read_project
    from evalbook.release.voices_file import WAVES

    project = read_project(chosen.project)
    if chosen.write_map:
        rows = interviews.write_map(project, chosen.map)
        print(f"{rows} rows in {chosen.map}: fill in themes and perspectives. It may hold names: keep it here.")
        return
    if not chosen.output or chosen.wave not in WAVES:
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


def run_build(chosen: argparse.Namespace) -> None:
    from evalbook.build import build, place_on
    from evalbook.machine.progress import Progress, told
    from evalbook.parameters import read_parameters

    if chosen.site and (chosen.output or chosen.chapter):
        other = "--output" if chosen.output else "--chapter"
        raise EvalbookError(f"--site says where the whole book will stand: leave out {other}, or --site.")
    output = place_on(chosen.site, chosen.source) if chosen.site else chosen.output
    output = output or Path(f"_book-{chosen.chapter}" if chosen.chapter else "_book")
    parameters = read_parameters(chosen.parameters, dict(chosen.p))
    choices = {"chapter": chosen.chapter, "internal": chosen.internal}
    choices |= {"previous": chosen.previous, "voices": chosen.voices, "secret": chosen.secret}
    choices |= {"among": bool(chosen.site), "withhold": chosen.withhold}
    languages = (chosen.language,) if chosen.language else ()
    begun = time.monotonic()
    with told(Progress(level=chosen.level)):
        made = build(chosen.source, output, parameters=parameters, languages=languages, **choices)
    print(of_book(made, time.monotonic() - begun))


def of_book(made: Made, seconds: float) -> str:
    """Where a book is, how long, and what it took, on one line."""
    pages = ", ".join(f"{number} pages ({language})" for language, number in made.pages.items())
    papers = ", ".join(f"{' and '.join(map(str, numbers))} ({language})" for language, numbers in made.paper.items())
    paper = f"; on paper {papers}" if papers else ""
    return f"The book is in {made.output}: {pages}{paper}. It took {seconds:.0f} seconds."


def run_site(chosen: argparse.Namespace) -> None:
    from evalbook.book.edition_site import check_site, write_site
    from evalbook.build import BOOK

    check_site(chosen.site)
    listed = write_site(chosen.site, BOOK)
    print(f"{len(listed)} editions are on {chosen.site}, {listed[0].id} the newest")


def run_preview(chosen: argparse.Namespace) -> None:
    from evalbook.live import preview

    choices = {"internal": chosen.internal, "previous": chosen.previous, "voices": chosen.voices}
    languages = (chosen.language,) if chosen.language else ()
    where = {"chapter": chosen.chapter, "languages": languages, "port": chosen.port}
    try:
        preview(chosen.source, **where, **choices, secret=chosen.secret)
    except KeyboardInterrupt:
        print("The preview has ended; nothing of it is left.")


def run_status(chosen: argparse.Namespace) -> None:
    from evalbook.status import status

    for what, reasons in status(chosen.source).items():
        print(f"{what}: {'stale: ' + '; '.join(reasons) if reasons else 'up to date'}")


def run_cache(chosen: argparse.Namespace) -> None:
    from evalbook.machine import cache

    if chosen.clear:
        cache.clear()
    print(cache.described())


def run_validate(chosen: argparse.Namespace) -> None:
    from evalbook.extract.extract import validate
    from evalbook.extract.row_lists import is_list, write_rows
    from evalbook.extract.validation import as_json, as_text

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


def run_init(chosen: argparse.Namespace) -> None:
    from evalbook.extract.drafting import write_draft
    from evalbook.extract.starter import write_starter

    if chosen.like:
        path = write_draft(chosen.like, chosen.folder)
        print(f"Confirm the guesses in {path}, then: evalbook validate {path.parent}")
        return
    if not chosen.folder:
        raise EvalbookError("Name a new folder for the starter, or the delivery with --like.")
    write_starter(chosen.folder)
    print(f"Fill in {chosen.folder / 'extract.yaml'} and the tables, then: evalbook validate {chosen.folder}")


def run_compare(chosen: argparse.Namespace) -> None:
    import pandas as pd

    from evalbook.gate.compare import compare_sources, exposed_by, moves

    for side in (chosen.before, chosen.after) if chosen.output else ():
        _check_no_input(chosen.output, side)
    compared = compare_sources(chosen.before, chosen.after, unprotected=chosen.unprotected)
    if chosen.output:
        with whole_file(chosen.output) as file:
            _write_compared(compared, file)
    counts = moves(compared)
    print(counts.to_string() if len(counts) else "No number moved.")
    if told := exposed_by(chosen.before, chosen.after):
        print(told, file=sys.stderr)
    reasons = compared.get("reason", pd.Series(dtype=str))
    for reason, numbers in reasons[reasons != ""].value_counts().items():
        print(f"{numbers} moved by: {reason}")


def _write_compared(compared: pd.DataFrame, path: Path) -> None:
    if path.suffix == ".json":
        path.write_text(compared.to_json(orient="records", indent=1) + "\n", encoding="utf-8")
    else:
        compared.to_csv(path, index=False, lineterminator="\n")


def run_synthesize(chosen: argparse.Namespace) -> None:
    from evalbook.synthetic import synthesize

    synthesize(chosen.output)
    print(f"an invented extract in {chosen.output}")
