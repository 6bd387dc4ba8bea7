"""How each table and figure is laid out: which keys of the result frame make its rows, columns and lines.

The layouts themselves are data: `table` or `figure` of an item's declaration.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from itertools import chain, product

from evalbook.contract.cases import Codes
from evalbook.contract.catalogue import DECLARED, Item
from evalbook.contract.classes import parts_of
from evalbook.contract.records import record
from evalbook.contract.results import COMPARED, KEY, OF_BOTH
from evalbook.contract.sides import sides
from evalbook.suggestions import nearest

YEARS = re.compile(r"(.*=)(\d{4})\.\.(\d{4})")
FORMS = ("curve", "inflow", "bars", "moves", "compared", "dots")
DIFFERENCES = "differences"
BLOCKS = ("row_groups", "rows", "column_groups", "columns", "panels", "series", "also")
MOST_NAMED = 12  # codes that an error names; more are not read
UNNAMED = {"period": "all", "benefit": "all", "row": "", "column": "", "statistic": ""}


@dataclass(frozen=True)
class TableLayout:
    """The codes of each row and column of a table, and of their groups; a cell's key is all of them together.

    Each group of rows has all rows, below its head, and each group of columns all columns.
    `also` are codes that no cell has but a sentence may; `intervals` puts a number's interval in its cell;
    of `open_rows` only those are shown of which the edition has something.
    """

    rows: tuple[Codes, ...]
    columns: tuple[Codes, ...]
    base_row: bool
    intervals: bool
    row_groups: tuple[Codes, ...] = ({},)
    column_groups: tuple[Codes, ...] = ({},)
    fixed: Codes = field(default_factory=dict)
    open_rows: bool = False
    also: tuple[Codes, ...] = ()

    @property
    def codes(self) -> tuple[Codes, ...]:
        return (self.fixed, *self.row_groups, *self.rows, *self.column_groups, *self.columns, *self.also)

    @property
    def cells(self) -> Iterator[Codes]:
        """The codes of each cell together, row by row."""
        for codes in product(self.row_groups, self.rows, self.column_groups, self.columns):
            yield dict(chain(self.fixed.items(), *(each.items() for each in codes)))


@dataclass(frozen=True)
class FigureLayout:
    """The codes of each panel and series of a figure, and the form that it is drawn in; `also` as in a table.

    `of` is the item whose numbers it draws, where it has none of its own; `complement`: it shows one minus these.
    """

    form: str
    series: tuple[Codes, ...]
    fixed: Codes
    panels: tuple[Codes, ...] = ({},)
    complement: bool = False
    classes: tuple[str, ...] = ()
    of: str = ""
    also: tuple[Codes, ...] = ()

    def __post_init__(self) -> None:
        if self.form not in FORMS:
            raise ValueError(f"no figure has the form {self.form!r}.{nearest(self.form, FORMS)}")

    @property
    def codes(self) -> tuple[Codes, ...]:
        return (self.fixed, *self.panels, *self.series, *({"row": code} for code in self.classes), *self.also)


@cache
def table_layouts() -> dict[str, TableLayout]:
    """The layout of each table, in the order of the declarations."""
    tables = {name: item.table for name, item in DECLARED.items() if item.table is not None}
    return {name: record(TableLayout, _expanded(table), where=f"{name}: table") for name, table in tables.items()}


@cache
def figure_layouts() -> dict[str, FigureLayout]:
    """The layout of each figure, in the order of the declarations."""
    figures = {name: item for name, item in DECLARED.items() if item.figure is not None}
    return {name: record(FigureLayout, _figure(item), where=f"{name}: figure") for name, item in figures.items()}


def _figure(item: Item) -> dict:
    return _expanded(item.figure) | {"complement": bool(item.complement), "of": item.draws}


def _expanded(layout: Mapping[str, object]) -> dict:
    return {**layout, **{key: expand(layout[key]) for key in BLOCKS if key in layout}}


def expand(blocks: Iterable[Mapping[str, str | list[str]]]) -> tuple[Codes, ...]:
    """One record of codes for each combination of a block's codes, block after block."""
    return tuple(chain.from_iterable(map(_combinations, blocks)))


def _combinations(block: Mapping[str, str | list[str]]) -> list[Codes]:
    listed = [codes if isinstance(codes, list) else [codes] for codes in block.values()]
    choices = [list(chain.from_iterable(map(_each_year, codes))) for codes in listed]
    return [dict(zip(block, chosen, strict=True)) for chosen in product(*choices)]


def _each_year(code: str) -> list[str]:
    """The codes that `start=2023..2040` stands for; any other stands for itself."""
    years = YEARS.fullmatch(str(code))
    if not years:
        return [code]
    return [f"{years[1]}{year}" for year in range(int(years[2]), int(years[3]) + 1)]


def varying(records: Iterable[Codes]) -> tuple[str, ...]:
    """The fields by which records differ, in the order in which they are written."""
    records = tuple(records)
    names = dict.fromkeys(name for each in records for name in each)
    return tuple(name for name in names if len({each.get(name) for each in records}) > 1)


def check_codes(codes: Codes) -> None:
    """Raises ValueError when a key's item has a layout in which one of its codes does not occur.

    The months of a curve are not checked: how far it reaches is up to the data. Of a difference the two numbers
    are checked that it is of.
    """
    if codes["item"] == DIFFERENCES:
        for side in sides(codes):
            check_codes(side | {"statistic": measure_of(codes)})
            own = DECLARED.get(side["item"])
            if own and codes["statistic"] == "difference" and not own.is_compared(side):
                raise ValueError(
                    f"{'/'.join(codes.values())}: its declaration makes no differences of {own.name} there."
                )
        return
    layout = layout_of(codes["item"])
    for name in UNNAMED if layout else ():
        known = {each.get(name, UNNAMED[name]) for each in layout.codes} | {UNNAMED[name]}
        if name == "row" and codes[name] in parts_of(codes["item"]):
            continue
        if codes[name] not in known and not (name == "column" and _is_month(layout, codes[name])):
            suggestion = nearest(codes[name], tuple(sorted(known))) or _named(known)
            raise ValueError(f"{'/'.join(codes[key] for key in KEY)}: no {name} {codes[name]!r}.{suggestion}")


def _named(known: set[str]) -> str:
    """The codes that there are, where they are few enough to read; '' else."""
    return f" There are {', '.join(map(repr, sorted(known - {''})))}." if 1 < len(known) <= MOST_NAMED else ""


def _is_month(layout: TableLayout | FigureLayout, code: str) -> bool:
    """Whether a code may be a month that the layout does not name: of a figure, or of a table of some months."""
    if isinstance(layout, FigureLayout):
        return True
    return code.isdigit() and any(codes.get("column", "").isdigit() for codes in layout.codes)


def layout_of(item: str) -> TableLayout | FigureLayout | None:
    """The layout of a table or figure; None of what has none."""
    return table_layouts().get(item) or figure_layouts().get(item)


def measure_of(difference: Codes) -> str:
    """The statistic of the two numbers that a difference is of; '' where there is no such item."""
    layout = layout_of(sides(difference)[0]["item"])
    shown = {codes.get("statistic") for codes in layout.codes} if layout else ()
    return next((statistic for statistic in (*COMPARED, *OF_BOTH) if statistic in shown), "")
