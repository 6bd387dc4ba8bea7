"""The objects of a PDF as bytes: taken out of a file, and written as a small one.

It reads what Typst and this module write: a table of places or a stream of them, streams packed by zlib or not at all.
It knows no encryption, no predictors and no later additions to a file, and refuses what it cannot follow.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Mapping
from dataclasses import dataclass

from evalbook.errors import EvalbookError

PLACE = re.compile(rb"(\d{10}) (\d{5}) ([nf])\s*")
START = re.compile(rb"startxref\s+(\d+)\s+%%EOF\s*$")
HEAD = re.compile(rb"\d+ \d+ obj\s*")
LENGTH = re.compile(rb"/Length (\d+)(?! \d+ R)")
STREAM = re.compile(rb"\bstream\r?\n")
FILTER = re.compile(rb"/Filter\s*(\[[^\]]*\]|/\w+)")
PACKED = re.compile(rb"/Type\s*/ObjStm\b")
PLACES = re.compile(rb"/Type\s*/XRef\b")
PAGE = re.compile(rb"/Type\s*/Page(?![a-zA-Z])")
IN_A_STREAM = 200  # objects that are packed together
STEP = 7  # bytes of a place: its kind, where, and which


@dataclass(frozen=True)
class Objects:
    """The objects of a file by their number, and its trailer's entries (`/Root`, `/Info`, `/ID`)."""

    by_number: Mapping[int, bytes]
    trailer: bytes


def read_objects(pdf: bytes) -> Objects:
    """Every object, those in streams of objects too. Raises EvalbookError for what is no such file."""
    start = START.search(pdf)
    if not pdf.startswith(b"%PDF-") or not start:
        raise EvalbookError("The PDF ends without saying where its objects are.")
    at = int(start[1])
    return _by_table(pdf, at) if pdf[at:].startswith(b"xref") else _by_stream(pdf, at)


def pages_in(pdf: bytes) -> int:
    """How many pages it has."""
    return sum(bool(PAGE.search(STREAM.split(body, 1)[0])) for body in read_objects(pdf).by_number.values())


def _by_table(pdf: bytes, at: int) -> Objects:
    table, _, rest = pdf[at:].partition(b"trailer")
    trailer = rest[: rest.rindex(b"startxref")]
    first, count = (int(number) for number in table.split(None, 3)[1:3])
    places = [(first + row, int(place)) for row, (place, _, kind) in enumerate(PLACE.findall(table)) if kind == b"n"]
    if b"/Prev" in trailer or first or len(PLACE.findall(table)) != count:
        raise EvalbookError("The PDF was added to after it was made.")
    return Objects(_cut(pdf, places, at), _entries(trailer))


def _by_stream(pdf: bytes, at: int) -> Objects:
    places = content(_body(pdf[at:]))
    head = _body(pdf[at:])
    if not PLACES.search(head) or b"/Prev" in head.partition(b"stream")[0]:
        raise EvalbookError("The PDF was added to after it was made.")
    rows = [places[row : row + STEP] for row in range(0, len(places), STEP)]
    direct = [(number, int.from_bytes(row[1:5], "big")) for number, row in enumerate(rows) if row[0] == 1]
    found = _cut(pdf, direct, len(pdf))
    packed = {number: body for number, body in found.items() if PACKED.search(body.partition(b"stream")[0])}
    inside = {number: body for stream in packed.values() for number, body in _unpacked(stream).items()}
    kept = {number: body for number, body in found.items() if number not in packed and not PLACES.search(body[:200])}
    return Objects(dict(sorted({**kept, **inside}.items())), _entries(head.partition(b"stream")[0]))


def _cut(pdf: bytes, places: list[tuple[int, int]], end: int) -> dict[int, bytes]:
    """The objects that begin at these places, each to where the next one begins."""
    ends = sorted([place for _, place in places] + [end])
    after = dict(zip(ends, ends[1:], strict=False))
    return {number: _body(pdf[place : after[place]]) for number, place in places}


def _body(text: bytes) -> bytes:
    """What stands between `obj` and the last `endobj`."""
    head = HEAD.match(text)
    if not head:
        raise EvalbookError("The PDF has no object where it says that one is.")
    return text[head.end() : text.rindex(b"endobj")].rstrip()


def _unpacked(stream: bytes) -> dict[int, bytes]:
    text = content(stream)
    first = int(re.search(rb"/First (\d+)", stream)[1])
    numbers = list(map(int, text[:first].split()))
    places = [first + place for place in numbers[1::2]]
    ends = [*places[1:], len(text)]
    return {number: text[place:end].strip() for number, place, end in zip(numbers[::2], places, ends, strict=True)}


def _entries(trailer: bytes) -> bytes:
    found = [re.search(rb"/%s\s*(\d+ 0 R|\[[^\]]*\])" % name, trailer) for name in (b"Root", b"Info", b"ID")]
    return b" ".join(each[0] for each in found if each)


def content(body: bytes) -> bytes:
    """What a stream holds, unpacked; of an object without one nothing. A picture is left as it is packed."""
    opened = STREAM.search(body)
    if not opened:
        return b""
    head, length = body[: opened.start()], LENGTH.search(body[: opened.start()])
    held = body[opened.end() :]
    held = held[: int(length[1])] if length else held[: held.rindex(b"endstream")]
    packed = FILTER.search(head)
    if b"/Predictor" in head:
        raise EvalbookError("The PDF is packed in a way that cannot be looked through.")
    if not held or not packed or packed[1].strip(b"[] ") != b"/FlateDecode":
        return held
    try:
        return zlib.decompress(held)
    except zlib.error:
        raise EvalbookError("The PDF has a stream that cannot be unpacked.") from None


def written(objects: Objects) -> bytes:
    """The objects as a file: streams packed, all others packed together, the same bytes each time."""
    streams = {number: _packed(body) for number, body in objects.by_number.items() if STREAM.search(body)}
    others = [number for number in objects.by_number if number not in streams]
    number = max(objects.by_number) + 1
    rows: dict[int, bytes] = {0: b"\0" * STEP}
    for at in range(0, len(others), IN_A_STREAM):
        chosen = others[at : at + IN_A_STREAM]
        rows |= {
            each: bytes([2]) + number.to_bytes(4, "big") + row.to_bytes(2, "big") for row, each in enumerate(chosen)
        }
        streams[number] = _together({each: objects.by_number[each] for each in chosen})
        number += 1
    file = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    for each, body in streams.items():
        rows[each] = b"\1" + len(file).to_bytes(4, "big") + b"\0\0"
        file += b"%d 0 obj\n%b\nendobj\n" % (each, body)
    start = len(file)
    rows[number] = b"\1" + start.to_bytes(4, "big") + b"\0\0"
    places = b"".join(rows.get(each, rows[0]) for each in range(number + 1))
    about = b"/Type /XRef /Size %d /W [1 4 2] %b" % (number + 1, objects.trailer)
    file += b"%d 0 obj\n%b\nendobj\nstartxref\n%d\n%%%%EOF\n" % (number, _stream(about, places), start)
    return bytes(file)


def _packed(body: bytes) -> bytes:
    opened = STREAM.search(body)
    head = body[: opened.start()]
    if FILTER.search(head):
        return body
    about = LENGTH.sub(b"", head.strip().removeprefix(b"<<").removesuffix(b">>")).strip()
    return _stream(about, content(body))


def _together(objects: Mapping[int, bytes]) -> bytes:
    places, at = [], 0
    for number, body in objects.items():
        places.append(b"%d %d" % (number, at))
        at += len(body) + 1
    first = b" ".join(places) + b"\n"
    about = b"/Type /ObjStm /N %d /First %d" % (len(objects), len(first))
    return _stream(about, first + b"\n".join(objects.values()))


def _stream(about: bytes, held: bytes) -> bytes:
    packed = zlib.compress(held)
    return b"<< %b /Filter /FlateDecode /Length %d >>\nstream\n%b\nendstream" % (about, len(packed), packed)
