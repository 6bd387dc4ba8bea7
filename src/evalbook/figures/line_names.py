"""Names beside the lines of a figure, so that nobody has to look from a legend to a line and back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes

from evalbook.figures.drawing import BOLD, LOOKS
from evalbook.figures.series import Series

LETTER_WIDTH = 0.085  # inches, of a bold name
NAME_HEIGHT = 0.07  # of the y axis
PAD = 0.02  # of the y axis, between a line and its name
SAMPLES = 9  # places at which a name is held against the lines


@dataclass(frozen=True)
class Box:
    """What a name takes of the plot, in months and in values of the y axis; `side` is the one at its line."""

    left: float
    right: float
    bottom: float
    top: float
    side: str = ""

    @property
    def middle(self) -> float:
        return (self.left + self.right) / 2

    def gap_to(self, other: Box) -> float:
        """The distance between two boxes, upwards; infinite where one is left of the other."""
        if self.right <= other.left or other.right <= self.left:
            return np.inf
        return max(other.bottom - self.top, self.bottom - other.top)


def name_lines(axes: Axes, series: Sequence[Series], *, taken: Sequence[Box] = ()) -> bool:
    """Writes each name above or below its line, as far as can be from the others; False where one does not fit.

    `taken` are places that something else stands in.
    """
    boxes = list(taken)
    for each in series:
        fits = [box for box in _candidates(axes, each) if _clearance(axes, box, each, series, boxes) > 0]
        if not fits:
            return False
        boxes.append(max(fits, key=lambda box, each=each: _clearance(axes, box, each, series, boxes)))
    for each, box in zip(series, boxes[len(taken) :], strict=True):
        _write(axes, each, box)
    return True


def _write(axes: Axes, series: Series, box: Box) -> None:
    height = box.bottom if box.side == "bottom" else box.top
    colour = LOOKS[series.group].colour
    axes.text(box.middle, height, series.name, color=colour, weight=BOLD, ha="center", va=box.side)


def width_of(axes: Axes, text: str) -> float:
    """The room that a name takes along the x axis."""
    inches = axes.get_position().width * axes.figure.get_size_inches()[0]
    return len(text) * LETTER_WIDTH * np.ptp(axes.get_xlim()) / inches


def _candidates(axes: Axes, series: Series) -> list[Box]:
    half, scale = width_of(axes, series.name) / 2, axes.get_ylim()[1]
    left, right = axes.get_xlim()
    months = [month for month in series.positions if left <= month - half and month + half <= right]
    return [box for month in months for box in _beside(series, month, half=half, scale=scale)]


def _beside(series: Series, month: float, *, half: float, scale: float) -> list[Box]:
    """The box above the line and the one below it, within the plot."""
    window = np.linspace(month - half, month + half, SAMPLES)
    window = window[(window >= series.positions[0]) & (window <= series.positions[-1])]
    above = np.interp(window, series.positions, series.high).max() + PAD * scale
    below = np.interp(window, series.positions, series.low).min() - PAD * scale
    height = NAME_HEIGHT * scale
    boxes = [
        Box(month - half, month + half, above, above + height, "bottom"),
        Box(month - half, month + half, below - height, below, "top"),
    ]
    return [box for box in boxes if box.bottom >= 0 and box.top <= scale]


def _clearance(axes: Axes, box: Box, own: Series, series: Sequence[Series], taken: Sequence[Box]) -> float:
    """How far a box stays from the other lines and from what is taken; 0 or less where it touches one."""
    scale = axes.get_ylim()[1]
    gaps = [_gap_to_line(box, each) for each in series if each is not own]
    return min([*gaps, *map(box.gap_to, taken)], default=scale) - PAD * scale / 2


def _gap_to_line(box: Box, series: Series) -> float:
    window = np.linspace(box.left, box.right, SAMPLES)
    window = window[(window >= series.positions[0]) & (window <= series.positions[-1])]
    if not len(window):
        return np.inf
    low, high = (np.interp(window, series.positions, limits) for limits in (series.low, series.high))
    return float(np.maximum(low - box.top, box.bottom - high).min())
