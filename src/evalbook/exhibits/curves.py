"""What is shown of a curve: its months, its end and its peak."""

from __future__ import annotations

from collections.abc import Mapping

from evalbook.release.lookup import Number, find, key_of, rows_of
from evalbook.release.release import Release
from evalbook.suggestions import nearest
from evalbook.words.layouts import Codes, FigureLayout, figure_layouts


def figure_layout(item: str) -> FigureLayout:
    """The layout of a figure; ValueError when there is none."""
    layouts = figure_layouts()
    if item not in layouts:
        raise ValueError(f"there is no figure {item!r}.{nearest(item, tuple(layouts))}")
    return layouts[item]


def curve(release: Release, item: str, codes: Codes, *, rows: Mapping[str, tuple] | None = None) -> list[Number]:
    """The months of a curve that are shown, in order: released, and with at least 30 persons followed.

    `codes` are those of the series (period, benefit, row); a month that is withheld is not in it.
    """
    rows = rows_of(release, figure_layout(item).of or item) if rows is None else rows
    months = sorted({int(row.column) for row in rows.values() if row.column.isdigit()})
    keys = [key_in(item, codes, month) for month in months]
    found = [find(release, key, rows) for key in keys if key in rows]
    return [each for each in found if isinstance(each, Number)]


def key_in(item: str, codes: Codes, month: int) -> str:
    """The key of a month of a curve."""
    layout = figure_layout(item)
    return key_of(layout.of or item, layout.fixed, codes, {"column": str(month)})


def last(release: Release, item: str, **codes: str) -> str:
    """The key of the last month that is shown of a curve; of month 0 where none is (it then says why)."""
    shown = curve(release, item, codes)
    return shown[-1].expression if shown else key_in(item, codes, 0)


def peak(release: Release, item: str, **codes: str) -> str:
    """The key of the first month in which a curve, as its figure shows it, is highest."""
    shown = curve(release, item, codes)
    sign = -1 if figure_layout(item).complement else 1
    highest = max(shown, key=lambda number: sign * number.value, default=None)
    return highest.expression if highest else key_in(item, codes, 0)
