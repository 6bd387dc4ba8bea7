"""The released numbers described for catalogues: what DCAT-AP-NL and schema.org ask for, and nothing untrue."""

import json
from dataclasses import replace

import pytest
from lxml import html

from evalbook.book import dataset
from evalbook.book.dataset import describe_data, files, in_dcat, in_schema, starts
from evalbook.book.typesetting import Interface
from evalbook.exhibits.dictionary import LICENCE
from evalbook.places import PUBLISHER
from literal_release import literal_release

SITE = "https://evaluatie.example.nl/"
WORDS = {"data_set": "De cijfers.", "notice": {"unprotected": "Niet beveiligd."}}
DUTCH = Interface("nl", "Op weg", "x", "Peildatum 1 mei", "Verzonnen.", WORDS)
ENGLISH = replace(DUTCH, language="en", title="Towards", folder="en")
FACINGS = (replace(DUTCH, translations=(ENGLISH,)), replace(ENGLISH, translations=(DUTCH,)))
KNOWN = tuple(replace(each, site=SITE) for each in FACINGS)
RELEASE = literal_release("figure_2_1/all/all//2022-03/n 20\nfigure_2_1/all/all//2022-02/n x")
ASKED_OF_A_DATA_SET = (
    *("identifier", "title", "description", "publisher", "creator", "license", "accessRights", "language"),
    *("temporal", "issued", "modified", "spatial"),
)


@pytest.fixture
def filled_in(monkeypatch):
    said = {"name": "Een uitgever", "email": "info@example.nl", "site": SITE}
    monkeypatch.setattr(dataset, "publisher_text", lambda name, language: said[name])


@pytest.mark.parametrize("facing", KNOWN, ids=["nl", "en"])
def test_all_that_the_national_portal_asks_for_is_there(filled_in, facing):
    told = in_dcat(RELEASE, KNOWN, facing)
    assert {f"dct:{name}" for name in ASKED_OF_A_DATA_SET} | {"dcat:theme", "dcat:contactPoint"} <= set(told)
    assert {each["@language"] for each in told["dct:title"]} == {"nl", "en"}
    assert told["dcat:contactPoint"]["vcard:hasEmail"] == {"@id": "mailto:info@example.nl"}
    assert {each["@id"].rsplit("/", 1)[1] for each in told["dct:language"]} == {"NLD", "ENG"}
    assert told["dct:temporal"]["dcat:startDate"]["@value"] == "2022-02-01"
    for each in told["dcat:distribution"]:
        assert each["dcat:accessURL"]["@id"].startswith(f"{SITE}data/") and each["dct:license"] == {"@id": LICENCE}
        assert each["dcat:mediaType"]["@id"].endswith("text/csv")


def test_search_engines_are_told_in_the_language_of_the_page(filled_in):
    dutch, english = (in_schema(RELEASE, KNOWN, facing) for facing in KNOWN)
    assert (dutch["name"][:6], english["name"][:7]) == ("Op weg", "Towards")
    assert dutch["distribution"][0]["name"] != english["distribution"][0]["name"]
    assert dutch["temporalCoverage"] == f"2022-02-01/{RELEASE.edition.reference_date}"
    assert dutch["publisher"] == {"@type": "Organization", "name": "Een uitgever"}


def test_what_nobody_has_filled_in_is_not_told(monkeypatch):
    monkeypatch.delenv(PUBLISHER)
    assert not {"dct:publisher", "dct:creator", "dcat:contactPoint"} & set(in_dcat(RELEASE, FACINGS, FACINGS[0]))
    assert not {"publisher", "creator", "url"} & set(in_schema(RELEASE, FACINGS, FACINGS[0]))


@pytest.mark.parametrize(("facing", "up"), [(FACINGS[0], ""), (FACINGS[1], "../")])
def test_without_an_address_files_are_named_as_the_page_finds_them(facing, up):
    places = [each["contentUrl"] for each in in_schema(RELEASE, FACINGS, facing)["distribution"]]
    assert places == [f"{up}data/{name}" for name in files(RELEASE)]


def test_without_starts_by_month_the_time_begins_with_the_experiment():
    assert starts(literal_release()) == "2023-04-01"


def written(folder, facings):
    for facing in facings:
        (folder / facing.folder).mkdir(exist_ok=True)
        (folder / facing.folder / "index.html").write_text("<html><head><title>x</title></head><body></body></html>")
    describe_data(folder, RELEASE, facings)
    paths = [folder / facing.folder / "index.html" for facing in facings]
    return [html.parse(path).xpath("//script[@type='application/ld+json']/text()") for path in paths]


def test_both_descriptions_stand_in_the_first_page_of_each_language_and_end_no_script(tmp_path):
    odd = tuple(replace(each, title="</script><b>&amp;") for each in FACINGS)
    for texts in written(tmp_path, odd):
        assert [json.loads(text)["@type"] for text in texts] == ["dcat:Dataset", "Dataset"]
        assert json.loads(texts[1])["name"].startswith("</script><b>&amp;") and "<" not in "".join(texts)


def test_an_edition_for_internal_use_describes_nothing(tmp_path):
    internal = tuple(replace(each, notice="Niet beveiligd.") for each in FACINGS)
    assert written(tmp_path, internal) == [[], []]


@pytest.mark.parametrize("folder", ["", "en"])
def test_the_files_that_the_book_describes_are_there(shipped_book, folder):
    page = html.parse(shipped_book / folder / "index.html")
    _, told = map(json.loads, page.xpath("//script[@type='application/ld+json']/text()"))
    places = [shipped_book / folder / each["contentUrl"] for each in told["distribution"]]
    assert len(places) > 4 and all(path.is_file() for path in places)
