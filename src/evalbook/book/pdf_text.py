"""What a PDF says: the text of its pages by the fonts' own tables, alternative texts, outline and metadata."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from evalbook.book.pdf_objects import content, read_objects
from evalbook.errors import EvalbookError

LITERAL = rb"\((?:[^()\\]|\\.|\((?:[^()\\]|\\.)*\))*\)"
HEX = rb"<[0-9A-Fa-f\s]*>"
SAYS = (
    rb"/(?:Title|Alt|ActualText|Contents|URI|Author|Subject|Keywords|TU|Creator|Producer|F|UF|E)\s*"
    rb"(%b|%b)" % (LITERAL, HEX)
)
SAID = re.compile(SAYS, re.DOTALL)
TOKEN = re.compile(
    rb"/ActualText\s*(?P<instead>%b|%b)|/(?P<font>[^\s/<>\[\]()]+)\s+[-\d.]+\s+Tf\b|(?P<text>%b|%b(?=[^>]))|(?P<end>\bEMC\b)"
    rb"|(?P<move>\b(?:ET|Td|TD|Tm)\b|T\*)" % (LITERAL, HEX, LITERAL, HEX),
    re.DOTALL,
)
ESCAPE = re.compile(rb"\\(\r\n|[0-7]{1,3}|.)", re.DOTALL)
ESCAPED = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f", b"\r\n": b"", b"\r": b"", b"\n": b""}
PAGE = re.compile(rb"/Type\s*/Page\b(?!s)")
FORM = re.compile(rb"/Subtype\s*/Form\b|/PatternType\s+1\b")
METADATA = re.compile(rb"/Type\s*/Metadata\b")
CODE = re.compile(rb"<([0-9A-Fa-f]+)>")
HYPHENATED = re.compile("\\s*\u00ad\\s*")
Body = bytes


def pdf_text(pdf: bytes) -> Iterator[str]:
    """The text of each page, of pictures, and every other text that the file holds; hyphenated words are whole.

    Raises EvalbookError for a file that it cannot read or that has no page: nothing is then said to be looked through.
    """
    objects = read_objects(pdf).by_number
    pages = [body for body in objects.values() if PAGE.search(body)]
    if not pages:
        raise EvalbookError("The PDF has no page that can be read.")
    forms = [body for body in objects.values() if FORM.search(body.partition(b"stream")[0])]
    for page in (*pages, *forms):
        yield HYPHENATED.sub("", "".join(_page(page, objects)))
    for body in objects.values():
        head, _, rest = body.partition(b"stream")
        yield from (_said(text) for text in SAID.findall(head))
        if rest and METADATA.search(head):
            yield content(body).decode("utf-8", errors="replace")


def _page(page: Body, objects: Mapping[int, Body]) -> Iterator[str]:
    tables = {name: _table(font, objects) for name, font in _fonts(page, objects).items()}
    parts = [objects[number] for number in _led_to(rb"/Contents\s*", page)] or [page]
    held = b"\n".join(map(content, parts))
    table: Mapping[int, str] = {}
    instead = False
    for token in TOKEN.finditer(held):
        if token["instead"]:
            instead = True
            yield _said(token["instead"])
        elif token["font"]:
            table = tables.get(token["font"], {})
        elif token["text"] and not instead:
            yield _decoded(_codes(token["text"]), table)
        elif token["end"]:
            instead = False
        elif token["move"] and not instead:
            yield " " if token["move"] != b"Tm" else ""


def _led_to(name: bytes, body: Body) -> list[int]:
    """The objects that an entry of a dictionary names, one or a list."""
    found = re.search(name + rb"(\d+ \d+ R|\[[^\]]*\])", body)
    return [int(number) for number in re.findall(rb"(\d+) \d+ R", found[1])] if found else []


def _fonts(page: Body, objects: Mapping[int, Body]) -> dict[bytes, Body]:
    resources = [objects[number] for number in _led_to(rb"/Resources\s*", page)] or [page]
    fonts = re.search(rb"/Font\s*<<(.*?)>>", resources[0], re.DOTALL)
    named = re.findall(rb"/([^\s/<>]+)\s+(\d+) \d+ R", fonts[1]) if fonts else []
    return {name: objects[int(number)] for name, number in named}


def _table(font: Body, objects: Mapping[int, Body]) -> dict[int, str]:
    """The characters of a font's two-byte codes, from its ToUnicode table."""
    table: dict[int, str] = {}
    for number in _led_to(rb"/ToUnicode\s*", font):
        for line in content(objects[number]).splitlines():
            parts = CODE.findall(line)
            if len(parts) == 2:
                table[int(parts[0], 16)] = _characters(parts[1])
            elif len(parts) == 3:
                first, last, start = (int(part, 16) for part in parts)
                table |= {code: chr(start + code - first) for code in range(first, last + 1)}
    return table


def _characters(code: bytes) -> str:
    return bytes.fromhex(code.decode()).decode("utf-16-be", errors="replace")


def _codes(text: bytes) -> bytes:
    """What stands in a string, written between ( and ) or as digits."""
    if text.startswith(b"<"):
        digits = b"".join(text[1:-1].split()).decode()
        return bytes.fromhex(digits + "0" * (len(digits) % 2))
    return ESCAPE.sub(_unescaped, text[1:-1])


def _unescaped(found: re.Match[bytes]) -> bytes:
    sign = found[1]
    return bytes([int(sign, 8) & 255]) if sign[:1].isdigit() else ESCAPED.get(sign, sign)


def _decoded(codes: bytes, table: Mapping[int, str]) -> str:
    if not table:
        return codes.decode("latin-1")
    return "".join(table.get(int.from_bytes(codes[at : at + 2], "big"), "") for at in range(0, len(codes), 2))


def _said(text: bytes) -> str:
    codes = _codes(text)
    return codes[2:].decode("utf-16-be", errors="replace") if codes[:2] == b"\xfe\xff" else codes.decode("latin-1")
