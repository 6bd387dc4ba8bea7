"""An appendix says which chapters refer to it, and leads to where they do."""

from __future__ import annotations

import os
import posixpath
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from urllib.parse import unquote, urlsplit

from lxml.builder import E
from lxml.html import HtmlElement

from evalbook.book.explained import NOTE
from evalbook.book.pages import page_text, read_page
from evalbook.book.typesetting import Interface

LINKS = f"//article//a[@href][not(ancestor::*[@class='{NOTE}'])]"
CLASS = "used-in"


def link_back(site: Path, facing: Interface, chapters: Sequence[str]) -> None:
    """Writes the links in the appendices of one language; `chapters`: its pages in the order of the contents."""
    folder = site / facing.folder
    own = [name for name in chapters if name not in facing.appendices]
    pages = {name: read_page(folder / f"{name}.html") for name in own}
    for name in facing.appendices:
        if places := dict(_places(pages, name)):
            page = read_page(folder / f"{name}.html")
            _say(page, name, pages, places, facing)
            (folder / f"{name}.html").write_text(page_text(page), encoding="utf-8")


def _places(pages: Mapping[str, HtmlElement], appendix: str) -> Iterator[tuple[str, str]]:
    """Each chapter that refers to an appendix, with the section where it does so first."""
    for name, page in pages.items():
        for link in page.xpath(LINKS):
            target = unquote(urlsplit(link.get("href")).path)
            if posixpath.normpath(posixpath.join(posixpath.dirname(name), target)) == f"{appendix}.html":
                yield name, (link.xpath("ancestor::section[1]/@id") or [""])[0]
                break


def _say(
    page: HtmlElement, name: str, pages: Mapping[str, HtmlElement], places: Mapping[str, str], facing: Interface
) -> None:
    links = []
    for other, section in places.items():
        title = " ".join("".join(pages[other].xpath("(//article//h1)[1]//text()")).split()).rstrip("#")
        address = os.path.relpath(f"{other}.html", posixpath.dirname(name))
        links += [", " if links else " ", E.a(title, href=f"{address}#{section}")]
    for heading in page.xpath("(//article//h1)[1]"):
        heading.addnext(E.p(facing.words["used_in"], *links, ".", {"class": CLASS}))
