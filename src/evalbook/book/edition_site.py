"""The site of several editions: the list that makes all of them know each other, and pages about all.

All of it is made of what each edition says of itself (`edition.json`), so old ones are left as they are.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit
from xml.sax.saxutils import escape

import yaml
from lxml.builder import E
from lxml.html import HtmlElement

from evalbook.book.editions import ABOUT, FEED, LIST, folder_on_site
from evalbook.book.feeds import FeedOf, joined
from evalbook.book.heads import FIRST_PAGE, ROBOTS, SITEMAP
from evalbook.book.pages import page_text
from evalbook.book.typesetting import INTERFACE, LANGUAGES
from evalbook.errors import EvalbookError
from evalbook.machine.swap import whole_file

BEGINS = "const EDITIONS = "  # the list, as a script
CHANGES_PAGE = "chapters/b7_changes.html"
AS_THEY_ARE = ("_headers", ".nojekyll")  # of the newest edition: hosts read them at the root of a site
SITEMAPS = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'


@dataclass(frozen=True)
class Listed:
    """An edition of a site: its folder is its name. `languages`: of each its folder, title, day in words, notice and
    pages; `site`: the whole address of the edition, where it is known."""

    id: str
    day: str
    site: str
    languages: Mapping[str, Mapping[str, object]]

    def first_page(self, language: str) -> str:
        """As the root of the site finds it, in another language where it has no pages in this one."""
        own = self.languages.get(language) or next(iter(self.languages.values()))
        return f"{self.id}/{own['folder']}{FIRST_PAGE}"


def check_site(site: Path) -> None:
    """Raises EvalbookError where a folder holds something else than a site of editions."""
    if not (site / LIST).is_file() and (site / FIRST_PAGE).exists():
        raise EvalbookError(f"{site} holds something else than a site of editions. Choose another folder for --site.")


def check_name(name: str) -> None:
    """Raises EvalbookError for the name of an edition that is a folder of its site already."""
    if name in LANGUAGES:
        raise EvalbookError(f"The edition is called {name}, as the folder of a language: give it another `id`.")


def editions_of(site: Path) -> list[Listed]:
    """The editions that stand in the folder of a site, the newest first."""
    found = [_read(path) for path in sorted(site.glob(f"*/{ABOUT}"))]
    return sorted(found, key=lambda each: (each.day, each.id), reverse=True)


def _read(path: Path) -> Listed:
    try:
        listed = Listed(**json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError) as fault:
        raise EvalbookError(
            f"{path}: is not as `evalbook build --site` writes it. Build that edition again."
        ) from fault
    if listed.id != path.parent.name:
        raise EvalbookError(f"{path.parent} holds the edition {listed.id}: give the folder that name.")
    return listed


def write_site(site: Path, book: Path) -> list[Listed]:
    """Writes what is about all editions in the folder of a site, each file whole or not at all; gives the editions."""
    listed = editions_of(site)
    if not listed:
        raise EvalbookError(f"No edition stands in {site}: `evalbook build SOURCE --site {site}` puts one there.")
    words = yaml.safe_load((book / INTERFACE).read_text(encoding="utf-8"))
    texts = {LIST: list_text(listed, {language: words[language]["editions"] for language in LANGUAGES})}
    for language in LANGUAGES:
        page = page_text(page_of(listed, language, words[language]))
        texts[f"{folder_on_site(language)}{FIRST_PAGE}"] = page
        texts[f"{folder_on_site(language)}{FEED}"] = feed_of(listed, site, language, title=words[language]["title"])
    for name, text in {**texts, **_for_search_engines(listed, site)}.items():
        if not text:
            continue
        (site / name).parent.mkdir(exist_ok=True)
        with whole_file(site / name) as file:
            file.write_text(text, encoding="utf-8")
    for name in AS_THEY_ARE:
        if (site / listed[0].id / name).is_file():
            with whole_file(site / name) as file:
                shutil.copyfile(site / listed[0].id / name, file)
    return listed if listed == editions_of(site) else write_site(site, book)  # another build may have ended meanwhile


def feed_of(listed: Sequence[Listed], site: Path, language: str, *, title: str) -> str:
    """The feed of a language with an entry of each edition that has one; '' where none has."""
    up = "../" * folder_on_site(language).count("/")
    spoken = [(each, each.languages[language]["folder"]) for each in listed if language in each.languages]
    files = [FeedOf(site / each.id / folder / FEED, f"{up}{each.id}/{folder}") for each, folder in spoken]
    root = listed[0].site.removesuffix(f"{listed[0].id}/")
    own = root and f"{root}{folder_on_site(language)}{FEED}"
    there = [each for each in files if each.path.is_file()]
    return joined(there, language, title=title, own=own).decode()


def list_text(listed: Sequence[Listed], words: Mapping[str, Mapping[str, str]]) -> str:
    """The list for the pages of all editions: what they say and where their pages are."""
    editions = [{"id": each.id, "languages": each.languages} for each in listed]
    text = json.dumps({"words": words, "editions": editions}, ensure_ascii=False, separators=(",", ":"))
    return f"{BEGINS}{text};\n"


def page_of(listed: Sequence[Listed], language: str, words: Mapping[str, object]) -> HtmlElement:
    """The page with all editions, which needs no script; its looks are those of the newest edition."""
    said, up = words["editions"], "../" * folder_on_site(language).count("/")
    static = f"{up}{listed[0].id}/_static"
    others = [each for each in LANGUAGES if each != language]
    links = [_other(each, up, said) for each in others]
    return E.html(
        E.head(
            E.meta(charset="utf-8"),
            E.meta(name="viewport", content="width=device-width, initial-scale=1"),
            E.title(f"{said['title']}. {words['title']}"),
            E.meta(name="description", content=said["about"]),
            E.link(rel="stylesheet", href=f"{static}/style.css"),
            E.link(rel="icon", href=f"{static}/icon.svg", type="image/svg+xml"),
            E.link(rel="alternate", type="application/atom+xml", title=said["feed"], href=FEED),
            E.script(src=f"{static}/first.js"),
        ),
        E.body(
            E.main(
                E.p(*links),
                E.h1(words["title"]),
                E.p(said["about"]),
                E.p(E.a(said["feed"], href=FEED, type="application/atom+xml")),
                E.ol(*(_item(each, language, up, said, newest=each is listed[0]) for each in listed)),
                {"class": "bd-article editions"},
            )
        ),
        lang=language,
    )


def _other(language: str, up: str, said: Mapping[str, str]) -> HtmlElement:
    to = f"{up}{folder_on_site(language)}{FIRST_PAGE}"
    return E.a(said["other_language"], {"href": to, "lang": language, "hreflang": language, "class": "language"})


def _item(each: Listed, language: str, up: str, said: Mapping[str, str], *, newest: bool) -> HtmlElement:
    own = each.languages.get(language) or next(iter(each.languages.values()))
    spoken = {} if language in each.languages else {"hreflang": next(iter(each.languages))}
    item = E.li(E.a(str(own["title"]), href=f"{up}{each.first_page(language)}", **spoken), f". {own['until']}")
    if newest:
        item.extend([E.strong(f" {said['newest']}")])
    item[-1].tail = f"{item[-1].tail or ''}."
    if CHANGES_PAGE in own["pages"]:
        changes = E.a(said["changes"], href=f"{up}{each.id}/{own['folder']}{CHANGES_PAGE}")
        item.extend([E.br(), changes])
    if own["notice"]:
        item.extend([E.br(), E.span(str(own["notice"]))])
    return item


def _for_search_engines(listed: Sequence[Listed], site: Path) -> dict[str, str]:
    """The sitemaps of all editions as one, where the address of the site is known."""
    known = [each for each in listed if each.site and (site / each.id / SITEMAP).is_file()]
    if not known:
        return {}
    lines = [f"<sitemap><loc>{escape(each.site + SITEMAP)}</loc></sitemap>" for each in known]
    head = ['<?xml version="1.0" encoding="UTF-8"?>', f"<sitemapindex {SITEMAPS}>"]
    texts = {SITEMAP: "\n".join([*head, *lines, "</sitemapindex>"]) + "\n"}
    root = known[0].site.removesuffix(f"{known[0].id}/")
    if urlsplit(root).path == "/":
        texts[ROBOTS] = f"User-agent: *\nAllow: /\nSitemap: {root}{SITEMAP}\n"
    return texts
