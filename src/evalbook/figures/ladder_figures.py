"""Where people went on the participation ladder, as a heat map: a row for each rung at the start.

Direction is told by place (right of the outlined diagonal is up), by colour, and by a triangle in every cell.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from textwrap import wrap

from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from evalbook.figures.dark import EVEN, luminance
from evalbook.figures.drawing import BOLD, SMALL, WIDTH
from evalbook.figures.moves import DOWN, MOVES, SAME, UP, move_of

ROW_HEIGHT = 0.43  # inches
HEAD_HEIGHT = 0.62
FOOT_HEIGHT = 0.1
NAMES, COUNTS, CELLS, BARS = 0.03, 1.77, 1.84, 3.93  # inches from the left, where each begins or (counts) ends
CELL_WIDTH = (BARS - 0.09 - CELLS) / 6
BAR_LENGTH = WIDTH - 0.05 - BARS
LETTERS_A_LINE = 21
COLOURS = {UP: "#0b4a82", SAME: "#555555", DOWN: "#b8500b"}
HATCHES = {UP: "", SAME: "", DOWN: "////"}
MARKERS = {UP: "^", SAME: "", DOWN: "v"}
FULL = 80  # percent from which a cell has the full colour
LEAST_NAMED = 27  # percent, of a piece of a bar with room for its number


@dataclass(frozen=True)
class Cell:
    """A share of a row in percent, None where it is not shown, and what is written in its place."""

    value: float | None
    text: str


@dataclass(frozen=True)
class Rung:
    """Those who began on a rung: its place from 0, name and count, where they went, and the moves that this makes."""

    place: int
    name: str
    count: str
    cells: tuple[Cell, ...]
    moves: Mapping[str, Cell]


Panels = Mapping[str, Sequence[Rung]]  # the rungs by what the panel is called, '' where it is the only one


def ladder_height(panels: Panels) -> float:
    """The height of the heat maps below one another, in inches."""
    return sum(map(_panel_height, panels.values()))


def _panel_height(rungs: Sequence[Rung]) -> float:
    return HEAD_HEIGHT + ROW_HEIGHT * len(rungs) + FOOT_HEIGHT


def draw_ladder(figure: Figure, *, panels: Panels, start: str, end: str, count: str, moves: Mapping[str, str]) -> None:
    """Cells from rung to rung, and beside them the moves of each row as one bar; the names are those of the heads."""
    below = ladder_height(panels)
    for title, rungs in panels.items():
        height = _panel_height(rungs)
        below -= height
        axes = figure.add_axes((0, below / ladder_height(panels), 1, height / ladder_height(panels)))
        axes.set(xlim=(0, WIDTH), ylim=(height, 0))
        axes.axis("off")
        _heads(axes, title=title, start=start, end=end, count=count, moves=moves)
        _rows(axes, rungs)


def _rows(axes: Axes, rungs: Sequence[Rung]) -> None:
    for line, rung in enumerate(rungs):
        top = HEAD_HEIGHT + line * ROW_HEIGHT
        _names(axes, rung, top)
        for other, cell in enumerate(rung.cells):
            _cell(axes, cell, move_of(rung.place, other), left=CELLS + other * CELL_WIDTH, top=top)
        _bar(axes, rung, top)


def _heads(axes: Axes, *, title: str, start: str, end: str, count: str, moves: Mapping[str, str]) -> None:
    low, high = HEAD_HEIGHT - 0.12, HEAD_HEIGHT - 0.4
    axes.text(NAMES, high, title, weight=BOLD, va="center", color="#0b4a82")
    axes.text(NAMES, low, start, weight=BOLD, va="center")
    axes.text(COUNTS, high, count, fontsize=SMALL, va="center", ha="right")
    axes.text(CELLS, high, end, weight=BOLD, va="center")
    for place in range(6):
        axes.text(CELLS + (place + 0.5) * CELL_WIDTH, low, str(place + 1), ha="center", va="center")
    places = {
        DOWN: (BARS, low, "left"),
        SAME: (BARS + BAR_LENGTH / 2, high, "center"),
        UP: (WIDTH - 0.05, low, "right"),
    }
    for move, (left, height, side) in places.items():
        axes.text(left, height, moves[move], color=COLOURS[move], weight=BOLD, ha=side, va="center", fontsize=SMALL)


def _names(axes: Axes, rung: Rung, top: float) -> None:
    lines = "\n".join(wrap(rung.name, LETTERS_A_LINE))
    middle = top + ROW_HEIGHT / 2
    axes.text(NAMES, middle, lines, fontsize=SMALL, va="center", linespacing=0.9)
    axes.text(COUNTS, middle, rung.count, fontsize=SMALL, va="center", ha="right")


def _cell(axes: Axes, cell: Cell, move: str, *, left: float, top: float) -> None:
    strength = min(1, (cell.value or 0) / FULL)
    shades = LinearSegmentedColormap.from_list(move, ["#ffffff", COLOURS[move]])
    edge = {"edgecolor": "#222222", "linewidth": 1.4, "zorder": 3} if move == SAME else {"edgecolor": "#c8c8c8"}
    axes.add_patch(Rectangle((left, top), CELL_WIDTH, ROW_HEIGHT, facecolor=shades(strength), **edge))
    ink = _ink(shades(strength))
    middle = (left + CELL_WIDTH / 2, top + ROW_HEIGHT * (0.5 if move == SAME else 0.6))
    axes.text(*middle, cell.text, color=ink, fontsize=SMALL, ha="center", va="center_baseline", zorder=4)
    if move != SAME and cell.value:
        axes.plot(
            middle[0], top + 0.2 * ROW_HEIGHT, MARKERS[move], color=ink if ink == "white" else COLOURS[move], ms=3.5
        )


def _ink(ground: tuple[float, ...]) -> str:
    """Black or white, whichever stands out from a colour."""
    return "white" if luminance(ground) < EVEN else "black"


def _bar(axes: Axes, rung: Rung, top: float) -> None:
    if any(cell.value is None for cell in rung.moves.values()):
        return
    left = BARS
    for move in MOVES:
        cell = rung.moves.get(move, Cell(0, ""))
        width = BAR_LENGTH * cell.value / 100
        style = {
            "facecolor": COLOURS[move] if move != SAME else "#d9d9d9",
            "hatch": HATCHES[move],
            "edgecolor": "white",
        }
        axes.add_patch(Rectangle((left, top + 0.06), width, ROW_HEIGHT - 0.12, linewidth=0.6, **style))
        if cell.value >= LEAST_NAMED:
            _piece_name(axes, cell, move, left=left + width / 2, top=top + ROW_HEIGHT / 2)
        left += width


def _piece_name(axes: Axes, cell: Cell, move: str, *, left: float, top: float) -> None:
    plate = {"facecolor": COLOURS[move], "edgecolor": "none", "pad": 1} if move == DOWN else None
    ink = "#222222" if move == SAME else "white"
    axes.text(left, top, cell.text, color=ink, fontsize=SMALL, ha="center", va="center", bbox=plate)
