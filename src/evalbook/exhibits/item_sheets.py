"""An item of a release as the sheets of a spreadsheet: the table as it is shown, all its numbers, what they mean."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from math import isnan

from evalbook.contract.catalogue import DECLARED
from evalbook.contract.results import COLUMNS, KEY, PERCENTAGES
from evalbook.exhibits.exhibit import Exhibit, caption, note_texts, symbol_notes
from evalbook.exhibits.expressions import base_of
from evalbook.exhibits.grids import Base, Found, Grid, RowGroup, grid_of
from evalbook.exhibits.markup import few_text
from evalbook.exhibits.preview import preview
from evalbook.exhibits.tables import own_notes
from evalbook.release.lookup import Gap, Number, is_few, number_of
from evalbook.release.release import Release
from evalbook.typed import readable
from evalbook.words.labels import DECIMALS, day_text, heading, in_percent, label, on_scale, reason_text, unit_text
from evalbook.words.layouts import table_layouts

PLAIN, BOLD, WRAPPED = "plain", "bold", "wrapped"
DAYS_BEFORE = date(1899, 12, 30)  # day 0 of a spreadsheet
NARROW, WIDE, TEXT = 13, 34, 110  # widths of columns, in signs
CODED = ("period", "benefit", "row", "column", "statistic")
EMPHASIS = re.compile(r"\*+|\\(?=\W)")


@dataclass(frozen=True)
class Cell:
    """A text in a style, or a number with the format that it is shown in; `across` so many columns."""

    says: str | float = ""
    style: str = PLAIN
    format: str = ""
    across: int = 1


@dataclass(frozen=True)
class Sheet:
    name: str
    rows: tuple[tuple[Cell, ...], ...]
    widths: tuple[int, ...]


def sheets_of(release: Release, item: str, *, language: str) -> list[Sheet]:
    """The sheets of an item, of a table the table first; a table that an edition has not has its numbers only."""
    exhibit = Exhibit(release, item, language)
    grid = grid_of(exhibit) if item in table_layouts() else Grid((), ())
    shown = [_table_sheet(exhibit, grid)] if grid.groups else []
    return [*shown, _data_sheet(exhibit), _about_sheet(exhibit, grid)]


def title_of(release: Release, item: str, *, language: str) -> str:
    """What the file is called: the item, its edition and the date to which it goes."""
    exhibit = Exhibit(release, item, language)
    return f"{_plain(caption(exhibit))} {_edition(exhibit)}"


def _table_sheet(exhibit: Exhibit, grid: Grid) -> Sheet:
    rows = [*_introduction(exhibit), (), *_heads(exhibit, grid)]
    rows += [row for group in grid.groups for row in _group(exhibit, group)]
    notes = [(Cell(text),) for text in _notes(exhibit, grid)]
    return Sheet(exhibit.words.sheets["table"], (*rows, (), *notes), (WIDE, *[NARROW] * len(grid.columns)))


def _introduction(exhibit: Exhibit) -> list[tuple[Cell, ...]]:
    return [(Cell(_plain(caption(exhibit))),), (Cell(_edition(exhibit)),)]


def _edition(exhibit: Exhibit) -> str:
    edition = exhibit.release.edition
    day = day_text(exhibit.words, edition.reference_date)
    return exhibit.words.sheets["edition"].format(title=readable(edition.title_in(exhibit.language)), date=day)


def _heads(exhibit: Exhibit, grid: Grid) -> Iterator[tuple[Cell, ...]]:
    if any(column.group for column in grid.columns):
        yield (Cell(), *_over(grid))
    yield (Cell(heading(exhibit.own.row_head), BOLD), *(Cell(heading(column.head), BOLD) for column in grid.columns))


def _over(grid: Grid) -> Iterator[Cell]:
    """A cell over all columns of a group, and nothing in the places that it covers."""
    for at in dict.fromkeys(column.at for column in grid.columns):
        own = [column for column in grid.columns if column.at == at]
        yield Cell(own[0].group, BOLD, across=len(own))
        yield from [Cell()] * (len(own) - 1)


def _group(exhibit: Exhibit, group: RowGroup) -> Iterator[tuple[Cell, ...]]:
    if group.title:
        yield (Cell(group.title, BOLD),)
    for row in group.rows:
        yield (Cell(row.head), *(_cell(exhibit, found) for found in row.found))
    if group.bases:
        yield (Cell(heading(exhibit.sentence("base_row"))), *(_base(exhibit, base) for base in group.bases))


def _base(exhibit: Exhibit, base: Base) -> Cell:
    return Cell() if base is None else _cell(exhibit, base)


def _cell(exhibit: Exhibit, found: Found) -> Cell:
    """A number as a number, else the sign of what is withheld or missing."""
    if isinstance(found, Number):
        return numbered(exhibit, found, found.value)
    if is_few(found):
        return Cell(few_text(exhibit.words, found, form="few_cell"))
    return Cell(exhibit.words.formats["withheld" if found.reason == "withheld" else "missing"])


def numbered(exhibit: Exhibit, number: Number, value: float) -> Cell:
    """A value in the unit of a number and with its decimals: a percentage as a part of one, a day as a day."""
    if isnan(value):
        return Cell()
    if number.form == "given_day":
        day = date(int(value) // 10000, int(value) // 100 % 100, int(value) % 100)
        return Cell(float((day - DAYS_BEFORE).days), format="d mmmm yyyy")
    decimals = DECIMALS.get(number.form, 0) if number.decimals is None else number.decimals
    digits = "0.000" if number.form == "p_value" else "#,##0" + f".{'0' * decimals}".rstrip(".")
    if number.form in (*PERCENTAGES, "mean_percent"):
        return Cell(in_percent(value, number.form) / 100, format=digits.replace("#,##", "") + "%")
    before, _, after = unit_text(exhibit.words, number.form).partition("{}")
    return Cell(float(on_scale(value, number.form)), format="".join([_quoted(before), digits, _quoted(after)]))


def _quoted(text: str) -> str:
    return f'"{text}"' if text else ""


def _data_sheet(exhibit: Exhibit) -> Sheet:
    said = exhibit.words.sheets
    heads = tuple(Cell(said[name], BOLD) for name in (*CODED, "value", "ci_low", "ci_high", "base", "withheld", "key"))
    rows = (_data_row(exhibit, key, row) for key, row in exhibit.rows.items())
    widths = (*[WIDE // 2] * 2, *[WIDE] * 2, *[NARROW + 5] * 5, WIDE, WIDE)
    return Sheet(said["data"], (heads, *rows), widths)


def _data_row(exhibit: Exhibit, key: str, row: tuple) -> tuple[Cell, ...]:
    """A row of the file of the item: its codes in words, its number as one, or why it is not told."""
    names = [Cell(_called(exhibit, field, getattr(row, field))) for field in CODED]
    if row.withheld:
        why = heading(reason_text(exhibit.words, "withheld", row.withheld, rules=exhibit.release.rules))
        return (*names, *[Cell()] * 4, Cell(why), Cell(key))
    number = number_of(exhibit.release, key, row)
    values = [numbered(exhibit, number, value) for value in (number.value, number.low, number.high)]
    base = Cell() if isnan(number.base) else numbered(exhibit, base_of(number), number.base)
    return (*names, *values, base, Cell(), Cell(key))


def _called(exhibit: Exhibit, field: str, code: str) -> str:
    if code == "survival" and DECLARED[exhibit.of].complement:
        return exhibit.words.sheets["not_yet"]
    return heading(label(exhibit.words, field, code, item=exhibit.of)) if code else ""


def _about_sheet(exhibit: Exhibit, grid: Grid) -> Sheet:
    said = exhibit.words.sheets
    meanings = [f"{said[name]}: {exhibit.words.columns[name]}." for name in COLUMNS if name != KEY[0]]
    lines = [_plain(caption(exhibit)), _edition(exhibit), *_notes(exhibit, grid), said["columns"], *meanings]
    return Sheet(said["about"], tuple((Cell(line, WRAPPED),) for line in lines), (TEXT,))


def _notes(exhibit: Exhibit, grid: Grid) -> list[str]:
    """What stands below the table or figure, and what its signs mean, a line each."""
    own = own_notes(exhibit, grid) if grid.groups else _signs(exhibit)
    return [_plain(text) for text in note_texts(exhibit, *own) if text]


def _signs(exhibit: Exhibit) -> list[str]:
    gaps = [Gap(exhibit.of, "withheld", key, row.withheld) for key, row in exhibit.rows.items() if row.withheld]
    return symbol_notes(exhibit, gaps)


def _plain(markdown: str) -> str:
    """A text without what marks words in it."""
    return " ".join(html.unescape(EMPHASIS.sub("", preview(markdown))).split())
