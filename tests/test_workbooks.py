"""Workbooks of Excel and LibreOffice: what stands in their cells, and what only seems to."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from pathlib import Path

import openpyxl
import pytest

from evalbook.delivery.workbooks import read_sheet, sheet_names
from evalbook.delivery.written import UnreadableFile
from other_workbooks import Shown, write_ods, write_xlsb

pytestmark = pytest.mark.program

KNOWN = ("person_id", "date", "rung")
ROWS = [KNOWN, ("007", dt.date(2023, 6, 1), 1), ("008", None, 2.5)]


def saved(change=lambda sheet: None, rows=ROWS):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    change(book.active)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def read(content, suffix=".xlsx", sheet="Sheet"):
    return read_sheet(content, suffix, sheet, known=KNOWN)


def faults(written):
    return [(fault.severity, fault.column, fault.problem, fault.rows) for fault in written.faults]


def test_values_have_their_types_and_empty_cells_are_empty():
    written = read(saved())
    assert written.rows.values.tolist() == [["007", dt.date(2023, 6, 1), 1.0], ["008", "", 2.5]]
    assert written.numbers.tolist() == [2, 3] and written.faults == ()


def test_a_table_that_begins_further_on_is_read_and_its_rows_numbered_as_in_excel():
    written = read(saved(lambda sheet: sheet.insert_rows(1, 2), rows=[("Levering",), *ROWS]))
    assert written.numbers.tolist() == [5, 6] and [fault.rows for fault in written.faults] == [(3,)]


def test_empty_rows_between_and_below_are_passed_over_and_counted():
    written = read(saved(lambda sheet: sheet.insert_rows(3)))
    assert written.numbers.tolist() == [2, 4] and (written.in_file, written.empty_rows) == (3, 1)


@pytest.mark.parametrize(
    ("value", "severity", "problem"),
    [
        ("=1+1", "error", "holds a formula whose value was never computed"),
        ("#N/A", "error", "shows an error, such as #N/A"),
    ],
)
def test_a_cell_that_would_read_as_empty_is_named(value, severity, problem):
    def change(sheet):
        sheet["C3"] = value
        sheet["C3"].data_type = "f" if value.startswith("=") else "e"

    assert faults(read(saved(change))) == [(severity, "rung", problem, (3,))]


def test_a_formula_is_read_by_its_last_value_and_told():
    content = saved(lambda sheet: sheet.__setitem__("C3", "=1+1"))
    old, new = zipfile.ZipFile(io.BytesIO(content)), io.BytesIO()
    with zipfile.ZipFile(new, "w") as archive:
        for name in old.namelist():
            archive.writestr(name, old.read(name).replace(b"<v></v>", b"<v>2</v>").replace(b"<v />", b"<v>2</v>"))
    written = read(new.getvalue())
    assert written.rows["rung"].tolist() == [1, 2] and faults(written) == [("warning", "rung", "holds formulas", (3,))]


def test_merged_cells_are_named():
    written = read(saved(lambda sheet: sheet.merge_cells("A2:A3")))
    assert faults(written) == [("error", "", "has merged cells, of which only the first holds the value", (3,))]


def test_a_cell_in_the_far_corner_is_refused_before_it_takes_all_memory():
    with pytest.raises(UnreadableFile, match="far from its table, in row 1048576"):
        read(saved(lambda sheet: sheet.__setitem__("XFD1048576", 1)))


def test_only_sheets_that_hold_something_are_listed():
    book = openpyxl.Workbook()
    book.active.append(KNOWN)
    book.create_sheet("Blad2")
    book.create_sheet("verborgen").append(["x"])
    book["verborgen"].sheet_state = "hidden"
    written = io.BytesIO()
    book.save(written)
    assert sheet_names(written.getvalue(), ".xlsx") == ("Sheet", "verborgen")


@pytest.mark.parametrize(("suffix", "write"), [(".ods", write_ods), (".xlsb", write_xlsb)])
def test_other_workbooks_read_as_excel_does(tmp_path, suffix, write):
    path = tmp_path / f"book{suffix}"
    rows = [KNOWN, ("007", "2023-06-01", 1), ("008", "", 2.5)]
    write(path, Tredes=rows, Leeg=[[""]])
    assert sheet_names(path.read_bytes(), suffix) == ("Tredes",)
    written = read(path.read_bytes(), suffix, "Tredes")
    assert written.rows.values.tolist() == [["007", "2023-06-01", 1.0], ["008", "", 2.5]] and written.faults == ()


@pytest.mark.parametrize(("suffix", "write"), [(".ods", write_ods), (".xlsb", write_xlsb)])
def test_a_cell_with_an_error_is_told_in_other_workbooks_too(tmp_path, suffix, write):
    write(tmp_path / f"book{suffix}", Tredes=[KNOWN, ("007", "2023-06-01", Shown("#N/A"))])
    written = read((tmp_path / f"book{suffix}").read_bytes(), suffix, "Tredes")
    assert [fault.problem for fault in written.faults] == ["has cells that show an error, such as #N/A"]


def test_excel_of_97_is_read_with_the_row_of_an_error():
    """tests/formats/errors.xls was written by xlwt: the rows above, with #N/A in C3 and A2:A3 merged."""
    content = (Path(__file__).parent / "formats/errors.xls").read_bytes()
    written = read(content, ".xls", "Tredes")
    assert written.rows["date"].tolist()[0] == dt.datetime(2023, 6, 1)
    assert faults(written) == [
        ("error", "", "has merged cells, of which only the first holds the value", (5,)),
        ("error", "rung", "shows an error, such as #N/A", (3,)),
    ]
