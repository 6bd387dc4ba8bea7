"""The PDF: one order of headings, links that lead inside, tags for who listens to it, and whole tables."""

import re
from dataclasses import replace

import page as pdf_rules
import pikepdf
import pytest

from evalbook.book.pdf import BOOK as TREE
from evalbook.book.pdf import book_tree, shown, signs_of
from evalbook.book.typesetting import ASSETS
from evalbook.build import BOOK
from evalbook.errors import EvalbookError
from paper_pages import (
    COMPLETE,
    FACING,
    FIGURE,
    FILL,
    HEAD,
    LAST,
    NOTICE,
    PAGES,
    heading,
    link,
    long_table,
    paragraph,
    printed,
    said,
    table,
)

pytestmark = pytest.mark.book

TYPST = (
    '#panic("x")',
    "]#[ #eval(1)",
    '"; #read("/book.json")',
    "\\u{41} \\",
    "$x^2$ @label <label> // c /* d */",
    "#set page(width: 1pt)",
    "= Kop - lijst + lijst / term: x",
    "*a* _b_ `c` ~ --- ...",
)


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    return printed(tmp_path_factory.mktemp("made"), PAGES)


def elements(path, kind):
    with pikepdf.open(path) as pdf:
        found = [each for each in pdf.objects if isinstance(each, pikepdf.Dictionary) and each.get("/S") == kind]
        return [{str(key): str(value) for key, value in each.items()} for each in found]


def test_every_rule_of_pdf_ua_passes(made):
    report = pdf_rules.validate_pdf(str(made), profile="ua1")
    assert [(failure.rule_id, failure.message) for failure in report.failures] == []
    assert report.is_compliant


def test_heads_of_rows_and_columns_say_so_and_an_empty_head_is_none(made):
    with pikepdf.open(made) as pdf:
        every = [each for each in pdf.objects if isinstance(each, pikepdf.Dictionary)]
        heads = [each for each in every if each.get("/S") == "/TH"]
        assert sorted(str(head.A[0].Scope) for head in heads) == ["/Column", "/Row"]


def test_title_author_date_language_and_bookmarks_are_there(made):
    with pikepdf.open(made) as pdf, pdf.open_outline() as outline:
        assert (str(pdf.docinfo.Title), str(pdf.docinfo.Author)) == ("Een boek. 2025q1", "Een uitgever")
        assert str(pdf.docinfo.CreationDate).startswith("D:20250531") and str(pdf.Root.Lang) == "nl"
        assert [item.title for item in outline.root] == ["Boek", "1 Een", "Twee"]
        assert [item.title for item in outline.root[1].children] == ["1.1 Slot"]


def test_the_notice_stands_on_every_page(made):
    assert len(said(made)) == 5 and all(NOTICE in text for text in said(made))


def test_the_contents_name_every_chapter_and_section_with_its_page(made):
    contents = re.sub("[ .\u2060]+", " ", said(made)[1])
    assert "Boek 3" in contents and "1 Een 4" in contents and "1 1 Slot 4" in contents and contents.count("Slot") == 2


def test_a_link_says_the_page_that_it_leads_to(made):
    assert "tabel 1 p. 4 ." in said(made)[2] and "het tweede p. 5" in said(made)[3]


def test_the_name_of_the_chapter_stands_above_its_other_pages(tmp_path):
    texts = said(
        printed(
            tmp_path,
            {
                "index": [heading("boek", "Boek", page="index"), FILL],
                "one": [heading("a", "Een"), *[paragraph("woord " * 300)] * 5],
            },
        )
    )
    assert not texts[3].startswith("Een boek Een") and all(text.startswith("Een boek Een") for text in texts[4:])


def test_a_figure_is_said_and_words_of_another_language_are_marked(made):
    assert [each["/Alt"] for each in elements(made, "/Figure")] == ["Een vierkant."]
    with pikepdf.open(made) as pdf:
        assert [b"/Lang (en)" in page.Contents.read_bytes() for page in pdf.pages] == [False] * 3 + [True, False]


def test_the_same_pages_give_the_same_bytes_in_another_folder_on_another_day(made, tmp_path, monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1")
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    assert printed(tmp_path / "elsewhere", PAGES).read_bytes() == made.read_bytes()


def test_no_font_is_the_machine_s(made):
    with pikepdf.open(made) as pdf:
        fonts = {
            str(each.BaseFont).partition("+")[2]
            for each in pdf.objects
            if isinstance(each, pikepdf.Dictionary) and "/BaseFont" in each
        }
    assert {font[:10] for font in fonts} <= {"SourceSans", "SourceSeri", "DejaVuSans"}


def test_what_was_typed_is_never_an_instruction_to_typst(tmp_path):
    pages = {
        "index": [heading("boek", "Boek", page="index"), *map(paragraph, TYPST)],
        "one": [heading("een", TYPST[0])],
    }
    path = printed(tmp_path, pages, replace(FACING, title=TYPST[1], edition=TYPST[3], notice=TYPST[2]))
    text = said(path)
    assert all(" ".join(each.split()) in text[2] for each in TYPST)
    with pikepdf.open(path) as pdf:
        assert str(pdf.docinfo.Title) == f"{TYPST[1]}. {TYPST[3]}"


def test_a_sign_without_a_picture_is_shown_as_one(tmp_path):
    title = "漢字 😀 ő שלום \u00ad\u200b\U000e0001"
    path = printed(tmp_path, PAGES, replace(FACING, title=title))
    assert "\ufffd\ufffd 😀 ő" in said(path)[0]
    assert shown("a漢", {"a"}) == "a\ufffd" and "€" in signs_of(BOOK / ASSETS / "paper" / "fonts")


def test_a_long_table_repeats_its_head_and_leaves_no_row_alone(tmp_path):
    lengths = range(40, 76)
    pages = {"index": [heading("boek", "Boek", page="index")]}
    pages |= {
        f"p{rows}": [heading("a", f"Lengte {rows}", page=f"p{rows}"), long_table(rows, f"p{rows}#t")]
        for rows in lengths
    }
    texts = [text for text in said(printed(tmp_path, pages)) if HEAD in text]
    assert len(texts) > len(lengths)
    for text in texts:
        rows = re.findall(r"\br\d+", text)
        assert len(rows) >= 2
    assert sum(LAST in text for text in texts) == len(lengths)


def test_a_long_table_begins_with_some_rows_or_on_the_next_page(tmp_path):
    pages = {"index": [heading("boek", "Boek", page="index")]}
    for lines in range(24, 40):
        above = [heading("a", "Een", page=f"p{lines}"), *[paragraph("Eén regel.")] * lines]
        pages[f"p{lines}"] = [*above, long_table(60, f"p{lines}#t")]
    texts = [text for text in said(printed(tmp_path, pages)) if "Tabel 1" in text]
    assert len(texts) == 16 and any("Eén regel." not in text for text in texts)
    assert min(len(re.findall(r"\br\d+", text)) for text in texts) >= 3


def test_a_part_has_one_name_however_it_is_called_and_a_page_that_of_its_title():
    pages = {"one": [{**heading("a", "Een"), "ids": ["one#a", "one#id1"]}, paragraph(link("one#id1"), link("one#"))]}
    tree = book_tree(pages, [("", ["one"])], FACING, COMPLETE)
    assert tree["parts"][0]["chapters"][0]["blocks"][0]["id"] == "one#a"
    assert [each["to"] for each in pages["one"][1]["parts"]] == ["one#a", "one#a"]


def test_a_link_that_leads_nowhere_is_refused():
    pages = {"one": [heading("a", "Een"), paragraph(link("one#b"))]}
    with pytest.raises(EvalbookError, match="one: a link of the PDF leads to one#b, which is not in it"):
        book_tree(pages, [("", ["one"])], FACING, COMPLETE)


def test_what_typst_refuses_is_told(tmp_path):
    pages = {**PAGES, "two": [heading("twee", "Twee", page="two"), {**FIGURE, "file": "/figures/none.svg"}]}
    with pytest.raises(EvalbookError, match="The PDF cannot be set: file not found"):
        printed(tmp_path, pages)


def test_what_the_template_reads_lies_beside_the_assets_and_not_in_the_book(made):
    assert (made.parent / "source" / TREE).is_file() and str(made.parent) not in made.read_bytes().decode("latin-1")


def test_a_chapter_begins_on_the_page_of_the_last_one_where_much_of_it_is_left(tmp_path):
    texts = said(printed(tmp_path, {"index": [heading("boek", "Boek", page="index")], "one": [heading("a", "Een")]}))
    assert "Boek" in texts[2] and "Een" in texts[2] and len(texts) == 3


def test_a_compact_chapter_has_pages_of_its_own(tmp_path):
    pages = {
        "index": [heading("boek", "Boek", page="index")],
        "one": [heading("a", "Een"), paragraph("klein")],
        "two": [heading("b", "Twee", page="two"), paragraph("gewoon")],
    }
    texts = said(printed(tmp_path, pages, paper=replace(COMPLETE, compact=frozenset({"one"}))))
    assert ["Een" in text for text in texts[2:]] == [False, True, False] and "Twee" in texts[4]


@pytest.mark.parametrize(("above", "together"), [(16, True), (24, False)])
def test_a_high_table_goes_over_two_pages_where_much_is_left_and_begins_on_the_next_where_little_is(
    tmp_path, above, together
):
    rows = [[["IVA " * 30], ["1"]] for _ in range(24)]
    pages = {"index": [heading("boek", "Boek", page="index"), *[paragraph("Eén regel.")] * above, table(rows)]}
    texts = said(printed(tmp_path, pages | {"one": [heading("a", "Een")]}, paper=COMPLETE))
    with_head = [HEAD in text for text in texts[2:]]
    assert ("IVA" in texts[2]) is together and sum(with_head) == (2 if together else 1)


def test_a_verdict_has_its_sign_in_print(tmp_path):
    verdicts = [
        paragraph({"kind": "verdict", "marks": [mark], "parts": [mark]}) for mark in ("holds", "fails", "cannot")
    ]
    pages = {"index": [heading("boek", "Boek", page="index"), *verdicts], "one": [heading("a", "Een")]}
    assert "● holds ○ fails ◌ cannot" in said(printed(tmp_path, pages))[2]


def test_the_cover_says_what_it_is_who_wrote_it_and_who_publishes_it(tmp_path):
    facing = replace(FACING, authors="A. Auteur en B. Schrijver")
    path = printed(tmp_path, PAGES, facing, replace(COMPLETE, title="Korte uitgave"))
    assert "Peildatum Korte uitgave A. Auteur en B. Schrijver Een uitgever" in said(path)[0]
    with pikepdf.open(path) as pdf:
        assert str(pdf.docinfo.Title) == "Een boek. 2025q1. Korte uitgave"
        assert str(pdf.docinfo.Author) == "A. Auteur en B. Schrijver"
