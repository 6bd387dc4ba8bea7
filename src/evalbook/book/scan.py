"""The finished book is looked through before it is put in place: a find stops the build and says where.

Every number that was computed carries the key of its result; the scan compares it with the release and refuses digits
without a key, outside the kinds that name something (a year, a date, a month, a class). No person's id stands anywhere.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path

import pandas as pd
from lxml.html import HtmlElement

from evalbook.book.downloads import DATA, audit_files, workbook_of
from evalbook.book.identifiers import files_with_words, searchable, words_of
from evalbook.book.named_numbers import NamedNumbers, named_numbers
from evalbook.book.pages import read_page
from evalbook.book.scan_numbers import ShownNumbers
from evalbook.book.spreadsheets import SUFFIX
from evalbook.errors import EvalbookError
from evalbook.exhibits.dictionary import CODES, METADATA, codes, metadata_text
from evalbook.release.release import RESULTS, Release
from evalbook.words.vocabulary import languages

COMPUTED = "//*[contains(concat(' ', normalize-space(@class), ' '), ' computed ')]"
SILENT = ("script", "style", "svg")
ALT_KEYS = "data-alt-keys"
FRAME = "search.html"  # the one page with nothing in it but what stands around every page
MOST_TOLD = 20


def scan(site: Path, released: Release, *, persons: Collection[str] = (), own: Iterable[str] = ()) -> None:
    """Raises EvalbookError with what does not pass: page, what stands there and what should.

    `persons` are the ids of an extract at hand; without it there is nothing to look for. `own`: texts of the book
    itself, of whose words none is an id in it.
    """
    finds = [
        *find_numbers(site, released),
        *find_downloads(site, released),
        *find_persons(site, persons, own),
    ]
    if finds:
        more = [f"and {len(finds) - MOST_TOLD} more"] if len(finds) > MOST_TOLD else []
        raise EvalbookError("\n".join(["The book was not put in place:", *finds[:MOST_TOLD], *more]))


def find_numbers(site: Path, released: Release) -> Iterator[str]:
    """Numbers that are not the release's as the language of the page has them, and computed digits without a key."""
    known = cache(lambda language: (ShownNumbers(released, language), named_numbers(released, language)))
    for path in sorted(site.rglob("*.html")):
        page, where = read_page(path), path.relative_to(site).as_posix()
        shown, named = known(page.get("lang"))
        for find in (*_wrong(page, shown), *_unkeyed(page, named), *_alt_texts(page, shown, named)):
            yield f"{where}: {find}"


def _wrong(page: HtmlElement, shown: ShownNumbers) -> Iterator[str]:
    for element in page.xpath("//*[@data-key]"):
        key, text = element.get("data-key"), _text(element)
        if text not in shown.texts(key):
            # Not what the release has: that may be the very number that was withheld.
            yield f"the number shown for {key} is not the released one."


def _unkeyed(page: HtmlElement, named: NamedNumbers) -> Iterator[str]:
    for element in page.xpath(COMPUTED):
        for block in element.iter("p", "li", "td", "th", "caption", "figcaption", "summary", "dt", "dd", "pre"):
            kind = "cell" if block.tag == "td" else "head" if block.tag in ("th", "caption") else "text"
            left = named.digits_left(_without_keyed(block), kind=kind)
            if left:
                yield f"a {block.tag} that was computed has digits without a key ({len(left)} characters)."


def _text(element: HtmlElement) -> str:
    return " ".join(element.text_content().split())


def _without_keyed(block: HtmlElement) -> str:
    """The text of a block less its numbers with a key, what was published, and blocks within it."""
    parts = [block.text or ""]
    for child in block:
        if not (
            isinstance(child.tag, str)
            and (child.tag in SILENT or _is_known(child) or child.tag in ("p", "table", "ul", "ol"))
        ):
            parts.append(_without_keyed(child) if isinstance(child.tag, str) else "")
        parts.append(child.tail or "")
    return " ".join(" ".join(parts).split())


def _is_known(element: HtmlElement) -> bool:
    return (
        element.get("data-key") is not None
        or element.get("data-published") is not None
        or element.get("data-previous") is not None
    )


def _alt_texts(page: HtmlElement, shown: ShownNumbers, named: NamedNumbers) -> Iterator[str]:
    """Alt texts of figures: what their keys stand for, and no other digits."""
    for image in page.xpath("//figure//img | //div[contains(@class, 'figure')]//img"):
        keyed = image.xpath(f"(ancestor::figure | ancestor::div[contains(@class, 'figure')])[last()]//@{ALT_KEYS}")
        left = " ".join(image.get("alt", "").split())
        for key in keyed[0].split(SEPARATOR) if keyed and keyed[0] else ():
            shorter = next(filter(None, (_less(left, text) for text in sorted(shown.texts(key), key=len)[::-1])), "")
            if not shorter:
                yield f"the alt text of {Path(image.get('src')).name} does not say the released {key}."
            left = shorter or left
        if named.digits_left(left, kind="head"):
            yield f"the alt text of {Path(image.get('src')).name} has digits without a key."


def _less(text: str, number: str) -> str:
    """A text without the first mention of a number as a whole; '' where it is not mentioned."""
    whole = re.compile(rf"(?<![\d.,]){re.escape(number)}(?![\d%]|[.,]\d)")
    return whole.sub(" ", text, count=1) if whole.search(text) else ""


SEPARATOR = ";"  # between the keys of an alt text


def find_downloads(site: Path, released: Release) -> Iterator[str]:
    """Files beside the pages that are not rows of the release."""
    results = released.results
    files = {RESULTS: results, CODES: codes(released), **audit_files(released)}
    for path in sorted((site / DATA).glob("*")):
        rows = files.get(path.name, results[results["item"] == path.stem])
        if path.name == METADATA and path.read_text(encoding="utf-8") == metadata_text(path.parent, released):
            continue
        if not (
            _same_workbook(path, released) if path.suffix == SUFFIX else path.suffix == ".csv" and _same(path, rows)
        ):
            yield f"{path.relative_to(site).as_posix()}: is not what the release has."


def _same_workbook(path: Path, released: Release) -> bool:
    item, _, language = path.stem.partition(".")
    there = language in languages() and (released.results["item"] == item).any()
    return there and path.read_bytes() == workbook_of(released, item, language)


def _same(path: Path, rows: pd.DataFrame) -> bool:
    written = rows.to_csv(index=False, lineterminator="\n")
    return path.read_text(encoding="utf-8") == written


def find_persons(site: Path, persons: Collection[str], own: Iterable[str] = ()) -> Iterator[str]:
    """Files in which the id of a person stands; the id itself is not told."""
    frame = words_of(site / FRAME) if (site / FRAME).is_file() else []
    sought = searchable(persons).without([*own, *frame])
    for path in files_with_words(site) if sought else ():
        if sought.found_in(words_of(path)):
            yield f"{path.relative_to(site).as_posix()}: the id of a person stands in it."


def check_names(released: Release, source: Mapping[str, str], *, persons: Collection[str], own: Iterable[str]) -> None:
    """Raises EvalbookError, before the book is made, when its source (texts by file), or what it will tell of the
    extract's files, has the id of a person."""
    sought = searchable(persons).without(own)
    titles = {"The title": "\n".join(released.edition.title_in(each) for each in languages())}
    for name, text in {**titles, **source}.items() if sought else ():
        if sought.found_in([text]):
            raise EvalbookError(f"{name}: the id of a person stands in it.")
    for name in ("file", "column", "text"):
        if sought and sought.found_in(released.reading[name]):
            raise EvalbookError(
                f"A {READ_AS[name]} has the id of a person in it, and the book names it. Give it another name."
            )


READ_AS = {"file": "file or sheet", "column": "heading that is passed over", "text": "text that means nothing"}
