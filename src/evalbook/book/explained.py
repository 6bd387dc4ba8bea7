"""Terms of the glossary explained where they stand: the first time that a page uses one, it opens its meaning.

A button opens what the browser itself shows above the page, by mouse, touch and keyboard, without a script.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from functools import cache

from lxml.builder import E
from lxml.html import HtmlElement

from evalbook.book.typesetting import Interface
from evalbook.exhibits.terms import Term, anchor, terms

GLOSSARY_PAGE = "chapters/b9_glossary"
ENDINGS = {"nl": "(?:e|en|n|s|es|'s)?", "en": "(?:s|es)?"}
# Where a term is explained already, names something, or is looked up rather than read.
APART = (
    *("a", "button", "h1", "h2", "h3", "h4", "h5", "h6", "table", "figure", "summary", "dt", "code", "nav"),
    *("result-notes", "admonition-title", "download", "key-figures"),
)
NOTE = "term-note"


def explain_terms(page: HtmlElement, where: str, facing: Interface) -> None:
    """`where`: the page within the folder of its language. Nothing in a book without a glossary, or in that itself."""
    name = where.removesuffix(".html")
    if GLOSSARY_PAGE not in facing.appendices or name == GLOSSARY_PAGE:
        return
    for article in page.xpath("//article"):
        told: dict[str, Term] = {}
        for paragraph in article.xpath(".//p | .//li | .//dd"):
            _mark(paragraph, facing.language, told)
        up = posixpath.relpath(f"{GLOSSARY_PAGE}.html", posixpath.dirname(where) or ".")
        article.extend(_note(term, f"{up}#{anchor(term.key)}", facing) for term in told.values())


def _mark(element: HtmlElement, language: str, told: dict[str, Term]) -> None:
    """Marks the terms in an element's own texts and in words within it, each once on the page."""
    if not isinstance(element.tag, str) or set(APART) & {element.tag, *element.classes}:
        return
    if set(APART) & {name for each in element.iterancestors() for name in (each.tag, *each.classes)}:
        return
    _mark_text(element, None, language, told)
    for child in list(element):
        if child.tag in ("em", "strong", "span"):
            _mark(child, language, told)
        _mark_text(element, child, language, told)


def _mark_text(element: HtmlElement, behind: HtmlElement | None, language: str, told: dict[str, Term]) -> None:
    """In the text at the start of an element, or `behind` one of its children."""
    text, known = (element.text if behind is None else behind.tail) or "", _known(language)
    for found in _pattern(language).finditer(text):
        term = known.get(found["term"]) or known[found["term"].lower()]
        if term.key in told:
            continue
        told[term.key] = term
        button = E.button(found[0], {"type": "button", "class": "term", "popovertarget": _id(term)})
        if behind is None:
            element.text = text[: found.start()]
            element.insert(0, button)
        else:
            behind.tail = text[: found.start()]
            element.insert(element.index(behind) + 1, button)
        button.tail = text[found.end() :]
        return _mark_text(element, button, language, told)
    return None


@cache
def _known(language: str) -> Mapping[str, Term]:
    """Each term by what is looked for: as it is written where it has a capital within it, else in small letters."""
    return {form if _is_name(form) else form.lower(): term for term in terms(language) for form in term.marked}


def _is_name(form: str) -> bool:
    """Whether capitals are part of a term: IVA, AOW-leeftijd."""
    return any(sign.isupper() for sign in form[1:])


@cache
def _pattern(language: str) -> re.Pattern[str]:
    """The longest first: Wajong-DGA is not Wajong."""
    forms = sorted(_known(language), key=len, reverse=True)
    either = "|".join(re.escape(form) if _is_name(form) else f"(?i:{re.escape(form)})" for form in forms)
    return re.compile(rf"(?<![\w-])(?P<term>{either}){ENDINGS[language]}(?![\w-])")


def _id(term: Term) -> str:
    return f"about-{term.key}"


def _note(term: Term, address: str, facing: Interface) -> HtmlElement:
    source = f" {term.source}" if term.source else ""
    meaning = term.meaning.replace("'", "’")
    said = E.p(E.strong(term.name), ": ", meaning, E.span(source, {"class": "term-source"}))
    return E.div(
        said, E.p(E.a(facing.words["glossary"], href=address)), {"class": NOTE, "popover": "", "id": _id(term)}
    )
