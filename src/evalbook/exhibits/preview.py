"""What an output of a chapter looks like where the notebook itself is opened: on a code host, in JupyterLab.

The page of the book is MyST, which neither of them reads. So an output holds it under a type of its own, which only
`chapters.published` reads, beside Markdown as everyone reads it.
"""

from __future__ import annotations

import re

PAGE = "text/vnd.evalbook.page"
MARKDOWN = "text/markdown"
DRAWING = "image/svg+xml"
PICTURE = "image/png"  # what a notebook that nobody trusts yet shows as well
FORMULA = "text/latex"

OPENING = re.compile(r"^:::\{(\w+)\} ?(.*)\n(?::\w+:.*\n)*\n?", re.MULTILINE)
CLOSING = re.compile(r"^:::(?:\n|\Z)", re.MULTILINE)
LABEL = re.compile(r"^\([\w-]+\)=\n", re.MULTILINE)
ROLE = re.compile(r"\{\w+\}`([^`<]+?)(?: ?<[^`>]+>)?`")
TAG = re.compile(r"</?(?:span|a)\b[^>]*>")


def both(page: str) -> dict[str, str]:
    """An output: the page's MyST for the book, and Markdown for who opens the notebook."""
    return {PAGE: page, MARKDOWN: preview(page)}


def preview(page: str) -> str:
    """The text, captions, tables and notes of a page; without its directives, labels, keys and links."""
    text = OPENING.sub(_head, TAG.sub("", page))
    return ROLE.sub(r"\1", LABEL.sub("", CLOSING.sub("", text))).rstrip("\n")


def _head(opening: re.Match[str]) -> str:
    """What stays of a directive's first line: the caption of a table, the title of a box, nothing of a container."""
    kind, said = opening.groups()
    if kind == "container" or not said:
        return ""
    return f"**{said}**\n\n" if kind == "admonition" else f"{said}\n\n"
