"""One style sheet for the whole site, of those that its pages name, less what nothing on any page can meet.

The theme brings a framework's rules for a hundred things that this book does not have: five sixths of its weight.
"""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from urllib.parse import urlsplit

import tinycss2
from lxml.html import HtmlElement
from tinycss2.ast import AtRule, Node, QualifiedRule

STYLE = "_static/style.css"
LINKS = "//link[@rel='stylesheet']"
SAYS_NO_NAMES = ("search-texts.js", "stems.js", "minisearch.js")  # words of the book, not of a page's parts
WORD = re.compile(r"[A-Za-z][\w-]*")
VARIABLE = re.compile(r"var\(\s*(--[\w-]+)")
HOLDS_RULES = ("media", "supports", "layer", "container")
STARTS_AN_ELEMENT = ("", ">", "+", "~")  # what stands before the name of an element; "" for a space or the start
UNUSED_FONTS = "Font Awesome"  # the theme's icons; the book draws its own


def join_styles(site: Path, pages: Mapping[Path, HtmlElement]) -> None:
    """Writes the one style sheet and has every page, given by its file, name it instead of the others."""
    rules = [rule for path in _named(pages, f"{LINKS}/@href") for rule in _rules_of(path)]
    own = (path for path in _named(pages, "//script/@src") if path.is_relative_to(site))  # not the list of editions
    scripts = [path for path in own if path.name not in SAYS_NO_NAMES]
    known = {*_names(pages.values()), *(word for path in scripts for word in WORD.findall(path.read_text("utf-8")))}
    (site / STYLE).write_text(slimmed(rules, known), encoding="utf-8")
    for path, page in pages.items():
        first, *others = page.xpath(LINKS)
        first.set("href", os.path.relpath(site / STYLE, path.parent))
        for link in others:
            link.drop_tree()


def _named(pages: Mapping[Path, HtmlElement], xpath: str) -> Iterable[Path]:
    """The files that pages name, each once."""
    named = (path.parent / urlsplit(name).path for path, page in pages.items() for name in page.xpath(xpath))
    return dict.fromkeys(Path(os.path.normpath(path)) for path in named)


def _names(pages: Iterable[HtmlElement]) -> Iterator[str]:
    """The elements, classes and ids of all pages."""
    for page in pages:
        for element in page.iter("*"):
            yield element.tag
            yield from element.get("class", "").split()
            yield element.get("id", "")


def _rules_of(path: Path) -> Iterator[Node]:
    """The rules of a style sheet, those of the sheets that it imports in their place."""
    for rule in rules_in(path.read_text(encoding="utf-8")):
        if isinstance(rule, AtRule) and rule.lower_at_keyword == "import":
            yield from _rules_of(
                path.parent / next(node.value for node in rule.prelude if node.type in ("string", "url"))
            )
        else:
            yield rule


def slimmed(rules: Sequence[Node], known: Collection[str]) -> str:
    """The rules that can meet something, given the elements, classes and ids that there are, as one style sheet."""
    lines = list(_living(rules, known, variables=None))
    while True:
        used = set(VARIABLE.findall("\n".join(lines)))
        fewer = list(_living(rules, known, variables=used))
        if fewer == lines:
            return "\n".join(lines) + "\n"
        lines = fewer


def rules_in(css: str | list[Node]) -> list[Node]:
    return tinycss2.parse_rule_list(css, skip_comments=True, skip_whitespace=True)


def _living(rules: Iterable[Node], known: Collection[str], variables: Collection[str] | None) -> Iterator[str]:
    for rule in rules:
        if isinstance(rule, QualifiedRule):
            yield from _living_rule(rule, known, variables)
        elif isinstance(rule, AtRule) and rule.lower_at_keyword in HOLDS_RULES and rule.content:
            inner = "".join(_living(rules_in(rule.content), known, variables))
            if inner:
                yield f"@{rule.lower_at_keyword}{tinycss2.serialize(rule.prelude)}{{{inner}}}"
        elif isinstance(rule, AtRule) and rule.lower_at_keyword == "font-face":
            yield from (text for text in [rule.serialize()] if UNUSED_FONTS not in text)


def _living_rule(rule: QualifiedRule, known: Collection[str], variables: Collection[str] | None) -> Iterator[str]:
    selectors = [tinycss2.serialize(each).strip() for each in _selectors(rule.prelude) if _can_meet(each, known)]
    declarations = [
        f"{each.name}:{tinycss2.serialize(each.value).strip()}{'!important' if each.important else ''}"
        for each in tinycss2.parse_blocks_contents(rule.content, skip_comments=True, skip_whitespace=True)
        if each.type == "declaration"
        and (variables is None or not each.name.startswith("--") or each.name in variables)
    ]
    if selectors and declarations:
        yield f"{','.join(selectors)}{{{';'.join(declarations)}}}"


def _selectors(prelude: Iterable[Node]) -> list[list[Node]]:
    """The parts of `a, b`; a comma inside `:is(…)` is not at this level."""
    selectors: list[list[Node]] = [[]]
    for node in prelude:
        if node == ",":
            selectors.append([])
        else:
            selectors[-1].append(node)
    return selectors


def _can_meet(selector: Iterable[Node], known: Collection[str]) -> bool:
    """Whether all elements, classes and ids of a selector are there; what `:not(…)` and the like hold is not asked."""
    before = ""
    for node in selector:
        named = node.type == "hash" or (node.type == "ident" and (before == "." or before in STARTS_AN_ELEMENT))
        if named and node.value not in known:
            return False
        before = node.value if node.type == "literal" else "" if node.type == "whitespace" else node.type
    return True
