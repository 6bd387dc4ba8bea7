"""A released table as Markdown, laid out as `layouts/tables.yaml` says."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import isnan

from evalbook.contract.results import MEANS, PERCENTAGES
from evalbook.exhibits.exhibit import Exhibit, absence, caption, is_there, notes, symbol_notes
from evalbook.exhibits.expressions import base_of
from evalbook.exhibits.markup import cell, cell_with_interval, headed_table, marked
from evalbook.release.lookup import Gap, Number
from evalbook.release.release import Release
from evalbook.suggestions import nearest
from evalbook.words.labels import anchor, heading
from evalbook.words.layouts import Codes, TableLayout, table_layouts, varying


@dataclass(frozen=True)
class Part:
    """A part of a table (a period, a benefit): the codes that it has of its own, its rows and their cells."""

    codes: Codes
    rows: tuple[Codes, ...]
    grid: list[list[Number | Gap]]

    @property
    def cells(self) -> list[Number | Gap]:
        return [found for line in self.grid for found in line]

    @property
    def gaps(self) -> list[Gap]:
        return [found for found in self.cells if isinstance(found, Gap)]


def table(release: Release, item: str, *, language: str) -> str:
    """A table of the report with its notes, each part a table of its own; a sentence where it has no number.

    A part without any number is left out and the notes say so. A withheld number and one that does not exist
    have a symbol each, explained below the table; zero is shown as 0. Raises ValueError on an
    item that is no table and TypeError on anything but a Release.
    """
    exhibit, layout = Exhibit(release, item, language), _layout(item)
    parts = [_part(exhibit, layout, codes) for codes in layout.parts]
    there = [part for part in parts if is_there(part.cells)]
    if not there:
        return absence(exhibit, exhibit.why(parts[0].gaps[0]))
    names = [item, *(_part_name(item, layout, part) for part in there[1:])]
    tables = [_part_table(exhibit, layout, part, name) for part, name in zip(there, names, strict=True)]
    return "\n\n".join([*tables, notes(exhibit, *_own_notes(exhibit, layout, parts, there))])


def _own_notes(exhibit: Exhibit, layout: TableLayout, parts: Sequence[Part], there: Sequence[Part]) -> list[str]:
    absent = [part for part in parts if part not in there]
    symbols = symbol_notes(exhibit, [gap for part in there for gap in part.gaps])
    return [*_absent_note(exhibit, layout, absent), *symbols, _file_note(exhibit, layout, there)]


def _layout(item: str) -> TableLayout:
    layouts = table_layouts()
    if item not in layouts:
        raise ValueError(f"there is no table {item!r}.{nearest(item, tuple(layouts))}")
    return layouts[item]


def _part(exhibit: Exhibit, layout: TableLayout, part: Codes) -> Part:
    rows = _rows(exhibit, layout)
    lines = [(row, [exhibit.find(layout.fixed, part, row, each) for each in layout.columns]) for row in rows]
    shown = [(row, line) for row, line in lines if is_there(line)] if layout.open_rows else lines
    rows, grid = zip(*(shown or lines), strict=True)
    return Part(part, rows, list(grid))


def _rows(exhibit: Exhibit, layout: TableLayout) -> list[Codes]:
    """The rows, a joined class once in place of its parts."""
    rows: list[Codes] = []
    for row in layout.rows:
        shown = row | {"row": exhibit.joined[row["row"]]} if row.get("row") in exhibit.joined else row
        rows += [] if shown in rows else [shown]
    return rows


def _part_name(item: str, layout: TableLayout, part: Part) -> str:
    own = [part.codes[field].replace("=", "_") for field in varying(layout.parts)]
    return "_".join([item, *(code for code in own if code != "all")]).lower()


def _part_table(exhibit: Exhibit, layout: TableLayout, part: Part, name: str) -> str:
    columns = [exhibit.head(codes, varying(layout.columns)) or exhibit.own.y for codes in layout.columns]
    fields = [field for field in varying(layout.rows) if field != "statistic"]
    heads = [exhibit.head(codes, fields) for codes in part.rows]
    show = cell_with_interval if layout.intervals else cell
    lines = [
        [heading(head), *(show(exhibit.words, found) for found in line)]
        for head, line in zip(heads, part.grid, strict=True)
    ]
    bases = _base_row(exhibit, part) if layout.base_row else []
    title = caption(exhibit, part=_title(exhibit, layout, part))
    return headed_table([exhibit.own.row_head, *columns], [*lines, *bases], caption=title, name=anchor(name))


def _title(exhibit: Exhibit, layout: TableLayout, part: Part) -> str:
    fields = [field for field in varying(layout.parts) if part.codes[field] != "all"]
    return exhibit.head(part.codes, fields)


def _base_row(exhibit: Exhibit, part: Part) -> list[list[str]]:
    """The base of each column, where no column has more than one."""
    columns = [_bases(column) for column in zip(*part.grid, strict=True)]
    if any(len(bases) > 1 for bases in columns) or not any(columns):
        return []
    texts = [
        "".join(marked(exhibit.words, base) for base in bases.values()) or _no_base(exhibit, column)
        for bases, column in zip(columns, zip(*part.grid, strict=True), strict=True)
    ]
    return [[heading(exhibit.sentence("base_row")), *texts]]


def _no_base(exhibit: Exhibit, column: Iterable[Number | Gap]) -> str:
    """What stands for the base of a column without numbers: nothing, or that they are withheld."""
    gaps = [found for found in column if isinstance(found, Gap)]
    return exhibit.words.formats["withheld"] if any(gap.reason == "withheld" for gap in gaps) else ""


def _bases(column: Iterable[Number | Gap]) -> dict[float, Number]:
    numbers = [found for found in column if isinstance(found, Number) and not isnan(found.base)]
    return {number.base: base_of(number) for number in reversed(numbers)}


def _absent_note(exhibit: Exhibit, layout: TableLayout, parts: Sequence[Part]) -> list[str]:
    if not parts:
        return []
    titles = "; ".join(_title(exhibit, layout, part) for part in parts)
    return [exhibit.sentence("no_part", parts=titles, reason=exhibit.why(parts[0].gaps[0]))]


def _file_note(exhibit: Exhibit, layout: TableLayout, parts: Sequence[Part]) -> str:
    numbers = [found for part in parts for found in part.cells if isinstance(found, Number)]
    has_intervals = any(not isnan(number.low) for number in numbers)
    if all(isnan(number.base) for number in numbers):
        return ""
    if layout.intervals:
        estimated = [number for number in numbers if number.value and number.form in (*PERCENTAGES, *MEANS)]
        in_all = not exhibit.release.protected or not any(isnan(number.low) for number in estimated)
        return exhibit.sentence("intervals_in_cells" if in_all else "intervals_in_some_cells")
    return exhibit.sentence("intervals_in_file" if has_intervals else "bases_in_file")
