"""The tags of a PDF that Typst made, completed: what heads a row, for who listens to a table.

Typst tags the heads of columns. For those of rows it has a function that its Python package leaves out. Here the first
cell of every row becomes a head with its scope; the last rows of a table, kept together as its foot, rows like others.
The title of a group of rows, to Typst a head of all columns below it, heads its own row: it is no column's head of the
rows of another group.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from evalbook.book.pdf_objects import Objects, read_objects, written

KIND = re.compile(rb"^  /S /(\w+)$", re.MULTILINE)
KIDS = re.compile(rb"^  /K \[([^\]]*)\]", re.MULTILINE)
PARENT = re.compile(rb"^  /P (\d+) 0 R$", re.MULTILINE)
OF_A_TABLE = re.compile(rb"/O /Table\b")
SPAN, COLUMN = re.compile(rb"/ColSpan \d"), re.compile(rb"/Scope /Column")
HEADERS = re.compile(rb"\s*/Headers \[[^\]]*\]")


def finished(pdf: bytes) -> bytes:
    """The file that Typst made with `pretty`, with heads of rows, and small."""
    objects = read_objects(pdf)
    return written(Objects(with_row_heads(objects.by_number), objects.trailer))


def with_row_heads(untagged: Mapping[int, bytes]) -> dict[int, bytes]:
    """The objects, in which a cell says what it heads and none by what it is headed: that follows from the scopes."""
    objects = dict(untagged)
    kinds = {number: found[1] for number, body in objects.items() if (found := KIND.search(body))}
    for number, kind in kinds.items():
        body = objects[number]
        if kind == b"TFoot":
            objects[number] = _as(b"TBody", body)
        elif kind in (b"TH", b"TD"):
            row = int(PARENT.search(body)[1])
            above = kinds[int(PARENT.search(objects[row])[1])]
            if SPAN.search(body) and _kids(objects[row]) == [number]:
                objects[number] = COLUMN.sub(b"/Scope /Row", HEADERS.sub(b"", body))
                continue
            objects[number] = _cell(body, first=_kids(objects[row])[0] == number, in_head=above == b"THead")
    return objects


def _cell(body: bytes, *, first: bool, in_head: bool) -> bytes:
    body = HEADERS.sub(b"", body)
    empty = not KIDS.search(body) or not KIDS.search(body)[1].strip()
    if in_head:
        return re.sub(rb"\s*/Scope /Column", b"", _as(b"TD", body)) if empty else body
    if not first or empty:
        return body
    if OF_A_TABLE.search(body):
        return OF_A_TABLE.sub(b"/O /Table /Scope /Row", _as(b"TH", body), count=1)
    return _as(b"TH", body).replace(b"  /K [", b"  /A [<< /O /Table /Scope /Row >>]\n  /K [", 1)


def _as(kind: bytes, body: bytes) -> bytes:
    return KIND.sub(b"  /S /" + kind, body, count=1)


def _kids(body: bytes) -> list[int]:
    return [int(number) for number in re.findall(rb"(\d+) 0 R", KIDS.search(body)[1])]
