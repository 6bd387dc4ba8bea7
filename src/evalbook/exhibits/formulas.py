"""Formulas of the methods, drawn as pictures: no page asks another host for a script, and a PDF has no mathematics."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from io import StringIO
from pathlib import Path

import matplotlib
import yaml
from matplotlib.figure import Figure

from evalbook.suggestions import nearest
from evalbook.words.vocabulary import record

WRITTEN = Path(__file__).parent / "formulas.yaml"
SIZE = 13  # points
STYLE = {"svg.fonttype": "path", "mathtext.fontset": "stix", "text.color": "#16191d"}


@dataclass(frozen=True)
class Formula:
    """A formula in TeX, and as it is said in each language."""

    tex: str
    nl: str
    en: str


@cache
def formulas() -> dict[str, Formula]:
    written = yaml.safe_load(WRITTEN.read_text(encoding="utf-8"))
    return {name: record(Formula, each, where=f"{WRITTEN.name}: {name}") for name, each in written.items()}


def formula(name: str) -> Formula:
    """The formula of a name; ValueError when there is none."""
    if name not in formulas():
        raise ValueError(f"there is no formula {name!r}.{nearest(name, tuple(formulas()))}")
    return formulas()[name]


@cache
def drawn(written: Formula, *, name: str) -> str:
    """A formula as SVG, cut to its ink; the same bytes each time."""
    with matplotlib.rc_context():
        matplotlib.rcdefaults()
        matplotlib.rcParams.update(STYLE | {"svg.hashsalt": name})
        figure = Figure(figsize=(5, 1))
        figure.text(0, 0.5, f"${written.tex}$", fontsize=SIZE, va="center")
        text = StringIO()
        metadata = {"Date": None, "Creator": None}
        figure.savefig(text, format="svg", metadata=metadata, transparent=True, bbox_inches="tight", pad_inches=0.03)
    return text.getvalue()
