"""A feed (Atom, RFC 4287) that tells of a new edition and, in sentences, of what changed since the previous one.

Each edition has the entry of itself; the feed of a site of editions has those of all. Dates are reference dates, and
names are made of what the edition is called: the same edition has the same entry whenever it is made.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit
from uuid import NAMESPACE_URL, uuid5

from lxml import etree
from lxml.builder import ElementMaker
from lxml.etree import _Element as Element

from evalbook.book.editions import FEED
from evalbook.book.heads import FIRST_PAGE, address
from evalbook.book.typesetting import Interface
from evalbook.errors import EvalbookError
from evalbook.exhibits.changed import told_plainly
from evalbook.exhibits.terms import publisher_text
from evalbook.release.release import Release
from evalbook.words.labels import day_text
from evalbook.words.vocabulary import read_words

ATOM, XHTML = "http://www.w3.org/2005/Atom", "http://www.w3.org/1999/xhtml"
KIND = "application/atom+xml"
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
A = ElementMaker(namespace=ATOM, nsmap={None: ATOM})
H = ElementMaker(namespace=XHTML, nsmap={None: XHTML})


def write_feeds(site: Path, released: Release, facings: Sequence[Interface]) -> None:
    """The feed of one edition in each language; none of one for internal use."""
    for facing in () if facings[0].is_internal else facings:
        own = facing.site and address(FEED, facing)
        written = feed([entry(released, facing)], facing.language, title=facing.title, own=own)
        (site / facing.folder / FEED).write_bytes(written)


def feed(entries: Sequence[Element], language: str, *, title: str, own: str = "") -> bytes:
    """`entries`: the newest first; `own`: the whole address of the feed, where it is known."""
    name = publisher_text("name", language=language)
    root = A.feed(
        A.id(_name("feed", name, language)),
        A.title(title),
        A.updated(max(each.findtext(f"{{{ATOM}}}updated") for each in entries)),
        A.author(A.name(name)),
    )
    root.set(LANGUAGE, language)
    if own:
        root.append(A.link(rel="self", type=KIND, href=own))
    root.append(A.link(rel="alternate", type="text/html", href=own.rpartition("/")[0] + "/" if own else FIRST_PAGE))
    root.extend(entries)
    return etree.tostring(root, xml_declaration=True, encoding="utf-8", pretty_print=True)


def entry(released: Release, facing: Interface) -> Element:
    edition, said = released.edition, facing.words["editions"]
    first_page = address(FIRST_PAGE, facing) if facing.site else FIRST_PAGE
    sentences = told_plainly(released, language=facing.language)
    about = " ".join(filter(None, (facing.notice, f"{facing.until}.", _previous(released, facing))))
    made = A.entry(
        A.id(_name("edition", edition.id, str(edition.reference_date), facing.language)),
        A.title(f"{facing.edition}. {facing.until}"),
        A.updated(f"{edition.reference_date}T00:00:00Z"),
        A.link(rel="alternate", type="text/html", hreflang=facing.language, href=first_page),
        A.summary(about),
        A.content(H.div(H.p(about), H.ul(*(H.li(each) for each in sentences or (said["none"],)))), type="xhtml"),
    )
    made.set(LANGUAGE, facing.language)
    return made


def _previous(released: Release, facing: Interface) -> str:
    if released.previous is None:
        return ""
    words, edition = read_words(facing.language), released.previous
    day = day_text(words, edition.reference_date)
    return words.changes["previous"].format(title=edition.title_in(facing.language), day=day)


def _name(*of: str) -> str:
    return f"urn:uuid:{uuid5(NAMESPACE_URL, '/'.join(('urn:evalbook', *of)))}"


@dataclass(frozen=True)
class FeedOf:
    """The feed of an edition of a site: the file, and the folder of its language as the feed of the site finds it."""

    path: Path
    folder: str


def joined(feeds: Sequence[FeedOf], language: str, *, title: str, own: str) -> bytes:
    """The feed of a site: the entries of all of its editions, whose links then are those from its folder."""
    entries = [each for file in feeds for each in _entries(file)]
    return feed(entries, language, title=title, own=own) if entries else b""


def _entries(file: FeedOf) -> list[Element]:
    try:
        parser = etree.XMLParser(remove_blank_text=True, resolve_entities=False)
        entries = etree.fromstring(file.path.read_bytes(), parser).findall(f"{{{ATOM}}}entry")
    except etree.XMLSyntaxError as fault:
        raise EvalbookError(f"{file.path} is not as a build writes it. Build that edition again.") from fault
    for link in (link for each in entries for link in each.findall(f"{{{ATOM}}}link")):
        if not urlsplit(link.get("href")).scheme:
            link.set("href", file.folder + link.get("href"))
    return entries
