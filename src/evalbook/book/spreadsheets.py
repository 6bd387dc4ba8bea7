"""Spreadsheets as a file of the form XLSX (Office Open XML): the same to the byte whatever the hour and the machine.

Written here, as few forms are needed: texts, numbers with a format, cells that are joined.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from xml.sax.saxutils import escape, quoteattr

from evalbook.exhibits.item_sheets import BOLD, PLAIN, WRAPPED, Cell, Sheet

SUFFIX = ".xlsx"
OFFICE = "http://schemas.openxmlformats.org"
MAIN = f"{OFFICE}/spreadsheetml/2006/main"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
FIRST_FORMAT = 164  # below it are those that programs have of their own
FIRST_DAY = (1980, 1, 1, 0, 0, 0)  # of a zip, in place of the hour at which it was made
TEXTS = re.compile(r"<t(?: [^>]*)?>([^<]*)</t>|<sheet name=\"([^\"]*)\"|<dc:\w+>([^<]*)</dc:\w+>")
STYLES = (PLAIN, BOLD, WRAPPED)
FONTS = "".join(f"<font>{bold}<sz val='11'/><name val='Calibri'/></font>" for bold in ("", "<b/>"))
NO_FILLS = "<fill><patternFill patternType='none'/></fill><fill><patternFill patternType='gray125'/></fill>"
NORMAL = "<cellStyle name='Normal' xfId='0' builtinId='0'/>"
NO_BORDER = "<border><left/><right/><top/><bottom/><diagonal/></border>"


def workbook(sheets: Sequence[Sheet], *, title: str, language: str) -> bytes:
    """The file of some sheets, the first of them shown."""
    formats = list(dict.fromkeys(cell.format for sheet in sheets for row in sheet.rows for cell in row if cell.format))
    parts = {
        "[Content_Types].xml": _types(len(sheets)),
        "_rels/.rels": _relations(
            [("officeDocument", "xl/workbook.xml"), ("metadata/core-properties", "docProps/core.xml")]
        ),
        "docProps/core.xml": _about(title, language),
        "xl/workbook.xml": _book(sheets),
        "xl/_rels/workbook.xml.rels": _relations(
            [*(("worksheet", f"worksheets/sheet{at}.xml") for at in _numbers(sheets)), ("styles", "styles.xml")]
        ),
        "xl/styles.xml": _styles(formats),
        **{f"xl/worksheets/sheet{at}.xml": _sheet(sheets[at - 1], formats) for at in _numbers(sheets)},
    }
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            about = zipfile.ZipInfo(name, FIRST_DAY)
            about.compress_type, about.create_system = zipfile.ZIP_DEFLATED, 3
            archive.writestr(about, HEAD + text)
    return made.getvalue()


def texts_in(content: bytes) -> list[str]:
    """The texts of a file that `workbook` made, without its numbers."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = [archive.read(name).decode() for name in archive.namelist()]
    return ["".join(found) for part in parts for found in TEXTS.findall(part)]


def _numbers(sheets: Sequence[Sheet]) -> range:
    return range(1, len(sheets) + 1)


def _types(count: int) -> str:
    named = {"xl/workbook.xml": "sheet.main", "xl/styles.xml": "styles"}
    named |= {f"xl/worksheets/sheet{at}.xml": "worksheet" for at in range(1, count + 1)}
    own = "".join(f'<Override PartName="/{name}" ContentType="{KIND}.{kind}+xml"/>' for name, kind in named.items())
    core = "application/vnd.openxmlformats-package.core-properties+xml"
    relations = "application/vnd.openxmlformats-package.relationships+xml"
    return (
        f'<Types xmlns="{OFFICE}/package/2006/content-types"><Default Extension="rels" ContentType="{relations}"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{own}'
        f'<Override PartName="/docProps/core.xml" ContentType="{core}"/></Types>'
    )


def _relations(targets: Iterable[tuple[str, str]]) -> str:
    made = "".join(
        f'<Relationship Id="r{at}" Target="{target}" Type="{_owner(kind)}/2006/relationships/{kind}"/>'
        for at, (kind, target) in enumerate(targets, start=1)
    )
    return f'<Relationships xmlns="{OFFICE}/package/2006/relationships">{made}</Relationships>'


def _owner(kind: str) -> str:
    return f"{OFFICE}/package" if kind.startswith("metadata") else f"{OFFICE}/officeDocument"


def _about(title: str, language: str) -> str:
    spaces = f'xmlns:cp="{OFFICE}/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"'
    said = f"<dc:title>{escape(title)}</dc:title><dc:language>{language}</dc:language>"
    return f"<cp:coreProperties {spaces}>{said}</cp:coreProperties>"


def _book(sheets: Sequence[Sheet]) -> str:
    named = "".join(
        f'<sheet name={quoteattr(sheet.name)} sheetId="{at}" r:id="r{at}"/>' for at, sheet in enumerate(sheets, start=1)
    )
    related = f'xmlns:r="{OFFICE}/officeDocument/2006/relationships"'
    return f'<workbook xmlns="{MAIN}" {related}><sheets>{named}</sheets></workbook>'


def _styles(formats: Sequence[str]) -> str:
    """A style for each kind of text, then one for each format of numbers."""
    own = "".join(
        f'<numFmt numFmtId="{FIRST_FORMAT + at}" formatCode={quoteattr(each)}/>' for at, each in enumerate(formats)
    )
    wrap = "<alignment vertical='top' wrapText='1'/>"
    kinds = [
        '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>',
        f'<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1">{wrap}</xf>',
        f'<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0" applyAlignment="1">{wrap}</xf>',
        *(
            f'<xf numFmtId="{FIRST_FORMAT + at}" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
            for at in range(len(formats))
        ),
    ]
    lists = [
        *[("numFmts", own, len(formats)), ("fonts", FONTS, 2), ("fills", NO_FILLS, 2), ("borders", NO_BORDER, 1)],
        *[("cellStyleXfs", "<xf/>", 1), ("cellXfs", "".join(kinds), len(kinds)), ("cellStyles", NORMAL, 1)],
    ]
    return f'<styleSheet xmlns="{MAIN}">{"".join(_many(*each) for each in lists)}</styleSheet>'


def _many(name: str, made: str, count: int) -> str:
    return f'<{name} count="{count}">{made}</{name}>' if count else ""


def _sheet(sheet: Sheet, formats: Sequence[str]) -> str:
    rows = "".join(
        f'<row r="{y}">{"".join(_cells(row, y, formats))}</row>' for y, row in enumerate(sheet.rows, start=1) if row
    )
    columns = "".join(
        f'<col min="{x}" max="{x}" width="{width}" customWidth="1"/>' for x, width in enumerate(sheet.widths, start=1)
    )
    joined = [
        f'<mergeCell ref="{_place(x, y)}:{_place(x + cell.across - 1, y)}"/>'
        for y, row in enumerate(sheet.rows, start=1)
        for x, cell in enumerate(row, start=1)
        if cell.across > 1
    ]
    return (
        f'<worksheet xmlns="{MAIN}"><cols>{columns}</cols><sheetData>{rows}</sheetData>'
        f"{_many('mergeCells', ''.join(joined), len(joined))}</worksheet>"
    )


def _cells(row: Sequence[Cell], y: int, formats: Sequence[str]) -> Iterator[str]:
    for x, cell in enumerate(row, start=1):
        if isinstance(cell.says, float):
            style = len(STYLES) + formats.index(cell.format) if cell.format else 0
            yield f'<c r="{_place(x, y)}" s="{style}"><v>{cell.says!r}</v></c>'
        elif cell.says:
            text = f'<is><t xml:space="preserve">{escape(cell.says)}</t></is>'
            yield f'<c r="{_place(x, y)}" s="{STYLES.index(cell.style)}" t="inlineStr">{text}</c>'


def _place(x: int, y: int) -> str:
    """The name of a cell: columns are counted in letters."""
    letters = ""
    while x:
        x, rest = divmod(x - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{letters}{y}"
