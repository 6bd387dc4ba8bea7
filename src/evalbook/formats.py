"""Files as registers and statistics packages write them: what each one is, and its rows as written.

A value is a text (CSV), or what the format itself holds: number, day, boolean. Nothing is taken on a file's
name alone; what was detected goes into the report of the validation.
"""

from __future__ import annotations

import gzip
import io
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd
import pyarrow
import pyarrow.csv
import pyarrow.parquet
import pyreadstat
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

SUFFIXES = (".csv", ".csv.gz", ".parquet", ".xlsx", ".sav", ".sas7bdat")
DELIMITERS = (",", ";", "\t", "|")
SAS_MAGIC = bytes(12) + b"\xc2\xea\x81\x60"
MAGIC = {
    b"PAR1": "Parquet",
    b"PK\x03\x04": "a zip or Excel file",
    b"\xd0\xcf\x11\xe0": "an encrypted or old Excel file",
    b"$FL2": "SPSS",
    b"$FL3": "SPSS",
    b"\x1f\x8b": "gzip",
    SAS_MAGIC: "SAS",
}
EXPECTED_MAGIC = {
    ".csv.gz": ("gzip",),
    ".parquet": ("Parquet",),
    ".xlsx": ("a zip or Excel file",),
    ".sav": ("SPSS",),
    ".sas7bdat": ("SAS",),
}


class UnreadableFile(Exception):
    """A file that cannot be read: what it is, and what the analyst can do."""

    def __init__(self, problem: str, remedy: str):
        super().__init__(problem)
        self.problem, self.remedy = problem, remedy


@dataclass(frozen=True)
class Written:
    """A table as it stands in a file: its rows as written, and what was detected of the file."""

    rows: pd.DataFrame
    detected: Mapping[str, str] = field(default_factory=dict)


def suffix_of(path: Path) -> str:
    """The ending that names the format, or '' when there is none that can be read."""
    return next((suffix for suffix in SUFFIXES if path.name.endswith(suffix)), "")


def read_file(path: Path, *, sheet: str, known: tuple[str, ...], csv_settings: Mapping[str, str]) -> Written:
    """The rows of a file. `known` are the column names that a delimiter should reveal.

    Raises UnreadableFile.
    """
    suffix = suffix_of(path)
    _check_magic(path, suffix)
    if suffix in (".csv", ".csv.gz"):
        return _read_csv(path, known, csv_settings)
    try:
        return READERS[suffix](path, sheet)
    except UNREADABLE as fault:
        problem = f"{path.name} cannot be read: it is damaged, or not {suffix[1:]}"
        raise UnreadableFile(problem, "Write it again.") from fault


UNREADABLE = (
    pyarrow.ArrowException,
    pyreadstat.ReadstatError,
    pyreadstat.PyreadstatError,
    zipfile.BadZipFile,
    InvalidFileException,
    UnicodeDecodeError,
    KeyError,
    OSError,
    ValueError,
)


def _check_magic(path: Path, suffix: str) -> None:
    with path.open("rb") as opened:
        start = opened.read(16)
    if not start:
        raise UnreadableFile("the file has 0 bytes", "Draw it again; with no rows, keep its header.")
    found = next((name for magic, name in MAGIC.items() if start.startswith(magic)), "")
    expected = EXPECTED_MAGIC.get(suffix, ("",))
    if found not in expected:
        what = found or "text or an unknown format"
        problem = f"{path.name} is not what its name says: it looks like {what}"
        raise UnreadableFile(problem, "Save it in the format that its name says, without a password.")


def _read_csv(path: Path, known: tuple[str, ...], settings: Mapping[str, str]) -> Written:
    content = _unzipped(path) if path.name.endswith(".gz") else path.read_bytes()
    text, encoding = _decoded(content, settings)
    delimiter = settings.get("delimiter") or _delimiter(text, known)
    rows = _split_plain(text, delimiter)
    rows = _split(text, delimiter, path.name) if rows is None else rows
    detected = {"format": "CSV", "encoding": encoding, "delimiter": delimiter.replace("\t", "tab")}
    return Written(rows, detected)


def _split_plain(text: str, delimiter: str) -> pd.DataFrame | None:
    """The rows of a file without quotes, columns as categories; None where anything about it is out of the ordinary.

    A third of the time that pandas takes, most of which is for the many texts that repeat.
    """
    names = text.partition("\n")[0].strip("\r").split(delimiter)
    if '"' in text or len(set(names)) < len(names) or not all(names):
        return None
    texts = dict.fromkeys(names, pyarrow.dictionary(pyarrow.int32(), pyarrow.string()))
    try:
        rows = pyarrow.csv.read_csv(
            pyarrow.py_buffer(text.encode()),
            parse_options=pyarrow.csv.ParseOptions(delimiter=delimiter, quote_char=False),
            convert_options=pyarrow.csv.ConvertOptions(column_types=texts),
        )
    except pyarrow.ArrowException:  # rows that are longer or shorter than the header
        return None
    return rows.unify_dictionaries().to_pandas()


def _split(text: str, delimiter: str, name: str) -> pd.DataFrame:
    many = UnreadableFile(f"{name}: rows have more fields than its header", "Quote the fields that hold the delimiter.")
    try:
        rows = pd.read_csv(io.StringIO(text), sep=delimiter, dtype=str, keep_default_na=False)
    except (pd.errors.ParserError, pd.errors.EmptyDataError) as fault:
        raise many from fault
    if not isinstance(rows.index, pd.RangeIndex):  # pandas takes fields beyond the header for row names
        raise many
    return rows.fillna("")


def _unzipped(path: Path) -> bytes:
    try:
        with gzip.open(path) as opened:
            return opened.read()
    except (OSError, EOFError) as fault:
        raise UnreadableFile(f"{path.name} is not a whole gzip file", "Write it again.") from fault


def _decoded(content: bytes, settings: Mapping[str, str]) -> tuple[str, str]:
    named = settings.get("encoding")
    for encoding in [named] if named else ["utf-8-sig", "cp1252"]:
        try:
            text = content.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
        if "\0" not in text:
            bom = encoding == "utf-8-sig" and content.startswith(b"\xef\xbb\xbf")
            return text, "utf-8 with BOM" if bom else encoding.removesuffix("-sig")
    remedy = "Save it as UTF-8, or name its encoding under `csv: encoding`."
    raise UnreadableFile("the file is not text in UTF-8 or cp1252", remedy)


def _delimiter(text: str, known: tuple[str, ...]) -> str:
    """The sign that splits the header into most of the names that the table should have."""
    header = text.lstrip("\ufeff").split("\n", 1)[0].strip("\r")

    def names_found(delimiter: str) -> tuple[int, int]:
        fields = [name.strip().strip('"') for name in header.split(delimiter)]
        return len(set(fields) & set(known)), len(fields)

    return max(DELIMITERS, key=names_found)


def _read_parquet(path: Path, sheet: str) -> Written:
    return Written(pyarrow.parquet.read_table(path).to_pandas(), {"format": "Parquet"})


def _read_workbook(path: Path, sheet: str) -> Written:
    check_workbook(path)
    rows = list(_sheet(path, sheet))
    if not rows:
        raise UnreadableFile(f"{path.name}: the sheet is empty", "Give it a header, and rows if there are any.")
    header = [str(name).strip() for name in rows[0] if name is not None]
    body = [row[: len(header)] for row in rows[1:] if any(value is not None for value in row)]
    return Written(pd.DataFrame(body, columns=header, dtype=object), {"format": "Excel"})


def _sheet(path: Path, sheet: str) -> list[tuple]:
    book = load_workbook(path, read_only=True, data_only=False)
    try:
        return list((book[sheet] if sheet else book.worksheets[0]).iter_rows(values_only=True))
    finally:
        book.close()


def sheet_names(path: Path) -> tuple[str, ...]:
    """The sheets of a workbook. Raises UnreadableFile."""
    _check_magic(path, ".xlsx")
    check_workbook(path)
    try:
        book = load_workbook(path, read_only=True)
    except UNREADABLE as fault:
        raise UnreadableFile(f"{path.name} cannot be read as Excel", "Save it again as .xlsx.") from fault
    names = tuple(book.sheetnames)
    book.close()
    return names


LARGEST_WORKBOOK = 2 * 1024**3  # unpacked, in bytes: far over any register, far under a zip bomb


def check_workbook(path: Path) -> None:
    """Raises UnreadableFile for a workbook with macros or one that unpacks beyond measure."""
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
    except zipfile.BadZipFile as fault:
        raise UnreadableFile(f"{path.name} is not a whole workbook", "Save it again as .xlsx.") from fault
    if any(part.filename.lower().endswith("vbaproject.bin") for part in parts):
        raise UnreadableFile(f"{path.name} holds macros", "Save it as .xlsx, without macros.")
    if sum(part.file_size for part in parts) > LARGEST_WORKBOOK:
        raise UnreadableFile(f"{path.name} unpacks to more than 2 GB", "Give the table as CSV or Parquet.")


def _read_spss(path: Path, sheet: str) -> Written:
    rows, about = pyreadstat.read_sav(str(path), apply_value_formats=True, formats_as_category=False)
    labelled = ", ".join(sorted(about.variable_value_labels))
    return Written(rows, {"format": "SPSS", "value labels": labelled} if labelled else {"format": "SPSS"})


def _read_sas(path: Path, sheet: str) -> Written:
    rows, _ = pyreadstat.read_sas7bdat(str(path))
    return Written(rows, {"format": "SAS"})


READERS: dict[str, Callable[[Path, str], Written]] = {
    ".parquet": _read_parquet,
    ".xlsx": _read_workbook,
    ".sav": _read_spss,
    ".sas7bdat": _read_sas,
}
