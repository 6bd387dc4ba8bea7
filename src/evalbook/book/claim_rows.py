"""The tables of tested claims on screen: each claim has an address, as each erratum; a reader may choose by verdict.

Neither needs a script: the choice is made by the style sheet, and where that cannot be, all claims are there.
"""

from __future__ import annotations

import re

from lxml.builder import E
from lxml.html import HtmlElement

from evalbook.book.typesetting import Interface
from evalbook.exhibits import contradicted
from evalbook.published.claims import VERDICTS
from evalbook.words.vocabulary import read_words

TABLES = "//table[starts-with(@id, 'claims-')][.//*[contains(concat(' ', @class, ' '), ' verdict ')]]"
ERRATA = f"//table[@id='{contradicted.TABLE}']"
TO_ERRATA = f"//a[contains(@href, '#{contradicted.TABLE}')]"
ERRATUM = re.compile(r"E\d+")
NAMED = "./*[1]//span[@data-published][1]"
ALL = "all"


def complete_claims(page: HtmlElement, facing: Interface) -> None:
    tables = page.xpath(TABLES)
    for link in page.xpath(TO_ERRATA):
        if ERRATUM.fullmatch(erratum := link.text_content().strip()):
            link.set("href", link.get("href").replace(contradicted.TABLE, erratum))
    for row in (row for table in [*tables, *page.xpath(ERRATA)] for row in table.xpath("./tbody/tr[not(@id)]")):
        for mark in row.xpath(NAMED)[:1]:
            row.set("id", mark.text_content())
            mark.tag = "a"
            mark.set("href", f"#{mark.text_content()}")
    if tables:
        within = tables[0].xpath("ancestor::section[1]")[0]
        within.addprevious(_choice(tables, facing))


def _choice(tables: list[HtmlElement], facing: Interface) -> HtmlElement:
    """One of the verdicts, or all; each says of how many claims it is."""
    verdicts = read_words(facing.language).claims["verdicts"]
    found = {name: sum(len(table.xpath(f".//*[@class='verdict {name}']")) for table in tables) for name in VERDICTS}
    names = {ALL: facing.words["claims"][ALL], **{name: verdicts[name] for name in VERDICTS}}
    counts = {ALL: sum(found.values()), **found}
    options = [_option(name, f"{text} ({counts[name]})") for name, text in names.items()]
    return E.fieldset(E.legend(facing.words["claims"]["choose"]), *options, {"class": "claims-choice"})


def _option(name: str, text: str) -> HtmlElement:
    chosen = {"checked": "checked"} if name == ALL else {}
    return E.label(E.input(type="radio", name="verdict", id=f"show-{name}", **chosen), f" {text}")
