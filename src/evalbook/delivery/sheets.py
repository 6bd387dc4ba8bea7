"""The sheets of a workbook, cell by cell: read in a program apart, which starts without pandas.

Their cells are read by libraries, which read errors and formulas without a value as empty cells; `unlike_cells` tells
these apart.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass

import python_calamine
import xlrd

from evalbook.delivery.contents import check_members, check_unpacked, over
from evalbook.delivery.unlike_cells import FINDERS, check_sizes
from evalbook.delivery.written import ERROR_CELL, MERGED, Fault, Line, UnreadableFile, letters
from evalbook.limits import limits

DAMAGED = "it is damaged, or not what its ending says"


@dataclass(frozen=True)
class Sheet:
    """The rows of a sheet from the first to the last that hold a value, and what a reading of values misses."""

    lines: list[Line]
    faults: tuple[Fault, ...] = ()


def open_workbook(content: bytes, suffix: str) -> dict[str, Sheet]:
    """All sheets of a workbook that hold something, by name. Raises UnreadableFile; may end the program."""
    if suffix == ".xls":
        return dict(_old_sheets(content))
    _check_archive(content)
    if suffix == ".xlsx":
        check_sizes(content)
    return dict(_new_sheets(content, suffix))


def _new_sheets(content: bytes, suffix: str) -> Iterator[tuple[str, Sheet]]:
    book = _guarded(lambda: python_calamine.load_workbook(io.BytesIO(content)))
    if len(book.sheets_metadata) > limits().sheets:
        raise over("sheets", f"has {len(book.sheets_metadata)} sheets", "Give the sheets that hold tables.")
    for about in book.sheets_metadata:
        if about.typ != python_calamine.SheetTypeEnum.WorkSheet:
            continue
        read = _guarded(lambda name=about.name: book.get_sheet_by_name(name))
        lines = _filled(list(enumerate(_guarded(lambda read=read: read.to_python(skip_empty_area=False)), 1)))
        if lines:
            merged = [(start[0] + 1, end[0] + 1) for start, end in _merged(read)]
            faults = _guarded(lambda name=about.name: list(FINDERS[suffix](content, name)))
            yield about.name, Sheet(lines, (*_merged_faults(merged), *faults))


def _merged(sheet: python_calamine.CalamineSheet) -> list:
    try:
        return list(sheet.merged_cell_ranges or ())
    except Exception:  # a form of which the library does not read them: `unlike_cells` does
        return []


def _merged_faults(merged: list[tuple[int, int]]) -> Iterator[Fault]:
    """Of merged cells the row in which they end, so that what is merged above the headings is no fault."""
    if merged:
        rows = tuple(sorted({end for _, end in merged}))
        text = "has merged cells, of which only the first holds the value"
        yield Fault(text, "Undo the merging, and fill in each cell.", rows=rows, rule=MERGED)


def _filled(lines: list[Line]) -> list[Line]:
    filled = [place for place, (_, values) in enumerate(lines) if any(value != "" for value in values)]
    return lines[filled[0] : filled[-1] + 1] if filled else []


def _guarded(read):
    """What a library makes of a file. It raises whatever it likes on damaged ones, a panic included."""
    try:
        return read()
    except python_calamine.PasswordError as fault:
        raise UnreadableFile("is encrypted: locked with a password", "Save it without one.") from fault
    except UnreadableFile:
        raise
    except BaseException as fault:
        raise UnreadableFile(f"cannot be read: {DAMAGED}", "Save it again as .xlsx or .ods.") from fault


def _check_archive(content: bytes) -> None:
    """Raises UnreadableFile for a workbook with macros, or one that is locked or unpacks beyond measure."""
    check_members(io.BytesIO(content))
    with _guarded(lambda: zipfile.ZipFile(io.BytesIO(content))) as archive:
        parts = archive.infolist()
    if any(part.filename.lower().endswith("vbaproject.bin") for part in parts):
        raise UnreadableFile("holds macros", "Save it as .xlsx, without macros.")
    if any(part.filename == "EncryptedPackage" or part.flag_bits & 1 for part in parts):
        raise UnreadableFile("is encrypted: locked with a password", "Save it without one.")
    for part in parts:
        check_unpacked(part.file_size, part.compress_size)
    check_unpacked(sum(part.file_size for part in parts), len(content))


def _old_sheets(content: bytes) -> Iterator[tuple[str, Sheet]]:
    """The sheets of Excel 97-2003, whose errors calamine reads as empty."""
    try:
        choices = {"formatting_info": True, "ragged_rows": True, "logfile": io.StringIO()}
        book = xlrd.open_workbook(file_contents=content, **choices)
        for sheet in book.sheets():
            lines = [
                (row + 1, [_old_value(cell, book.datemode) for cell in sheet.row(row)]) for row in range(sheet.nrows)
            ]
            merged = [(first + 1, last) for first, last, *_ in sheet.merged_cells]
            if lines := _filled(lines):
                yield sheet.name, Sheet(lines, (*_merged_faults(merged), *_old_faults(sheet)))
    except BaseException as fault:
        locked = "encrypted" in str(fault).lower()
        problem = "is encrypted: locked with a password" if locked else f"cannot be read: {DAMAGED}"
        raise UnreadableFile(problem, "Save it as .xlsx, without a password.") from fault


def _old_value(cell: xlrd.sheet.Cell, datemode: int) -> object:
    if cell.ctype in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK, xlrd.XL_CELL_ERROR):
        return ""
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return bool(cell.value)
    if cell.ctype == xlrd.XL_CELL_DATE and cell.value >= 1:  # 0 is what a formula makes of an empty cell
        try:
            return xlrd.xldate_as_datetime(cell.value, datemode)
        except (ValueError, OverflowError, xlrd.XLDateError):
            return str(cell.value)
    return cell.value


def _old_faults(sheet: xlrd.sheet.Sheet) -> Iterator[Fault]:
    errors: dict[int, list[int]] = {}
    for row in range(sheet.nrows):
        for column, kind in enumerate(sheet.row_types(row)):
            if kind == xlrd.XL_CELL_ERROR:
                errors.setdefault(column, []).append(row + 1)
    for column, rows in sorted(errors.items()):
        problem, remedy = "shows an error, such as #N/A", "Mend the cell, or empty it."
        yield Fault(problem, remedy, f"column {letters(column)}", tuple(rows), ERROR_CELL)
