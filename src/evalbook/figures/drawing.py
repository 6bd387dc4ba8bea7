"""How figures look: the page, the axes, the colour of each group, and the file that comes out.

A group has one colour, dash and marker everywhere, so that it is recognised, with and without colour. The
colours have a contrast of at least 4.5 on white and differ in lightness within each pair (grey print).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from io import BytesIO, StringIO
from pathlib import Path

import matplotlib
import seaborn
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.font_manager import FontEntry, fontManager
from matplotlib.ticker import MaxNLocator
from PIL import Image

from evalbook.figures.dark import with_dark

WIDTH = 5.0  # inches: 480 px on a screen, and its type still reads at 320 px
SMALL = 10.5  # points, of numbers and notes in a figure
BOLD = 600
DOTS_PER_INCH, COLOURS = 100, 64  # of a picture: 11 kB, and its colours stay those of the book
FAMILY = "evalbook sans"  # the book's Source Sans 3, under a name that no installed font has
FONTS = {400: "source-sans-3-latin-400.ttf", BOLD: "source-sans-3-latin-600.ttf"}
STYLE = {
    "svg.fonttype": "path",
    "font.family": FAMILY,
    "font.size": 11.5,
    "axes.edgecolor": "#555555",
    "axes.labelcolor": "#222222",
    "axes.titlesize": 11.5,
    "axes.titleweight": BOLD,
    "axes.labelpad": 1,
    "axes.titlelocation": "left",
    "text.color": "#222222",
    "xtick.color": "#222222",
    "ytick.color": "#222222",
    "ytick.major.size": 0,
    "ytick.alignment": "center_baseline",
    "grid.color": "#dddddd",
    "hatch.linewidth": 1.2,
    "legend.frameon": False,
    "legend.handlelength": 2.6,
    "legend.columnspacing": 1.2,
}


@dataclass(frozen=True)
class Look:
    """The colour of a group, and what tells it apart without colour."""

    colour: str
    dashes: str | tuple = "solid"
    marker: str = "o"
    hatch: str = ""


DASHED = (0, (5, 2))
DOTTED = (0, (1.5, 1.5))
LOOKS = {
    "gedoog": Look("#b8500b"),
    "experiment": Look("#0b4a82", DASHED, "s", "////"),
    "IVA": Look("#5b2a86"),
    "Wajong": Look("#217346", DASHED, "s", "////"),
    "trajectory=yes": Look("#8c1d4b"),
    "trajectory=no": Look("#66737d", DASHED, "s"),
    "all": Look("#333333", DOTTED, "^"),
    "first_spell": Look("#0f6a73"),
    "gap": Look("#7d4a00", DASHED, "s"),
    "event=served": Look("#7a1f1f"),
    "event=ended": Look("#4a5d00", DASHED, "s"),
    "participants": Look("#0b4a82"),
    "comparators": Look("#a33b00", DASHED, "s"),
    "share_starters": Look("#0b4a82", marker="D"),
    "share_comparable": Look("#a33b00", DASHED, "v"),
    "difference": Look("#333333", marker="D"),
    "smd_before": Look("#8a4b08", marker="X"),
    "smd_after": Look("#155a8a"),
}


@dataclass(frozen=True)
class Scale:
    """What the axes are called, how a value reads, and the names of some positions on the x axis."""

    x: str
    y: str
    text: Callable[[float], str]
    ticks: Mapping[float, str]


@dataclass(frozen=True)
class Drawing:
    """A figure that is not drawn yet: how it is drawn, its size in inches, and what its identifiers begin from.

    Drawn, it is the same bytes for the same numbers, free of dates and versions.
    """

    draw: Callable[[Figure], None]
    height: float
    salt: str
    width: float = WIDTH

    def svg(self) -> str:
        """For the book, on a light page and a dark one."""
        text = StringIO()
        self._save(text, format="svg", metadata={"Date": None, "Creator": None})
        return with_dark(text.getvalue())

    def png(self) -> bytes:
        """For a stored notebook: small, in few colours."""
        whole, small = BytesIO(), BytesIO()
        self._save(whole, format="png", dpi=DOTS_PER_INCH)
        few = Image.open(whole).convert("RGB").quantize(COLOURS, kmeans=1, dither=Image.Dither.NONE)
        few.save(small, "PNG", optimize=True)
        return small.getvalue()

    def _save(self, file: StringIO | BytesIO, **options: object) -> None:
        _add_fonts()
        with matplotlib.rc_context():
            matplotlib.rcdefaults()  # a file matplotlibrc, of the user or in the working folder, changes no figure
            matplotlib.rcParams.update(seaborn.axes_style("whitegrid") | STYLE | {"svg.hashsalt": self.salt})
            figure = Figure(figsize=(self.width, self.height), facecolor="white")
            self.draw(figure)
            figure.savefig(file, **options)


@cache
def _add_fonts() -> None:
    """Makes the package's font known: what is installed on a machine must not change a figure."""
    for weight, name in FONTS.items():
        path = str(Path(__file__).parent / "fonts" / name)
        fontManager.ttflist.append(FontEntry(fname=path, name=FAMILY, weight=weight))


def dress(axes: Axes, scale: Scale) -> None:
    """A y axis from 0, its name above it, light lines to read values by, and the ticks of the x axis."""
    axes.set_title(scale.y)
    axes.set_xlabel(scale.x)
    axes.set_xticks(list(scale.ticks), list(scale.ticks.values()))
    axes.set_ylim(bottom=0)
    axes.yaxis.set_major_locator(MaxNLocator(6, steps=[1, 2, 5, 10]))
    axes.yaxis.set_major_formatter(lambda value, _: scale.text(value))
    axes.grid(visible=False, axis="x")
    axes.tick_params(axis="x", bottom=True)
    seaborn.despine(ax=axes, left=True)
