"""Rows of a text that are not as its headings say: quotes, line breaks within a field, fields too many or too few."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping

from evalbook.delivery.contents import over
from evalbook.delivery.headings import Line, is_blank
from evalbook.delivery.written import FIELDS, QUOTES, Fault, UnreadableFile

SWALLOWED = "swallowed"  # the rule of rows in which others may stand; they cannot be left out


def odd_rows(
    lines: list[str], delimiter: str, width: int, *, ended: bool
) -> tuple[list[Line], dict[int, int], list[Fault]]:
    """The rows that hold a quote or another number of fields, as `_lines` gives rows; and what a stray quote is."""
    odd, spans, stray, strict, number = [], {}, [], True, 1
    while number < len(lines):
        line = lines[number]
        number += 1
        if '"' not in line:
            if line and line.count(delimiter) != width - 1:
                odd.append((number, line.split(delimiter)))
            continue
        try:
            cells, span = _record(lines, number, delimiter, ended, strict=strict)
        except csv.Error:
            stray, strict = [_stray_quote(number)], False
            cells, span = _record(lines, number, delimiter, ended, strict=False)
        odd.append((number, cells))
        spans |= {number: span} if span > 1 else {}
        number += span - 1
    return odd, spans, stray


def _record(lines: list[str], number: int, delimiter: str, ended: bool, *, strict: bool) -> tuple[list[str], int]:
    """The cells of the row that begins on a line, and on how many lines it stands."""
    places = range(number - 1, len(lines))
    written = (lines[at] + "\n" if ended or at + 1 < len(lines) else lines[at] for at in places)
    reader = csv.reader(written, delimiter=delimiter, strict=strict)
    try:
        return next(reader), reader.line_num
    except csv.Error:
        if strict:
            raise
        raise _endless(number) from None


def on_one_line(cells: list[str], delimiter: str) -> str:
    """A row on one line; its line breaks, which have been told of, are spaces."""
    plain = (" ".join(cell.split("\n")) for cell in cells)
    return delimiter.join(
        '"' + cell.replace('"', '""') + '"' if delimiter in cell or '"' in cell else cell for cell in plain
    )


def rows_of(text: str, delimiter: str, *, strict: bool) -> tuple[list[Line], dict[int, int], tuple[int, int]]:
    """Each row but empty lines with the number of the line on which it begins; of those on several lines, how many; and
    the line on which the last one begins, an empty one included, and that on which it ends."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=strict)
    lines, spans, begun, last = [], {}, 1, 0
    try:
        for cells in reader:
            last = begun
            if cells:
                lines.append((begun, cells))
            if reader.line_num > begun:
                spans[begun] = reader.line_num - begun + 1
            begun = reader.line_num + 1
    except csv.Error:
        if strict:
            raise
        raise _endless(begun) from None
    return lines, spans, (last, reader.line_num)


def _endless(row: int) -> UnreadableFile:
    problem = f"has a field in row {row} that does not end: a stray quote may have swallowed rows"
    return over("line_bytes", problem, "Remove the quote.")


def stray_quotes(text: str, delimiter: str) -> Fault:
    """Where quotes cannot be understood: the row at which a strict reading stops."""
    reader, begun = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True), 1
    try:
        for _ in reader:
            begun = reader.line_num + 1
    except csv.Error:
        pass
    return _stray_quote(begun)


def _stray_quote(row: int) -> Fault:
    problem = "a quote opens a text that is not closed as it should be"
    return Fault(problem, "Double the quotes within a text, or remove the stray one.", rows=(row,), rule=QUOTES)


def of_width(
    lines: list[Line], names: list[str], spans: Mapping[int, int], last: int
) -> tuple[list[Line], list[Fault]]:
    """The rows with as many fields as there are headings, and the others; empty fields beyond count for nothing."""
    needed = max((place + 1 for place, name in enumerate(names) if name), default=0)
    short = [line for line in lines if len(line[1]) < needed and not all(map(is_blank, line[1]))]
    long = [line for line in lines if not all(map(is_blank, line[1][len(names) :]))]
    told = {number for number, _ in [*short, *long]}
    faults = [_swallowing(tuple(number for number in sorted(told) if number in spans))]
    short, long = ([line for line in lines if line[0] not in spans] for lines in (short, long))
    if short and short[-1][0] == last:
        number, cells = short.pop()
        problem = f"the last row has {len(cells)} of {needed} fields; the file may be cut off"
        faults.append(Fault(problem, "Draw it again, whole.", rows=(number,), rule=FIELDS))
    if short:
        problem = "rows have fewer fields than its header"
        faults.append(Fault(problem, "Write all fields of a row.", rows=_numbers(short), rule=FIELDS))
    if long:
        problem = "rows have more fields than its header"
        remedy = "Quote the fields that hold the delimiter, or add the heading that is missing."
        faults.append(Fault(problem, remedy, rows=_numbers(long), rule=FIELDS))
    sound = [(number, cells[: len(names)]) for number, cells in lines if number not in told]
    return sound, [fault for fault in faults if fault.rows]


def _numbers(lines: list[Line]) -> tuple[int, ...]:
    return tuple(number for number, _ in lines)


def swallowing_rows(
    lines: list[Line], spans: Mapping[int, int], names: list[str], known: tuple[str, ...], delimiter: str
) -> Iterator[Fault]:
    """Texts that hold line breaks: in a column of the table none may; in another none that holds whole rows."""
    used, fewest = {name.casefold() for name in known}, len(names) - 1
    found: dict[str, list[int]] = {}
    for number, cells in (line for line in lines if line[0] in spans):
        for name, cell in zip(names, cells, strict=False):
            if "\n" in cell and (name.casefold() in used or cell.count(delimiter) >= fewest):
                found.setdefault(name, []).append(number)
    for name, numbers in found.items():
        yield _swallowing(tuple(numbers), column=name)


def _swallowing(rows: tuple[int, ...], column: str = "") -> Fault:
    problem = "holds line breaks: a stray quote may have swallowed rows"
    return Fault(problem, "Remove the quote, or the line breaks within the text.", column, rows, SWALLOWED)
