"""A released table as Markdown, laid out as its declaration says."""

from __future__ import annotations

from collections.abc import Callable
from math import isnan

from evalbook.contract.results import MEANS, PERCENTAGES
from evalbook.exhibits.exhibit import Exhibit, absence, caption, notes, symbol_notes
from evalbook.exhibits.grids import Base, Grid, RowGroup, grid_of, layout_of_table
from evalbook.exhibits.markup import cell, cell_with_interval, headed_table, marked, over
from evalbook.release.lookup import Number
from evalbook.release.release import Release
from evalbook.words.labels import anchor, heading, inside


def table(release: Release, item: str, *, language: str) -> str:
    """A table of the report with its notes; a sentence where it has no number.

    A group of rows or columns without any number is left out and the notes say so. A withheld number and one that
    does not exist have a symbol each, explained below the table; zero is shown as 0. Raises ValueError on an item
    that is no table and TypeError on anything but a Release.
    """
    exhibit = Exhibit(release, item, language)
    grid = grid_of(exhibit)
    if not grid.groups:
        return absence(exhibit, exhibit.why(grid.why))
    return "\n\n".join([_written(exhibit, grid), notes(exhibit, *own_notes(exhibit, grid))])


def own_notes(exhibit: Exhibit, grid: Grid) -> list[str]:
    """What a table leaves out, what its symbols mean, and where its intervals are."""
    return [*_absent_note(exhibit, grid), *symbol_notes(exhibit, grid.gaps), _file_note(exhibit, grid)]


def _written(exhibit: Exhibit, grid: Grid) -> str:
    show = cell_with_interval if layout_of_table(exhibit.item).intervals else cell
    heads = [f"{over(each.group)}, {each.head}" if each.group else heading(each.head) for each in grid.columns]
    rows = [line for group in grid.groups for line in _lines(exhibit, group, show, len(heads))]
    about = {"caption": caption(exhibit), "name": anchor(exhibit.item)}
    return headed_table([exhibit.own.row_head, *heads], rows, **about)


def _lines(exhibit: Exhibit, group: RowGroup, show: Callable, columns: int) -> list[list[str]]:
    """The rows of a group below its title, its bases last."""
    title = [[over(group.title), *[""] * columns]] if group.title else []
    rows = [[row.head, *(show(exhibit.words, found) for found in row.found)] for row in group.rows]
    bases = [base_text(exhibit, base) for base in group.bases]
    return [*title, *rows, *([[heading(exhibit.sentence("base_row")), *bases]] if bases else [])]


def base_text(exhibit: Exhibit, base: Base) -> str:
    """What stands for the base of a column: the number, that it is withheld, or nothing."""
    if isinstance(base, Number):
        return marked(exhibit.words, base)
    return exhibit.words.formats["withheld"] if base else ""


def _absent_note(exhibit: Exhibit, grid: Grid) -> list[str]:
    if not grid.absent:
        return []
    return [exhibit.sentence("no_part", parts="; ".join(map(inside, grid.absent)), reason=exhibit.why(grid.why))]


def _file_note(exhibit: Exhibit, grid: Grid) -> str:
    numbers = grid.numbers
    has_intervals = any(not isnan(number.low) for number in numbers)
    if all(isnan(number.base) for number in numbers):
        return ""
    if layout_of_table(exhibit.item).intervals:
        estimated = [number for number in numbers if number.value and number.form in (*PERCENTAGES, *MEANS)]
        in_all = not exhibit.release.protected or not any(isnan(number.low) for number in estimated)
        return exhibit.sentence("intervals_in_cells" if in_all else "intervals_in_some_cells")
    return exhibit.sentence("intervals_in_file" if has_intervals else "bases_in_file")
