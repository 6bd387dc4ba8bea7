"""Repairs of finished pages, for those who listen to them, use a keyboard, or have no connection.

What Jupyter Book's theme leaves undone: heads of tables without scope, wide tables that a keyboard cannot
reach, text outside any landmark, strings without a translation, scripts and files that nothing needs.
"""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Mapping
from pathlib import Path
from urllib.parse import unquote, urlsplit

from lxml import html
from lxml.html import HtmlElement

from evalbook.book.stylesheets import join_styles
from evalbook.book.table_forms import form_tables
from evalbook.book.typesetting import Interface
from evalbook.errors import EvalbookError

OUTSIDE = ("http", "https", "mailto", "data")
SPOKEN = ("title", "aria-label", "placeholder", "data-bs-title")
# Of the theme: its scripts (book.js does what is left of their work), so that no page has a script or style of its own
# in it, a banner for other versions of the site, a dialog for search, a second table of contents for print.
NEEDED = " or ".join(f"contains(@src, '{name}')" for name in ("/first.js", "/book.js", "/search/", "search-texts.js"))
UNUSED = (
    f"//script[not({NEEDED})]",
    "//noscript[style]",
    "//link[@rel='preload']",
    "//link[contains(@href, '/mystnb.')]",
    "//dialog[@id='pst-search-dialog']",
    "//div[contains(@class, 'pst-async-banner-revealer')]",
    "//div[@id='jb-print-docs-body']",
    "//header[@id='pst-header']/*",
    "//meta[starts-with(@name, 'docsearch')]",
    "//span[@class='search-button__kbd-shortcut']",
)
# Its caption; else that of the figure it stands under, else the heading above it.
NAME_OF_REGION = "preceding::*[self::h1 or self::h2 or self::h3][1] | preceding-sibling::summary | .//caption"
STATIC = "_static"
KEPT = ("OFL.txt",)  # the licence of the fonts lies beside them
REFERENCE = re.compile(r"url\(\s*[\"']?([^)\"'?#]+)")
NOT_PUBLISHED = (".buildinfo", "objects.inv", "*webpack-macros.html", "*/_headers", "*/.nojekyll")


def read_page(path: Path) -> HtmlElement:
    return html.document_fromstring(path.read_bytes(), parser=html.HTMLParser(encoding="utf-8"))


def page_text(page: HtmlElement) -> str:
    return html.tostring(page, encoding="unicode", doctype="<!DOCTYPE html>") + "\n"


def finish_site(site: Path, facing: Interface) -> None:
    """Repairs every page of the site of one language in place."""
    for path in sorted(site.rglob("*.html")):
        page = read_page(path)
        repair_page(page, facing)
        path.write_text(page_text(page), encoding="utf-8")


def lighten(site: Path) -> None:
    """Joins the style sheets of the whole site and removes the files that no page needs."""
    for pattern in NOT_PUBLISHED:
        for path in list(site.rglob(pattern)):
            path.unlink()
    pages = {path: read_page(path) for path in sorted(site.rglob("*.html"))}
    join_styles(site, pages)
    for path, page in pages.items():
        path.write_text(page_text(page), encoding="utf-8")
    remove_unused(site, pages)


def remove_unused(site: Path, pages: Mapping[Path, HtmlElement]) -> None:
    """Removes the static files that no page and no style sheet names."""
    needed = {_file(path, name) for path, page in pages.items() for name in page.xpath("//@href | //@src")}
    for path in sorted(needed):
        if path.suffix == ".css" and path.is_file():
            needed |= {_file(path, name) for name in REFERENCE.findall(path.read_text(encoding="utf-8"))}
    for path in sorted((each for folder in site.rglob(STATIC) for each in folder.rglob("*")), reverse=True):
        if path.is_dir() and not any(path.iterdir()):
            path.rmdir()
        elif path.is_file() and path not in needed and (path.name not in KEPT or path.parents[2] != site):
            path.unlink()


def _file(near: Path, address: str) -> Path:
    return Path(os.path.normpath(near.parent / unquote(urlsplit(address).path)))


def repair_page(page: HtmlElement, facing: Interface) -> None:
    for xpath in UNUSED:
        drop(page, xpath)
    _check_images(page)
    repair_tables(page)
    form_tables(page)
    make_scrollable(page)
    _add_landmarks(page, facing.words)
    _translate(page, facing.words["theme"])


def _check_images(page: HtmlElement) -> None:
    for image in page.xpath("//img[not(normalize-space(@alt))]"):
        name = Path(image.get("src")).name
        raise EvalbookError(f"The figure {name} says nothing to who cannot see it. Give it an alt text.")


def drop(page: HtmlElement, xpath: str) -> None:
    for element in page.xpath(xpath):
        element.drop_tree()


def repair_tables(page: HtmlElement) -> None:
    """The first cell of a row heads it; every head says what it heads; an empty head is an empty cell."""
    for table in page.xpath("//table"):
        for head in table.xpath("./thead/tr/th"):
            head.set("scope", "colgroup" if head.get("colspan") else "col")
        for cell in table.xpath("self::*[contains(@class, 'result')]/tbody/tr/td[1]"):
            cell.tag = "th"
        for head in table.xpath("./tbody/tr/th"):
            head.set("scope", "row")
        for head in table.xpath("./tbody/tr/th[@colspan]"):
            head.set("scope", "rowgroup")
        for head in table.xpath(".//th[not(normalize-space())]"):
            head.tag = "td"
            del head.attrib["scope"]
        for paragraph in table.xpath(".//*[self::th or self::td][count(*)=1]/p"):
            paragraph.drop_tag()


def make_scrollable(page: HtmlElement) -> None:
    """A table wider than the screen scrolls in a region that has a name and takes the keyboard's focus."""
    for region in page.xpath("//div[contains(@class, 'pst-scrollable-table-container')]"):
        region.set("tabindex", "0")
        region.set("role", "region")
        texts = region.xpath(NAME_OF_REGION)[-1].xpath(".//text()[not(ancestor::a[contains(@class, 'headerlink')])]")
        region.set("aria-label", " ".join("".join(texts).split()))


def check_links(site: Path, beside: Collection[str] = ()) -> None:
    """Raises EvalbookError for a link of a page to a file that is not in the site and will not lie `beside` it."""
    there = {os.path.normpath(site / name) for name in beside}
    for path in sorted(site.rglob("*.html")):
        for address in read_page(path).xpath("//@href | //@src"):
            parts = urlsplit(address)
            file = path.parent / unquote(parts.path)
            if parts.scheme not in OUTSIDE and not (file.exists() or os.path.normpath(file) in there):
                raise EvalbookError(f"{path.relative_to(site)} links to {address}, which is not there.")


def _add_landmarks(page: HtmlElement, words: Mapping[str, object]) -> None:
    for sidebar in page.xpath("//div[@id='pst-primary-sidebar' or @id='pst-secondary-sidebar']"):
        sidebar.set("role", "complementary")
        sidebar.set("aria-label", words["sidebars"][sidebar.get("id")])


def _translate(page: HtmlElement, words: Mapping[str, str]) -> None:
    for element in page.xpath("//*[" + " or ".join(f"@{name}" for name in SPOKEN) + "]"):
        for name in SPOKEN:
            if element.get(name) in words:
                element.set(name, words[element.get(name)])
    for element in page.iter("a", "span", "p", "h1", "h2", "button"):
        if (element.text or "").strip() in words:
            element.text = words[element.text.strip()]
