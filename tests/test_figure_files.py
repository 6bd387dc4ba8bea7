"""What is taken along from a figure: drawing, picture, address, citation."""

import io
from dataclasses import replace
from datetime import date

from lxml import html
from PIL import Image

from evalbook.book.figure_files import offer_figures, pictures
from evalbook.book.pages import read_page
from evalbook.book.typesetting import Interface

CITE = {"summary": "Cite", "by": "{by} ({year}).", "source": "In: {title}, {edition}. {until}.", "here": "here"}
FACING = Interface(
    "nl", "Op weg", "Editie 1", "Peildatum 31 mei 2025", "", {"cite": CITE}, day=date(2025, 5, 31), publisher="UWV"
)
CAPTION = '<strong>Figuur 4.2 Van hen <span data-key="k">36%</span></strong> Titel.'
FIGURE = '<figure id="figure-4-2"><img src="../_images/one.svg"><figcaption>{}</figcaption></figure>'
NOTES = (
    '<div class="result-notes docutils"><p>Bron. <a class="data" href="../data/one.csv">CSV</a> '
    '<a class="data" href="../data/one.nl.xlsx">XLSX</a></p></div>'
)
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="{}" height="20"><rect width="9" height="20"/></svg>'


def site(tmp_path, body, facing=FACING):
    for name, width in (("one", 90), ("two", 60)):
        path = tmp_path / "_images" / f"{name}.svg"
        path.parent.mkdir(exist_ok=True)
        path.write_text(SVG.format(width), encoding="utf-8")
    page = tmp_path / "chapters" / "work.html"
    page.parent.mkdir(exist_ok=True)
    page.write_text(f"<!DOCTYPE html><html lang='nl'><body><article>{body}</article></body></html>", encoding="utf-8")
    offer_figures(tmp_path, facing, ["chapters/work", "chapters/not_made"])
    return read_page(page)


def test_a_figure_with_numbers_has_its_drawing_its_picture_and_how_to_cite_it(tmp_path):
    page = site(tmp_path, FIGURE.format(CAPTION) + NOTES)
    links = {link.text: (link.get("href"), link.get("download")) for link in page.xpath("//a[@class='data']")}
    assert links == {
        "CSV": ("../data/one.csv", None),
        "XLSX": ("../data/one.nl.xlsx", None),
        "SVG": ("../_images/one.svg", ""),
        "PNG": ("../_images/one.png", ""),
    }
    assert page.xpath("string(//p)") == "Bron. CSV XLSX · SVG · PNG"
    (cite,) = page.xpath("//details[@class='cite'][preceding-sibling::*[1][contains(@class, 'result-notes')]]/p")
    assert cite.text_content() == "UWV (2025). Figuur 4.2 Van hen 36% In: Op weg, Editie 1. Peildatum 31 mei 2025. here"
    assert cite.xpath(".//span/@data-key") == ["k"] and cite.xpath(".//a/@href") == ["#figure-4-2"]
    assert Image.open(io.BytesIO((tmp_path / "_images" / "one.png").read_bytes())).width > 100
    assert not (tmp_path / "_images" / "two.png").exists()


def test_where_the_address_of_the_site_is_known_it_stands_there_whole(tmp_path):
    facing = replace(FACING, site="https://uwv.example/", authors="A. en B.")
    cite = site(tmp_path, FIGURE.format(CAPTION) + NOTES, facing).xpath("string(//details/p)")
    assert cite.startswith("A. en B. (2025).") and cite.endswith("https://uwv.example/chapters/work.html#figure-4-2")


def test_a_figure_without_numbers_of_its_own_has_none(tmp_path):
    page = site(tmp_path, FIGURE.format("Klein") + FIGURE.format(CAPTION) + NOTES)
    assert len(page.xpath("//details")) == 1 and len(page.xpath("//a[@download]")) == 2
    assert not site(tmp_path, FIGURE.format("Klein")).xpath("//details | //a")


def test_pictures_are_of_their_drawings(tmp_path):
    site(tmp_path, "")
    made = {
        path.name: Image.open(io.BytesIO(picture))
        for path, picture in pictures(sorted((tmp_path / "_images").glob("*.svg")))
    }
    assert {name: each.width > 150 for name, each in made.items()} == {"one.png": True, "two.png": False}
    assert [path.name for path, _ in pictures([tmp_path / "_images" / "two.svg"])] == ["two.png"]
    assert list(pictures([])) == []


def test_in_the_book_each_figure_with_numbers_can_be_taken_along(shipped_book):
    for folder in ("", "en/"):
        page = html.parse(str(shipped_book / f"{folder}chapters/04_steps_to_work.html"))
        drawn = page.xpath("//figure//img/@src[contains(., '.svg')]")
        offered = page.xpath("//a[@download]/@href")
        assert len(drawn) >= 9 and [*drawn] == [each for each in offered if each.endswith(".svg")]
        assert all((shipped_book / folder / "chapters" / each).resolve().is_file() for each in offered)
        assert len(page.xpath("//details[@class='cite']")) == len(drawn)
