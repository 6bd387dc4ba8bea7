"""Workbooks: Excel (.xlsx, also Strict Open XML, .xlsb, .xls) and OpenDocument (.ods), a sheet a table.

Cells that show an error, and formulas whose value was never computed, read as empty cells do; the parts of the archive
tell them apart. Source: ECMA-376 part 1, 18.3.1.4 (cells); MS-XLSB 2.1.4 and 2.5 (records); OpenDocument 1.3, 19.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from xml.etree import ElementTree

import python_calamine
import xlrd

from evalbook.delivery.headings import Line, heading_at, heading_text, letters, table_below
from evalbook.delivery.written import Fault, UnreadableFile, Written

LARGEST = 2 * 1024**3  # unpacked, in bytes: far over any register, far under a zip bomb
MOST_CELLS = 30_000_000  # from the first cell to the last one, empty ones included
CELL = re.compile(rb"<(?:\w+:)?c\s([^>]*?)(?:/>|>(.*?)</(?:\w+:)?c>)", re.DOTALL)
PLACE = re.compile(rb'\br="([A-Z]{1,3})([0-9]+)"')
VALUE = re.compile(rb"<(?:\w+:)?v[^>]*>[^<]|<(?:\w+:)?t[ >]")
LAST_ROW = re.compile(rb'<(?:\w+:)?row\s[^>]*?\br="([0-9]+)"')
ERROR_RECORDS = (0x03, 0x0B)  # of a binary sheet: a cell with an error, and a formula that gave one
DAMAGED = "it is damaged, or not what its ending says"


def sheet_names(content: bytes, suffix: str) -> tuple[str, ...]:
    """The sheets of a workbook that hold something. Raises UnreadableFile."""
    book = _Book(content, suffix)
    return tuple(name for name in book.names if book.lines(name))


def read_sheet(content: bytes, suffix: str, sheet: str, *, known: tuple[str, ...]) -> Written:
    """The table on a sheet. Raises UnreadableFile."""
    book = _Book(content, suffix)
    lines = book.lines(sheet)
    if not lines:
        raise UnreadableFile("the sheet is empty", "Give it a header, and rows if there are any.")
    at = heading_at(lines, known)
    written = table_below(lines, at, lettered=True)
    first, headings = lines[at]
    names = {f"column {letters(place)}": heading_text(cell) for place, cell in enumerate(headings)}
    found = [replace(each, column=names.get(each.column) or each.column) for each in book.faults(sheet, first)]
    faults = [*written.faults, *found]
    return replace(written, detected={"format": FORMATS[suffix], "sheet": sheet}, faults=tuple(faults))


FORMATS = {".xlsx": "Excel", ".xlsb": "Excel, binary", ".xls": "Excel 97-2003", ".ods": "OpenDocument"}


class _Book:
    """An opened workbook: its sheets, their rows, and the cells that a reading of values would miss."""

    def __init__(self, content: bytes, suffix: str):
        self.content, self.suffix = content, suffix
        if suffix == ".xls":
            self._book = _opened_old(content)
            self.names = tuple(self._book.sheet_names())
        else:
            check_archive(content)
            self._check_sizes()
            self._book = _guarded(lambda: python_calamine.load_workbook(io.BytesIO(content)))
            self.names = tuple(
                each.name for each in self._book.sheets_metadata if each.typ == python_calamine.SheetTypeEnum.WorkSheet
            )

    def lines(self, sheet: str) -> list[Line]:
        """The rows from the first to the last that hold a value, numbered as the program that made them does."""
        if self.suffix == ".xls":
            return _old_lines(self._book.sheet_by_name(sheet))
        cells = _guarded(lambda: self._book.get_sheet_by_name(sheet).to_python(skip_empty_area=False))
        lines = [(row, values) for row, values in enumerate(cells, 1)]
        filled = [place for place, (_, values) in enumerate(lines) if any(value != "" for value in values)]
        return lines[filled[0] : filled[-1] + 1] if filled else []

    def faults(self, sheet: str, from_row: int) -> Iterator[Fault]:
        """Merged cells, cells with an error and formulas, from the row of headings on."""
        if merged := tuple(row for row in self._merged(sheet) if row >= from_row):
            text = "has merged cells, of which only the first holds the value"
            yield Fault(text, "Undo the merging, and fill in each cell.", rows=merged)
        for fault in FINDERS[self.suffix](self, sheet):
            below = tuple(row for row in fault.rows if row >= from_row)
            if below or not fault.rows:
                yield replace(fault, rows=below)

    def _merged(self, sheet: str) -> list[int]:
        if self.suffix == ".xls":
            return [row + 1 for row, *_ in self._book.sheet_by_name(sheet).merged_cells]
        try:
            ranges = self._book.get_sheet_by_name(sheet).merged_cell_ranges
        except Exception:  # a form of which the library does not read them
            return []
        return sorted({start[0] + 1 for start, _ in ranges or ()})

    def _check_sizes(self) -> None:
        """A cell in the far corner makes a sheet of billions of empty cells, which are set up before they are read."""
        if self.suffix != ".xlsx":
            return
        for part in _sheet_parts(self.content):
            rows = [int(row) for row in LAST_ROW.findall(part)[-1:]]
            wide = re.search(rb'\br="[A-Z]{2,3}[0-9]', part)
            columns = max((_place(each[1]) for each in PLACE.finditer(part)), default=0) + 1 if wide else 26
            filled = part.count(b"<row ") + part.count(b":row ")
            if rows and rows[0] * columns > MOST_CELLS and filled * columns < rows[0] * columns / 10:
                remedy = "Remove what stands far outside the table, or give it as CSV."
                raise UnreadableFile(f"has a cell far from its table, in row {rows[0]}", remedy)


def _place(name: bytes) -> int:
    place = 0
    for letter in name:
        place = place * 26 + letter - ord("A") + 1
    return place - 1


def _guarded(read):
    """What a library makes of a file. It raises whatever it likes on damaged ones, a panic included."""
    try:
        return read()
    except python_calamine.PasswordError as fault:
        raise UnreadableFile("is locked with a password", "Save it without one.") from fault
    except (KeyboardInterrupt, SystemExit, MemoryError):
        raise
    except BaseException as fault:
        raise UnreadableFile(f"cannot be read: {DAMAGED}", "Save it again as .xlsx or .ods.") from fault


def check_archive(content: bytes) -> None:
    """Raises UnreadableFile for a workbook with macros or a document type, or one that unpacks beyond measure."""
    with _archive(content) as archive:
        parts = archive.infolist()
        if any(part.filename.lower().endswith("vbaproject.bin") for part in parts):
            raise UnreadableFile("holds macros", "Save it as .xlsx, without macros.")
        if any(part.filename == "EncryptedPackage" or part.flag_bits & 1 for part in parts):
            raise UnreadableFile("is locked with a password", "Save it without one.")
        if sum(part.file_size for part in parts) > LARGEST:
            raise UnreadableFile("unpacks to more than 2 GB", "Give the table as CSV or Parquet.")


def _archive(content: bytes) -> zipfile.ZipFile:
    return _guarded(lambda: zipfile.ZipFile(io.BytesIO(content)))


def _part(archive: zipfile.ZipFile, name: str) -> bytes:
    part = _guarded(lambda: archive.read(name))
    if b"<!DOCTYPE" in part[:4096] or b"<!ENTITY" in part[:4096]:
        raise UnreadableFile("declares a document type, which a workbook has no use for", "Save it again.")
    return part


def _sheet_parts(content: bytes) -> Iterator[bytes]:
    with _archive(content) as archive:
        for name in archive.namelist():
            if "worksheets/" in name and name.endswith(".xml"):
                yield _part(archive, name)


def _sheet_part(content: bytes, sheet: str) -> bytes:
    """The XML of a sheet, found as the workbook's own list says."""
    with _archive(content) as archive:
        book = _guarded(lambda: ElementTree.fromstring(_part(archive, "xl/workbook.xml")))
        links = _guarded(lambda: ElementTree.fromstring(_part(archive, "xl/_rels/workbook.xml.rels")))
        targets = {link.get("Id"): link.get("Target", "") for link in links}
        for element in book.iter():
            if element.tag.endswith("}sheet") and element.get("name") == sheet:
                link = next((value for key, value in element.attrib.items() if key.endswith("}id")), "")
                target = targets.get(link, "")
                return _part(archive, target.lstrip("/") if target.startswith("/") else f"xl/{target}")
    return b""


def _xlsx_faults(book: _Book, sheet: str) -> Iterator[Fault]:
    part = _sheet_part(book.content, sheet)
    if not re.search(rb't="e"|<(?:\w+:)?f[ >/]', part):
        return
    errors: list[tuple[int, int]] = []
    unknown: list[tuple[int, int]] = []
    formulas: list[tuple[int, int]] = []
    for cell in CELL.finditer(part):
        about, inside = cell[1], cell[2] or b""
        found = PLACE.search(about)
        if not found:
            continue
        place = (int(found[2]), _place(found[1]))
        if b't="e"' in about:
            errors.append(place)
        elif re.search(rb"<(?:\w+:)?f[ >/]", inside):
            computed = b't="str"' in about or VALUE.search(inside)
            (formulas if computed else unknown).append(place)
    yield from _told(errors, "shows an error, such as #N/A", "Mend the cell, or empty it.")
    yield from _told(
        unknown, "holds a formula whose value was never computed", "Save it in Excel, or put in the value."
    )
    remedy = "Their last values are read: see that they were computed."
    yield from _told(formulas, "holds formulas", remedy, severity="warning")


def _told(places: list[tuple[int, int]], problem: str, remedy: str, severity: str = "error") -> Iterator[Fault]:
    """A fault a column, by the column's letter: its heading is put in its place by who knows it."""
    for column in sorted({column for _, column in places}):
        rows = tuple(row for row, at in places if at == column)
        yield Fault(problem, remedy, column=f"column {letters(column)}", rows=rows, severity=severity)


def _xlsb_faults(book: _Book, sheet: str) -> Iterator[Fault]:
    """Of a binary workbook only whether it has errors: its records name no place that a person knows."""
    with _archive(book.content) as archive:
        parts = [_part(archive, name) for name in archive.namelist() if re.search(r"worksheets/[^/]*\.bin$", name)]
    if any(_records(part) & {*ERROR_RECORDS} for part in parts):
        yield Fault("has cells that show an error, such as #N/A", "Mend them, or save it as .xlsx to be told which.")


def _records(part: bytes) -> set[int]:
    """The kinds of records in a part: each has its kind and its length in groups of seven bits."""
    kinds, at = set(), 0
    while at < len(part):
        kind, at = _varied(part, at, 2)
        length, at = _varied(part, at, 4)
        kinds.add(kind)
        at += length
    return kinds


def _varied(part: bytes, at: int, most: int) -> tuple[int, int]:
    value = 0
    for group in range(most):
        if at >= len(part):
            return value, at
        byte, at = part[at], at + 1
        # Of a record's kind the bits are kept as they stand; all kinds that are looked for have one byte.
        value |= (byte & 0x7F) << 7 * group
        if byte < 0x80:
            break
    return value, at


def _ods_faults(book: _Book, sheet: str) -> Iterator[Fault]:
    with _archive(book.content) as archive:
        part = _part(archive, "content.xml")
    if b'calcext:value-type="error"' in part or re.search(rb">(#N/A|#N/B|#DIV/0!|#REF!|#VALUE!|Err:\d{3})<", part):
        yield Fault("has cells that show an error, such as #N/A", "Mend them, or empty them.")


def _opened_old(content: bytes):
    """A workbook of Excel 97-2003. calamine ends the whole program on damaged ones, and reads errors as empty."""
    try:
        return xlrd.open_workbook(file_contents=content, logfile=io.StringIO(), formatting_info=True)
    except (KeyboardInterrupt, SystemExit):
        raise
    except Exception as fault:
        locked = "encrypted" in str(fault).lower()
        problem = "is encrypted: locked with a password" if locked else f"cannot be read: {DAMAGED}"
        raise UnreadableFile(problem, "Save it as .xlsx, without a password.") from fault


def _old_lines(sheet) -> list[Line]:
    lines = []
    for row in range(sheet.nrows):
        values = [_old_value(sheet.cell(row, column), sheet.book.datemode) for column in range(sheet.ncols)]
        lines.append((row + 1, values))
    filled = [place for place, (_, values) in enumerate(lines) if any(value != "" for value in values)]
    return lines[filled[0] : filled[-1] + 1] if filled else []


def _old_value(cell, datemode: int) -> object:
    if cell.ctype in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK, xlrd.XL_CELL_ERROR):
        return ""
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return bool(cell.value)
    if cell.ctype == xlrd.XL_CELL_DATE:
        try:
            return xlrd.xldate_as_datetime(cell.value, datemode)
        except (ValueError, OverflowError, xlrd.XLDateError):
            return str(cell.value)
    return cell.value


def _old_faults(book: _Book, sheet: str) -> Iterator[Fault]:
    cells = book._book.sheet_by_name(sheet)
    rows: Sequence[int] = range(cells.nrows)
    places = [
        (row + 1, column)
        for row in rows
        for column, kind in enumerate(cells.row_types(row))
        if kind == xlrd.XL_CELL_ERROR
    ]
    yield from _told(places, "shows an error, such as #N/A", "Mend the cell, or empty it.")


FINDERS = {".xlsx": _xlsx_faults, ".xlsb": _xlsb_faults, ".xls": _old_faults, ".ods": _ods_faults}
