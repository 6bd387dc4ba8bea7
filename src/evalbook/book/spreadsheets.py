"""Spreadsheets as a file of the form XLSX (Office Open XML): the same to the byte whatever the hour and the machine."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from datetime import UTC, date, datetime, time

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from evalbook.errors import EvalbookError
from evalbook.exhibits.item_sheets import BOLD, PLAIN, WRAPPED, Cell, Sheet

SUFFIX = ".xlsx"
TEXTS = re.compile(r"<t(?: [^>]*)?>([^<]*)</t>|<sheet name=\"([^\"]*)\"|<dc:\w+>([^<]*)</dc:\w+>")
WRAP = {"text_wrap": True, "valign": "top"}
STYLES = {PLAIN: {}, BOLD: {"bold": True, **WRAP}, WRAPPED: WRAP}


def workbook(sheets: Sequence[Sheet], *, title: str, day: date) -> bytes:
    """The file of some sheets, the first of them shown; `day` is the one that it says it was made on.

    Raises EvalbookError for what a spreadsheet cannot hold: a text of more than 32,767 signs would be cut off.
    """
    made = io.BytesIO()
    with Workbook(made, {"in_memory": True}) as book:
        book.set_properties({"title": title, "created": datetime.combine(day, time(), UTC)})
        styles = {name: book.add_format(looks) for name, looks in STYLES.items()}
        used = dict.fromkeys(cell.format for sheet in sheets for row in sheet.rows for cell in row if cell.format)
        formats = {each: book.add_format({"num_format": each}) for each in used}
        for sheet in sheets:
            _fill(book.add_worksheet(sheet.name), sheet, styles, formats)
    return made.getvalue()


def _fill(page: Worksheet, sheet: Sheet, styles: dict[str, Format], formats: dict[str, Format]) -> None:
    for x, width in enumerate(sheet.widths):
        page.set_column(x, x, width)
    for y, x, cell in ((y, x, cell) for y, row in enumerate(sheet.rows) for x, cell in enumerate(row)):
        if isinstance(cell.says, float):
            fault = page.write_number(y, x, cell.says, formats.get(cell.format))
        else:
            fault = _say(page, y, x, cell, styles[cell.style]) if cell.says else 0
        if fault:
            raise EvalbookError(f"{sheet.name}, row {y + 1}, column {x + 1}: a spreadsheet cannot hold it whole.")


def _say(page: Worksheet, y: int, x: int, cell: Cell, style: Format) -> int:
    """A text, which is never a formula or a link; 0 when it is there whole."""
    if cell.across > 1:
        page.merge_range(y, x, y, x + cell.across - 1, "", style)
    return page.write_string(y, x, cell.says, style)


def texts_in(content: bytes) -> list[str]:
    """The texts of a file that `workbook` made, without its numbers."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = [archive.read(name).decode() for name in archive.namelist()]
    return ["".join(found) for part in parts for found in TEXTS.findall(part)]
