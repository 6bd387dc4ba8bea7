"""The picture that a network shows of a shared book: what it is, of when, and one finding with its line."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, partial
from pathlib import Path
from textwrap import wrap

import numpy as np
from matplotlib.figure import Figure
from matplotlib.ft2font import FT2Font
from matplotlib.patches import Rectangle

from evalbook.exhibits.exhibit import Exhibit
from evalbook.exhibits.expressions import evaluate
from evalbook.exhibits.markup import plain
from evalbook.figures.drawing import BOLD, FONTS, LOOKS, Drawing
from evalbook.figures.series import Series, series_of
from evalbook.release.lookup import Gap
from evalbook.release.release import Release
from evalbook.words.vocabulary import read_words

WIDTH, HEIGHT = 12.0, 6.3  # inches of a hundred dots
MONTH, GROUP, ITEM = 12, "experiment", "figure_4_1"
FINDING = f"{ITEM}/{GROUP}/all//{MONTH}/survival|complement"
BLUE, QUIET, NOTICE, GROUND = "#154273", "#45505c", "#7d2700", "#fdf3e3"
LEFT = 0.055
LINE, MOST_LINES = 70, 2  # signs of the edition's title, and its lines
PLOT = (0.52, 0.24, 0.4, 0.36)  # of the figure: left, bottom, width and height


def card(release: Release, *, title: str, until: str, notice: str, language: str) -> bytes:
    """A PNG of the same bytes for the same release. Raises TypeError on anything but a Release."""
    found = evaluate(release, FINDING)
    words = read_words(language)
    finding = ("", "") if isinstance(found, Gap) else (plain(words, found), words.sentences["card"])
    series = [each for each in series_of(Exhibit(release, ITEM, language)) if each.group == GROUP]
    known = [each for each in series if finding[0] and each.positions[-1] > MONTH]
    said = tuple(map(_drawable, (title, release.edition.title_in(language), until, notice)))
    months, line = words.sentences["months"], next(iter(known), None)
    draw = partial(_draw, said=said, finding=finding, line=line, months=months)
    return Drawing(draw, height=HEIGHT, width=WIDTH, salt="card").png()


@cache
def _signs() -> frozenset[int]:
    return frozenset(FT2Font(Path(__file__).parent / "fonts" / FONTS[BOLD]).get_charmap())


def _drawable(text: str) -> str:
    """Less what the book's font has no sign for: a title is any text that somebody typed."""
    return "".join(sign for sign in text if ord(sign) in _signs())


def _draw(figure: Figure, *, said: Sequence[str], finding: tuple[str, str], line: Series | None, months: str) -> None:
    title, edition, until, notice = said
    write = partial(figure.text, LEFT, va="top", parse_math=False)
    write(0.92, title, fontsize=44, weight=BOLD, color=BLUE)
    lines = wrap(edition, LINE)
    write(0.79, "\n".join(lines[:MOST_LINES]) + ("…" if len(lines) > MOST_LINES else ""), fontsize=21)
    number, about = finding
    write(0.56, number, fontsize=76, weight=BOLD, color=LOOKS[GROUP].colour)
    write(0.34, "\n".join(wrap(about, 38)), fontsize=20)
    if line is not None:
        _line(figure, line, at=f"{MONTH}", last=f"{line.positions[-1]} {months}")
    figure.add_artist(_band(figure, notice))
    figure.text(LEFT, 0.065, notice or until, fontsize=18, weight=BOLD, color=NOTICE if notice else QUIET, va="center")
    if notice:
        figure.text(0.945, 0.065, until, fontsize=18, color=QUIET, va="center", ha="right", parse_math=False)


def _band(figure: Figure, notice: str) -> Rectangle:
    colour = GROUND if notice else "#eef2f6"
    return Rectangle((0, 0), 1, 0.13, transform=figure.transFigure, facecolor=colour, zorder=-1)


def _line(figure: Figure, line: Series, *, at: str, last: str) -> None:
    """How the share grew, with the month of the finding."""
    axes = figure.add_axes(PLOT)
    axes.grid(visible=False)
    axes.spines[["top", "left", "right"]].set_visible(False)
    axes.set(yticks=[], xlim=(0, line.positions[-1]), ylim=(0, 1.1 * np.nanmax(line.values)))
    axes.set_xticks([0, MONTH, line.positions[-1]], ["0", at, last], fontsize=17, color=QUIET)
    colour = LOOKS[line.group].colour
    axes.plot(line.positions, line.values, color=colour, linewidth=5, clip_on=False)
    axes.plot(MONTH, line.values[line.positions.index(MONTH)], "o", color=colour, ms=16)
