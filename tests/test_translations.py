"""Two languages as one site: the same addresses, links to each other, and what is the same there once."""

import pytest
from lxml import html

from evalbook.book.translations import join, lead_to_translations, name_sections
from evalbook.book.typesetting import Interface

FEED = {"editions": {"feed": "Feed"}}
DUTCH = Interface(
    "nl", "Een boek", "2025q1", "", "", {"name": "Nederlands", "this_page": "Deze pagina in het Nederlands", **FEED}
)
ENGLISH = Interface(
    "en", "A book", "2025q1", "", "", {"name": "English", "this_page": "This page in English", **FEED}, "en"
)
BOTH = (
    Interface(**{**vars(DUTCH), "translations": (ENGLISH,)}),
    Interface(**{**vars(ENGLISH), "translations": (DUTCH,)}),
)
HEADER = "<div class='header-article-items__end'></div>"


def page(body):
    return html.document_fromstring(f"<html><head></head><body>{body}</body></html>")


def test_a_section_has_the_address_of_its_label_and_its_own_words_still_lead_to_it():
    named = page("<a href='#finding-work'>x</a><section id='finding-work'><span id='werk-vinden'></span></section>")
    name_sections(named)
    assert named.xpath("//section/@id | //span/@id | //a/@href") == ["#werk-vinden", "werk-vinden", "finding-work"]


def test_a_label_that_is_the_heading_itself_stays():
    named = page("<section id='deelname'><span id='id1'></span></section>")
    name_sections(named)
    assert named.xpath("//section/@id") == ["deelname"]


@pytest.mark.parametrize(
    ("facing", "where", "address"),
    [
        (BOTH[0], "index.html", "en/index.html"),
        (BOTH[0], "chapters/work.html", "../en/chapters/work.html"),
        (BOTH[1], "index.html", "../index.html"),
        (BOTH[1], "chapters/work.html", "../../chapters/work.html"),
    ],
)
def test_a_page_leads_to_the_same_page_in_the_other_language(facing, where, address):
    led = page(HEADER)
    lead_to_translations(led, where, facing)
    (other,) = facing.translations
    assert [(link.get("href"), link.get("hreflang")) for link in led.xpath("//link")] == [(address, other.language)]
    (link,) = led.xpath("//a")
    assert (link.get("href"), link.get("lang"), link.get("aria-label")) == (
        address,
        other.language,
        other.words["this_page"],
    )


@pytest.fixture
def joined(tmp_path):
    sites = [tmp_path / "nl", tmp_path / "made-en"]
    for site in sites:
        (site / "_static").mkdir(parents=True)
        (site / "_static" / "book.css").write_text("p {}")
        (site / "_static" / "words.js").write_text(site.name)
        (site / "_static" / "macros.html").write_text("<!-- no page: the theme's -->")
        addresses = ("_static/book.css?v=1", "_static/words.js", "data/table_2_1.csv", "search.html", "#here")
        links = "".join(f"<a href='{each}'>x</a>" for each in addresses)
        (site / "index.html").write_text(f"<html><head></head><body>{links}</body></html>")
    return join(sites, BOTH)


def test_what_is_the_same_in_both_languages_is_there_once(joined):
    assert joined.name == "nl"
    assert (joined / "_static" / "book.css").exists() and not (joined / "en" / "_static" / "book.css").exists()
    assert (joined / "en" / "_static" / "words.js").read_text() == "made-en"


def test_pages_of_the_second_language_find_what_stands_at_the_root(joined):
    links = html.parse(joined / "en" / "index.html").xpath("//a/@href")
    assert links == ["../_static/book.css?v=1", "_static/words.js", "../data/table_2_1.csv", "search.html", "#here"]
    assert html.parse(joined / "index.html").xpath("//a/@href")[2] == "data/table_2_1.csv"
