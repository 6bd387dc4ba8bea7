"""Shares of persons as bars of each class, panel below panel."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from evalbook.figures.drawing import LOOKS, SMALL, Scale, dress
from evalbook.figures.series import Series, panels_of
from evalbook.release.lookup import Gap, is_few

PANEL_HEIGHT = 1.9  # inches
ROOM_ABOVE = 1.12  # the y axis reaches this far beyond the highest bar
BAR_WIDTH = 0.86  # of the room that a class has


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
