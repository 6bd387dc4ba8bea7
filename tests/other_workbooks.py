"""Workbooks that no package of this project writes: OpenDocument and binary Excel, as small as they may be."""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from xml.sax.saxutils import escape

ODS = "application/vnd.oasis.opendocument.spreadsheet"
SPACES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for short, name in (("office", "office"), ("table", "table"), ("text", "text"))
)
CALC = 'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
Rows = Sequence[Sequence[object]]


class Shown(str):
    """A cell that shows an error."""


def write_ods(path: Path, **sheets: Rows) -> None:
    """A workbook of LibreOffice; below each table the million empty rows that it writes."""
    tables = "".join(_ods_table(name, rows) for name, rows in sheets.items())
    body = f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body>"
    content = f'<?xml version="1.0"?><office:document-content {SPACES} {CALC}>{body}</office:document-content>'
    manifest = f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{ODS}"/>'
    space = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", ODS)
        archive.writestr(
            "META-INF/manifest.xml", f'<manifest:manifest xmlns:manifest="{space}">{manifest}</manifest:manifest>'
        )
        archive.writestr("content.xml", content)


def _ods_table(name: str, rows: Rows) -> str:
    lines = "".join(f"<table:table-row>{''.join(map(_ods_cell, row))}</table:table-row>" for row in rows)
    empty = '<table:table-row table:number-rows-repeated="1048000"><table:table-cell/></table:table-row>'
    return f'<table:table table:name="{escape(name)}">{lines}{empty}</table:table>'


def _ods_cell(value: object) -> str:
    if value is None or value == "":
        return "<table:table-cell/>"
    if isinstance(value, Shown):
        about = 'table:formula="of:=NA()" office:value-type="string" office:string-value="" calcext:value-type="error"'
    elif isinstance(value, bool):
        about = f'office:value-type="boolean" office:boolean-value="{str(value).lower()}"'
    elif isinstance(value, date):
        about = f'office:value-type="date" office:date-value="{value.isoformat()}"'
    elif isinstance(value, int | float):
        about = f'office:value-type="float" office:value="{value!r}"'
    else:
        about = 'office:value-type="string"'
    return f"<table:table-cell {about}><text:p>{escape(str(value))}</text:p></table:table-cell>"


def write_xlsb(path: Path, **sheets: Rows) -> None:
    """A binary workbook of Excel: texts, numbers and truth values."""
    names = list(sheets)
    links = "".join(
        f'<Relationship Id="rId{at}" Target="worksheets/sheet{at}.bin" Type="{KIND}/worksheet"/>'
        for at in range(1, len(names) + 1)
    )
    types = '<Default Extension="bin" ContentType="application/vnd.ms-excel.sheet.binary.macroEnabled.main"/>'
    types += '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    bundle = b"".join(
        _record(156, struct.pack("<II", 0, at) + _wide(f"rId{at}") + _wide(name)) for at, name in enumerate(names, 1)
    )
    book = _record(131) + _record(143) + bundle + _record(144) + _record(132)
    root = f'<Relationship Id="rId1" Target="xl/workbook.bin" Type="{KIND}/officeDocument"/>'
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("[Content_Types].xml", f'<Types xmlns="{PACKAGE}/content-types">{types}</Types>')
        archive.writestr("_rels/.rels", f'<Relationships xmlns="{PACKAGE}/relationships">{root}</Relationships>')
        archive.writestr(
            "xl/_rels/workbook.bin.rels", f'<Relationships xmlns="{PACKAGE}/relationships">{links}</Relationships>'
        )
        archive.writestr("xl/workbook.bin", book)
        for at, name in enumerate(names, 1):
            archive.writestr(f"xl/worksheets/sheet{at}.bin", _xlsb_sheet(sheets[name]))


KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"


def _xlsb_sheet(rows: Rows) -> bytes:
    size = struct.pack("<IIII", 0, len(rows) - 1, 0, max(map(len, rows)) - 1)
    parts = [_record(129), _record(148, size), _record(145)]
    for at, row in enumerate(rows):
        parts.append(_record(0, struct.pack("<IIHHBI", at, 0, 300, 0, 0, 0)))
        parts += [_xlsb_cell(column, value) for column, value in enumerate(row) if value not in (None, "")]
    return b"".join([*parts, _record(146), _record(130)])


def _xlsb_cell(column: int, value: object) -> bytes:
    start = struct.pack("<II", column, 0)
    if isinstance(value, Shown):
        return _record(3, start + bytes([0x2A]))
    if isinstance(value, bool):
        return _record(4, start + bytes([value]))
    if isinstance(value, int | float):
        return _record(5, start + struct.pack("<d", value))
    return _record(6, start + _wide(str(value)))


def _wide(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def _record(kind: int, content: bytes = b"") -> bytes:
    """A record: its kind in one or two bytes, its length in groups of seven bits."""
    number = bytes([kind]) if kind < 0x80 else bytes([kind & 0x7F | 0x80, kind >> 7])
    length, left = b"", len(content)
    while True:
        length += bytes([left & 0x7F | (0x80 if left > 0x7F else 0)])
        left >>= 7
        if not left:
            return number + length + content
