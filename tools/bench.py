"""How long each stage takes and how much memory: `python tools/bench.py EXTRACT`.

The last rows set the way from a finished release to HTML beside what Jupyter Book does by itself: executing
the same notebooks on the same release, one after another, each in a kernel of its own. Before them, what very many
people take; CPU seconds too, since other programs on a machine add to the others only.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import nbformat
import pandas as pd
import yaml

import comparison_crowd
import crowd
from evalbook.book.downloads import DATA, write_data
from evalbook.book.pages import lighten
from evalbook.book.site import make_pdf, make_site, pages_of, set_languages, source_of, surroundings
from evalbook.book.translations import join
from evalbook.book.typesetting import (
    ASSETS,
    CONFIG,
    JUPYTER_BOOK,
    LANGUAGES,
    Interface,
    chapter_names,
    interfaces,
    lay_out,
)
from evalbook.build import BOOK
from evalbook.errors import EvalbookError
from evalbook.estimates.resampling import Resampling
from evalbook.extract.extract import read_extract
from evalbook.gate import making
from evalbook.items.evaluation import evaluate
from evalbook.release.release import read_release, write_release
from saved_sentence import change_a_sentence
from stages import Stage, measure

MOST_OF_PLAIN = 0.65  # of the seconds that Jupyter Book takes by itself
MOST_OF_PLAIN_IN_BOTH = 0.3  # for both languages
MOST_OF_PLAIN_FOR_A_SENTENCE = 0.03  # in a preview, of the longest chapter
MOST_MEGABYTES = 1500
MOST_OF_ONE_LANGUAGE = 2.0  # of the seconds of a book in one language: for memory, one PDF at a time
MOST_OF_CROWD = 18.0, 4096.0  # CPU seconds and megabytes for all results of 300,000 people, reading included
MOST_OF_PANDAS = 9.0  # of the CPU seconds that pandas takes to read their files, imports aside on both sides
MOST_GROWTH = 1.1  # of the CPU seconds a person, from 300,000 to a million
CROWDS = (crowd.PERSONS, 1_000_000)
MOST_OF_COMPARISON = 60.0, 1024.0  # the same for all results of participants and 300,000 comparators, from Parquet
COMPARATORS = (comparison_crowd.PERSONS // 10, comparison_crowd.PERSONS)
ROUNDS = 2
COLD = (  # nothing is found that was made before
    "import os, tempfile; empty = tempfile.TemporaryDirectory(); os.environ['EVALBOOK_CACHE'] = empty.name; "
)


def measure_stages(extract: Path, work: Path) -> list[Stage]:
    stages: list[Stage] = []
    read = measure(stages, "read and check the extract", read_extract, extract)
    measure(stages, "compute all results", evaluate, read)
    released = measure(stages, "make the release", making.release, read)
    release = work / "release"
    write_release(released, release)
    _measure_crowds(stages, work)
    _measure_comparison(stages, work)
    with surroundings(released):
        _measure_book(stages, release, work)
        measure(stages, "evalbook build, one language", _run_build, extract, work / "one", "--language", LANGUAGES[0])
        measure(stages, "evalbook build, all of it", _run_build, extract, work / "book")
        stages += _fastest([_beside_plain(release, work / f"round-{each}") for each in range(ROUNDS)])
    return stages


def _measure_crowds(stages: list[Stage], work: Path) -> None:
    """Very many people: what pandas takes to read the files as a measure of the machine, and what we take for all."""
    for persons in CROWDS:
        folder = work / f"crowd-{persons}"
        crowd.write_crowd(folder, persons=persons, job_months=3 * persons)
        for name, step in _steps_of(persons).items():
            measure(stages, name, _run, f"import bench; bench.{step}()", folder)
        shutil.rmtree(folder)


def _measure_comparison(stages: list[Stage], work: Path) -> None:
    """The command from Parquet to results, and how it grows with the number of comparators."""
    program = "from evalbook.cli import main; raise SystemExit(main())"
    for persons in COMPARATORS:
        folder, output = work / f"comparators-{persons}", work / f"comparators-{persons}.csv"
        comparison_crowd.write_crowd(folder, persons=persons)
        name = _of_comparison(persons)
        measure(stages, name, _run, program, "results", folder, "--unprotected", "--output", output)


def _of_comparison(persons: int) -> str:
    return f"{persons:,} comparators: all results"


def read_plainly() -> None:
    """The files of the extract that the program's argument names, by pandas."""
    for path in sorted(Path(sys.argv[1]).glob("*.csv")):
        pd.read_csv(path)


def evaluate_all() -> None:
    """All results of that extract."""
    evaluate(read_extract(Path(sys.argv[1])))


def evaluate_with_bootstraps() -> None:
    evaluate(read_extract(Path(sys.argv[1])), Resampling())


def only_import() -> None:
    """What a program of this file takes before it does anything."""


def _steps_of(persons: int) -> dict[str, str]:
    steps = {f"{persons:,} people: all results": "evaluate_all"}
    if persons > CROWDS[0]:
        return steps
    before = {"imports alone": "only_import", f"{persons:,} people: pandas reads the files": "read_plainly"}
    return {**before, **steps, f"{persons:,} people: with bootstraps": "evaluate_with_bootstraps"}


def _beside_plain(release: Path, work: Path) -> list[Stage]:
    """From the release to HTML by us and by plain Jupyter Book, one after the other."""
    stages: list[Stage] = []
    plain = _lay_out_plain(release, work / "plain")
    stages.append(change_a_sentence(release, work / "written"))
    measure(stages, "release to HTML, both languages", _run_steps, "make_html_of_both", release, work / "both")
    measure(stages, "release to HTML", _run_steps, "make_html", release, work / "ours")
    measure(stages, "release to HTML, plain Jupyter Book", _run_plain, plain)
    return stages


def _fastest(rounds: list[list[Stage]]) -> list[Stage]:
    # Other programs on the machine only ever add seconds.
    return [min(stage, key=lambda each: each.seconds) for stage in zip(*rounds, strict=True)]


def _measure_book(stages: list[Stage], release: Path, work: Path) -> None:
    steps = {"execute the chapters": "make_source", "set the pages": "make_pages", "make the PDF": "make_paper"}
    for name, step in steps.items():
        measure(stages, name, _run_steps, step, release, work / "steps")


def _run_build(extract: Path, output: Path, *choices: str) -> None:
    program = f"{COLD}from evalbook.cli import main; raise SystemExit(main())"
    _run(program, "build", extract, "--output", output, *choices)


def _run_steps(step: str, release: Path, work: Path) -> None:
    # In a program of its own, as for a user: a chapter's process imports again what its program has imported,
    # and what one step holds in memory is not counted with the next.
    work.mkdir(exist_ok=True)
    _run(f"{COLD}import bench; bench.{step}()", release, work)


def _asked() -> tuple[Path, Path, Interface]:
    """The folders of the release and of the work, the program's arguments, and the first language."""
    release, work = map(Path, sys.argv[1:])
    (facing,) = interfaces(BOOK, read_release(release), LANGUAGES[:1])
    return release, work, facing


def make_source(*, with_pdf: bool = True) -> tuple[Path, Interface]:
    """The chapters executed in one language; `with_pdf`: their pages are written down for a PDF when they are set."""
    release, work, facing = _asked()
    pages = pages_of(release, book=BOOK, parameters={}, languages=LANGUAGES[:1])[facing.language]
    lay_out(BOOK, source_of(work, facing), pages=pages, facing=facing, with_pdf=with_pdf)
    return work, facing


def make_pages() -> None:
    """The pages set of chapters that were executed."""
    make_site(*_asked()[1:])


def make_paper() -> None:
    """The PDF of pages that were set."""
    _, work, facing = _asked()
    make_pdf(work, facing, work)


def make_html() -> None:
    """The chapters executed and their pages set."""
    make_site(*make_source(with_pdf=False))


def make_html_of_both() -> None:
    """The chapters executed and their pages set, in both languages, as one site."""
    release, work = map(Path, sys.argv[1:])
    facings = interfaces(BOOK, read_release(release))
    pages = pages_of(release, book=BOOK, parameters={}, languages=LANGUAGES)
    for facing in facings:
        lay_out(BOOK, source_of(work, facing), pages=pages[facing.language], facing=facing, with_pdf=False)
    lighten(join(set_languages(work, facings, with_pdf=False, whole=True), facings))


def _run_plain(book: Path) -> None:
    _run(JUPYTER_BOOK, "build", book)


def _run(program: str, *arguments: object) -> None:
    known = os.pathsep.join([str(Path(__file__).parent), *filter(None, [os.environ.get("PYTHONPATH")])])
    command = [sys.executable, "-c", program, *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, env=os.environ | {"PYTHONPATH": known})
    if done.returncode:
        raise EvalbookError(done.stdout + done.stderr)


def _lay_out_plain(release: Path, book: Path) -> Path:
    """The committed book as Jupyter Book takes it, its chapters with the release as their source."""
    book.mkdir(parents=True)
    (book / ASSETS).symlink_to(BOOK / ASSETS)
    (book / "_toc.yml").symlink_to(BOOK / "_toc.yml")
    config = yaml.safe_load((BOOK / CONFIG).read_text(encoding="utf-8"))
    config["execute"] = {"execute_notebooks": "force", "timeout": -1}
    config["sphinx"]["config"]["extensions"].remove("evalbook.book.book_source")  # which stops it
    (book / CONFIG).write_text(yaml.safe_dump(config), encoding="utf-8")
    write_data(release, book / DATA)
    for name in chapter_names(BOOK):
        notebook = nbformat.read(BOOK / f"{name}.ipynb", 4)
        (book / name).parent.mkdir(exist_ok=True)
        notebook.cells[0].source = f"source = {str(release)!r}\nlanguage = {LANGUAGES[0]!r}"
        nbformat.write(notebook, book / f"{name}.ipynb")
    return book


def report(stages: list[Stage]) -> str:
    """The table, and under it the limits with what was measured."""
    rows = [
        f"{each.name:<40} {each.seconds:>8.2f} s {each.cpu:>8.2f} s CPU {each.megabytes:>7.0f} MB" for each in stages
    ]
    one, whole, sentence, both, ours, plain = stages[-6:]
    _, _, everybody, _, million = _of_crowds(stages)
    times, growth = _of_reading_and_growth(stages)
    few, many = _of_comparators(stages)
    share = ours.seconds / plain.seconds
    limits = [
        f"both languages, of one: {whole.seconds / one.seconds:.2f} (at most {MOST_OF_ONE_LANGUAGE})",
        f"release to HTML, of plain Jupyter Book: {share:.2f} (at most {MOST_OF_PLAIN})",
        f"both languages to HTML, of that: {both.seconds / plain.seconds:.2f} (at most {MOST_OF_PLAIN_IN_BOTH})",
        f"a sentence, of that: {sentence.seconds / plain.seconds:.3f} (at most {MOST_OF_PLAIN_FOR_A_SENTENCE})",
        f"{everybody.name}: {everybody.cpu:.1f} s CPU (at most {MOST_OF_CROWD[0]:.0f}; "
        f"{times:.1f} times what pandas takes to read the files, at most {MOST_OF_PANDAS:.0f}), "
        f"{everybody.megabytes:.0f} MB",
        f"{million.name}: {million.megabytes:.0f} MB (at most {MOST_OF_CROWD[1]:.0f}); "
        f"a person {growth:.2f} times the CPU seconds (at most {MOST_GROWTH})",
        f"{many.name}: {many.cpu:.1f} s CPU (at most {MOST_OF_COMPARISON[0]:.0f}), {many.megabytes:.0f} MB "
        f"(at most {MOST_OF_COMPARISON[1]:.0f}); of ten times as many {many.cpu / few.cpu:.1f} times the CPU seconds",
        f"memory of the whole build: {whole.megabytes:.0f} MB (at most {MOST_MEGABYTES})",
    ]
    return "\n".join([*rows, "", *limits])


def _of_crowds(stages: list[Stage]) -> list[Stage]:
    names = [name for persons in CROWDS for name in _steps_of(persons)]
    return [each for each in stages if each.name in names]


def _of_reading_and_growth(stages: list[Stage]) -> tuple[float, float]:
    """All results of the first crowd in times of reading its files, and what a person takes in the second one in times
    of what one takes in the first; imports aside."""
    imports, files, everybody, _, million = (each.cpu for each in _of_crowds(stages))
    growth = (million - imports) / (everybody - imports) * CROWDS[0] / CROWDS[1]
    return (everybody - imports) / (files - imports), growth


def _of_comparators(stages: list[Stage]) -> list[Stage]:
    names = list(map(_of_comparison, COMPARATORS))
    return [each for each in stages if each.name in names]


def _passes(stages: list[Stage]) -> bool:
    one, whole, sentence, both, ours, plain = stages[-6:]
    _, _, everybody, _, million = _of_crowds(stages)
    times, growth = _of_reading_and_growth(stages)
    small = everybody.cpu <= MOST_OF_CROWD[0] and million.megabytes <= MOST_OF_CROWD[1]
    small &= times <= MOST_OF_PANDAS and growth <= MOST_GROWTH
    many = _of_comparators(stages)[1]
    small &= many.cpu <= MOST_OF_COMPARISON[0] and many.megabytes <= MOST_OF_COMPARISON[1]
    fast = whole.seconds <= MOST_OF_ONE_LANGUAGE * one.seconds
    most = {ours: MOST_OF_PLAIN, both: MOST_OF_PLAIN_IN_BOTH, sentence: MOST_OF_PLAIN_FOR_A_SENTENCE}
    beside = all(stage.seconds <= share * plain.seconds for stage, share in most.items())
    return small and fast and beside and whole.megabytes <= MOST_MEGABYTES


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="bench.py", description=__doc__)
    parser.add_argument("extract", type=Path)
    chosen = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="evalbook-bench-") as work:
        stages = measure_stages(chosen.extract, Path(work))
    print(report(stages))
    return int(not _passes(stages))


if __name__ == "__main__":
    sys.exit(main())
