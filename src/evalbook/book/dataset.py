"""The released numbers as a data set that catalogues and search engines find: in the first page, as JSON-LD.

Twice, for who reads what: in the terms of DCAT-AP-NL 3, which data.overheid.nl takes, and of schema.org.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from lxml.builder import E
from lxml.html import HtmlElement

from evalbook.book.downloads import DATA, audit_files
from evalbook.book.heads import FIRST_PAGE
from evalbook.book.pages import page_text, read_page
from evalbook.book.typesetting import Interface
from evalbook.contract.results import KEY
from evalbook.exhibits.dictionary import CODES, LICENCE, said_in
from evalbook.exhibits.terms import publisher_text
from evalbook.release.release import RESULTS, Release

CALENDAR = "figure_2_1"  # who started in which month: its first month begins the time that the numbers are about
EUROPE = "http://publications.europa.eu/resource/authority"
LANGUAGES = {"nl": "NLD", "en": "ENG"}
CSV = "text/csv"
PREFIXES = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
KIND = "application/ld+json"


def describe_data(site: Path, released: Release, facings: Sequence[Interface]) -> None:
    """Puts the descriptions in the first page of each language; not of an edition for internal use."""
    for facing in () if facings[0].is_internal else facings:
        path = site / facing.folder / FIRST_PAGE
        page = read_page(path)
        for node in (in_dcat(released, facings, facing), in_schema(released, facings, facing)):
            page.head.append(_script(node))
        path.write_text(page_text(page), encoding="utf-8")


def _script(node: Mapping[str, object]) -> HtmlElement:
    """A script of data: no browser runs it; nothing in it ends it."""
    text = json.dumps(node, ensure_ascii=False, indent=1).replace("<", "\\u003c").replace("&", "\\u0026")
    return E.script(text.replace(">", "\\u003e"), type=KIND)


def files(released: Release) -> tuple[str, ...]:
    """The files that hold all of the data; those of one item each are rows of the first."""
    return (RESULTS, CODES, *audit_files(released))


def starts(released: Release) -> str:
    """The day from which there are numbers."""
    months = sorted(key.split("/")[KEY.index("column")] for key in released.rows_by_item.get(CALENDAR, ()))
    return f"{months[0]}-01" if months else str(released.edition.experiment_start)


def _place(name: str, facing: Interface) -> str:
    """A file of the data: whole where the address of the site is known, else as the first page finds it."""
    up = "" if facing.site else "../" * bool(facing.folder)
    return f"{facing.site}{up}{DATA}/{name}"


def _titles(released: Release, facings: Sequence[Interface]) -> Iterator[Mapping[str, str]]:
    for each in facings:
        yield {"@value": f"{each.title}. {released.edition.title_in(each.language)}", "@language": each.language}


def _about(facing: Interface) -> str:
    return " ".join(filter(None, (facing.notice, facing.words["data_set"], f"{facing.until}.")))


def in_dcat(released: Release, facings: Sequence[Interface], facing: Interface) -> dict[str, object]:
    """The data set as the national portal takes it; titles and descriptions in all languages of the site."""
    edition, names = released.edition, [_said(text, each) for each in facings if (text := _filled_in("name", each))]
    agent = {"@type": "foaf:Organization", "foaf:name": names}
    by = {"dct:publisher": agent, "dct:creator": agent, "dcat:contactPoint": _contact(names, facing)} if names else {}
    own = {"@id": facing.site} if facing.site else {}
    return {
        "@context": PREFIXES,
        **own,
        "@type": "dcat:Dataset",
        "dct:identifier": facing.site or edition.id,
        "dct:title": list(_titles(released, facings)),
        "dct:description": [_said(_about(each), each) for each in facings],
        **by,
        "dct:license": {"@id": LICENCE},
        "dct:accessRights": {"@id": f"{EUROPE}/access-right/PUBLIC"},
        "dcat:theme": {"@id": f"{EUROPE}/data-theme/SOCI"},
        "dct:spatial": {"@id": f"{EUROPE}/country/NLD"},
        "dct:language": [{"@id": f"{EUROPE}/language/{LANGUAGES[each.language]}"} for each in facings],
        "dct:temporal": {
            "@type": "dct:PeriodOfTime",
            "dcat:startDate": _day(starts(released)),
            "dcat:endDate": _day(edition.reference_date),
        },
        "dct:issued": _day(edition.reference_date),
        "dct:modified": _day(edition.reference_date),
        "dcat:version": edition.id,
        "dcat:distribution": [_distribution(each, facings, facing) for each in files(released)],
    }


def _said(text: str, facing: Interface) -> dict[str, str]:
    return {"@value": text, "@language": facing.language}


def _day(day: object) -> dict[str, str]:
    return {"@value": str(day), "@type": "xsd:date"}


def _filled_in(name: str, facing: Interface) -> str:
    """What is said of the publisher; '' as long as nobody has filled it in."""
    text = publisher_text(name, language=facing.language)
    return "" if text.startswith("[") else text


def _contact(names: Sequence[Mapping[str, str]], facing: Interface) -> dict[str, object]:
    email = _filled_in("email", facing)
    address = {"vcard:hasEmail": {"@id": f"mailto:{email}"}} if email else {}
    return {"@type": "vcard:Organization", "vcard:fn": names, **address}


def _distribution(name: str, facings: Sequence[Interface], facing: Interface) -> dict[str, object]:
    address = {"@id": _place(name, facing)}
    return {
        "@type": "dcat:Distribution",
        "dct:title": [_said(said_in(Path(name).stem, each.language), each) for each in facings],
        "dcat:accessURL": address,
        "dcat:downloadURL": address,
        "dct:format": {"@id": f"{EUROPE}/file-type/CSV"},
        "dcat:mediaType": {"@id": f"https://www.iana.org/assignments/media-types/{CSV}"},
        "dct:license": {"@id": LICENCE},
    }


def in_schema(released: Release, facings: Sequence[Interface], facing: Interface) -> dict[str, object]:
    """The same for search engines, in the language of the page."""
    edition, language = released.edition, facing.language
    organisation = {"@type": "Organization", "name": _filled_in("name", facing)}
    by = {"creator": organisation, "publisher": organisation} if organisation["name"] else {}
    return {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        "name": f"{facing.title}. {edition.title_in(language)}",
        "description": _about(facing),
        **({"url": facing.site} if facing.site else {}),
        "identifier": facing.site or edition.id,
        "version": edition.id,
        "license": LICENCE,
        "isAccessibleForFree": True,
        "inLanguage": [each.language for each in facings],
        **by,
        "dateModified": str(edition.reference_date),
        "temporalCoverage": f"{starts(released)}/{edition.reference_date}",
        "distribution": [
            {
                "@type": "DataDownload",
                "name": said_in(Path(name).stem, language),
                "encodingFormat": CSV,
                "contentUrl": _place(name, facing),
            }
            for name in files(released)
        ],
    }
