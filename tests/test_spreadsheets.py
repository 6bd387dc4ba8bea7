"""Spreadsheets are read by other programs as they were meant, and are the same to the byte at any hour."""

import io
import os
import time
import zipfile
from datetime import date, datetime

import openpyxl
import pytest
from python_calamine import CalamineWorkbook

from evalbook.book.spreadsheets import texts_in, workbook
from evalbook.errors import EvalbookError
from evalbook.exhibits.item_sheets import BOLD, WRAPPED, Cell, Sheet

ROWS = (
    (Cell("Uren & <geld>", BOLD), Cell("Eerst", BOLD, across=2), Cell()),
    (),
    (Cell("=1+1"), Cell(0.14, format="0%"), Cell(1234.5, format='"€ "#,##0.00'), Cell(63.0)),
    (Cell("lang", WRAPPED), Cell(), Cell("NB")),
)
SHEETS = [Sheet("Tabel", ROWS, (34, 13, 13, 13)), Sheet("Toelichting", ((Cell("Een zin."),),), (110,))]


def made():
    return workbook(SHEETS, title="Tabel 1", day=date(2026, 7, 1))


def test_a_spreadsheet_is_read_back_as_it_was_written():
    book = openpyxl.load_workbook(io.BytesIO(made()))
    sheet = book["Tabel"]
    assert book.sheetnames == ["Tabel", "Toelichting"]
    assert (book.properties.title, book.properties.created) == ("Tabel 1", datetime(2026, 7, 1))
    assert [[cell.value for cell in row] for row in sheet.iter_rows()] == [
        ["Uren & <geld>", "Eerst", None, None],
        [None] * 4,
        ["=1+1", 0.14, 1234.5, 63],
        ["lang", None, "NB", None],
    ]
    assert [cell.number_format for cell in sheet[3]] == ["General", "0%", '"€ "#,##0.00', "General"]
    assert sheet["A3"].data_type == "s"  # what was typed is never a formula
    assert [str(cells) for cells in sheet.merged_cells.ranges] == ["B1:C1"]
    assert (sheet["A1"].font.b, sheet["A3"].font.b, sheet["A4"].alignment.wrap_text) == (True, False, True)


def test_another_program_reads_the_same():
    rows = CalamineWorkbook.from_filelike(io.BytesIO(made())).get_sheet_by_name("Tabel").to_python()
    assert rows[2] == ["=1+1", 0.14, 1234.5, 63]


def test_the_same_sheets_are_the_same_bytes_at_another_hour(monkeypatch):
    before = made()
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    time.tzset()
    monkeypatch.setattr(time, "time", lambda: 4e9)
    os.umask(os.umask(0o077))
    assert made() == before
    with zipfile.ZipFile(io.BytesIO(before)) as archive:
        assert {each.date_time for each in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    monkeypatch.undo()
    time.tzset()


def test_the_texts_of_a_spreadsheet_can_be_looked_through_without_its_numbers():
    texts = texts_in(made())
    assert {"Uren &amp; &lt;geld&gt;", "Een zin.", "Tabel", "Tabel 1"} <= set(texts)
    assert not any("1234" in text or "63" in text for text in texts)


def test_a_text_that_a_cell_cannot_hold_is_told_and_not_cut_off():
    rows = ((Cell("x" * 32_767),), (Cell("Kort"), Cell("x" * 32_768)))
    assert workbook([Sheet("T", rows[:1], (9,))], title="", day=date(2026, 7, 1))
    with pytest.raises(EvalbookError, match="T, row 2, column 2: a spreadsheet cannot hold it whole"):
        workbook([Sheet("T", rows, (9,))], title="", day=date(2026, 7, 1))
