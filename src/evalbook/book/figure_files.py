"""What a reader takes along from a figure: the drawing (SVG), a picture of it (PNG), its address and how to cite it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from copy import deepcopy
from pathlib import Path

import typst
from lxml.builder import E
from lxml.html import HtmlElement

from evalbook.book.pages import page_text, read_page
from evalbook.book.typesetting import Interface

# Figures with a link to their numbers before the next figure: not the small ones of the first page.
FIGURES = "//figure[@id or ancestor::*[@id]][.//img[substring(@src, string-length(@src) - 3) = '.svg']]"
DATA_LINK = "following::*[self::figure or self::a[@class='data']][1][self::a]"
NOTES = "ancestor::div[contains(concat(' ', @class, ' '), ' result-notes ')][1]"
SHARP = 144  # dots an inch: a figure is 720 dots wide, enough for a page of a newspaper's site
PAPER = "#set page(width: auto, height: auto, margin: 6pt, fill: white)\n"


def offer_figures(site: Path, facing: Interface, chapters: Sequence[str]) -> None:
    """Writes the pictures of one language beside its drawings, and the links below each figure that has numbers."""
    folder, pictured = site / facing.folder, set()
    for path in (path for name in chapters if (path := folder / f"{name}.html").is_file()):
        page = read_page(path)
        if found := [(figure, *figure.xpath(DATA_LINK)) for figure in page.xpath(FIGURES) if figure.xpath(DATA_LINK)]:
            for figure, link in found:
                _offer(figure, link, path.relative_to(folder).as_posix(), facing)
                pictured.add((path.parent / figure.xpath(".//img/@src")[0]).resolve())
            path.write_text(page_text(page), encoding="utf-8")
    for path, picture in pictures(sorted(pictured)):
        path.write_bytes(picture)


def _offer(figure: HtmlElement, link: HtmlElement, where: str, facing: Interface) -> None:
    drawing = figure.xpath(".//img/@src")[0]
    files = {"SVG": drawing, "PNG": f"{drawing.removesuffix('.svg')}.png"}
    after = link.xpath("../a[@class='data']")[-1]  # behind the other files of its numbers
    for name, address in files.items():
        other = E.a(name, {"class": "data", "href": address, "download": ""})
        other.tail, after.tail = after.tail, " · "
        after.addnext(other)
        after = other
    for notes in link.xpath(NOTES):
        notes.addnext(_citation(figure, where, facing))


def _citation(figure: HtmlElement, where: str, facing: Interface) -> HtmlElement:
    """How to cite a figure, with its address; numbers in its title keep their keys."""
    said, anchor = facing.words["cite"], figure.xpath("ancestor-or-self::*[@id][1]/@id")[-1]
    title = [deepcopy(each) for each in figure.xpath("(.//figcaption//strong)[1]")]
    for each in title:
        each.tail, each.tag = None, "span"
    address = f"{facing.site}{facing.folder and facing.folder + '/'}{where}#{anchor}" if facing.site else f"#{anchor}"
    by = said["by"].format(by=facing.authors or facing.publisher, year=facing.day.year)
    source = said["source"].format(title=facing.title, edition=facing.edition, until=facing.until)
    text = E.p(f"{by} ", *title, f" {source} ", E.a(address if facing.site else said["here"], href=f"#{anchor}"))
    return E.details(E.summary(said["summary"]), text, {"class": "cite"})


def pictures(drawings: Sequence[Path]) -> Iterator[tuple[Path, bytes]]:
    """A picture of each drawing, on white, by the path that it goes to; all are set at once."""
    if not drawings:
        return
    root = drawings[0].parent
    text = PAPER + "#pagebreak()\n".join(f'#image("{path.name}", alt: "-")\n' for path in drawings)
    made = typst.compile(text.encode(), root=root, format="png", ppi=SHARP, ignore_system_fonts=True)
    yield from zip([path.with_suffix(".png") for path in drawings], made if len(drawings) > 1 else [made], strict=True)
