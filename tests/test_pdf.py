"""The PDF has one order of headings, links that lead inside, and tags for who listens to it."""

import os
import subprocess
import sys

import page as pdf_rules
import pikepdf
import pytest
from lxml import html

from evalbook.book.pages import page_text
from evalbook.book.pdf import missing_libraries, print_page, set_document, write_pdf
from evalbook.book.typesetting import Interface
from evalbook.build import BOOK
from evalbook.errors import EvalbookError

pytestmark = pytest.mark.book

NOTICE = "Synthetische gegevens"
FACING = Interface("nl", "Een boek", "2025q1", "Peildatum", NOTICE, {"contents": "Inhoud"})
needs_libraries = pytest.mark.skipif(bool(missing_libraries()), reason="the PDF's libraries are not here")
# What Sphinx makes of a first page and two chapters: the chapters one heading lower, and `slot` twice.
ONE_PAGE = """
<article><section id="boek"><h1>Boek<a class="headerlink" href="#boek">#</a></h1>
<p><a href="index.html#table-1"><span>tabel 1</span></a></p>
<div class="toctree-wrapper"><span id="document-one"></span>
  <section id="one"><h2><span>1 </span>Een</h2>
    <div class="pst-scrollable-table-container"><table class="result" id="table-1"><caption>Tabel 1</caption>
    <thead><tr><th>Uitkering</th><th>Aantal</th></tr></thead>
    <tbody><tr><td>IVA</td><td>1</td></tr></tbody></table></div>
    <p><a class="data" href="../data/table_1.csv">Gegevens</a></p>
    <section id="slot"><h3>Slot</h3><p><a href="#slot">hier</a></p></section></section>
  <span id="document-two"></span>
  <section id="two"><h2>Twee</h2>
    <section id="slot"><h3>Slot</h3><p><a href="#slot">hier</a></p><ul><li><p>punt</p></li></ul></section>
  </section></div></section></article>
"""


@pytest.fixture
def printed():
    return print_page(html.document_fromstring(ONE_PAGE), FACING)


@pytest.fixture
def made(tmp_path):
    (tmp_path / "index.html").write_text(ONE_PAGE)
    write_pdf(tmp_path, BOOK, tmp_path / "book.pdf", FACING)
    return tmp_path / "book.pdf"


def test_chapters_follow_each_other_with_headings_of_the_same_level(printed):
    found = printed.xpath("//section[@id]/*[self::h1 or self::h2]")
    headings = [(heading.tag, heading.text_content()) for heading in found]
    assert headings == [("h1", "Boek"), ("h1", "1 Een"), ("h2", "Slot"), ("h1", "Twee"), ("h2", "Slot")]


def test_an_id_that_two_chapters_share_leads_to_the_own_chapter(printed):
    assert printed.xpath("//section[h2]/@id") == ["slot", "two--slot"]
    assert printed.xpath("//section[h2]//a/@href") == ["#slot", "#two--slot"]


def test_the_contents_lead_to_every_heading(printed):
    assert printed.xpath("//nav//a/@href") == ["#boek", "#one", "#slot", "#two", "#two--slot"]


def test_a_link_across_chapters_stays_inside(printed):
    assert printed.xpath("//a[. = 'tabel 1']/@href") == ["#table-1"]


def test_a_link_to_a_file_beside_the_pages_is_left_out(printed):
    assert not printed.xpath("//a[@class='data']")


def test_a_link_that_would_name_a_folder_is_refused():
    page = html.document_fromstring(ONE_PAGE.replace("index.html#table-1", "other.html"))
    with pytest.raises(EvalbookError, match="cannot link to the file other.html"):
        print_page(page, FACING)


@pytest.mark.parametrize(
    ("rows", "text", "may_break"), [(24, "1", False), (25, "1", True), (3, "een lange uitleg " * 40, True)]
)
def test_a_table_of_more_than_half_a_page_may_break(rows, text, may_break):
    page = ONE_PAGE.replace("<tr><td>IVA</td><td>1</td></tr>", f"<tr><td>IVA</td><td>{text}</td></tr>" * rows)
    printed = print_page(html.document_fromstring(page), FACING)
    assert ("long" in printed.xpath("//table/@class")[0].split()) == may_break


@needs_libraries
def test_every_rule_of_pdf_ua_passes(made):
    report = pdf_rules.validate_pdf(str(made), profile="ua1")
    assert [(failure.rule_id, failure.message) for failure in report.failures] == []
    assert report.is_compliant


@needs_libraries
def test_heads_of_rows_and_columns_say_so(made):
    with pikepdf.open(made) as pdf:
        elements = [each for each in pdf.objects if isinstance(each, pikepdf.Dictionary)]
        heads = [element for element in elements if element.get("/S") == "/TH"]
        assert sorted(str(head.A.Scope) for head in heads) == ["/Column", "/Column", "/Row"]


@needs_libraries
def test_title_language_and_bookmarks_are_there(made):
    with pikepdf.open(made) as pdf, pdf.open_outline() as outline:
        assert (str(pdf.docinfo.Title), str(pdf.Root.Lang)) == ("Een boek. 2025q1", "nl")
        assert [item.title for item in outline.root] == ["Boek", "1 Een", "Twee"]


@needs_libraries
def test_the_notice_stands_on_every_page(printed, tmp_path):
    document = set_document(page_text(printed), tmp_path, BOOK)
    for page in document.pages:
        words = "".join(getattr(box, "text", "") for box in page._page_box.descendants(placeholders=True))
        assert NOTICE in words


@needs_libraries
def test_the_same_page_gives_the_same_bytes(made, tmp_path):
    again = tmp_path / "again.pdf"
    write_pdf(tmp_path, BOOK, again, FACING)
    assert again.read_bytes() == made.read_bytes()


def test_without_its_libraries_the_packages_to_install_are_named(tmp_path):
    (tmp_path / "weasyprint.py").write_text("raise OSError('cannot load library')")
    command = [sys.executable, "-c", "from evalbook.book.pdf import missing_libraries; print(missing_libraries())"]
    surroundings = {**os.environ, "PYTHONPATH": str(tmp_path)}
    told = subprocess.run(command, env=surroundings, capture_output=True, text=True)
    assert "apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0" in told.stdout
