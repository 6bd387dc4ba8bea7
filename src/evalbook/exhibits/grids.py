"""A released table before it is written down: its numbers by groups of rows and columns, with what each is called."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from math import isnan

from evalbook.contract.cases import Codes
from evalbook.exhibits.exhibit import Exhibit, is_there
from evalbook.exhibits.expressions import base_of
from evalbook.release.lookup import Gap, Number
from evalbook.suggestions import nearest
from evalbook.words.labels import heading
from evalbook.words.layouts import TableLayout, table_layouts, varying

Found = Number | Gap
Base = Number | Gap | None  # of a column: what its numbers are shares or means of, that it is withheld, or nothing


@dataclass(frozen=True)
class Column:
    """A column with the number of its group; `group` is '' where the columns are in none."""

    head: str
    group: str = ""
    at: int = 0


@dataclass(frozen=True)
class Row:
    head: str
    found: tuple[Found, ...]


@dataclass(frozen=True)
class RowGroup:
    """Rows with the title above them ('' where rows are in no groups), and the base of each column, if it has one."""

    title: str
    rows: tuple[Row, ...]
    bases: tuple[Base, ...] = ()


@dataclass(frozen=True)
class Grid:
    """The groups of which the edition has anything; those of which it has nothing by title, and why."""

    columns: tuple[Column, ...]
    groups: tuple[RowGroup, ...]
    absent: tuple[str, ...] = ()
    why: Gap | None = None

    @property
    def cells(self) -> list[Found]:
        return [found for group in self.groups for row in group.rows for found in row.found]

    @property
    def numbers(self) -> list[Number]:
        return [found for found in self.cells if isinstance(found, Number)]

    @property
    def gaps(self) -> list[Gap]:
        return [found for found in self.cells if isinstance(found, Gap)]


def layout_of_table(item: str) -> TableLayout:
    """Raises ValueError, with the nearest name, on an item that is no table."""
    layouts = table_layouts()
    if item not in layouts:
        raise ValueError(f"there is no table {item!r}.{nearest(item, tuple(layouts))}")
    return layouts[item]


def grid_of(exhibit: Exhibit) -> Grid:
    """The table of an exhibit; without groups where the edition has nothing of it."""
    layout = layout_of_table(exhibit.item)
    columns = _columns(exhibit, layout)
    titles = _titles(exhibit, layout.row_groups)
    filled = [_row_group(exhibit, layout, *group) for group in zip(titles, layout.row_groups, strict=True)]
    there = [group for group in filled if is_there(_found([group]))]
    empty = [at for at, own in _by_group(columns) if not is_there(_of_columns(there, own))] if there else []
    kept = [at for at, column in enumerate(columns) if column.at not in empty]
    absent = [group for group in filled if group not in there]
    lost = [next(_of_columns(there, own)) for at, own in _by_group(columns) if at in empty]
    return Grid(
        tuple(columns[at] for at in kept),
        tuple(_with_bases(layout, _narrowed(group, kept)) for group in there),
        (*(group.title for group in absent), *(next(c.group for c in columns if c.at == at) for at in empty)),
        next(iter([*_found(absent), *lost]), None),
    )


def _columns(exhibit: Exhibit, layout: TableLayout) -> list[Column]:
    return [
        Column(exhibit.head(codes, varying(layout.columns)) or exhibit.own.y, title, at)
        for at, title in enumerate(_titles(exhibit, layout.column_groups))
        for codes in layout.columns
    ]


def _by_group(columns: Sequence[Column]) -> list[tuple[int, list[int]]]:
    """The places of the columns of each group."""
    groups = groupby(enumerate(columns), key=lambda each: each[1].at)
    return [(at, [place for place, _ in own]) for at, own in groups]


def _row_group(exhibit: Exhibit, layout: TableLayout, title: str, group: Codes) -> RowGroup:
    rows = [_row(exhibit, layout, group, codes) for codes in _shown_rows(exhibit, layout)]
    there = [row for row in rows if is_there(row.found)] if layout.open_rows else rows
    return RowGroup(title, tuple(there or rows))


def _row(exhibit: Exhibit, layout: TableLayout, group: Codes, codes: Codes) -> Row:
    fields = [field for field in varying(layout.rows) if field != "statistic"]
    columns = [(own, column) for own in layout.column_groups for column in layout.columns]
    found = (exhibit.find(layout.fixed, group, codes, own, column) for own, column in columns)
    return Row(heading(exhibit.head(codes, fields)), tuple(found))


def _shown_rows(exhibit: Exhibit, layout: TableLayout) -> list[Codes]:
    """The rows, a joined class once in place of its parts."""
    rows: list[Codes] = []
    for row in layout.rows:
        shown = row | {"row": exhibit.joined[row["row"]]} if row.get("row") in exhibit.joined else row
        rows += [] if shown in rows else [shown]
    return rows


def _titles(exhibit: Exhibit, groups: Sequence[Codes]) -> list[str]:
    """What sets each group apart from the others; of who is in all of them, the last of it."""
    fields = varying(groups)
    own = [[field for field in fields if group.get(field) != "all"] for group in groups]
    return [heading(exhibit.head(group, named or fields[-1:])) for group, named in zip(groups, own, strict=True)]


def _found(groups: Iterable[RowGroup]) -> list[Found]:
    return [found for group in groups for row in group.rows for found in row.found]


def _of_columns(groups: Iterable[RowGroup], columns: Sequence[int]) -> Iterable[Found]:
    return (row.found[at] for group in groups for row in group.rows for at in columns)


def _narrowed(group: RowGroup, kept: Sequence[int]) -> RowGroup:
    rows = tuple(Row(row.head, tuple(row.found[at] for at in kept)) for row in group.rows)
    return RowGroup(group.title, rows)


def _with_bases(layout: TableLayout, group: RowGroup) -> RowGroup:
    """With the base of each column, where no column has more than one."""
    columns = list(zip(*(row.found for row in group.rows), strict=True))
    bases = [_bases(column) for column in columns]
    if not layout.base_row or any(len(each) > 1 for each in bases) or not any(bases):
        return group
    found = (each[0] if each else _withheld(column) for each, column in zip(bases, columns, strict=True))
    return RowGroup(group.title, group.rows, tuple(found))


def _bases(column: Iterable[Found]) -> list[Number]:
    numbers = [found for found in column if isinstance(found, Number) and not isnan(found.base)]
    return list({number.base: base_of(number) for number in reversed(numbers)}.values())


def _withheld(column: Iterable[Found]) -> Gap | None:
    """That the numbers of a column without any are withheld."""
    return next((found for found in column if isinstance(found, Gap) and found.reason == "withheld"), None)
