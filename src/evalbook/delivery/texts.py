"""Files of text: CSV as Dutch systems, statistics packages and Excel write it, and what is wrong with its shape."""

from __future__ import annotations

import codecs
import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

import numpy as np
import pyarrow
import pyarrow.csv

from evalbook.delivery.contents import over
from evalbook.delivery.headings import (
    check_size,
    heading_at,
    heading_text,
    is_blank,
    table_below,
    without_empty,
    without_totals,
)
from evalbook.delivery.odd_rows import (
    SWALLOWED,
    odd_rows,
    of_width,
    on_one_line,
    rows_of,
    stray_quotes,
    swallowing_rows,
)
from evalbook.delivery.written import Fault, UnreadableFile, Written
from evalbook.limits import limits

DELIMITERS = (",", ";", "\t", "|")
MARKS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
SEPARATOR = re.compile(r'"?sep=(.)"?[;,\t|]*\n', re.IGNORECASE)  # the first line by which Excel is told the delimiter
UTF8_IN_CP1252 = re.compile("[ÃÂ][\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]")
HEADING_LINES = 20
RETURN, LINE = b"\r", b"\n"
AT_ONCE = 2**26  # bytes: with small blocks, whose codes are to be made one afterwards, it takes half as long again


def read_text(content: bytes, *, known: tuple[str, ...], writing: Mapping[str, str], tabs: bool) -> Written:
    """The rows of a file of text. `known`: headings that tell the delimiter; `tabs`: its ending says that it has tabs.

    Raises UnreadableFile.
    """
    _check_lines(content)
    csv.field_size_limit(limits().line_bytes)  # a bound on what one stray quote may swallow
    text, encoding = decoded(content, writing.get("encoding", ""))
    check_size("rows", text.count("\n") or text.count("\r"))
    text = text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text
    text = text.rstrip("\x1a")
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
    if text.isascii():
        return
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
    lines = _first_lines(text)

    def found(delimiter: str) -> tuple[int, int]:
        fields = [{name.strip().strip('"').casefold() for name in line.split(delimiter)} for line in lines]
        return max(len(each & names) for each in fields), lines[0].count(delimiter)

    return max(DELIMITERS, key=found)


def _first_lines(text: str, most: int = HEADING_LINES) -> list[str]:
    """The first lines of a text, of which the rest is not copied."""
    end = -1
    for _ in range(most):
        end = text.find("\n", end + 1)
        if end < 0:
            return text.split("\n")
    return text[:end].split("\n")


def _plain(text: str, delimiter: str, known: tuple[str, ...], *, mended: bool = False) -> Written | None:
    """The rows of a file of regular shape, columns as categories; None where anything is out of the ordinary.

    A third of the time that reading row by row takes, most of which is for the many texts that repeat.
    """
    quoted = '"' in text
    names = _regular_names(_first_lines(text, 1)[0], delimiter, known)
    if not names or (quoted and not mended and not _quotes_regularly(text, delimiter)):
        return None
    texts = dict.fromkeys(names, pyarrow.dictionary(pyarrow.int32(), pyarrow.string()))
    try:
        rows = pyarrow.csv.read_csv(
            pyarrow.py_buffer(text.encode()),
            read_options=pyarrow.csv.ReadOptions(
                column_names=names, skip_rows=1, use_threads=False, block_size=AT_ONCE
            ),
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
    names = _regular_names(lines[0], delimiter, known)
    if not names or delimiter in '" ' or not _splits_plainly(lines[0], delimiter):
        return None
    odd, spans, stray = odd_rows(lines, delimiter, len(names), ended=text.endswith("\n"))
    sound, wrong = of_width(odd, names, spans, last=len(lines))
    swallowed = list(swallowing_rows(sound, spans, names, known, delimiter))
    for number, _ in odd:
        lines[number - 1 : number - 1 + spans.get(number, 1)] = [""] * spans.get(number, 1)
    for number, cells in sound:
        if not all(map(is_blank, cells)):
            lines[number - 1] = on_one_line([*cells, *[""] * (len(names) - len(cells))], delimiter)
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


def _regular_names(line: str, delimiter: str, known: tuple[str, ...]) -> list[str]:
    """The headings on a line, each with a name of its own and one of them known; none where that is not so."""
    names = [heading_text(name.strip('"')) for name in line.split(delimiter)]
    return names if len(set(names)) == len(names) and all(names) and not {*names}.isdisjoint(known) else []


def _splits_plainly(line: str, delimiter: str) -> bool:
    """Whether quotes stand around whole fields only: none holds a quote, a delimiter or the end of the line."""
    cells = [cell.removeprefix('"').removesuffix('"') for cell in line.split(delimiter)]
    return line.count('"') % 2 == 0 and next(csv.reader([line], delimiter=delimiter), []) == cells


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
        lines, spans, ends = rows_of(text, delimiter, strict=True)
        faults = []
    except csv.Error:
        lines, spans, ends = rows_of(text, delimiter, strict=False)
        faults = [stray_quotes(text, delimiter)]
    if not text:
        raise UnreadableFile("the file is empty", "Give it a header, and rows if there are any.")
    at = heading_at(lines, known)
    names = [heading_text(cell) for cell in lines[at][1]]
    below = lines[at + 1 :]
    sound, wrong = of_width(below, names, spans, last=ends[0])
    faults += [*wrong, *swallowing_rows(sound, spans, names, known, delimiter)]
    blank = ends[1] - lines[at][0] + 1 - sum(spans.get(number, 1) for number, _ in lines[at:])
    written = table_below([*lines[: at + 1], *sound], at, lettered=False)
    apart = len({row for fault in wrong for row in fault.rows})
    swallowed = sum(spans[row] - 1 for fault in faults if fault.rule == SWALLOWED for row in fault.rows)
    in_file = written.in_file + blank + apart + swallowed
    counted = {"in_file": in_file, "empty_rows": written.empty_rows + blank}
    return replace(written, faults=(*faults, *written.faults), **counted)
