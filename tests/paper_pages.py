"""Literal trees of pages, and the PDF that is set from them."""

import json
import shutil
from datetime import date

import pikepdf
import yaml

from evalbook.book.papers import Paper
from evalbook.book.pdf import write_pdf
from evalbook.book.pdf_text import pdf_text
from evalbook.book.typesetting import ASSETS, CONTENTS, Interface
from evalbook.build import BOOK

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
FIRST, SECOND = "Jaareen", "Jaartwee"  # titles of groups of rows


def paragraph(*parts):
    return {"kind": "paragraph", "parts": list(parts)}


def heading(name, title, level=1, page="one", number=""):
    return {"kind": "heading", "level": level, "number": number, "parts": [title], "ids": [f"{page}#{name}"]}


def cell(parts, *, across=1, down=1):
    return {"parts": parts, "across": across, "down": down}


def table(rows, *, long=False, name="one#table-1"):
    return {
        "kind": "table",
        "ids": [name],
        "caption": ["Tabel 1"],
        "heads": [[cell([""]), cell([HEAD])]],
        "rows": [[cell(parts) for parts in row] for row in rows],
        "notes": [paragraph("Bron: x.")],
        "align": ["left", "right"],
        "shares": [20.0, 10.0],
        "long": long,
        "wide": False,
    }


def grouped_table(rows, name):
    """Two columns under each of two heads, and rows below two titles."""
    heads = [
        [cell(["Uren"], down=2), cell(["Eerst"], across=2), cell(["Later"], across=2)],
        [cell([each]) for each in ("IVA", "Totaal") * 2],
    ]
    body = [[cell([f"r{row}"]), *[cell(["1"])] * 4] for row in range(rows)]
    own = {"heads": heads, "align": ["left", *["right"] * 4], "shares": [20.0, *[10.0] * 4], "long": True}
    titles = [[cell([title], across=5)] for title in (FIRST, SECOND)]
    return {**table([], name=name), **own, "rows": [titles[0], *body, titles[1], *body]}


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
FILL = paragraph("woord " * 400)  # most of a page, so that the next chapter begins on the next one
PAGES = {
    "index": [heading("boek", "Boek", page="index"), paragraph("Zie ", link("one#table-1", "tabel 1"), "."), FILL],
    "one": [
        heading("een", "Een", number="1"),
        table([[["IVA"], ["1"]], [[""], ["2"]]]),
        FILL,
        heading("slot", "Slot", level=2, number="1.1"),
        paragraph(link("two#", "het tweede"), " ", {"kind": "foreign", "language": "en", "parts": ["abroad"]}),
    ],
    "two": [heading("twee", "Twee", page="two"), heading("slot", "Slot", level=2, page="two"), FIGURE],
}


COMPLETE = Paper("book.pdf", "PDF")


def printed(folder, pages, facing=FACING, paper=COMPLETE):
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
    write_pdf(trees, source, folder / "book.pdf", facing, paper)
    return folder / "book.pdf"


def said(path):
    """The text of each page."""
    with pikepdf.open(path) as pdf:
        count = len(pdf.pages)
    return [" ".join(text.split()) for text in list(pdf_text(path.read_bytes()))[:count]]
