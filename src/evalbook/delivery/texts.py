"""Files of text: CSV as Dutch systems, statistics packages and Excel write it, and what is wrong with its shape."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

import numpy as np
import pyarrow
import pyarrow.csv

from evalbook.delivery.contents import over
from evalbook.delivery.headings import (
    Line,
    check_rows,
    heading_at,
    heading_text,
    is_blank,
    table_below,
    without_empty,
    without_totals,
)
from evalbook.delivery.written import FIELDS, QUOTES, Fault, UnreadableFile, Written
from evalbook.limits import limits

DELIMITERS = (",", ";", "\t", "|")
MARKS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
SEPARATOR = re.compile(r'"?sep=(.)"?[;,\t|]*\n', re.IGNORECASE)  # the first line by which Excel is told the delimiter
UTF8_IN_CP1252 = re.compile("[ÃÂ][\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]")
HEADING_LINES = 20
SWALLOWED = "swallowed"  # the rule of rows in which others may stand; they cannot be left out
RETURN, LINE = b"\r", b"\n"


def read_text(content: bytes, *, known: tuple[str, ...], writing: Mapping[str, str], tabs: bool) -> Written:
    """The rows of a file of text. `known`: headings that tell the delimiter; `tabs`: its ending says that it has tabs.

    Raises UnreadableFile.
    """
    _check_lines(content)
    csv.field_size_limit(limits().line_bytes)  # a bound on what one stray quote may swallow
    text, encoding = decoded(content, writing.get("encoding", ""))
    check_rows(text.count("\n") or text.count("\r"))
    text = text.replace("\r\n", "\n").replace("\r", "\n").rstrip("\x1a")
    announced = SEPARATOR.match(text)
    above = 1 if announced else 0
    text = text[announced.end() :] if announced else text
    delimiter = writing.get("delimiter") or (announced[1] if announced else "\t" if tabs else delimiter_of(text, known))
    written = _plain(text, delimiter, known)
    written = _mended(text, delimiter, known) if written is None else written
    written = _by_row(text, delimiter, known) if written is None else written
    detected = {"format": "CSV", "encoding": encoding, "delimiter": delimiter.replace("\t", "tab")}
    detected |= {} if text.endswith("\n") else {"end": "last line not ended"}
    faults = [replace(fault, rows=tuple(row + above for row in fault.rows)) for fault in written.faults]
    faults += list(_endings(text, delimiter)) + list(_mixed(text, encoding))
    return replace(written, numbers=written.numbers + above, detected=detected, faults=tuple(faults))


def _check_lines(content: bytes) -> None:
    """Raises UnreadableFile for a file with a line longer than the limit twice; some over it once are found too."""
    most = limits().line_bytes
    for at in range(0, len(content) - most + 1, most):
        if content.find(LINE, at, at + most) < 0 and content.find(RETURN, at, at + most) < 0:
            raise over("line_bytes", "has a line of so many bytes", "Give the table as text, a row a line.")


def decoded(content: bytes, named: str = "") -> tuple[str, str]:
    """A text and its encoding: the named one, else what its mark says, UTF-8, or cp1252. Raises UnreadableFile."""
    marked = next((encoding for mark, encoding in MARKS.items() if content.startswith(mark)), "")
    for encoding in [marked] if marked else [named] if named else ["utf-8", "cp1252"]:
        try:
            text = content.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
        if "\0" not in text:
            return text.removeprefix("\ufeff"), "utf-8 with BOM" if encoding == "utf-8-sig" else encoding
    remedy = "Save it as UTF-8, or name its encoding under `csv: encoding`."
    raise UnreadableFile(f"the file is not text in {named or 'UTF-8 or cp1252'}", remedy)


def _mixed(text: str, encoding: str) -> Iterator[Fault]:
    if UTF8_IN_CP1252.search(text):
        two, twice = "has letters in UTF-8 and others in cp1252", "has letters that were encoded twice"
        remedy = "Save all of it in one encoding."
        yield Fault(two if encoding == "cp1252" else twice, remedy, severity="warning")
    if "\ufffd" in text:
        yield Fault("has letters that were lost in a conversion", "Draw it again as UTF-8.", severity="warning")


def _endings(text: str, delimiter: str) -> Iterator[Fault]:
    """A last line that ends in an empty field and in no line break may be half a line."""
    if text.endswith(delimiter):
        problem = "the last line is not ended, and its last field is empty: the file may be cut off"
        yield Fault(problem, "Look whether it is whole.", severity="warning")


def delimiter_of(text: str, known: tuple[str, ...]) -> str:
    """The sign that splits one of the first lines into most of the names that the table should have."""
    names = {name.casefold() for name in known}
    lines = text.split("\n", HEADING_LINES)[:HEADING_LINES]

    def found(delimiter: str) -> tuple[int, int]:
        fields = [{name.strip().strip('"').casefold() for name in line.split(delimiter)} for line in lines]
        return max(len(each & names) for each in fields), lines[0].count(delimiter)

    return max(DELIMITERS, key=found)


def _plain(text: str, delimiter: str, known: tuple[str, ...], *, mended: bool = False) -> Written | None:
    """The rows of a file of regular shape, columns as categories; None where anything is out of the ordinary.

    A third of the time that reading row by row takes, most of which is for the many texts that repeat.
    """
    quoted = '"' in text
    first = text.partition("\n")[0]
    names = [heading_text(name.strip('"')) for name in first.split(delimiter)]
    regular = len(set(names)) == len(names) and all(names) and not {*names}.isdisjoint(known)
    if not regular or (quoted and not mended and not _quotes_regularly(text, delimiter)):
        return None
    texts = dict.fromkeys(names, pyarrow.dictionary(pyarrow.int32(), pyarrow.string()))
    try:
        rows = pyarrow.csv.read_csv(
            pyarrow.py_buffer(text.encode()),
            read_options=pyarrow.csv.ReadOptions(column_names=names, skip_rows=1, use_threads=False),
            parse_options=pyarrow.csv.ParseOptions(delimiter=delimiter, quote_char='"' if quoted else False),
            convert_options=pyarrow.csv.ConvertOptions(column_types=texts),
        )
    except (pyarrow.ArrowException, UnicodeEncodeError):  # rows that are longer or shorter than the header
        return None
    frame = rows.unify_dictionaries().to_pandas(use_threads=False)
    numbers = _line_numbers(text) if "\n\n" in text else np.arange(len(frame)) + 2
    if len(numbers) != len(frame):
        return None
    in_file = text.count("\n") + (not text.endswith("\n")) - 1
    written = Written(frame, numbers, in_file=in_file, empty_rows=in_file - len(frame))
    return without_totals(without_empty(written))


def _mended(text: str, delimiter: str, known: tuple[str, ...]) -> Written | None:
    """The rows of a file whose headings are regular and some rows are not; None where the headings are not either.

    Only the odd rows are looked at one by one; the others are read as `_plain` reads them, with empty lines in the
    place of what is no row. As `_by_row`, in half the time and a third of the memory.
    """
    lines = text.removesuffix("\n").split("\n")
    names = [heading_text(name.strip('"')) for name in lines[0].split(delimiter)]
    regular = len(set(names)) == len(names) and all(names) and not {*names}.isdisjoint(known)
    if not regular or lines[0].count('"') % 2 or delimiter in '" ':
        return None
    odd, spans, stray = _odd(lines, delimiter, len(names), ended=text.endswith("\n"))
    sound, wrong = _of_width(odd, names, spans, last=len(lines))
    swallowed = list(_swallowed(sound, spans, names, known, delimiter))
    for number, _ in odd:
        lines[number - 1 : number - 1 + spans.get(number, 1)] = [""] * spans.get(number, 1)
    for number, cells in sound:
        if not all(map(is_blank, cells)):
            lines[number - 1] = _canonical([*cells, *[""] * (len(names) - len(cells))], delimiter)
    written = _plain("\n".join(lines) + "\n", delimiter, known, mended=True)
    if written is None:
        return None
    told = len({row for fault in wrong for row in fault.rows})
    within = sum(span - 1 for span in spans.values())
    counted = sum(spans[row] - 1 for fault in (*wrong, *swallowed) if fault.rule == SWALLOWED for row in fault.rows)
    in_file = written.in_file - within + counted
    empty_rows = written.empty_rows - within - told
    return replace(
        written, in_file=in_file, empty_rows=empty_rows, faults=(*stray, *wrong, *swallowed, *written.faults)
    )


def _odd(
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


def _canonical(cells: list[str], delimiter: str) -> str:
    """A row on one line; its line breaks, which have been told of, are spaces."""
    plain = (" ".join(cell.split("\n")) for cell in cells)
    return delimiter.join(
        '"' + cell.replace('"', '""') + '"' if delimiter in cell or '"' in cell else cell for cell in plain
    )


def _line_numbers(text: str) -> np.ndarray:
    """The numbers of the lines below the first that are not blank, which are passed over."""
    lengths = np.fromiter(map(len, text.split("\n")), int)
    return np.flatnonzero(lengths[1:]) + 2


def _quotes_regularly(text: str, delimiter: str) -> bool:
    """Whether each quote stands at a field's border and each field ends on its line."""
    body = text.removesuffix("\n")
    opening = body.count(delimiter + '"') + body.count('\n"') + body.startswith('"')
    closing = body.count('"' + delimiter) + body.count('"\n') + body.endswith('"')
    if opening != closing or opening + closing != body.count('"'):
        return False
    return all(line.count('"') % 2 == 0 for line in body.split("\n"))


def _by_row(text: str, delimiter: str, known: tuple[str, ...]) -> Written:
    """The rows read one at a time, with all that is wrong with their shape."""
    try:
        lines, spans, ends = _lines(text, delimiter, strict=True)
        faults = []
    except csv.Error:
        lines, spans, ends = _lines(text, delimiter, strict=False)
        faults = [_stray(text, delimiter)]
    if not text:
        raise UnreadableFile("the file is empty", "Give it a header, and rows if there are any.")
    at = heading_at(lines, known)
    names = [heading_text(cell) for cell in lines[at][1]]
    below = lines[at + 1 :]
    sound, wrong = _of_width(below, names, spans, last=ends[0])
    faults += [*wrong, *_swallowed(sound, spans, names, known, delimiter)]
    blank = ends[1] - lines[at][0] + 1 - sum(spans.get(number, 1) for number, _ in lines[at:])
    written = table_below([*lines[: at + 1], *sound], at, lettered=False)
    apart = len({row for fault in wrong for row in fault.rows})
    swallowed = sum(spans[row] - 1 for fault in faults if fault.rule == SWALLOWED for row in fault.rows)
    in_file = written.in_file + blank + apart + swallowed
    counted = {"in_file": in_file, "empty_rows": written.empty_rows + blank}
    return replace(written, faults=(*faults, *written.faults), **counted)


def _lines(text: str, delimiter: str, *, strict: bool) -> tuple[list[Line], dict[int, int], tuple[int, int]]:
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


def _stray(text: str, delimiter: str) -> Fault:
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


def _of_width(
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


def _swallowed(
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
