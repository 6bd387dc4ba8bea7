"""What the search of a book knows: the texts of its pages by section, other words for the same, and stems of words.

All of it is in scripts: a page that is opened from a folder may load scripts, and fetch no file.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib import import_module
from pathlib import Path

import sphinx.search
import yaml
from lxml.html import HtmlElement

from evalbook.book.pages import read_page
from evalbook.book.typesetting import Interface
from evalbook.places import DATA

PAGE = "search.html"
TEXTS, STEMS = "search-texts.js", "_static/search/stems.js"
SYNONYMS = DATA / "synonyms.yaml"
HEADINGS = tuple(f"h{level}" for level in range(1, 7))
OF_THEIR_OWN = (*HEADINGS, "section", "dl")  # parts beside the one in which they stand
APART = frozenset(
    ["p", "li", "td", "th", "caption", "figcaption", "dt", "dd", "summary", "div", "tr", "br", "interval"]
)
NO_PROSE = frozenset({"table", "figure", "result-notes"})
# What no reader looks for: links of headings and to files, and the numbers of a figure once more as a table.
LEFT_OUT = frozenset(
    {"script", "style", "headerlink", "figure-data", "data", "download", "term-note", "used-in", "claims-choice"}
)
APPENDIX = 0.7  # of the weight of a chapter


def write_search(site: Path, facing: Interface) -> None:
    """What the search page of one language loads, of the pages as they stand in the site of all."""
    folder = site / facing.folder
    others = {other.folder for other in facing.translations if other.folder}
    pages = {path.relative_to(folder).as_posix(): path for path in sorted(folder.rglob("*.html"))}
    own = {name: read_page(path) for name, path in pages.items() if name.split("/")[0] not in others}
    for name, text in search_scripts(own, facing).items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")


def search_scripts(pages: Mapping[str, HtmlElement], facing: Interface) -> dict[str, str]:
    """The scripts by name; `pages` by their address, sections at their final ones."""
    known = {
        "words": facing.words["search"],
        "synonyms": synonyms(facing.language),
        "pages": [_told(name, page, facing) for name, page in pages.items() if name != PAGE],
    }
    text = json.dumps(known, ensure_ascii=False, separators=(",", ":")).replace("</", "<\\/")
    return {TEXTS: f"const BOOK = {text};\n", STEMS: stems_script(facing.language)}


@cache
def _known() -> Mapping[str, object]:
    return yaml.safe_load(SYNONYMS.read_text(encoding="utf-8"))


def synonyms(language: str) -> list[list[str]]:
    """The groups of words that are looked for together."""
    return [group[language] for group in _known()["together"]]


def stems_script(language: str) -> str:
    """The words that say nothing and what takes endings off words, as Sphinx has them for its own search."""
    place, _, name = _class_of(language).rpartition(".")
    own = getattr(import_module(place), name)
    passed_over = sorted({*own.stopwords, *_known()["passed_over"][language]})
    script = own.js_stemmer_code
    if own.js_stemmer_rawcode:
        folder, names = Path(sphinx.search.__file__).parent / "minified-js", ("base-stemmer.js", own.js_stemmer_rawcode)
        script = "".join((folder / each).read_text(encoding="utf-8") for each in names)
        script += f"\nconst Stemmer = {own.language_name}Stemmer;"
    return f"const STOPWORDS = {json.dumps(passed_over, ensure_ascii=False)};\n{script}\n"


def _class_of(language: str) -> str:
    found = sphinx.search.languages[language]
    return found if isinstance(found, str) else f"{found.__module__}.{found.__name__}"


def _told(name: str, page: HtmlElement, facing: Interface) -> list[object]:
    """A page: address, title, weight, and its parts: place in the page, heading, text, and what is no prose."""
    parts = [part for part in _parts(page) if any(part[1:])]
    title = parts[0][1] if parts else page.findtext("head/title")
    return [name, title, APPENDIX if name.removesuffix(".html") in facing.appendices else 1, parts]


def _parts(page: HtmlElement) -> Iterator[tuple[str, str, str, str]]:
    """The sections in order, each less those within it; terms of a list have a part each."""
    for section in page.xpath("//article//section[@id]"):
        title = _text(section.xpath("|".join(HEADINGS))[:1], prose=True)
        place = section.get("id") if section.xpath("ancestor::section") else ""
        yield place, title, _text([section], prose=True), _text([section], prose=False)
        for term in section.xpath(".//dl[ancestor::section[1]/@id=$own]/dt", own=section.get("id")):
            meaning = _text(term.xpath("following-sibling::dd[1]"), prose=True)
            yield (term.xpath(".//@id") or [section.get("id")])[0], _text([term], prose=True), meaning, ""


def _text(elements: Iterable[HtmlElement], *, prose: bool) -> str:
    """Of elements the prose, or else what stands in tables and figures and below them."""
    told = (text for element in elements for text, is_prose in _texts(element, True) if is_prose == prose)
    return " ".join("".join(told).split())


def _texts(element: HtmlElement, prose: bool) -> Iterator[tuple[str, bool]]:
    """The texts of an element and of what is in it, with whether they are prose; blocks are apart."""
    if not isinstance(element.tag, str) or LEFT_OUT & {element.tag, *element.classes}:
        return
    prose = prose and not NO_PROSE & {element.tag, *element.classes}
    space = " " if APART & {element.tag, *element.classes} else ""
    yield space + (element.text or ""), prose
    for child in element:
        if child.tag not in OF_THEIR_OWN:
            yield from _texts(child, prose)
        yield child.tail or "", prose
    yield space, prose
