"""The book on paper: Sphinx's one page, put in order for print, as a tagged PDF (PDF/UA-1)."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import matplotlib
import pikepdf
from lxml import etree, html
from lxml.builder import E
from lxml.html import HtmlElement
from pikepdf import Array, Dictionary, Name

from evalbook.book.pages import drop, page_text, read_page, repair_tables
from evalbook.book.typesetting import ASSETS, Interface
from evalbook.errors import EvalbookError

if TYPE_CHECKING:
    from weasyprint.document import Document  # needs libraries that may not be there

STYLE = Path(ASSETS) / "print.css"
LIBRARIES = ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0")
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
LONG_TABLE_ROWS, LONG_TABLE_TEXT = 24, 1800  # more than half a page: such a table may break, its head is repeated
# For the screen only: links to a heading itself, to files beside the pages, and numbers to fold out.
SCREEN_ONLY = (
    "//a[contains(@class, 'headerlink')]",
    "//a[@class='data']",
    "//details",
    "//*[contains(@class, 'on-screen')]",
)


def missing_libraries() -> str:
    """Why no PDF can be made here and what to do about it; empty when it can."""
    try:
        import weasyprint  # noqa: F401
    except OSError:
        return (
            "The PDF needs libraries that are not on this machine; the HTML is made without it.\n"
            f"Install them with: apt-get install {' '.join(LIBRARIES)}"
        )
    return ""


def write_pdf(singlehtml: Path, source: Path, target: Path, facing: Interface) -> None:
    """The one page that Sphinx made from `source`, as a PDF with bookmarks, contents and running heads."""
    page = print_page(read_page(singlehtml / "index.html"), facing)
    document = set_document(page_text(page), singlehtml, source)
    document.write_pdf(target, pdf_variant="pdf/ua-1", pdf_identifier=facing.edition.encode())
    _add_scopes(target)


def set_document(page: str, folder: Path, source: Path) -> Document:
    """The page laid out on paper; its figures are found from `folder`, its style in `source`."""
    from weasyprint import CSS, HTML
    from weasyprint.text.fonts import FontConfiguration

    fonts = FontConfiguration()
    styles = [CSS(string=_symbols_font(), font_config=fonts), CSS(source / STYLE, font_config=fonts)]
    return HTML(string=page, base_url=f"{folder}/").render(
        stylesheets=styles, font_config=fonts, pdf_variant="pdf/ua-1"
    )


def _symbols_font() -> str:
    # Signs that the text fonts lack must not depend on the fonts of the machine.
    font = Path(matplotlib.get_data_path()) / "fonts" / "ttf" / "DejaVuSans.ttf"
    return f"@font-face {{ font-family: Symbols; src: url('{font.as_uri()}'); }}"


def print_page(page: HtmlElement, facing: Interface) -> HtmlElement:
    """Cover, contents and chapters as one document, from the one page of Sphinx."""
    for xpath in SCREEN_ONLY:
        drop(page, xpath)
    repair_tables(page)
    _simplify(page)
    _check_links(page)
    chapters = list(_chapters(page.xpath("//article")[0]))
    _make_ids_unique(chapters)
    body = E.body(_cover(facing), _contents(chapters, facing), *chapters)
    head = E.head(E.meta(charset="utf-8"), E.title(f"{facing.title}. {facing.edition}"))
    return html.fromstring(etree.tostring(E.html(head, body, lang=facing.language)))


def _simplify(page: HtmlElement) -> None:
    # A link with an element inside would get two annotations, a list item with one paragraph two levels; the
    # keys of numbers are for the scan of the pages.
    for inner in page.xpath("//article//a/* | //article//li[count(*)=1]/p | //article//span[@data-key]"):
        inner.drop_tag()
    for link in page.xpath("//a[starts-with(@href, 'index.html#')]"):
        link.set("href", link.get("href").removeprefix("index.html"))
    for table in page.xpath("//table"):
        if len(table.findall("tbody/tr")) > LONG_TABLE_ROWS or len(_said(table)) > LONG_TABLE_TEXT:
            table.set("class", f"{table.get('class', '')} long")


def _said(element: HtmlElement) -> str:
    return " ".join(element.text_content().split())


def _check_links(page: HtmlElement) -> None:
    # A link to a file would become the address of a folder on this machine.
    for link in page.xpath("//article//a[@href]"):
        if not link.get("href").startswith(("#", "https://", "http://", "mailto:")):
            raise EvalbookError(f"The PDF cannot link to the file {Path(link.get('href')).name}.")


def _chapters(article: HtmlElement) -> Iterator[HtmlElement]:
    """The first page and the chapters; Sphinx nests the chapters in the first page, one heading lower."""
    first = article.find("section")
    nested = first.xpath(".//div[contains(@class, 'toctree-wrapper')]/section")
    anchors = [section.getprevious() for section in nested]
    drop(first, ".//div[contains(@class, 'toctree-wrapper')]")
    first.set("class", "chapter")
    yield first
    for section, anchor in zip(nested, anchors, strict=True):
        section.set("class", "chapter")
        section.insert(0, copy.copy(anchor))
        for heading in section.iter(*HEADINGS[1:]):
            heading.tag = HEADINGS[HEADINGS.index(heading.tag) - 1]
        yield section


def _make_ids_unique(chapters: list[HtmlElement]) -> None:
    # Ids are unique to a chapter only; a link without a chapter means the one in its own chapter first.
    taken: set[str] = set()
    for chapter in chapters:
        repeated = {id: f"{chapter.get('id')}--{id}" for id in chapter.xpath(".//@id") if id in taken}
        taken.update(chapter.xpath(".//@id"))
        for element in chapter.xpath(".//*[@id]"):
            element.set("id", repeated.get(element.get("id"), element.get("id")))
        for link in chapter.xpath(".//a[starts-with(@href, '#')]"):
            target = link.get("href")[1:]
            link.set("href", f"#{repeated.get(target, target)}")


def _cover(facing: Interface) -> HtmlElement:
    lines = [E.p(facing.edition), E.p(facing.until)]
    notice = E.p(facing.notice, {"class": "notice"})
    return E.section({"class": "cover"}, E.p(facing.title, {"class": "title"}), *lines, notice)


def _contents(chapters: list[HtmlElement], facing: Interface) -> HtmlElement:
    entries = [_entry(heading) for chapter in chapters for heading in chapter.iter("h1", "h2")]
    return E.nav({"class": "contents"}, E.h1(facing.words["contents"]), E.ul(*entries))


def _entry(heading: HtmlElement) -> HtmlElement:
    link = E.a(_said(heading), href=f"#{heading.getparent().get('id')}")
    return E.li({"class": f"level-{heading.tag}"}, link)


def _add_scopes(path: Path) -> None:
    """WeasyPrint tags heads of tables without saying whether they head a row or a column."""
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        _add_scope(pdf.Root.StructTreeRoot.K, Name.Column)
        pdf.save(path, deterministic_id=True)


def _add_scope(element: object, scope: Name) -> None:
    if isinstance(element, Array):
        for child in element:
            _add_scope(child, scope)
    elif isinstance(element, Dictionary):
        kind = element.get("/S")
        scope = {Name.TBody: Name.Row, Name.THead: Name.Column}.get(kind, scope)
        if kind == Name.TH and "/A" in element:
            element.A[Name.Scope] = scope
        _add_scope(element.get("/K"), scope)
