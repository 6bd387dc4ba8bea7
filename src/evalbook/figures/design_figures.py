"""How the comparison is designed, drawn: an example, without any number."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from evalbook.figures.alt_texts import AltText
from evalbook.figures.drawing import BOLD, LOOKS, SMALL, Drawing
from evalbook.figures.figures import Drawn
from evalbook.words.vocabulary import read_words

TRIALS = "drawing_trials"
STARTS, CONTROL, NOT_THERE = "starts", "control", "not_there"
PEOPLE: Mapping[str, Sequence[str]] = {
    "first": (STARTS, NOT_THERE, NOT_THERE, NOT_THERE),
    "later": (CONTROL, CONTROL, STARTS, NOT_THERE),
    "never": (CONTROL, CONTROL, CONTROL, CONTROL),
    "leaves": (CONTROL, NOT_THERE, NOT_THERE, NOT_THERE),
}
COLOURS = {STARTS: LOOKS["share_starters"].colour, CONTROL: LOOKS["share_comparable"].colour, NOT_THERE: "#eef0f2"}
HEIGHT = 3.75
NAMES = 0.27  # of the width, of the names of the people
WIDE, HIGH = 0.94, 0.8  # of its place, that a month of a person takes
LINE = (("before", 3.0, "#d3dae0"), ("start", 0.55, LOOKS["share_starters"].colour), ("after", 4.45, "#e6d5c8"))


def trials_drawing(language: str) -> Drawn:
    """Four people in four months, who is compared with whom; below it what of a month is looked at."""
    words = read_words(language).drawings["trials"]
    drawing = Drawing(partial(_draw, words=words), height=HEIGHT, salt="trials")
    return Drawn(drawing, AltText(words["alt"]), words["caption"], "")


def _draw(figure: Figure, *, words: Mapping[str, object]) -> None:
    grid = figure.add_axes((NAMES, 0.4, 0.98 - NAMES, 0.5))
    _people(grid, words)
    line = figure.add_axes((0.02, 0.02, 0.96, 0.24))
    _line(line, words)
    for axes in (grid, line):
        axes.axis("off")


def _people(axes: Axes, words: Mapping[str, object]) -> None:
    months = words["months"]
    axes.set(xlim=(0, len(months)), ylim=(len(PEOPLE), -0.1))
    for at, month in enumerate(months):
        axes.text(at + 0.5, -0.1, month, ha="center", va="bottom", weight=BOLD, fontsize=SMALL)
    for row, (person, states) in enumerate(PEOPLE.items()):
        axes.text(-0.08, row + 0.5, words["people"][person], ha="right", va="center", fontsize=SMALL)
        for at, state in enumerate(states):
            place = (at + (1 - WIDE) / 2, row + (1 - HIGH) / 2)
            axes.add_patch(Rectangle(place, WIDE, HIGH, color=COLOURS[state], linewidth=0))
            colour = "#4a545c" if state == NOT_THERE else "white"
            axes.text(at + 0.5, row + 0.52, words[state], ha="center", va="center", color=colour, fontsize=SMALL)


def _line(axes: Axes, words: Mapping[str, object]) -> None:
    """One month's comparison on a line: what is weighted by, the start, what is compared."""
    axes.set(xlim=(0, sum(width for _, width, _ in LINE)), ylim=(0, 2))
    left = 0.0
    for name, width, colour in LINE:
        axes.add_patch(Rectangle((left + 0.02, 0.75), width - 0.04, 0.5, color=colour, linewidth=0))
        axes.text(left + width / 2, 1.4, words["line"][name], ha="center", va="bottom", weight=BOLD, fontsize=SMALL)
        axes.text(left + width / 2, 0.6, words["below"][name], ha="center", va="top", fontsize=SMALL)
        left += width
