"""An appendix says which chapters refer to it, in both languages."""

import pytest
from lxml import html

from evalbook.book.back_links import link_back
from evalbook.book.typesetting import Interface

FACING = Interface(
    "nl", "x", "x", "", "", {"used_in": "Hiernaar verwijzen:"}, appendices=("chapters/b1", "chapters/b2")
)
CHAPTERS = ("index", "chapters/first", "chapters/second", "chapters/b1", "chapters/b2")
PAGES = {
    "index": "<section id='top'><h1>Voorin</h1><p><a href='chapters/b1.html#x'>b1</a></p></section>",
    "chapters/first": "<section id='a'><h1>1 Eerste</h1><section id='s'><a href='b1.html'>b1</a></section></section>",
    "chapters/second": "<section id='b'><h1>2 Tweede</h1><p class='term-note'><a href='b2.html'>b2</a></p></section>",
    "chapters/b1": "<section id='b1'><h1>Bijlage 1</h1><p>Eerst.</p><a href='b2.html'>b2</a></section>",
    "chapters/b2": "<section id='b2'><h1>Bijlage 2</h1></section>",
}


@pytest.fixture
def site(tmp_path):
    for name, body in PAGES.items():
        (tmp_path / f"{name}.html").parent.mkdir(exist_ok=True)
        (tmp_path / f"{name}.html").write_text(f"<html><body><article>{body}</article></body></html>")
    link_back(tmp_path, FACING, CHAPTERS)
    return tmp_path


def test_an_appendix_leads_to_the_sections_that_refer_to_it_in_the_order_of_the_book(site):
    (said,) = html.parse(site / "chapters" / "b1.html").xpath("//h1/following-sibling::*[1]")
    assert said.text_content() == "Hiernaar verwijzen: Voorin, 1 Eerste."
    assert said.xpath("a/@href") == ["../index.html#top", "first.html#s"]


def test_an_appendix_to_which_no_chapter_refers_says_nothing(site):
    assert not html.parse(site / "chapters" / "b2.html").xpath("//p[@class='used-in']")


@pytest.mark.parametrize("folder", ["", "en"])
def test_appendices_of_the_book_lead_back_to_places_that_are_there(shipped_book, folder):
    place = shipped_book / folder / "chapters"
    led = {path.name: html.parse(path).xpath("//p[@class='used-in']/a/@href") for path in place.glob("b*.html")}
    assert len([each for each in led.values() if each]) >= 10
    for address in {each for addresses in led.values() for each in addresses}:
        name, _, section = address.partition("#")
        assert html.parse(place / name).xpath("//*[@id=$section]", section=section), address
