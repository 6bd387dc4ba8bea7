"""The PDF: one order of headings, links that lead inside, tags for who listens to it, and whole tables."""

import json
import re
import shutil
from dataclasses import replace
from datetime import date

import page as pdf_rules
import pikepdf
import pytest
import yaml

from evalbook.book.pdf import BOOK as TREE
from evalbook.book.pdf import book_tree, shown, signs_of, write_pdf
from evalbook.book.pdf_text import pdf_text
from evalbook.book.typesetting import ASSETS, CONTENTS, Interface
from evalbook.build import BOOK
from evalbook.errors import EvalbookError

pytestmark = pytest.mark.book

NOTICE = "Synthetische gegevens"
FACING = Interface(
    "nl",
    "Een boek",
    "2025q1",
    "Peildatum",
    NOTICE,
    {"contents": "Inhoud", "page": "p."},
    day=date(2025, 5, 31),
    publisher="Een uitgever",
)
PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" width="10pt" height="10pt"><rect width="9" height="9"/></svg>'
HEAD, LAST = "Kopregel", "slotregel"
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


def paragraph(*parts):
    return {"kind": "paragraph", "parts": list(parts)}


def heading(name, title, level=1, page="one", number=""):
    return {"kind": "heading", "level": level, "number": number, "parts": [title], "ids": [f"{page}#{name}"]}


def table(rows, *, long=False, name="one#table-1"):
    return {
        "kind": "table",
        "ids": [name],
        "caption": ["Tabel 1"],
        "heads": [[[""], [HEAD]]],
        "rows": rows,
        "notes": [paragraph("Bron: x.")],
        "align": ["left", "right"],
        "shares": [20.0, 10.0],
        "long": long,
        "wide": False,
    }


def long_table(rows, name):
    cells = [[[f"r{row}"], [LAST if row == rows - 1 else "1"]] for row in range(rows)]
    return table(cells, long=True, name=name)


def link(to, *words):
    return {"kind": "link", "to": to, "parts": list(words)}


FIGURE = {
    "kind": "figure",
    "file": "/figures/a.svg",
    "alt": "Een vierkant.",
    "small": False,
    "wide": False,
    "caption": ["Figuur 1"],
    "notes": [],
    "ids": ["two#figure-1"],
}
PAGES = {
    "index": [heading("boek", "Boek", page="index"), paragraph("Zie ", link("one#table-1", "tabel 1"), ".")],
    "one": [
        heading("een", "Een", number="1"),
        table([[["IVA"], ["1"]], [[""], ["2"]]]),
        heading("slot", "Slot", level=2, number="1.1"),
        paragraph(link("two#", "het tweede"), " ", {"kind": "foreign", "language": "en", "parts": ["abroad"]}),
    ],
    "two": [heading("twee", "Twee", page="two"), heading("slot", "Slot", level=2, page="two"), FIGURE],
}


def printed(folder, pages, facing=FACING):
    """The PDF of literal pages, the first of them the first page of the book."""
    first, *others = pages
    contents = {"root": first, "parts": [{"caption": "Deel", "chapters": [{"file": name} for name in others]}]}
    source, trees = folder / "source", folder / "trees"
    shutil.copytree(BOOK / ASSETS, source / ASSETS)
    (source / CONTENTS).write_text(yaml.safe_dump(contents))
    (source / "figures").mkdir()
    (source / "figures" / "a.svg").write_text(PICTURE)
    trees.mkdir()
    for name, tree in pages.items():
        (trees / f"{name}.json").write_text(json.dumps(tree))
    write_pdf(trees, source, folder / "book.pdf", facing)
    return folder / "book.pdf"


def said(path):
    """The text of each page."""
    with pikepdf.open(path) as pdf:
        count = len(pdf.pages)
    return [" ".join(text.split()) for text in list(pdf_text(path.read_bytes()))[:count]]


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
                "index": [heading("boek", "Boek", page="index")],
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
    tree = book_tree(pages, [("", ["one"])], FACING)
    assert tree["parts"][0]["chapters"][0][0]["id"] == "one#a"
    assert [each["to"] for each in pages["one"][1]["parts"]] == ["one#a", "one#a"]


def test_a_link_that_leads_nowhere_is_refused():
    pages = {"one": [heading("a", "Een"), paragraph(link("one#b"))]}
    with pytest.raises(EvalbookError, match="one: a link of the PDF leads to one#b, which is not in it"):
        book_tree(pages, [("", ["one"])], FACING)


def test_what_typst_refuses_is_told(tmp_path):
    pages = {**PAGES, "two": [heading("twee", "Twee", page="two"), {**FIGURE, "file": "/figures/none.svg"}]}
    with pytest.raises(EvalbookError, match="The PDF cannot be set: file not found"):
        printed(tmp_path, pages)


def test_what_the_template_reads_lies_beside_the_assets_and_not_in_the_book(made):
    assert (made.parent / "source" / TREE).is_file() and str(made.parent) not in made.read_bytes().decode("latin-1")
