"""Finished pages are repaired for those who listen to them, use a keyboard, or have no connection."""

import pytest
from lxml import html

from evalbook.book.pages import check_links, lighten, repair_page, repair_tables
from evalbook.book.typesetting import Interface
from evalbook.errors import EvalbookError

WORDS = {"theme": {"Main": "Hoofdstukken"}, "sidebars": {"pst-primary-sidebar": "Boek"}}
FACING = Interface("nl", "Een boek", "2025q1", "Peildatum", "", WORDS)
TABLE = """
<h2>Deelname</h2>
<div class="pst-scrollable-table-container"><table class="result table">
  <caption>Tabel 2.1 Deelnemers</caption>
  <thead><tr><th><p></p></th><th><p>Aantal</p></th></tr></thead>
  <tbody><tr><td><p>IVA</p></td><td><p>1</p></td></tr></tbody>
</table></div>
"""
NAMELESS = TABLE.replace("<caption>Tabel 2.1 Deelnemers</caption>", "")


def page(body):
    return html.document_fromstring(f"<html><body>{body}</body></html>")


def test_heads_say_what_they_head_and_an_empty_head_is_an_empty_cell():
    repaired = page(TABLE)
    repair_tables(repaired)
    cells = [(cell.tag, cell.get("scope"), cell.text) for cell in repaired.xpath("//tr/*")]
    assert cells == [("td", None, None), ("th", "col", "Aantal"), ("th", "row", "IVA"), ("td", None, "1")]


@pytest.mark.parametrize(
    "body, name",
    [
        (TABLE, "Tabel 2.1 Deelnemers"),
        (TABLE.replace("</caption>", "<a class='headerlink'>#</a></caption>"), "Tabel 2.1 Deelnemers"),
        (NAMELESS, "Deelname"),
        (NAMELESS.replace("<h2>Deelname</h2>", "<details><summary>Cijfers</summary>"), "Cijfers"),
    ],
    ids=["caption", "caption with its link", "heading", "summary"],
)
def test_a_keyboard_reaches_a_wide_table_in_a_region_with_a_name(body, name):
    repaired = page(body)
    repair_page(repaired, FACING)
    region = repaired.xpath("//div[@role='region']")[0]
    assert (region.get("tabindex"), region.get("aria-label")) == ("0", name)


def test_strings_of_the_theme_are_translated():
    repaired = page("<nav aria-label='Main'></nav><div id='pst-primary-sidebar'></div>")
    repair_page(repaired, FACING)
    assert repaired.xpath("//@aria-label") == ["Hoofdstukken", "Boek"]


def test_a_figure_that_says_nothing_is_refused():
    with pytest.raises(EvalbookError, match="figure_4_1.svg"):
        repair_page(page("<img src='_images/figure_4_1.svg' alt=' '>"), FACING)


def test_files_that_no_page_needs_are_removed(tmp_path):
    named = "<link rel='stylesheet' href='_static/book.css'><p>x<script src='_static/book.js?v=1'></script>"
    texts = {
        "index.html": named,
        "_static/book.css": "p{background:url('fonts/a.woff2')}",
        "_static/fonts/a.woff2": "",
        "_static/fonts/OFL.txt": "the licence",
        "_static/book.js": "",
        "_static/theme/other.js": "",
        "objects.inv": "",
    }
    for name, text in texts.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    lighten(tmp_path)
    left = {str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*")}
    assert left == {*texts, "_static", "_static/fonts", "_static/style.css"} - {
        "_static/book.css",
        "_static/theme/other.js",
        "objects.inv",
    }


def test_a_page_holds_no_script_or_style_of_its_own():
    repaired = page("<script>alert(1)</script><noscript><style>p{}</style></noscript><script src='_static/book.js'>")
    repair_page(repaired, FACING)
    assert repaired.xpath("//script/@src | //style") == ["_static/book.js"]
    assert not repaired.xpath("//script[not(@src)]")


@pytest.mark.parametrize("address", ["#here", "index.html?q=1#x", "https://example.nl/", "a%20b.csv"])
def test_a_link_to_what_is_there_passes(tmp_path, address):
    (tmp_path / "index.html").write_text(f"<a href='{address}'>x</a>")
    (tmp_path / "a b.csv").touch()
    check_links(tmp_path)


def test_a_link_to_what_is_not_there_is_refused(tmp_path):
    (tmp_path / "index.html").write_text("<a href='data/table_9_9.csv'>x</a>")
    with pytest.raises(EvalbookError, match="index.html links to data/table_9_9.csv"):
        check_links(tmp_path)
