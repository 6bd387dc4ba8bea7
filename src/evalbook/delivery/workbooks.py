"""Workbooks: Excel (.xlsx, also Strict Open XML, .xlsb, .xls) and OpenDocument (.ods), a sheet a table."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from dataclasses import replace

from evalbook.delivery import sheets
from evalbook.delivery.apart import apart
from evalbook.delivery.headings import heading_at, heading_text, table_below
from evalbook.delivery.sheets import Sheet
from evalbook.delivery.written import UnreadableFile, Written, letters
from evalbook.limits import Limits, limits

FORMATS = {".xlsx": "Excel", ".xlsb": "Excel, binary", ".xls": "Excel 97-2003", ".ods": "OpenDocument"}
KEPT = 2  # workbooks, since each is asked for the names of its sheets and then for each of them
_kept: dict[tuple[str, str, Limits], dict[str, Sheet] | UnreadableFile] = {}


def sheet_names(content: bytes, suffix: str) -> tuple[str, ...]:
    """The sheets of a workbook that hold something. Raises UnreadableFile."""
    return tuple(_sheets(content, suffix))


def sheet_with(content: bytes, suffix: str, among: Collection[str], known: Collection[str]) -> str:
    """The sheet, one of `among`, whose headings are known best; the first of these."""
    names = {name.casefold() for name in known}

    def found(sheet: str) -> int:
        lines = _sheets(content, suffix)[sheet].lines
        _, headings = lines[heading_at(lines, known)]
        return len({heading_text(cell).casefold() for cell in headings} & names)

    return max(among, key=found)


def read_sheet(content: bytes, suffix: str, sheet: str, *, known: tuple[str, ...]) -> Written:
    """The table on a sheet. Raises UnreadableFile."""
    found = _sheets(content, suffix).get(sheet)
    if found is None:
        raise UnreadableFile("the sheet is empty", "Give it a header, and rows if there are any.")
    at = heading_at(found.lines, known)
    written = table_below(found.lines, at, lettered=True)
    first, headings = found.lines[at]
    names = {f"column {letters(place)}": heading_text(cell) for place, cell in enumerate(headings)}
    faults = [replace(fault, column=names.get(fault.column) or fault.column) for fault in found.faults]
    below = [replace(fault, rows=tuple(row for row in fault.rows if row >= first)) for fault in faults]
    kept = [fault for fault, whole in zip(below, faults, strict=True) if fault.rows or not whole.rows]
    detected = {"format": FORMATS[suffix], "sheet": sheet}
    return replace(written, detected=detected, faults=(*written.faults, *kept))


def _sheets(content: bytes, suffix: str) -> dict[str, Sheet]:
    """The sheets that hold something, read once."""
    key = (hashlib.sha256(content).hexdigest(), suffix, limits())
    if key not in _kept:
        while len(_kept) >= KEPT:
            _kept.pop(next(iter(_kept)))
        try:
            _kept[key] = apart(sheets.__name__, "open_workbook", content, suffix)
        except UnreadableFile as fault:
            _kept[key] = fault
    if isinstance(_kept[key], UnreadableFile):
        raise _kept[key]
    return _kept[key]
