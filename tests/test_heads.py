"""What a page says of itself to programs, with and without the address of the site, in both languages."""

from dataclasses import replace
from xml.etree import ElementTree

import pytest
from lxml import html

from evalbook.book.heads import alternates, complete_head, write_sitemap
from evalbook.book.typesetting import Interface
from evalbook.errors import EvalbookError

SITE = "https://evaluatie.example.nl/"
NOTICE = "Niet beveiligd."
DUTCH = Interface("nl", "Op weg", "Evaluatie", "Peildatum 1 mei", "", {"notice": {"unprotected": NOTICE}}, site=SITE)
ENGLISH = replace(DUTCH, language="en", title="Towards", edition="Evaluation", folder="en")
FACINGS = (replace(DUTCH, translations=(ENGLISH,)), replace(ENGLISH, translations=(DUTCH,)))
HEAD = """<title>Kop — Op weg</title><meta name="viewport" content="a"><meta name="viewport" content="b">
<meta name="viewport" content="c">"""
BODY = """<article><section><h1><span class="section-number">4 </span>Werk</h1><p>Eerst dit.</p>
<div class="admonition findings"><ul><li>Een  vondst.</li></ul></div></section></article>"""


def headed(facing=FACINGS[0], where="chapters/werk.html", body=BODY):
    page = html.document_fromstring(f"<html><head>{HEAD}</head><body>{body}</body></html>")
    complete_head(page, where, facing)
    return page


def metas(page):
    return {meta.get("name") or meta.get("property"): meta.get("content") for meta in page.xpath("//meta[@content]")}


def links(page):
    return [(each.get("rel"), each.get("hreflang"), each.get("href")) for each in page.xpath("//link")]


def test_the_viewport_stands_once():
    assert headed().xpath("//meta[@name='viewport']/@content") == ["a"]


@pytest.mark.parametrize(("facing", "title"), [(FACINGS[0], "Op weg. Evaluatie"), (FACINGS[1], "Towards. Evaluation")])
def test_the_first_page_says_what_the_edition_is_and_no_title_is_doubled(facing, title):
    assert headed(facing, "index.html").findtext("head/title") == title
    assert headed(facing).findtext("head/title") == "Kop — Op weg"


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (BODY, "Een vondst."),
        ("<article><section><p>Eerst dit.</p></section></article>", "Eerst dit."),
        (f"<article><section><p>{'woord, ' * 60}</p></section></article>", f"{'woord, ' * 34}".rstrip(" ,") + "…"),
    ],
    ids=["the first finding", "the first paragraph", "no more than fits"],
)
def test_a_page_is_described_by_what_it_says_first(body, said):
    page = headed(body=body)
    assert [metas(page)[name] for name in ("description", "og:description")] == [said, said]


def test_what_must_be_known_of_the_edition_stands_first():
    assert metas(headed(replace(FACINGS[0], notice="Verzonnen.")))["description"] == "Verzonnen. Een vondst."


@pytest.mark.parametrize(
    ("facing", "own"), [(FACINGS[0], f"{SITE}chapters/werk.html"), (FACINGS[1], f"{SITE}en/chapters/werk.html")]
)
def test_a_page_has_one_address_and_one_in_each_language(facing, own):
    dutch, english = f"{SITE}chapters/werk.html", f"{SITE}en/chapters/werk.html"
    assert links(headed(facing)) == [
        ("canonical", None, own),
        ("alternate", "nl", dutch),
        ("alternate", "en", english),
        ("alternate", "x-default", dutch),
    ]


def test_the_first_page_has_the_address_of_its_folder():
    assert [to for _, to in alternates("index.html", FACINGS[1])] == [SITE, f"{SITE}en/", SITE]


def test_a_shared_page_shows_its_title_and_the_card():
    said = metas(headed(FACINGS[1]))
    assert (said["og:title"], said["og:type"], said["og:locale"]) == ("Werk", "article", "en_GB")
    assert (said["og:image"], said["og:image:width"]) == (f"{SITE}en/card.png", "1200")
    assert said["og:url"] == f"{SITE}en/chapters/werk.html" and said["twitter:card"] == "summary_large_image"


def test_without_the_address_nothing_is_told_that_needs_it():
    page = headed(replace(FACINGS[0], site=""))
    said = metas(page)
    assert links(page) == [] and not {"og:url", "og:image"} & set(said) and said["twitter:card"] == "summary"


@pytest.mark.parametrize(
    ("facing", "where"), [(FACINGS[0], "search.html"), (replace(FACINGS[0], notice=NOTICE), "chapters/werk.html")]
)
def test_the_search_page_and_an_edition_for_internal_use_are_found_by_nothing(facing, where):
    page = headed(facing, where)
    assert set(metas(page)) == {"viewport", "robots"} and metas(page)["robots"] == "noindex" and links(page) == []


@pytest.fixture
def site(tmp_path):
    for name in ("index.html", "search.html", "chapters/werk.html"):
        for folder in ("", "en"):
            (tmp_path / folder / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / folder / name).write_text("<p>x</p>")
    return tmp_path


def test_the_sitemap_has_each_page_once_with_its_languages(site):
    write_sitemap(site, FACINGS)
    space = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
    pages = ElementTree.fromstring((site / "sitemap.xml").read_text())
    addresses = [page.findtext(f"{space}loc") for page in pages]
    assert addresses == [f"{SITE}{each}" for each in ("chapters/werk.html", "", "en/chapters/werk.html", "en/")]
    assert [each.get("hreflang") for each in pages[0] if each.tag.endswith("link")] == ["nl", "en", "x-default"]
    assert f"Sitemap: {SITE}sitemap.xml" in (site / "robots.txt").read_text()


@pytest.mark.parametrize(
    ("facing", "there"),
    [
        (replace(FACINGS[0], site=""), []),
        (replace(FACINGS[0], notice=NOTICE), []),
        (replace(FACINGS[0], site=f"{SITE}boek/"), ["sitemap.xml"]),
    ],
    ids=["no address", "internal", "in a folder of a host"],
)
def test_files_for_search_engines_are_there_only_where_they_can_be_right(site, facing, there):
    write_sitemap(site, (facing,))
    assert sorted(path.name for path in site.glob("*.[tx]*")) == there


@pytest.mark.parametrize("address", ["evaluatie.nl/", "https://evaluatie.nl", "https:///", "https://evaluatie.nl/?a/"])
def test_an_address_that_can_be_none_is_refused(address, monkeypatch):
    from evalbook.book import typesetting
    from evalbook.build import BOOK
    from literal_release import literal_release

    monkeypatch.setattr(typesetting, "publisher_text", lambda name, language: address)
    with pytest.raises(EvalbookError, match="publisher.yaml: site: "):
        typesetting.interface(BOOK, literal_release(), language="nl")


@pytest.mark.parametrize("folder", ["", "en"])
def test_every_page_of_the_book_has_its_own_title_and_description_and_one_viewport(shipped_book, folder):
    paths = [*(shipped_book / folder).glob("*.html"), *(shipped_book / folder / "chapters").glob("*.html")]
    pages = {path.stem: html.parse(path).getroot() for path in paths if path.stem != "search"}
    assert len(pages) > 20
    titles = [page.findtext("head/title") for page in pages.values()]
    said = [metas(page)["description"] for page in pages.values()]
    assert len({*titles}) == len({*said}) == len(pages) and min(map(len, said)) > 60
    assert {len(page.xpath("//meta[@name='viewport']")) for page in pages.values()} == {1}
