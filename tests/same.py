"""Whether a book is the same everywhere: `python tests/same.py EXTRACT`.

Of the extract, of it as a register and of a thin register three books are made: in the usual surroundings, with all
around the build and the order of the rows otherwise, and from Parquet. All files are compared by their bytes.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

import yaml

import variations
from evalbook.book.downloads import MANIFEST
from evalbook.book.typesetting import LANGUAGES
from evalbook.errors import EvalbookError
from evalbook.release.release import FILE as SETTINGS
from evalbook.release.release_file import SEAL
from variations import ODD, USUAL, WEST, Surroundings, run_evalbook, written

# All that tells how each file was read, and so may differ between text and Parquet: the table of a release, the page
# that shows it, what holds that page's text; and of the list of hashes in a release, and in a manifest, only theirs
# and what seals them.
READING = "reading.csv"
OF_THE_READING = ("chapters/b6_about_the_data.html", "search-texts.js")
ON_PAPER = ("evaluatie.pdf", "en/evaluation.pdf")  # the short edition does not tell it
HASHES = {MANIFEST: "release", SETTINGS: "hashes"}  # the files that list hashes, and where they do
ONE_IN = 8
Files = Mapping[str, bytes]


def may_differ_with_form() -> frozenset[str]:
    """The files of a book that tell how the extract's files were read."""
    folders = {language: f"{language}/" if at else "" for at, language in enumerate(LANGUAGES)}
    pages = {f"{folder}{name}" for folder in folders.values() for name in OF_THE_READING}
    return frozenset(pages | set(ON_PAPER) | {READING})


def differences(one: Files, other: Files, *, form: bool = False) -> list[str]:
    """The names of the files that are not the same in both; `form`: one was made from text, the other from Parquet."""
    expected = may_differ_with_form() if form else frozenset()
    names = sorted((one.keys() | other.keys()) - expected)
    return [name for name in names if _compared(one.get(name), name, form) != _compared(other.get(name), name, form)]


def _compared(content: bytes | None, name: str, form: bool) -> object:
    if content is None or not form or name not in HASHES:
        return content
    listed = yaml.safe_load(content)
    return {**listed, HASHES[name]: {**listed[HASHES[name]], READING: "", SETTINGS: ""}, SEAL: ""}


def made(around: Surroundings, room: Path, command: str, source: Path, *options: str) -> Files:
    """The files of a book or a release that `evalbook` makes in these surroundings.

    Raises EvalbookError with what it told, where it made none.
    """
    output = room / around.within / "made"
    output.parent.mkdir(parents=True, exist_ok=True)
    done = run_evalbook(around, room, command, source, "--output", output, *options)
    if done.returncode:
        raise EvalbookError(f"evalbook {command} ended with {done.returncode}:\n{done.stderr}")
    return written(output)


def compare_books(extract: Path, room: Path, *options: str) -> Iterator[tuple[str, list[str]]]:
    """What was varied, and the files of the book that differ with it."""
    first = made(USUAL, room / "usual", "build", extract, *options)
    mixed = variations.shuffled(extract, room / "mixed" / "d 2", seed=1)
    yield "surroundings and order of rows", differences(first, made(ODD, room / "odd", "build", mixed, *options))
    typed = variations.as_parquet(extract, room / "typed")
    found = made(WEST, room / "west", "build", typed, *options)
    yield "surroundings and Parquet", differences(first, found, form=True)


def report(extracts: Mapping[str, Path], room: Path) -> Iterator[tuple[str, bool]]:
    """A line for each comparison and each file that differs, and whether it is as it should be."""
    if not variations.can_be_nameless():
        yield "A user without a name: not tried, this machine lets no program be one.", True
    for name, extract in extracts.items():
        for varied, files in compare_books(extract, room / name.replace(" ", "-")):
            yield f"{name}, {varied}: {len(files)} files differ", not files
            yield from ((f"  {file}", False) for file in files)


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="same.py", description=__doc__)
    parser.add_argument("extract", type=Path)
    chosen = parser.parse_args(arguments)
    same = True
    with tempfile.TemporaryDirectory(prefix="same-") as folder:
        room = Path(folder)
        extracts = {"extract": chosen.extract.resolve(), "register": variations.register_copy(room / "register")}
        extracts["thin register"] = variations.register_copy(room / "thin", one_in=ONE_IN)
        for line, as_it_should in report(extracts, room / "books"):
            print(line, flush=True)
            same = same and as_it_should
    return int(not same)


if __name__ == "__main__":
    sys.exit(main())
