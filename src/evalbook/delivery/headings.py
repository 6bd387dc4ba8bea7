"""Headings and rows of a grid of cells: where the table begins, what has no heading, what is no row of it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from evalbook.delivery.contents import over
from evalbook.delivery.written import ABOVE, TOTALS, Fault, Line, UnreadableFile, Written, letters
from evalbook.limits import limits

LOOKED_AT = 20  # rows from the top, among which the headings are looked for
TOTAL = re.compile(r"\s*((eind|sub|grand )?(totaal|totalen|totals?)([ :].*)?|(som|sum):?)\s*", re.IGNORECASE)
NO_HEADINGS = UnreadableFile("holds no headings", "Give it a row of headings, and rows below it if there are any.")
LONGEST_TOTAL = 200  # signs
TOTAL_PARTS = tuple(way(word) for word in ("ota", "som", "sum") for way in (str, str.upper, str.title))
COUNTING = Fault("a first column without a heading counts the rows", "It is passed over.", severity="warning")


def is_blank(cell: object) -> bool:
    """Whether a cell holds nothing, or nothing but white space."""
    return (
        cell is None or cell is pd.NA or cell != cell or (isinstance(cell, str) and not cell.strip("\ufeff \t\xa0\r\n"))
    )


def heading_text(cell: object) -> str:
    """A heading as a name: no white space or byte-order mark around it."""
    return "" if is_blank(cell) else unicodedata.normalize("NFC", str(cell).strip("\ufeff \t\xa0\r\n"))


def heading_at(lines: Sequence[Line], known: Collection[str]) -> int:
    """The place of the row of headings: the one with most known names, among the first rows; of these the first."""
    filled = [place for place, (_, cells) in enumerate(lines[:LOOKED_AT]) if not all(map(is_blank, cells))]
    if not filled:
        raise NO_HEADINGS
    names = {name.casefold() for name in known}
    found = {place: sum(heading_text(cell).casefold() in names for cell in lines[place][1]) for place in filled}
    return max(filled, key=lambda place: found[place])  # the first of the best


def table_below(lines: Sequence[Line], at: int, *, lettered: bool) -> Written:
    """The table whose headings stand at a place of `lines`; `lettered`: its columns are called A, B, C.

    Rows without a value are passed over and counted; rows above the headings, columns without a heading and rows of
    totals are named.
    """
    width = max(len(cells) for _, cells in lines[at:])
    check_size("columns", width)
    names = [heading_text(cell) for cell in lines[at][1]] + [""] * (width - len(lines[at][1]))
    below = [(number, cells) for number, cells in lines[at + 1 :] if not all(map(is_blank, cells))]
    columns = [[cells[place] if place < len(cells) else None for _, cells in below] for place in range(width)]
    called = [name or f"column {letters(place) if lettered else place + 1}" for place, name in enumerate(names)]
    empty = {place for place, name in enumerate(names) if not name and all(map(is_blank, columns[place]))}
    index = {0} - empty if not names[0] and counts(columns[0]) else set()
    kept = [
        pd.Series(columns[place], name=name, dtype=object)
        for place, name in enumerate(called)
        if place not in empty | index
    ]
    in_file = len(lines) - at - 1
    return without_totals(
        Written(
            pd.concat(kept, axis=1),
            np.array([number for number, _ in below], int),
            in_file=in_file,
            empty_rows=in_file - len(below),
            faults=(*_above(lines[:at]), *([COUNTING] if index else [])),
            passed_over=tuple(f"{called[place]} (no heading)" for place in sorted(empty | index)),
        )
    )


def check_size(of: str, number: int) -> None:
    """Raises UnreadableFile for a table of more `rows` or `columns` than the limits allow."""
    if number > getattr(limits(), of):
        raise over(of, f"has {number} {of}", f"Give the {of} of the table only.")


def _above(lines: Sequence[Line]) -> list[Fault]:
    numbers = tuple(number for number, cells in lines if not all(map(is_blank, cells)))
    if not numbers:
        return []
    return [Fault("rows above the headings", "They are passed over.", rows=numbers, rule=ABOVE, severity="warning")]


def counts(cells: list) -> bool:
    """Whether a column holds 0, 1, 2 and so on, or 1, 2, 3."""
    try:
        numbers = [float(cell) for cell in cells]
    except (TypeError, ValueError):
        return False
    return any(numbers == [start + at for at in range(len(numbers))] for start in (0.0, 1.0))


def without_empty(written: Written) -> Written:
    """The table without rows in which nothing stands: what a spreadsheet or a merge of files leaves behind."""
    rows = written.rows
    empty = np.ones(len(rows), bool)
    for place in sorted(range(rows.shape[1]), key=lambda place: _distinct(rows.iloc[:, place])):
        empty &= _blanks(rows.iloc[:, place])
        if not empty.any():
            return written
    kept = rows[~empty].reset_index(drop=True)
    empty_rows = written.empty_rows + int(empty.sum())
    return replace(written, rows=kept, numbers=written.numbers[~empty], empty_rows=empty_rows)


def _distinct(cells: pd.Series) -> int:
    """In how many texts one that is blank is to be looked for."""
    return len(cells.cat.categories) if isinstance(cells.dtype, pd.CategoricalDtype) else len(cells)


def _blanks(cells: pd.Series) -> np.ndarray:
    """Where a column holds nothing, each text looked at once."""
    blank = cells.isna().to_numpy()
    if isinstance(cells.dtype, pd.CategoricalDtype):
        texts = cells.cat.categories
        places = [at for at, value in enumerate(texts) if isinstance(value, str) and (not value or value.isspace())]
        return blank | cells.cat.codes.isin(places).to_numpy() if places else blank
    if cells.dtype != object:
        return blank
    return blank | np.fromiter((isinstance(value, str) and not value.strip() for value in cells), bool, len(cells))


def without_totals(written: Written) -> Written:
    """The table without rows that begin with a word for a total, which are a fault."""
    rows = written.rows
    words = pd.Series(False, rows.index)
    for name in dict.fromkeys(rows.columns):
        words |= _total_words(rows[name] if isinstance(rows[name], pd.Series) else rows[name].iloc[:, 0])
    candidates = np.flatnonzero(words)
    cells = rows.iloc[candidates].astype(object).to_numpy()
    places = [place for place, row in zip(candidates, cells, strict=True) if _begins_with_total(row)]
    if not places:
        return written
    numbers = tuple(int(written.numbers[place]) for place in places)
    fault = Fault(
        "looks like a row of totals",
        "Remove it, or leave it out (`leave_out`): a sum is no row.",
        rows=numbers,
        rule=TOTALS,
    )
    kept = np.setdiff1d(np.arange(len(rows)), places)
    kept_rows = rows.iloc[kept].reset_index(drop=True)
    return replace(written, rows=kept_rows, numbers=written.numbers[kept], faults=(*written.faults, fault))


def _total_words(cells: pd.Series) -> pd.Series:
    """Where a column holds a word for a total, each distinct value looked at once."""
    if cells.dtype != object and not isinstance(cells.dtype, pd.CategoricalDtype):
        return pd.Series(False, cells.index)
    distinct = cells.cat.categories if isinstance(cells.dtype, pd.CategoricalDtype) else pd.unique(cells)
    together = _below_each_other(distinct)  # one pass over a million texts, most often without a find
    if not any(word in together for word in TOTAL_PARTS):
        return pd.Series(False, cells.index)
    found = [value for value in distinct if isinstance(value, str) and _is_total(value)]
    return cells.isin(found) if found else pd.Series(False, cells.index)


def _below_each_other(values: Iterable[object]) -> str:
    """The texts among some values, a line each."""
    try:
        return "\n".join(values)
    except TypeError:  # other values too
        return "\n".join(value for value in values if isinstance(value, str))


def _begins_with_total(row: np.ndarray) -> bool:
    first = next((cell for cell in row if not is_blank(cell)), "")
    return isinstance(first, str) and _is_total(first)


def _is_total(text: str) -> bool:
    return len(text) <= LONGEST_TOTAL and bool(TOTAL.fullmatch(text))
