"""What a page says of itself to programs: title, description, its address in each language, its look when shared.

Addresses of a whole site can be told only where it is known at which one it will stand (`site` in data/publisher.yaml).
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Sequence
from pathlib import Path
from urllib.parse import urlsplit
from xml.sax.saxutils import escape, quoteattr

from lxml.builder import E
from lxml.html import HtmlElement

from evalbook.book.search import PAGE as SEARCH_PAGE
from evalbook.book.typesetting import Interface

FIRST_PAGE = "index.html"
CARD, CARD_SIZE = "card.png", (1200, 630)  # dots, as networks ask for
SITEMAP, ROBOTS = "sitemap.xml", "robots.txt"
LONGEST = 240  # signs of a description
# What a chapter found, else its first paragraph, else its heading.
NO_PROSE = (
    "self::table",
    "self::figure",
    "self::dl",
    "contains(@class, 'admonition')",
    "contains(@class, 'result-notes')",
)
SAYS = (
    "//article//*[contains(@class, 'findings')]//li[normalize-space()]",
    f"//article//p[normalize-space() and not(ancestor::*[{' or '.join(NO_PROSE)}])]",
    "//article//h1",
)
DOUBLED = "//meta[@name='viewport'][position() > 1] | //meta[@name='viewport'][preceding::meta[@name='viewport']]"
REGIONS = {"nl": "nl_NL", "en": "en_GB"}


def complete_head(page: HtmlElement, where: str, facing: Interface) -> None:
    """`where`: the page within the folder of its language."""
    for meta in page.xpath(DOUBLED):
        meta.drop_tree()
    title = page.find("head/title")
    if where == FIRST_PAGE and title is not None:
        title.text = f"{facing.title}. {facing.edition}"
    if where == SEARCH_PAGE or facing.is_internal:
        page.head.append(E.meta(name="robots", content="noindex"))
    else:
        description = _description(page, facing)
        page.head.append(E.meta(name="description", content=description))
        page.head.extend(_shared(page, where, facing, description))
        page.head.extend(E.link(rel=kind, href=to, **more) for kind, to, more in _addresses(where, facing))


def _description(page: HtmlElement, facing: Interface) -> str:
    """What the page says first, behind what must be known of the edition."""
    found = next(filter(None, map(page.xpath, SAYS)), None)
    text = " ".join(found[0].text_content().split()).rstrip("#") if found else ""
    if len(text) > LONGEST:
        text = text[: LONGEST - 1].rsplit(" ", 1)[0].rstrip(" ,;:") + "…"
    return " ".join(filter(None, (facing.notice, text)))


def _shared(page: HtmlElement, where: str, facing: Interface, description: str) -> Iterator[HtmlElement]:
    """How a page looks where somebody shares it (Open Graph, which X reads too); pictures need a whole address."""
    heading = page.xpath("string((//article//h1)[1]/text()[last()])").strip() or facing.title
    title = f"{facing.title}. {facing.edition}" if where == FIRST_PAGE else heading
    kind = "website" if where == FIRST_PAGE else "article"
    said = {"type": kind, "title": title, "description": description, "site_name": facing.title}
    said |= {"locale": REGIONS[facing.language]}
    if facing.site:
        size = dict(zip(("image:width", "image:height"), map(str, CARD_SIZE), strict=True))
        said |= {"url": address(where, facing), "image": address(CARD, facing), **size}
        said |= {"image:alt": f"{facing.title}. {facing.edition}. {facing.until}. {facing.notice}".strip()}
    yield from (E.meta(property=f"og:{name}", content=text) for name, text in said.items())
    yield E.meta(name="twitter:card", content="summary_large_image" if facing.site else "summary")


def _addresses(where: str, facing: Interface) -> Iterator[tuple[str, str, dict[str, str]]]:
    """The one address of a page, and that of the same page in each language, its own included."""
    if facing.site:
        yield "canonical", address(where, facing), {}
        yield from (("alternate", to, {"hreflang": language}) for language, to in alternates(where, facing))


def alternates(where: str, facing: Interface) -> Iterator[tuple[str, str]]:
    """A page in each language, and for who has another one that at the root of the site."""
    facings = sorted((facing, *facing.translations), key=lambda each: each.folder)
    yield from ((each.language, address(where, each)) for each in facings)
    yield "x-default", address(where, facings[0])


def address(where: str, facing: Interface) -> str:
    """A file of a language as the whole world knows it; the first page without its name."""
    name = posixpath.join(facing.folder, where)
    return facing.site + (name.removesuffix(FIRST_PAGE) if posixpath.basename(name) == FIRST_PAGE else name)


def write_sitemap(site: Path, facings: Sequence[Interface]) -> None:
    """The pages of all languages for search engines, where the address of the site is known."""
    if not facings[0].site or facings[0].is_internal:
        return
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', f"<urlset {SCHEMAS}>"]
    for facing in facings:
        for where in page_names(site, facing):
            others = "".join(
                f"<xhtml:link rel={LINK.format(*map(quoteattr, pair))}/>" for pair in alternates(where, facing)
            )
            lines.append(f"<url><loc>{escape(address(where, facing))}</loc>{others}</url>")
    (site / SITEMAP).write_text("\n".join([*lines, "</urlset>"]) + "\n", encoding="utf-8")
    if urlsplit(facings[0].site).path == "/":  # of a host, not of a folder on one
        text = f"User-agent: *\nAllow: /\nSitemap: {facings[0].site}{SITEMAP}\n"
        (site / ROBOTS).write_text(text, encoding="utf-8")


SCHEMAS = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml"'
LINK = '"alternate" hreflang={} href={}'


def page_names(site: Path, facing: Interface) -> Iterator[str]:
    """The pages of a language within its folder, but for the search page."""
    folder, others = site / facing.folder, {each.folder for each in facing.translations if each.folder}
    for path in sorted(folder.rglob("*.html")):
        where = path.relative_to(folder)
        if where.parts[0] not in others and where.as_posix() != SEARCH_PAGE:
            yield where.as_posix()
