"""What a PDF says: the text of its pages by the fonts' own tables, alternative texts, outline and metadata."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream, String

HEX = re.compile(rb"<([0-9A-Fa-f]+)>")
SHOWS = {"Tj", "TJ", "'", '"'}
MOVES = {"ET", "Td", "TD", "T*", "Tm"}
SAYS = (
    Name.Title,
    Name.Alt,
    Name.ActualText,
    Name.Contents,
    Name.URI,
    Name.Author,
    Name.Subject,
    Name.Keywords,
    Name.TU,
    Name.Creator,
    Name.Producer,
    Name.F,
    Name.UF,
)
OPERATORS = " ".join(["Tf", *sorted(SHOWS | MOVES)])


def pdf_text(pdf: pikepdf.Pdf) -> Iterator[str]:
    """The text of each page, and every other text that the file holds outside its pages."""
    for page in pdf.pages:
        yield "".join(_page(page))
    for item in pdf.objects:
        yield from _texts(item)


def _page(page: pikepdf.Page) -> Iterator[str]:
    fonts = page.get("/Resources", {}).get("/Font", {})
    tables = {name: _table(font) for name, font in fonts.items()}
    table: Mapping[int, str] = {}
    for operands, operator in pikepdf.parse_content_stream(page, OPERATORS):
        if str(operator) == "Tf":
            table = tables.get(str(operands[0]), {})
        elif str(operator) in SHOWS:
            yield from (_decoded(bytes(each), table) for each in _strings(operands))
        elif str(operator) in MOVES:
            yield " "


def _strings(operands: object) -> Iterator[String]:
    for each in operands:
        if isinstance(each, (Array, list)):
            yield from _strings(each)
        elif isinstance(each, String):
            yield each


def _decoded(codes: bytes, table: Mapping[int, str]) -> str:
    if not table:
        return codes.decode("latin-1")
    return "".join(table.get(int.from_bytes(codes[at : at + 2], "big"), "") for at in range(0, len(codes), 2))


def _table(font: Dictionary) -> dict[int, str]:
    """The characters of a font's two-byte codes, from its ToUnicode table."""
    if "/ToUnicode" not in font:
        return {}
    table: dict[int, str] = {}
    for line in font["/ToUnicode"].read_bytes().splitlines():
        parts = HEX.findall(line)
        if len(parts) == 2:
            table[int(parts[0], 16)] = _characters(parts[1])
        elif len(parts) == 3:
            first, last = int(parts[0], 16), int(parts[1], 16)
            start = int(parts[2], 16)
            table |= {code: chr(start + code - first) for code in range(first, last + 1)}
    return table


def _characters(code: bytes) -> str:
    return bytes.fromhex(code.decode()).decode("utf-16-be", errors="replace")


def _texts(item: object) -> Iterator[str]:
    """Titles, alternative texts, addresses, and the XML of the metadata."""
    if isinstance(item, Stream) and item.get("/Type") == Name.Metadata:
        yield item.read_bytes().decode("utf-8", errors="replace")
    if isinstance(item, (Dictionary, Stream)):
        yield from (str(item[name]) for name in SAYS if isinstance(item.get(name), String))
