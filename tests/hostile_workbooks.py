"""Hostile workbooks: cells far off, entities, links that lead elsewhere, parts that are not what they should be."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path

from hostile_case import ANSWERED, HEADERS, ROWS, TEXTS, Hostile, written
from hostile_files import MAIN, WORKBOOK, archive, workbook_bomb, zip_bomb
from hostile_tables import FORMATS, changed
from other_workbooks import write_ods, write_xlsb

JOBS, JOB = HEADERS["jobs"], ROWS["jobs"]
SHEET, BOOK_PART, LINKS_PART = "xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
BOOK, LINKS = WORKBOOK[BOOK_PART], WORKBOOK[LINKS_PART]
TEXTS_PART, UTF16 = "xl/sharedStrings.xml", '<?xml version="1.0" encoding="utf-16"?>'
DEEP = "<a>" * 100_000 + "</a>" * 100_000
BOMB = (
    '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">'
    + "".join(f'<!ENTITY {name} "{f"&{before};" * 10}">' for before, name in zip("abcdefgh", "bcdefghi", strict=True))
    + "]>"
)
OUTSIDE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


def sheet(rows: str, before: str = "") -> dict[str, str]:
    part = f"{before}<worksheet {MAIN}>{rows}</worksheet>"
    return {**WORKBOOK, SHEET: part}


def _row(number: object, *cells: str) -> str:
    return f'<row r="{number}">{"".join(cells)}</row>'


def _cell(place: str, value: str = "1", about: str = "") -> str:
    return f'<c r="{place}" {about}><v>{value}</v></c>'


def workbook_inputs() -> Iterator[Hostile]:
    data = "<sheetData>{}</sheetData>".format
    grid = data("".join(_row(at, *(_cell(f"{letter}{at}") for letter in "ABCDEFG")) for at in range(1, 4)))
    far = sheet(data(_row(1, _cell("A1")) + _row(1048576, _cell("XFD1048576"))))
    merged = "".join(f'<mergeCell ref="A{at}:B{at}"/>' for at in range(1, 10_000))
    errors = (_row(at, *(_cell(f"{letter}{at}", "#N/A", 't="e"') for letter in "ABCDEFG")) for at in range(1, 20_000))
    sheets = "".join(f'<sheet name="s{at}" sheetId="{at + 9}" r:id="r1"/>' for at in range(5_000))
    parts = {
        "a cell at the far corner": far,
        "a cell at the far corner without a row": sheet(data(_row(1, _cell("A1")) + _cell("XFD1048576"))),
        "the far corner in single quotes": sheet(data(_row(1, "<c r='A1'/><c r='XFD1048576'><v>1</v></c>"))),
        "the far corner by spaces": sheet(data('<row\n r = "1048576" ><c  r = "XFD1048576"><v>1</v></c></row>')),
        "the far corner in UTF-16": {**WORKBOOK, SHEET: (UTF16 + far[SHEET]).encode("utf-16")},
        "a cell beyond the far corner": sheet(data(_row(1, _cell("A1")) + _row(2**31, _cell("ZZZZZ2147483648")))),
        "a row 0": sheet(data(_row(0, _cell("A0")))),
        "a row below 0": sheet(data(_row(-5, _cell("A-5")))),
        "a row of forty digits": sheet(data(_row("9" * 40, _cell("A" + "9" * 40)))),
        "rows from below up": sheet(data(_row(9, _cell("A9")) + _row(1, _cell("A1")))),
        "a size that lies": sheet('<dimension ref="A1:XFD1048576"/>' + grid),
        "texts that there are not": sheet(data(_row(1, _cell("A1", "99999999", 't="s"')))),
        "texts by a number below 0": sheet(data(_row(1, _cell("A1", "-1", 't="s"')))),
        "a value that is no number": sheet(data(_row(1, _cell("A1", "x")))),
        "a number beyond all": sheet(data(_row(1, _cell("A1", "1e999")))),
        "a style that there is not": sheet(data(_row(1, _cell("A1", "45000", 's="99999"')))),
        "merged cells of all": sheet(grid + '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'),
        "ten thousand merged cells": sheet(f"{grid}<mergeCells>{merged}</mergeCells>"),
        "merged cells of nothing": sheet(grid + '<mergeCells><mergeCell ref="::"/></mergeCells>'),
        "entities of entities": sheet(data(_row(1, _cell("A1", "&i;", 't="str"'))), BOMB),
        "an entity of another file": sheet(data(_row(1, _cell("A1", "&a;", 't="str"'))), OUTSIDE),
        "entities in its texts": {**sheet(grid), TEXTS_PART: f"{BOMB}<sst {MAIN}><si><t>&i;</t></si></sst>"},
        "entities in its list of sheets": {**sheet(grid), BOOK_PART: BOMB + BOOK.replace("jobs", "&i;")},
        "entities in its links": {**sheet(grid), LINKS_PART: BOMB + LINKS.replace("worksheets", "&i;")},
        "elements a hundred thousand deep": sheet(DEEP),
        "a cell a hundred thousand deep": sheet(data(_row(1, f'<c r="A1" t="e"><v>1</v>{DEEP}</c>'))),
        "an element that is not closed": sheet("<sheetData><row>"),
        "a link out of the archive": {**sheet(grid), LINKS_PART: LINKS.replace("worksheets/", "../../../../etc/")},
        "a link to itself": {**sheet(grid), LINKS_PART: LINKS.replace("worksheets/sheet1", "workbook")},
        "no list of sheets": {name: part for name, part in sheet(grid).items() if name != BOOK_PART},
        "no sheet": {**WORKBOOK},
        "five thousand sheets": {**sheet(grid), BOOK_PART: BOOK.replace("<sheets>", "<sheets>" + sheets)},
        "macros": {**sheet(grid), "xl/vbaProject.bin": "x"},
        "a hundred thousand rows of one cell": sheet(
            data("".join(_row(at, _cell(f"A{at}")) for at in range(1, 10**5)))
        ),
        "errors in every cell": sheet(data("".join(errors))),
    }
    for name, of in parts.items():
        yield Hostile(f"xlsx: {name}", lambda f, of=of: (f / "jobs.xlsx").write_bytes(archive(of)), codes=(2,))
    yield Hostile("xlsx: 1.9 gigabytes unpacked", lambda f: (f / "jobs.xlsx").write_bytes(workbook_bomb()))
    yield Hostile("xlsx: 1.9 gigabytes of texts", texts_bomb)
    yield Hostile("xlsx: 1.9 gigabytes of a part that is not read", other_part_bomb, codes=ANSWERED)
    yield Hostile("xlsx: a text", written("jobs.xlsx", TEXTS["jobs"]))
    yield Hostile("xlsx: cut in half", lambda f: (f / "jobs.xlsx").write_bytes(archive(sheet(grid))[:700]))
    yield Hostile("xlsx: encrypted", written("jobs.xlsx", b"\xd0\xcf\x11\xe0" + bytes(5000)))
    for at in range(4):
        spoil = lambda f, at=at: (f / "jobs.xlsx").write_bytes(changed(archive(sheet(grid)), at))  # noqa: E731
        yield Hostile(f"xlsx: a changed byte {at}", spoil)
    old = (FORMATS / "jobs.xls").read_bytes()
    yield Hostile("xls: cut in half", written("jobs.xls", old[: len(old) // 2]))
    yield Hostile("xls: its first bytes only", written("jobs.xls", old[:8] + bytes(2000)))
    yield Hostile("xls: records of zeros", written("jobs.xls", old[:512] + bytes(len(old) - 512)))
    ods = {
        "rows and columns that repeat": ("1048576", "16384", "1"),
        "rows that repeat beyond all": ("9" * 30, "1", "1"),
        "columns that repeat below 0": ("1", "-5", "1"),
    }
    for name, (rows, columns, value) in ods.items():
        yield Hostile(f"ods: {name}", lambda f, r=rows, c=columns, v=value: repeating(f, r, c, v))
    yield Hostile(
        "ods: entities of entities",
        lambda f: spoilt_ods(f, "<office:document-content", BOMB + "<office:document-content"),
    )
    yield Hostile(
        "ods: elements a hundred thousand deep",
        lambda f: spoilt_ods(f, "<office:body>", DEEP + "<office:body>"),
        codes=ANSWERED,
    )
    yield Hostile("ods: no content", written("jobs.ods", archive({"mimetype": "x"})))
    yield Hostile("xlsb: damaged records", damaged_xlsb, codes=ANSWERED)


def texts_bomb(folder: Path) -> None:
    others = sheet("<sheetData/>")
    zip_bomb(folder / "jobs.xlsx", TEXTS_PART, b"<si><t>a</t></si>" * 10**6, 112, others)


def other_part_bomb(folder: Path) -> None:
    zip_bomb(folder / "jobs.xlsx", "xl/media/image1.png", bytes(2**24), 119, sheet("<sheetData/>"))


def repeating(folder: Path, rows: str, columns: str, value: str) -> None:
    about = f'table:number-columns-repeated="{columns}" office:value-type="float" office:value="{value}"'
    row = f'<table:table-row table:number-rows-repeated="{rows}"><table:table-cell {about}/></table:table-row>'
    spoilt_ods(folder, "</table:table>", f"{row}</table:table>")


def spoilt_ods(folder: Path, text: str, by: str) -> None:
    write_ods(folder / "whole.ods", jobs=[JOBS.split(","), JOB.split(",")])
    with zipfile.ZipFile(folder / "whole.ods") as opened:
        parts = {name: opened.read(name) for name in opened.namelist()}
    parts["content.xml"] = parts["content.xml"].replace(text.encode(), by.encode())
    (folder / "whole.ods").unlink()
    (folder / "jobs.ods").write_bytes(archive(parts))


def damaged_xlsb(folder: Path) -> None:
    write_xlsb(folder / "jobs.xlsb", jobs=[JOBS.split(","), JOB.split(",")])
    content = (folder / "jobs.xlsb").read_bytes()
    (folder / "jobs.xlsb").write_bytes(changed(content, 3))
