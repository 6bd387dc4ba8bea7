"""The series of a figure: what there is of each group, position by position."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import isnan, nan

import numpy as np

from evalbook.contract.cases import KEY
from evalbook.exhibits.curves import curve, figure_layout
from evalbook.exhibits.exhibit import Exhibit
from evalbook.exhibits.expressions import complement_of, month_of
from evalbook.release.lookup import Gap, Number, fewest_followed, find, key_of
from evalbook.words.labels import heading
from evalbook.words.layouts import Codes, FigureLayout, varying

MONTHS_A_YEAR = 12
BANDS, COMPARABLE = "comparison_bands", "share_comparable"
MOST_NAMED_CLASSES = 15  # of more the axis is one of numbers, on which a class has its width


@dataclass(frozen=True)
class Series:
    """A line, or the bars of one colour: its panel, name and group, and what is found at each position.

    A position is a month since the start, a calendar month (counted from year 0) or the place of a class.
    """

    panel: str
    name: str
    group: str
    positions: tuple[int, ...]
    found: tuple[Number | Gap, ...]

    @property
    def numbers(self) -> list[Number]:
        return [each for each in self.found if isinstance(each, Number)]

    @property
    def values(self) -> np.ndarray:
        """nan, and so a break in a line, where there is no number."""
        return np.array([each.value if isinstance(each, Number) else nan for each in self.found])

    @property
    def low(self) -> np.ndarray:
        """Lower limits; the value itself where none is defined, as at the start of a curve."""
        return np.array([_limit(each, "low") for each in self.found])

    @property
    def high(self) -> np.ndarray:
        return np.array([_limit(each, "high") for each in self.found])


def _limit(found: Number | Gap, side: str) -> float:
    if not isinstance(found, Number):
        return nan
    return found.value if isnan(getattr(found, side)) else getattr(found, side)


def series_of(exhibit: Exhibit) -> list[Series]:
    """All series of a figure, panel by panel; one without any number holds the gap that says why."""
    layout = figure_layout(exhibit.item)
    find = FINDERS[layout.form]
    return [
        Series(*_names(exhibit, layout, panel, codes), *find(exhibit, layout, {**panel, **codes}))
        for panel in layout.panels
        for codes in layout.series
    ]


def _names(exhibit: Exhibit, layout: FigureLayout, panel: Codes, codes: Codes) -> tuple[str, str, str]:
    """The panel, the name within it, and the code by which the group has its look."""
    within, between = varying(layout.series), varying(layout.panels)
    title = heading(exhibit.head(panel, between))
    name = heading(exhibit.head(codes, within)) or title
    group = codes[within[0]] if within else panel[between[0]]
    return title, name, group.rpartition(",")[2]  # at whatever landmark


Found = tuple[tuple[int, ...], tuple[Number | Gap, ...]]  # positions, and what is there


def _curve(exhibit: Exhibit, layout: FigureLayout, codes: Codes) -> Found:
    """Every month up to the last that is shown; without any, month 0 and why."""
    numbers = curve(exhibit.release, exhibit.item, codes, rows=exhibit.rows)
    if not numbers:
        fewest = fewest_followed(exhibit.release, layout.fixed["statistic"])
        return (0,), (_why_none(_month(exhibit, layout, codes, 0), fewest),)
    by_month = {int(month_of(number).value): number for number in numbers}
    months = tuple(range(max(by_month) + 1))
    found = [by_month.get(month) or _month(exhibit, layout, codes, month) for month in months]
    later = next(place for place, each in enumerate(found) if isinstance(each, Number) or each.reason != "follow_up")
    months, found = months[later:], found[later:]  # one that counts from a later month begins there
    if layout.complement:
        found = [complement_of(each) if isinstance(each, Number) else each for each in found]
    return months, tuple(found)


def _month(exhibit: Exhibit, layout: FigureLayout, codes: Codes, month: int) -> Number | Gap:
    return exhibit.find(layout.fixed, codes, {"column": str(month)})


def _why_none(start: Number | Gap, fewest: int) -> Gap:
    """A curve that is there but not shown has too few persons."""
    if isinstance(start, Gap) and start.reason != "follow_up":
        return start
    return Gap(start.expression.split("/")[0], "few", start.expression, str(fewest))


def _inflow(exhibit: Exhibit, layout: FigureLayout, codes: Codes) -> Found:
    """Every calendar month that has a row; without any, why."""
    columns = sorted({row.column for row in exhibit.rows.values()})
    if not columns:
        return (0,), (exhibit.find(layout.fixed, codes),)
    found = tuple(exhibit.find(layout.fixed, codes, {"column": column}) for column in columns)
    return tuple(map(calendar_position, columns)), found


def calendar_position(column: str) -> int:
    """The calendar month `2023-04` as a number of months."""
    year, month = map(int, column.split("-"))
    return MONTHS_A_YEAR * year + month - 1


def calendar_code(position: int) -> str:
    """The calendar month of a position: `2023-04`."""
    return f"{position // MONTHS_A_YEAR}-{position % MONTHS_A_YEAR + 1:02d}"


def _bars(exhibit: Exhibit, layout: FigureLayout, codes: Codes) -> Found:
    """Every class, a joined one once: where the first of its parts stands, or where few classes are, after the last."""
    classes = exhibit.classes(layout.classes)
    found = tuple(exhibit.find(layout.fixed, codes, {"row": each}) for each in classes)
    if len(layout.classes) <= MOST_NAMED_CLASSES:
        return tuple(range(len(found))), found
    shown = [exhibit.joined.get(each, each) for each in layout.classes]
    return tuple(map(shown.index, classes)), found


def widths_of(series: Series, *, end: int) -> tuple[int, ...]:
    """How many classes each bar stands for; `end`: where the last one ends."""
    return tuple(np.diff((*series.positions, end)).tolist())


def _moves(exhibit: Exhibit, layout: FigureLayout, codes: Codes) -> Found:
    """Every rung that one may have come to."""
    found = [exhibit.find(layout.fixed, codes, {"column": each}) for each in layout.classes]
    return tuple(range(len(found))), tuple(found)


def _compared(exhibit: Exhibit, layout: FigureLayout, codes: Codes) -> Found:
    """Every month that any group or period has a row of, up to the last that is shown; without any, why."""
    months = sorted({int(row.column) for row in exhibit.rows.values() if row.column.isdigit()})
    found = [exhibit.find(layout.fixed, codes, {"column": str(month)}) for month in months or (1,)]
    if codes["statistic"] == COMPARABLE:
        found = [_with_band(exhibit, each, layout.fixed | codes) for each in found]
    end = max((place for place, each in enumerate(found) if isinstance(each, Number)), default=0) + 1
    return tuple(months[:end] or (1,)), tuple(found[:end])


def _with_band(exhibit: Exhibit, found: Number | Gap, codes: Codes) -> Number | Gap:
    """A share of comparable people with the limits that an item of their own has."""
    if isinstance(found, Gap):
        return found
    month = dict(zip(KEY, found.expression.split("/"), strict=True))["column"]
    outcome = exhibit.of.removeprefix("comparison_")
    band = find(exhibit.release, key_of(BANDS, codes, {"row": outcome, "column": month}))
    return replace(found, low=band.low, high=band.high) if isinstance(band, Number) else found


FINDERS = {
    "curve": _curve,
    "inflow": _inflow,
    "bars": _bars,
    "moves": _moves,
    "compared": _compared,
    "dots": _bars,
}


def panels_of(series: Sequence[Series]) -> dict[str, list[Series]]:
    """The series by the title of their panel."""
    panels: dict[str, list[Series]] = {}
    for each in series:
        panels.setdefault(each.panel, []).append(each)
    return panels
