"""A figure at a glance: its lines without a grid, each named at its end with the number that it ends at."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from evalbook.exhibits.curves import figure_layout
from evalbook.exhibits.exhibit import Exhibit
from evalbook.exhibits.expressions import month_of
from evalbook.exhibits.markup import plain
from evalbook.figures.alt_texts import AltText, alt_of_curves, alt_of_inflow, alt_of_month
from evalbook.figures.drawing import BOLD, LOOKS, SMALL, Drawing
from evalbook.figures.series import Series, calendar_code, series_of
from evalbook.release.lookup import Number
from evalbook.release.release import Release
from evalbook.words.labels import month_text

WIDTH, HEIGHT = 3.6, 1.75  # inches: two beside each other on a screen
PLOT = (0.02, 0.19, 0.53, 0.66)  # left, bottom, width and height, of the figure
ROOM_ABOVE, ROOM_FOR_NUMBER = 1.12, 1.3
NAME_ROOM = 0.24  # of the y axis, that a name and its number take
MANY = 100  # persons, below which the end of a line jumps from month to month
NAMES_FROM = 0.035  # of the plot's width, right of its edge


def small_figure(release: Release, item: str, *, language: str, marked: str = "") -> tuple[Drawing, AltText] | str:
    """The drawing and its text alternative; '' where there is nothing to draw.

    With the key of a month of a line, `marked`, that number stands at it and no other: one number for one question.
    Raises ValueError on an item that is no figure of lines, TypeError on anything but a Release.
    """
    layout = figure_layout(item)
    if layout.form not in ENDS:
        raise ValueError(f"{item} has no lines to show at a glance.")
    exhibit = Exhibit(release, item, language)
    series = [well_known(each) for each in series_of(exhibit) if each.numbers]
    if not series:
        return ""
    ends = ENDS[layout.form](exhibit, series)
    if len(ends) < 2:  # a line needs two months
        return ""
    mark = _mark_of(exhibit, series, marked)
    texts = ["" if marked else plain(exhibit.words, each.numbers[-1]) for each in series]
    draw = partial(_draw, series=series, title=exhibit.own.y, texts=texts, ends=ends, mark=mark)
    alt = alt_of_month(exhibit, *mark[:2]) if mark else _alt(exhibit, series)
    return Drawing(draw, height=HEIGHT, width=WIDTH, salt=f"small {item}"), alt


def _mark_of(exhibit: Exhibit, series: Sequence[Series], marked: str) -> tuple[Series, Number, str] | None:
    """The line that a key is of, its number there and how it reads; None where it is not drawn."""
    found = ((each, number) for each in series for number in each.numbers if number.expression == marked)
    return next(((each, number, plain(exhibit.words, number)) for each, number in found), None)


def _alt(exhibit: Exhibit, series: Sequence[Series]) -> AltText:
    layout = figure_layout(exhibit.item)
    if layout.form == "inflow":
        return alt_of_inflow(exhibit, series)
    return alt_of_curves(exhibit, series, peaks=layout.fixed["statistic"] == "share")


def well_known(series: Series) -> Series:
    """A curve as far as it stands on many; how it goes on is for the figure itself."""
    known = [place for place, each in enumerate(series.found) if isinstance(each, Number) and each.base >= MANY]
    end = max(known, default=len(series.found) - 1) + 1
    return replace(series, positions=series.positions[:end], found=series.found[:end])


def _months(exhibit: Exhibit, series: Sequence[Series]) -> dict[int, str]:
    last = max(each.positions[-1] for each in series)
    return {0: "0", last: f"{last} {exhibit.words.sentences['months']}"}


def _calendar(exhibit: Exhibit, series: Sequence[Series]) -> dict[int, str]:
    first, last = series[0].positions[0], series[0].positions[-1]
    return {each: month_text(exhibit.words, calendar_code(each), short=True) for each in (first, last)}


ENDS: dict[str, Callable[[Exhibit, Sequence[Series]], dict[int, str]]] = {"curve": _months, "inflow": _calendar}


def _draw(
    figure: Figure,
    *,
    series: Sequence[Series],
    title: str,
    texts: Sequence[str],
    ends: dict[int, str],
    mark: tuple[Series, Number, str] | None,
) -> None:
    axes = figure.add_axes(PLOT)
    top = (ROOM_FOR_NUMBER if mark else ROOM_ABOVE) * max(np.nanmax(each.values) for each in series)
    axes.set(xlim=(min(ends), max(ends)), ylim=(0, top or 1))
    axes.set_title(title)
    axes.set_yticks([])
    axes.grid(visible=False)
    axes.spines[["top", "left", "right"]].set_visible(False)
    _name_months(axes, ends, mark)
    heights = _apart([each.numbers[-1].value for each in series], axes.get_ylim()[1])
    for each, text, height in zip(series, texts, heights, strict=True):
        _line(axes, each, text, height)
    if mark:
        _dot(axes, *mark, others=[each for each in series if each is not mark[0]])


def _name_months(axes: Axes, ends: dict[int, str], mark: tuple[Series, Number, str] | None) -> None:
    """Both ends of the axis, or its beginning and the month of the one number."""
    named, sides = ends, ("left", "right")
    if mark:
        first, month = min(ends), int(month_of(mark[1]).value)
        named, sides = (
            {first: ends[first], month: ends[max(ends)].replace(str(max(ends)), str(month))},
            ("left", "center"),
        )
    axes.set_xticks(list(named), list(named.values()), fontsize=SMALL)
    for label, side in zip(axes.get_xticklabels(), sides, strict=True):
        label.set_ha(side)


def _line(axes: Axes, series: Series, text: str, height: float) -> None:
    """A line with its name at its end, and there the number that it ends at, if it is to be told."""
    look = LOOKS[series.group]
    last = series.positions[len(series.values) - 1 - int(np.argmax(~np.isnan(series.values[::-1])))]
    axes.plot(series.positions, series.values, color=look.colour, linestyle=look.dashes, linewidth=2)
    if text:
        axes.plot(last, series.numbers[-1].value, look.marker, color=look.colour, ms=5, clip_on=False)
    place = {"xy": (1 + NAMES_FROM, height / axes.get_ylim()[1]), "xycoords": "axes fraction"}
    said = f"{series.name} {text}".rstrip()
    axes.annotate(said, color=look.colour, weight=BOLD, fontsize=SMALL, va="center", **place)


def _dot(axes: Axes, series: Series, number: Number, text: str, *, others: Sequence[Series]) -> None:
    """A number of a line, on the side where no other line is."""
    look, month = LOOKS[series.group], month_of(number).value
    axes.plot(month, number.value, look.marker, color=look.colour, ms=6, clip_on=False)
    axes.axvline(month, ymax=number.value / axes.get_ylim()[1], color="#777777", linewidth=0.8, linestyle=(0, (2, 2)))
    there = [each.values[place] for each in others for place, at in enumerate(each.positions) if at == month]
    below = any(value > number.value for value in there)
    where = {"textcoords": "offset points", "xytext": (0, -7 if below else 7), "ha": "center"}
    where |= {"va": "top" if below else "bottom"}
    box = {"facecolor": "white", "edgecolor": "none", "pad": 0.6}
    axes.annotate(text, (month, number.value), color=look.colour, weight=BOLD, bbox=box, **where)


def _apart(values: Sequence[float], top: float) -> list[float]:
    """The heights of the names: where their lines end, moved up or down until none stands in another."""
    order = sorted(range(len(values)), key=lambda place: values[place])
    room = NAME_ROOM * top
    heights = [values[place] for place in order]
    for place in range(1, len(heights)):
        heights[place] = max(heights[place], heights[place - 1] + room)
    over = max(0, heights[-1] - top)
    heights = [max(height - over, 0) for height in heights]
    return [heights[order.index(place)] for place in range(len(values))]
