"""What the chapters show and where, so that a page links to nothing that no page has."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from evalbook.places import CHAPTERS

SHOWN = re.compile(r'report\.(?:table|figure)\(\\"(\w+)\\"')  # as it stands in a notebook's file
HEADING = re.compile(r"<!-- ([a-z0-9-]+) -->\n(#+) (.+)")


@dataclass(frozen=True)
class Place:
    """A heading that a label stands above: the name of its notebook, and the title of its page."""

    notebook: str
    title: str
    heading: str


@cache
def shown_items() -> frozenset[str]:
    """The items that a chapter of the book shows as a table or figure."""
    written = (path.read_text(encoding="utf-8") for path in sorted(CHAPTERS.glob("*.ipynb")))
    return frozenset(item for text in written for item in SHOWN.findall(text))


@cache
def headings(language: str) -> dict[str, Place]:
    """The headings of the chapters in a language, by label."""
    return {label: place for path in sorted(CHAPTERS.glob("*.ipynb")) for label, place in _headings(path, language)}


def _headings(path: Path, language: str) -> list[tuple[str, Place]]:
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    own = ("".join(cell["source"]) for cell in cells if language in cell["metadata"].get("tags", ()))
    found = [each for text in own for each in HEADING.findall(text)]
    title = next((heading for _, level, heading in found if level == "#"), "")
    return [(label, Place(path.stem, title, heading)) for label, _, heading in found]
