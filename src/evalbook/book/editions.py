"""An edition among others on one site: what it says of itself, and what leads from its pages to the others.

Each stands in a folder of its own. The list of all lies beside these folders, so that an old page knows a newer edition
without being made again; it is a script, as a page that is opened from a folder may load one and fetch nothing.
"""

from __future__ import annotations

import json
import posixpath
from collections.abc import Sequence
from pathlib import Path

from lxml.builder import E
from lxml.html import HtmlElement

from evalbook.book.heads import FIRST_PAGE, page_names
from evalbook.book.search import PAGE as SEARCH_PAGE
from evalbook.book.typesetting import LANGUAGES, Interface
from evalbook.release.release import Release

ABOUT = "edition.json"  # in the folder of an edition
LIST = "editions.js"  # beside these folders
FEED = "feed.xml"  # of each language: of all editions beside their folders, of one alone in its own
SCRIPT = "_static/editions.js"  # of an edition: what makes a switch of the list
END_OF_HEADER = "//div[contains(@class, 'header-article-items__end')]"


def folder_on_site(language: str) -> str:
    """Where the pages of a site that are about all editions stand in a language: those of the first at its root."""
    return "" if language == LANGUAGES[0] else f"{language}/"


def out_of_the_book(where: str, facing: Interface) -> str:
    """The way from a page to the folder that the editions stand in."""
    return "../" * len(posixpath.join(facing.folder, where).split("/"))


def lead_to_editions(page: HtmlElement, where: str, facing: Interface) -> None:
    """A link from a page to the list of editions; the script makes it a switch to the same page of another one."""
    if not facing.among:
        return
    up, words = out_of_the_book(where, facing), facing.words["editions"]
    about = {"data-edition": facing.among, "data-page": where, "data-root": up}
    to = f"{up}{folder_on_site(facing.language)}{FIRST_PAGE}"
    for header in page.xpath(END_OF_HEADER) or _made_ends(page):
        link = E.a(words["title"], {"class": "editions", "href": to, "aria-label": words["all"], **about})
        header.insert(0, E.div(link, {"class": "header-article-item"}))
    own = "../" * where.count("/")
    page.head.extend(E.script(src=source, defer="") for source in (f"{up}{LIST}", f"{own}{SCRIPT}"))


def _made_ends(page: HtmlElement) -> list[HtmlElement]:
    """On a page without contents of its own nothing stands there yet."""
    starts = page.xpath("//div[contains(@class, 'header-article__inner')]")
    ends = [E.div({"class": "header-article-items__end"}) for _ in starts]
    for start, end in zip(starts, ends, strict=True):
        start.append(end)
    return ends


def announce_feed(page: HtmlElement, where: str, facing: Interface) -> None:
    """Tells readers of feeds where the one of this language is: of all editions, or of a book that stands alone."""
    up = out_of_the_book(where, facing) + folder_on_site(facing.language) if facing.among else "../" * where.count("/")
    if not facing.is_internal:
        title = facing.words["editions"]["feed"]
        page.head.append(E.link(rel="alternate", type="application/atom+xml", title=title, href=f"{up}{FEED}"))


def beside_the_editions(languages: Sequence[str]) -> tuple[str, ...]:
    """What the pages of a book may link to outside of it, as its root finds it."""
    in_each = [f"{folder_on_site(each)}{name}" for each in languages for name in (FIRST_PAGE, FEED)]
    return tuple(f"../{name}" for name in (LIST, *in_each))


def write_about(site: Path, released: Release, facings: Sequence[Interface]) -> None:
    """What the site of several editions is to know of this one."""
    if not facings[0].among:
        return
    languages = {
        each.language: {
            "folder": f"{each.folder}/" if each.folder else "",
            "title": each.edition,
            "until": each.until,
            "notice": each.notice,
            "pages": [*page_names(site, each), SEARCH_PAGE],
        }
        for each in facings
    }
    edition = released.edition
    about = {"id": edition.id, "day": str(edition.reference_date), "site": facings[0].site, "languages": languages}
    (site / ABOUT).write_text(json.dumps(about, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
