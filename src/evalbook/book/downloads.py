"""What lies beside the pages: the released numbers as files, and what the book was made from."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from itertools import product
from pathlib import Path

import pandas as pd

from evalbook.book.spreadsheets import SUFFIX, workbook
from evalbook.contract.codebook import codebook_files
from evalbook.contract.results import KEY
from evalbook.errors import EvalbookError
from evalbook.exhibits.colophon import MADE_WITH
from evalbook.exhibits.item_sheets import sheets_of, title_of
from evalbook.hashes import file_hash
from evalbook.published.claims import table_of, tested
from evalbook.published.published import audit_statements, audit_tables, read_published
from evalbook.release.release import RESULTS, Release, read_release

DATA = "data"
MANIFEST = "manifest.json"
MANIFEST_KEYS = ("inputs", "release", "chapters", "parameters", "versions", "entries")


def write_data(release: Path, folder: Path) -> None:
    """`results.csv` as it was released, and a file of its rows for each item."""
    folder.mkdir(parents=True)
    written = (release / RESULTS).read_bytes()
    (folder / RESULTS).write_bytes(written)
    results = pd.read_csv(release / RESULTS, dtype=str, keep_default_na=False)
    for item, rows in results.groupby("item", sort=False):
        rows.to_csv(folder / f"{item}.csv", index=False, lineterminator="\n")


def write_workbooks(released: Release, folder: Path, languages: Sequence[str]) -> None:
    """The numbers of each item as a spreadsheet in the words of each language."""
    for item, language in product(released.results["item"].unique(), languages):
        (folder / f"{item}.{language}{SUFFIX}").write_bytes(workbook_of(released, item, language))


def workbook_of(released: Release, item: str, language: str) -> bytes:
    title = title_of(released, item, language=language)
    return workbook(sheets_of(released, item, language=language), title=title, day=released.edition.reference_date)


def write_audit(released: Release, folder: Path) -> None:
    """`audit.csv` and `audit_statements.csv`: each published number beside the rebuilt one; `claims.csv`;
    `voices.csv`, and `interviews.csv` where there are new ones."""
    for name, rows in audit_files(released).items():
        rows.to_csv(folder / name, index=False, lineterminator="\n")


def audit_files(released: Release) -> dict[str, pd.DataFrame]:
    """The rows of the files of the audit and the claims, by their names."""
    known = read_published()
    return {
        "audit.csv": audit_tables(known, released)[list(AUDIT_COLUMNS)],
        "claims.csv": table_of(tested(released)),
        "audit_statements.csv": audit_statements(known, released)[list(STATEMENT_COLUMNS)],
        **codebook_files(),
        **({} if released.voices.empty else {"interviews.csv": released.voices}),
    }


AUDIT_COLUMNS = (*KEY, "published", "decimals", "rebuilt", "verdict", "contradicts", "reason")
STATEMENT_COLUMNS = ("id", "as_published", "low", "high", "rebuilt", "verdict", "contradicts", "reason")


def write_manifest(path: Path, release: Path, chapters: Sequence[Path], parameters: Mapping[str, str]) -> None:
    """Hashes of registers, release and chapters, versions, parameters, what lies beside it; no clock, no place.

    The release carries the hashes of the extract it was made from: a book from either says the same.
    """
    manifest = {
        "inputs": dict(read_release(release).inputs),
        "release": _hashes(sorted(release.iterdir())),
        "chapters": _hashes(chapters),
        "parameters": dict(parameters),
        "versions": {"python": platform.python_version(), **{name: version(name) for name in MADE_WITH}},
    }
    manifest["entries"] = sorted({path.name, *os.listdir(path.parent)})
    path.write_text(json.dumps(manifest, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def beside_the_book(folder: Path) -> list[str]:
    """What lies in the folder of a book that is not the book's. Raises EvalbookError when no book is there."""
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        of_the_book = manifest["entries"] if tuple(manifest) == MANIFEST_KEYS else None
    except (OSError, ValueError, TypeError, KeyError):
        of_the_book = None
    if not isinstance(of_the_book, list):
        raise EvalbookError(f"{folder} holds something else than a book. Choose another --output.")
    return sorted(name for name in os.listdir(folder) if name not in of_the_book)


def _hashes(paths: Sequence[Path]) -> dict[str, str]:
    return {path.name: file_hash(path) for path in paths}
