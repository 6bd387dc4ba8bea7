"""Curves by month since the start and inflow by calendar month, drawn as lines with their names beside."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from evalbook.figures.drawing import LOOKS, SMALL, Scale, dress
from evalbook.figures.line_names import Box, name_lines, width_of
from evalbook.figures.series import Series
from evalbook.release.lookup import Number

HALF_YEAR = 6
POINTS_PER_INCH = 72
TITLE_HEIGHT = 0.35  # inches above the plot
PLOT_HEIGHT = 2.6
AXIS_HEIGHT = 0.72
ROW_HEIGHT = 0.2
LEFT, RIGHT = 0.125, 0.97  # of the width
SAMPLE = (-0.13, -0.1, -0.07)  # of the plot's width, left of the numbers below
WHOLE = 1.05  # a little room above 100%
LEAST_HEIGHT = 0.1  # of an axis on which every value is 0
ROOM_ABOVE = 1.25  # the y axis reaches this far beyond the highest value


def inflow_height() -> float:
    """The height of a figure of calendar months, in inches, whose axis has two lines of names."""
    return TITLE_HEIGHT + PLOT_HEIGHT + 1.2 * AXIS_HEIGHT


def curve_height(series: Sequence[Series]) -> float:
    """The height of a figure of curves, in inches, with a row of numbers below for each."""
    return TITLE_HEIGHT + PLOT_HEIGHT + AXIS_HEIGHT + ROW_HEIGHT * (len(series) + 1)


def draw_curves(
    figure: Figure, *, series: Sequence[Series], scale: Scale, below: str, count: Callable[[float], str]
) -> None:
    """Curves of shares by month with their intervals; `below` heads the numbers of persons followed."""
    axes = _plot(figure)
    for each in series:
        draw_line(axes, each)
    axes.set_xlim(-0.5, max(each.positions[-1] for each in series) + 0.5)
    axes.set_ylim(0, min(WHOLE, ROOM_ABOVE * _highest(series)))
    dress(axes, scale)
    name_the_lines(axes, series)
    _numbers_below(axes, series, title=below, months=scale.ticks, count=count)


def draw_inflow(figure: Figure, *, series: Sequence[Series], scale: Scale, mark: float, mark_name: str) -> None:
    """Numbers by calendar month, with a vertical line at `mark`."""
    axes = _plot(figure)
    for each in series:
        draw_line(axes, each)
    axes.set_ylim(0, ROOM_ABOVE * _highest(series))
    dress(axes, scale)
    axes.axvline(mark, ymax=1 / ROOM_ABOVE, color="#555555", linewidth=1)
    place = {"xycoords": ("data", "axes fraction"), "xytext": (-4, -8), "textcoords": "offset points"}
    axes.annotate(mark_name, (mark, 1 / ROOM_ABOVE), fontsize=SMALL, ha="right", **place)
    top = axes.get_ylim()[1] / ROOM_ABOVE
    name_the_lines(
        axes, series, taken=[Box(mark - width_of(axes, mark_name), mark, 0.9 * top, top), Box(mark, mark, 0, top)]
    )


def _plot(figure: Figure) -> Axes:
    height = figure.get_size_inches()[1]
    bottom = 1 - (TITLE_HEIGHT + PLOT_HEIGHT) / height
    return figure.add_axes((LEFT, bottom, RIGHT - LEFT, PLOT_HEIGHT / height))


def _highest(series: Sequence[Series]) -> float:
    return max(np.nanmax(each.high) for each in series) or LEAST_HEIGHT


def draw_line(axes: Axes, series: Series) -> None:
    colour = LOOKS[series.group].colour
    axes.fill_between(series.positions, series.low, series.high, color=colour, alpha=0.15, linewidth=0)
    axes.plot(
        series.positions, series.values, markevery=(-series.positions[0] % HALF_YEAR, HALF_YEAR), **_stroke(series)
    )


def _stroke(series: Series) -> dict[str, object]:
    look = LOOKS[series.group]
    marker = {"marker": look.marker, "markersize": 5}
    return {"color": look.colour, "linestyle": look.dashes, "linewidth": 2, **marker}


def name_the_lines(
    axes: Axes, series: Sequence[Series], *, taken: Sequence[Box] = (), legend: str = "upper left"
) -> None:
    """The names beside the lines where there is room for them, else a legend."""
    if not name_lines(axes, series, taken=taken):
        samples = [Line2D([], [], **_stroke(each)) for each in series]
        axes.legend(samples, [each.name for each in series], loc=legend, ncols=len(series))


def _numbers_below(
    axes: Axes,
    series: Sequence[Series],
    *,
    title: str,
    months: Iterable[float],
    count: Callable[[float], str],
) -> None:
    """How many persons each line stands on, at the months that the axis names."""
    months = set(months)
    top = -POINTS_PER_INCH * AXIS_HEIGHT
    _below(axes, 0, top, title, ha="left")
    for row, each in enumerate(series, start=1):
        points = top - row * POINTS_PER_INCH * ROW_HEIGHT
        _sample(axes, each, points)
        for month, found in zip(each.positions, each.found, strict=True):
            if month in months and isinstance(found, Number):
                _below(axes, month, points, count(found.base), color=LOOKS[each.group].colour, ha="center")


def number_row(
    axes: Axes, series: Series, *, title: str, months: Iterable[float], count: Callable[[float], str]
) -> None:
    """The numbers that all series of a plot stand on, below it."""
    top = -POINTS_PER_INCH * AXIS_HEIGHT
    _below(axes, 0, top, title, ha="left")
    for month, found in zip(series.positions, series.found, strict=True):
        if month in set(months) and isinstance(found, Number):
            _below(axes, month, top - POINTS_PER_INCH * ROW_HEIGHT, count(found.base), ha="center")


def _below(axes: Axes, month: float, points: float, text: str, **style: str) -> None:
    axes.annotate(
        text,
        (month, 0),
        xycoords=("data", "axes fraction"),
        xytext=(0, points),
        textcoords="offset points",
        va="center",
        fontsize=SMALL,
        annotation_clip=False,
        **style,
    )


def _sample(axes: Axes, each: Series, points: float) -> None:
    """A piece of the line, left of its numbers."""
    height = points / POINTS_PER_INCH / PLOT_HEIGHT
    sample = Line2D(SAMPLE, [height] * 3, markevery=[1], transform=axes.transAxes, clip_on=False)
    sample.update(_stroke(each))
    axes.add_line(sample)
