"""Starters beside comparable people: by month, above their difference, and how far apart they are in each category."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from evalbook.figures.drawing import LOOKS, Scale, dress
from evalbook.figures.line_figures import (
    AXIS_HEIGHT,
    LEFT,
    RIGHT,
    ROW_HEIGHT,
    TITLE_HEIGHT,
    draw_line,
    name_the_lines,
    number_row,
)
from evalbook.figures.series import Series

BOTH_HEIGHT, DIFFERENCE_HEIGHT = 2.0, 1.35  # inches
BETWEEN = 0.5  # inches, of the months of the upper panel
BELOW = AXIS_HEIGHT + 2 * ROW_HEIGHT
ROOM_ABOVE = 1.25
DOT_ROW = 0.21  # inches, of a category
DOT_LEFT = 0.4  # of the width, that the names of categories take
DOTS_ABOVE, DOTS_BELOW = 0.4, 0.6  # inches, of the legend, and of the axis
WELL_BALANCED = 0.1  # standardised: the usual limit (Austin 2009, Stat Med 28:3083)


def compared_height() -> float:
    """The height of a figure of two groups by month and their difference, in inches."""
    return 2 * TITLE_HEIGHT + BOTH_HEIGHT + BETWEEN + DIFFERENCE_HEIGHT + BELOW


def draw_compared(
    figure: Figure,
    *,
    series: Sequence[Series],
    difference: Series,
    scale: Scale,
    points: Scale,
    below: str,
    count: Callable[[float], str],
) -> None:
    """Both groups above, their difference and 0 below, on the same months; `below` heads the numbers of starters."""
    height = figure.get_size_inches()[1]
    both = _panel(figure, top=height - TITLE_HEIGHT, size=BOTH_HEIGHT)
    for each in series:
        draw_line(both, each)
    _months(both, series, scale)
    both.set_ylim(0, min(1.05, ROOM_ABOVE * max(np.nanmax(each.high) for each in series)))
    name_the_lines(both, series)
    apart = _panel(figure, top=height - 2 * TITLE_HEIGHT - BOTH_HEIGHT - BETWEEN, size=DIFFERENCE_HEIGHT)
    draw_line(apart, difference)
    low, high = np.nanmin(difference.low), np.nanmax(difference.high)
    _months(apart, series, points)
    apart.set_ylim(min(1.1 * low, 0), max(1.1 * high, 1))
    apart.axhline(0, color="#333333", linewidth=1)
    number_row(apart, series[0], title=below, months=scale.ticks, count=count)


def _panel(figure: Figure, *, top: float, size: float) -> Axes:
    height = figure.get_size_inches()[1]
    return figure.add_axes((LEFT, (top - size) / height, RIGHT - LEFT, size / height))


def _months(axes: Axes, series: Sequence[Series], scale: Scale) -> None:
    dress(axes, scale)
    positions = [month for each in series for month in each.positions]
    axes.set_xlim(min(positions) - 0.5, max(positions) + 0.5)


def dots_height(series: Sequence[Series]) -> float:
    """The height of a figure of dots, in inches, with a row for each category."""
    return DOTS_ABOVE + DOT_ROW * len(series[0].found) + DOTS_BELOW


def draw_dots(figure: Figure, *, series: Sequence[Series], scale: Scale) -> None:
    """A row a category, in it a dot a series; the grey strip is where groups are taken for alike."""
    height = figure.get_size_inches()[1]
    rows = len(series[0].found)
    size = DOT_ROW * rows / height
    axes = figure.add_axes((DOT_LEFT, DOTS_BELOW / height, RIGHT - DOT_LEFT, size))
    dress(axes, replace(scale, x="", y="", ticks={}))
    axes.axvspan(-WELL_BALANCED, WELL_BALANCED, color="#e6e9ec", linewidth=0)
    axes.axvline(0, color="#333333", linewidth=1)
    for each in series:
        look = LOOKS[each.group]
        axes.plot(each.values, each.positions, look.marker, color=look.colour, markersize=5.5, label=each.name)
    reach = 1.1 * max(np.nanmax(np.abs(each.values)) for each in series)
    axes.set(xlim=(-max(reach, 2 * WELL_BALANCED), max(reach, 2 * WELL_BALANCED)), ylim=(rows - 0.5, -0.5))
    axes.set_yticks(list(scale.ticks), list(scale.ticks.values()))
    axes.xaxis.set_major_locator(MaxNLocator(6, steps=[1, 2, 5, 10]))
    axes.xaxis.set_major_formatter(lambda value, _: scale.text(value))
    axes.set_xlabel(scale.y)
    axes.tick_params(axis="x", bottom=True)
    figure.legend(loc="upper center", bbox_to_anchor=(0.5, 1), ncols=len(series), borderaxespad=0.2)
