"""Shares of persons, panel below panel: of each class as bars, of each state by month as areas on one another."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from evalbook.figures.drawing import LOOKS, SMALL, Look, Scale, dress
from evalbook.figures.line_figures import AXIS_HEIGHT, LEFT, RIGHT, ROW_HEIGHT, TITLE_HEIGHT, number_row
from evalbook.figures.series import Series, panels_of
from evalbook.release.lookup import Gap, is_few

PANEL_HEIGHT = 1.9  # inches
ROOM_ABOVE = 1.12  # the y axis reaches this far beyond the highest bar
BAR_WIDTH = 0.86  # of the room that a class has
AREA_HEIGHT = 1.75  # inches, of the areas of a panel
BELOW = AXIS_HEIGHT + 2 * ROW_HEIGHT  # inches: the months and the numbers followed
LEGEND_HEIGHT = 0.55
NAMES_A_ROW = 3
FILLS = {
    "state=in_work": Look("#0f6a73"),
    "state=not_in_work": Look("#d3dae0"),
    "state=overleden": Look("#333333"),
    "state=aow": Look("#a0740a", hatch="////"),
    "state=left": Look("#8a6aa8", hatch="...."),
}


def bars_height(series: Sequence[Series]) -> float:
    """The height of a figure of bars, in inches."""
    return PANEL_HEIGHT * len(panels_of(series)) + 0.75


def draw_bars(figure: Figure, *, series: Sequence[Series], scale: Scale, widths: Sequence[int], few: str) -> None:
    """Bars by class, the panels on one scale; a class of `few` persons has their mark, any other withheld one no bar.

    A bar as wide as several classes (`widths`) is as high as they are on average.
    """
    panels = panels_of(series)
    grid = figure.subplots(len(panels), 1, sharex=True, sharey=True, squeeze=False)[:, 0]
    for axes, (title, bars) in zip(grid, panels.items(), strict=True):
        _bars(axes, bars, np.array(widths), few)
        dress(axes, replace(scale, x="", y=f"{title}: {scale.y.lower()}"))
    grid[0].set_ylim(0, ROOM_ABOVE * max(np.nanmax(each.values / widths) for each in series))
    grid[-1].set_xlabel(scale.x)
    if len(next(iter(panels.values()))) > 1:
        grid[0].legend(loc="upper right")
    height = figure.get_size_inches()[1]
    figure.subplots_adjust(left=0.125, right=0.97, top=1 - 0.3 / height, bottom=0.62 / height, hspace=0.35)


def _bars(axes: Axes, series: Sequence[Series], widths: np.ndarray, few: str) -> None:
    width = (widths - 1 + BAR_WIDTH) / len(series)
    for place, each in enumerate(series):
        look = LOOKS[each.group]
        centres = np.array(each.positions) + (widths - 1) / 2 + (place - (len(series) - 1) / 2) * width
        hatch = look.hatch if len(series) > 1 else ""  # alone in its panel it needs no telling apart
        style = {"color": look.colour, "hatch": hatch, "edgecolor": "white", "linewidth": 0.4}
        axes.bar(centres, np.nan_to_num(each.values / widths), width, label=each.name, **style)
        _mark_few(axes, each, centres, few)


def _mark_few(axes: Axes, series: Series, centres: np.ndarray, few: str) -> None:
    """`< 10` in place of a bar of few persons: none at all would look like nobody."""
    for centre, found in zip(centres, series.found, strict=True):
        if isinstance(found, Gap) and is_few(found):
            axes.text(centre, 0, f" {few}", rotation=90, fontsize=SMALL, ha="center", va="bottom")


def states_height(series: Sequence[Series]) -> float:
    """The height of a figure of states, in inches."""
    return LEGEND_HEIGHT + len(panels_of(series)) * (TITLE_HEIGHT + AREA_HEIGHT + BELOW)


def draw_states(
    figure: Figure, *, series: Sequence[Series], scale: Scale, below: str, count: Callable[[float], str]
) -> None:
    """The states of each panel, the first at the bottom with its interval; `below` heads the numbers followed.

    A month without the number of a state has no area for it, nor for those above it.
    """
    height = figure.get_size_inches()[1]
    panels = panels_of(series)
    end = max(1, *(each.positions[-1] for each in series))
    for place, (title, states) in enumerate(panels.items()):
        top = height - LEGEND_HEIGHT - TITLE_HEIGHT - place * (TITLE_HEIGHT + AREA_HEIGHT + BELOW)
        axes = figure.add_axes((LEFT, (top - AREA_HEIGHT) / height, RIGHT - LEFT, AREA_HEIGHT / height))
        _areas(axes, states)
        dress(axes, replace(scale, y=f"{title}: {scale.y.lower()}"))
        axes.set(xlim=(0, end), ylim=(0, 1))
        number_row(axes, states[0], title=below, months=scale.ticks, count=count)
    _legend(figure, list(panels.values())[0])


def _areas(axes: Axes, states: Sequence[Series]) -> None:
    months = range(max(each.positions[-1] for each in states) + 1)
    floor = np.zeros(len(months))
    for each in states:
        shares = np.full(len(months), np.nan)
        shares[list(each.positions)] = each.values
        look = FILLS[each.group]
        axes.fill_between(months, floor, floor + shares, color=look.colour, hatch=look.hatch, edgecolor="white", lw=0.4)
        floor = floor + shares
    first = states[0]
    axes.fill_between(first.positions, first.low, first.high, color="black", alpha=0.25, linewidth=0)


def _legend(figure: Figure, states: Sequence[Series]) -> None:
    looks = [FILLS[each.group] for each in states]
    patches = [Patch(facecolor=look.colour, hatch=look.hatch, edgecolor="white", lw=0.4) for look in looks]
    names = [each.name for each in states]
    place = {"loc": "upper left", "bbox_to_anchor": (0, 1), "borderaxespad": 0.2}
    figure.legend(patches, names, ncols=NAMES_A_ROW, fontsize=SMALL, handlelength=1.2, columnspacing=1, **place)
