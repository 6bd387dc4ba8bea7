"""The forms that a table may come in, told by a file's ending and its first bytes."""

from __future__ import annotations

from collections.abc import Mapping

from evalbook.delivery.contents import unzipped
from evalbook.delivery.files import TEXTS, WORKBOOKS, Place
from evalbook.delivery.parquet import read_parquet
from evalbook.delivery.statistics_files import read_statistics_file
from evalbook.delivery.texts import read_text
from evalbook.delivery.workbooks import read_sheet
from evalbook.delivery.written import UnreadableFile, Written

MAGIC = {
    b"PAR1": "Parquet",
    b"PK\x03\x04": "a zip or Excel file",
    b"\xd0\xcf\x11\xe0": "an encrypted or old Excel file",
    b"$FL2": "SPSS",
    b"$FL3": "SPSS",
    b"\x1f\x8b": "gzip",
    bytes(12) + b"\xc2\xea\x81\x60": "SAS",
    b"ASCII SPSS PORT FILE": "SPSS, portable",
    b"%PDF": "PDF",
}
EXPECTED = {
    ".gz": "gzip",
    ".parquet": "Parquet",
    ".xlsx": "a zip or Excel file",
    ".xlsb": "a zip or Excel file",
    ".ods": "a zip or Excel file",
    ".xls": "an encrypted or old Excel file",
    ".sav": "SPSS",
    ".zsav": "SPSS",
    ".sas7bdat": "SAS",
}


def read_place(place: Place, *, known: tuple[str, ...], writing: Mapping[str, str]) -> Written:
    """The rows of a file, sheet or folder of parts. `known`: the headings that tell where a table begins.

    Raises UnreadableFile.
    """
    try:
        return _read(place, known, writing)
    except UnreadableFile as fault:
        named = not fault.problem.startswith("the ")
        problem = f"{place.shown} {fault.problem}" if named else fault.problem
        raise UnreadableFile(problem, fault.remedy) from fault


def _read(place: Place, known: tuple[str, ...], writing: Mapping[str, str]) -> Written:
    contents = place.contents()
    for content in contents:
        check_magic(content, place.suffix)
    if place.suffix == ".parquet":
        return read_parquet(contents, place.keys)
    if place.suffix in ("", *TEXTS):  # a file that the analyst names may be text whatever its ending
        content = unzipped(contents[0]) if place.suffix.endswith(".gz") else contents[0]
        return read_text(content, known=known, writing=writing, tabs=place.suffix.startswith(".tsv"))
    if place.suffix in WORKBOOKS:
        return read_sheet(contents[0], place.suffix, place.sheet, known=known)
    return read_statistics_file(contents[0], place.suffix)


def check_magic(content: bytes, suffix: str) -> None:
    """Raises UnreadableFile for a file that is empty, or of another form than its name says."""
    if not content:
        raise UnreadableFile("the file has 0 bytes", "Draw it again; with no rows, keep its header.")
    found = next((name for magic, name in MAGIC.items() if content.startswith(magic)), "")
    found = "SPSS, portable" if suffix == ".por" and not found else found  # whose letters may be of any code page
    expected = "SPSS, portable" if suffix == ".por" else EXPECTED.get("." + suffix.rsplit(".", 1)[-1], "")
    if found != expected:
        problem = f"is not what its name says: it looks like {found or 'text or an unknown format'}"
        raise UnreadableFile(problem, "Save it in the format that its name says, without a password.")
