"""The book in two languages as one site: pages that lead to each other, under the same addresses.

The first language stands at the root, another in a folder of its own. A section's address is its label, which both
languages share; files that are the same in both, and the data, are there once.
"""

from __future__ import annotations

import filecmp
import os
import posixpath
import re
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from urllib.parse import urlsplit

from lxml.builder import E
from lxml.html import HtmlElement

from evalbook.book.claim_rows import complete_claims
from evalbook.book.editions import END_OF_HEADER, announce_feed, lead_to_editions
from evalbook.book.explained import explain_terms
from evalbook.book.heads import complete_head
from evalbook.book.pages import page_text, read_page
from evalbook.book.typesetting import Interface

STATIC = "_static"
DATA = "data"
UNNAMED = re.compile(r"id\d+")  # what Sphinx calls a label that is also the heading's own name


def name_sections(page: HtmlElement) -> None:
    """A section is addressed by its label instead of its heading's words, which still lead to it."""
    names = {}
    for section in page.xpath("//section[@id][span[@id]]"):
        label = section.xpath("span[@id]")[0]
        if not UNNAMED.fullmatch(label.get("id")):
            names[section.get("id")] = label.get("id")
            label.set("id", section.get("id"))
            section.set("id", names[section.get("id")])
    for link in page.xpath("//a[starts-with(@href, '#')]"):
        link.set("href", f"#{names.get(link.get('href')[1:], link.get('href')[1:])}")


def lead_to_translations(page: HtmlElement, where: str, facing: Interface) -> None:
    """Links from a page to the same page in the other languages, for readers and for search engines."""
    up = "../" * (len(posixpath.join(facing.folder, where).split("/")) - 1)
    for other in facing.translations:
        address = f"{up}{posixpath.join(other.folder, where)}"
        said = {"lang": other.language, "hreflang": other.language, "href": address}
        if not facing.site:  # else in the head with whole addresses
            page.head.append(E.link(rel="alternate", hreflang=other.language, href=address))
        for header in page.xpath(END_OF_HEADER):
            link = E.a(other.words["name"], {"class": "language", "aria-label": other.words["this_page"], **said})
            header.insert(0, E.div(link, {"class": "header-article-item"}))


def join(sites: Sequence[Path], facings: Sequence[Interface]) -> Path:
    """The sites of the languages as one, in the folder of the first; what that has too is taken from it."""
    root = sites[0]
    for site, facing in zip(sites, facings, strict=True):
        shared = set(_take_shared(site, root)) if facing.folder else set()
        for path in sorted(set(site.rglob("*.html")) - set((site / STATIC).rglob("*"))):
            page = read_page(path)
            join_page(page, path.relative_to(site).as_posix(), shared=shared, facing=facing)
            path.write_text(page_text(page), encoding="utf-8")
    for site, facing in zip(sites[1:], facings[1:], strict=True):
        os.rename(site, root / facing.folder)
    return root


def join_page(page: HtmlElement, where: str, *, shared: Collection[str], facing: Interface) -> None:
    """A page as part of the site of all languages; `shared` are the files that are taken from the root."""
    name_sections(page)
    lead_to_translations(page, where, facing)
    lead_to_editions(page, where, facing)
    announce_feed(page, where, facing)
    complete_head(page, where, facing)
    complete_claims(page, facing)
    explain_terms(page, where, facing)
    if facing.folder:
        _lead_to_root(page, where, shared, facing)


def _take_shared(site: Path, root: Path) -> Iterator[str]:
    """Removes the files that the root has too and gives their names."""
    for path in sorted(each for each in (site / STATIC).rglob("*") if each.is_file()):
        name = path.relative_to(site)
        if (root / name).is_file() and filecmp.cmp(path, root / name, shallow=False):
            path.unlink()
            yield name.as_posix()
    for folder in sorted((each for each in (site / STATIC).rglob("*") if each.is_dir()), reverse=True):
        if not any(folder.iterdir()):
            folder.rmdir()


def _lead_to_root(page: HtmlElement, where: str, shared: Collection[str], facing: Interface) -> None:
    up = "../" * len(facing.folder.split("/"))
    for element in page.xpath("//*[@href or @src]"):
        for attribute in ("href", "src"):
            address = urlsplit(element.get(attribute, ""))
            target = posixpath.normpath(posixpath.join(posixpath.dirname(where), address.path))
            if not address.scheme and (target in shared or target.startswith(f"{DATA}/")):
                element.set(attribute, up + element.get(attribute))
