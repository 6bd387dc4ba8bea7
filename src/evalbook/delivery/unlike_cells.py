"""Cells of a workbook that read as empty and are not: errors, formulas never computed, cells covered by merged ones.

Read from the parts of the archive. Source: ECMA-376 part 1, 18.3.1.4 (cells); MS-XLSB 2.1.4 and 2.5 (records);
OpenDocument 1.3 part 3, 9.1.4 (cells).
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
from collections.abc import Callable, Iterator, Mapping
from posixpath import join, normpath
from xml.etree import ElementTree

from evalbook.delivery.contents import over
from evalbook.delivery.written import ERROR_CELL, FORMULAS, MERGED, NOT_COMPUTED, Fault, UnreadableFile, letters
from evalbook.limits import limits

PLACE = re.compile(r"([A-Z]{1,3})(\d+)")
LAST_ROW = re.compile(rb'<(?:\w+:)?row\s[^>]*?\br="([0-9]+)"')
WIDE = re.compile(rb'\br="([A-Z]{2,3})[0-9]')
SUSPECT = re.compile(rb"""\bt\s*=\s*["'](?:e|inlineStr)["']|<(?:\w+:)?f[\s>/]""")
OWN_ERROR = re.compile(r">(?:#[A-ZÀ-Ý/0]{2,12}[!?]|#N/[AB]!?|Err:\d{3})<")
ERROR, UNKNOWN, FORMULA = ERROR_CELL, NOT_COMPUTED, FORMULAS
SAID = {
    ERROR: ("shows an error, such as #N/A", "Mend the cell, or empty it.", "error"),
    UNKNOWN: ("holds a formula whose value was never computed", "Save it in Excel, or put in the value.", "error"),
    FORMULA: ("holds formulas", "Their last values are read: see that they were computed.", "warning"),
}
# Records of a binary sheet: errors, formulas by the kind of their value, merged cells; and a sheet in the workbook.
ERROR_RECORDS, FORMULA_RECORDS, MERGED_RECORD, SHEET_RECORD = {3, 11}, {8, 9, 10}, 176, 156


def check_sizes(content: bytes) -> None:
    """Raises UnreadableFile for a sheet with a cell far from the others: all between would be set up first."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = (archive.read(name) for name in archive.namelist() if re.search(r"worksheets/[^/]*\.xml$", name))
        for part in parts:
            rows = max([1, *map(int, LAST_ROW.findall(part)[-1:])])
            columns = max((_column(each[1].decode()) for each in WIDE.finditer(part)), default=25) + 1
            cells = part.count(b"<c ") + part.count(b":c ")
            if rows * columns > limits().sheet_cells and cells * 10 < rows * columns:
                remedy = "Remove what stands far outside the table, or give it as CSV."
                far = f"has a cell far from its table, in row {rows} or column {letters(columns - 1)}"
                raise over("sheet_cells", f"{far}: {rows * columns} cells", remedy)


def _column(name: str) -> int:
    place = 0
    for letter in name:
        place = place * 26 + ord(letter) - ord("A") + 1
    return place - 1


def _part(archive: zipfile.ZipFile, name: str) -> bytes:
    """A part of the archive, by its name in whatever case."""
    wanted = normpath(name).lower()
    found = next(each for each in archive.namelist() if each.lower() == wanted)
    part = archive.read(found)
    if b"<!DOCTYPE" in part[:4096] or b"<!ENTITY" in part[:4096]:
        raise UnreadableFile("declares a document type, which a workbook has no use for", "Save it again.")
    return part


def _links(archive: zipfile.ZipFile, name: str) -> dict[str, str]:
    """The parts that the list of sheets leads to, by the name of the link."""
    root = ElementTree.fromstring(_part(archive, name))
    targets = {link.get("Id", ""): link.get("Target", "") for link in root}
    return {key: target[1:] if target.startswith("/") else join("xl", target) for key, target in targets.items()}


def _xlsx(content: bytes, sheet: str) -> Iterator[Fault]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        links = _links(archive, "xl/_rels/workbook.xml.rels")
        book = ElementTree.fromstring(_part(archive, "xl/workbook.xml"))
        named = (each for each in book.iter() if _tag(each) == "sheet" and each.get("name") == sheet)
        link = next(value for key, value in next(named).attrib.items() if key.endswith("}id"))
        part = _part(archive, links[link])
    if not SUSPECT.search(part):
        return
    found: dict[tuple[str, int], list[int]] = {}
    for row, column, cell in _cells(part):
        if kind := _kind(cell):
            found.setdefault((kind, column), []).append(row)
    for (kind, column), rows in sorted(found.items()):
        problem, remedy, severity = SAID[kind]
        yield Fault(problem, remedy, f"column {letters(column)}", tuple(rows), kind, severity)


def _tag(element: ElementTree.Element) -> str:
    return element.tag.rsplit("}", 1)[-1]


def _cells(part: bytes) -> Iterator[tuple[int, int, ElementTree.Element]]:
    """Each cell with its row and column; one that does not say them stands next to the last one."""
    row, column = 0, -1
    for event, element in ElementTree.iterparse(io.BytesIO(part), events=("start", "end")):
        tag = _tag(element)
        if event == "start" and tag == "row":
            row, column = int(element.get("r") or row + 1), -1
        elif event == "end" and tag == "c":
            found = PLACE.fullmatch(element.get("r", ""))
            row, column = (int(found[2]), _column(found[1])) if found else (row, column + 1)
            yield row, column, element
            element.clear()


def _kind(cell: ElementTree.Element) -> str:
    """What a cell is that is not a plain value, or ''."""
    inside = {_tag(each): each for each in cell}
    value, type_of = inside.get("v"), cell.get("t")
    if type_of == "e":
        return ERROR
    if type_of == "inlineStr" and value is not None and "is" not in inside:
        return UNKNOWN
    if "f" not in inside:
        return ""
    computed = value is not None and (value.text or type_of == "str")
    return FORMULA if computed else UNKNOWN


def _xlsb(content: bytes, sheet: str) -> Iterator[Fault]:
    """Of a binary sheet only whether it has such cells: its records name no place that a person knows."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        links = _links(archive, "xl/_rels/workbook.bin.rels")
        sheets = [
            _sheet_link(record) for kind, record in _records(_part(archive, "xl/workbook.bin")) if kind == SHEET_RECORD
        ]
        part = _part(archive, links[dict(sheets)[sheet]])
    kinds = {kind for kind, _ in _records(part)}
    yield from _somewhere(bool(kinds & ERROR_RECORDS), False, bool(kinds & FORMULA_RECORDS), MERGED_RECORD in kinds)


def _sheet_link(record: bytes) -> tuple[str, str]:
    """The name of a sheet, and of the link to its part."""
    link, at = _wide(record, 8)
    return _wide(record, at)[0], link


def _wide(record: bytes, at: int) -> tuple[str, int]:
    (length,) = struct.unpack_from("<I", record, at)
    end = at + 4 + 2 * length
    return record[at + 4 : end].decode("utf-16-le"), end


def _records(part: bytes) -> Iterator[tuple[int, bytes]]:
    """The records of a part: each has its kind and its length in groups of seven bits."""
    at = 0
    while at < len(part):
        kind, at = _grouped(part, at, 2)
        length, at = _grouped(part, at, 4)
        yield kind, part[at : at + length]
        at += length


def _grouped(part: bytes, at: int, most: int) -> tuple[int, int]:
    value = 0
    for group in range(most):
        if at >= len(part):
            break
        byte, at = part[at], at + 1
        value |= (byte & 0x7F) << 7 * group
        if byte < 0x80:
            break
    return value, at


def _ods(content: bytes, sheet: str) -> Iterator[Fault]:
    """Of a sheet of OpenDocument whether it has such cells: rows that repeat make their places long to tell."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        root = ElementTree.fromstring(_part(archive, "content.xml"))
    table = next(each for each in root.iter() if _tag(each) == "table" and _own(each).get("name") == sheet)
    error = unknown = formula = merged = False
    for cell in (each for each in table.iter() if _tag(each) == "table-cell"):
        own = _own(cell)
        text = "".join(cell.itertext())
        value = {"value", "string-value", "date-value", "time-value", "boolean-value"} & set(own)
        error |= bool("formula" in own and OWN_ERROR.search(f">{text}<")) or cell_type(cell) == "error"
        unknown |= not value and (
            "formula" in own and not text or own.get("value-type") in ("float", "percentage", "date")
        )
        formula |= "formula" in own
        merged |= any(int(own.get(name, "1")) > 1 for name in ("number-rows-spanned", "number-columns-spanned"))
    yield from _somewhere(error, unknown, formula and not error and not unknown, merged)


def _own(element: ElementTree.Element) -> Mapping[str, str]:
    """The attributes of an element without their spaces, that of the standard before an extension's."""
    return {key.rsplit("}", 1)[-1]: value for key, value in element.attrib.items() if "calc" not in key}


def cell_type(cell: ElementTree.Element) -> str:
    """The type of value that LibreOffice adds to the standard's."""
    return next((value for key, value in cell.attrib.items() if "calc" in key and key.endswith("}value-type")), "")


def _somewhere(error: bool, unknown: bool, formula: bool, merged: bool) -> Iterator[Fault]:
    as_xlsx = "Mend them; saved as .xlsx, the check says which they are."
    if error:
        yield Fault("has cells that show an error, such as #N/A", as_xlsx)
    if unknown:
        yield Fault("has cells whose value was never computed", as_xlsx)
    if merged:
        yield Fault("has merged cells, of which only the first holds the value", as_xlsx, rule=MERGED)
    if formula:
        _, remedy, severity = SAID[FORMULA]
        yield Fault("holds formulas", remedy, severity=severity)


FINDERS: dict[str, Callable[[bytes, str], Iterator[Fault]]] = {".xlsx": _xlsx, ".xlsb": _xlsb, ".ods": _ods}
