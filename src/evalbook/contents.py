"""What the chapters show, so that a page links to nothing that no page has."""

from __future__ import annotations

import re
from functools import cache

from evalbook.places import CHAPTERS

SHOWN = re.compile(r'report\.(?:table|figure)\(\\"(\w+)\\"')  # as it stands in a notebook's file


@cache
def shown_items() -> frozenset[str]:
    """The items that a chapter of the book shows as a table or figure."""
    written = (path.read_text(encoding="utf-8") for path in sorted(CHAPTERS.glob("*.ipynb")))
    return frozenset(item for text in written for item in SHOWN.findall(text))
