"""A book that shows all that an edition says of itself, and an extract in which every text from outside is chosen."""

from __future__ import annotations

from pathlib import Path

import yaml

from conftest import HEADERS
from tiny_book import code, text, write_book

PERSON = "A,IVA,vrouw,1980-06-15,psychisch,2024-05-01"
OPEN = "from evalbook.report import open_report\n\nreport = open_report(source, language=language)\nreport.names()"
EDITION = {"id": "x", "kind": "synthetic", "reference_date": "2025-03-31", "self_employment_through": "2023"}
SHOWS = ("report.about()", "report.provenance()", "report.changes()", "report.interviews()")


def write_telling_book(folder: Path) -> Path:
    """A book of a first page and two chapters, of which the second shows the edition, its files and what changed."""
    import nbformat

    parameters = code('source = ""\nlanguage = "nl"', "parameters")
    shown = [text("Dit is *{edition}*.", "nl"), text("This is *{edition}*.", "en"), *map(code, SHOWS)]
    second = [parameters, code(OPEN, "remove-cell"), text("# Tweede\n\n[het eerste](#eerste)"), *shown]
    write_book(folder, second=nbformat.v4.new_notebook(cells=second))
    first = folder / "chapters" / "first.ipynb"
    first.write_text(first.read_text().replace("Zie [figuur 2.1](#figure-2-1).", "Slot."))
    return folder


def write_named_extract(
    folder: Path, *, title: str, title_en: str = "", file: str = "participants.csv", heading: str = "", empty: str = ""
) -> Path:
    """An extract of a person, with this title, file, heading that is passed over, and text that means nothing."""
    folder.mkdir(parents=True)
    said = {**EDITION, "title": title, "conversation_cost": "100", "files": {"participants": file}}
    said |= {"title_en": title_en} if title_en else {}
    said |= {"ignore_columns": [f"participants.{heading}"]} if heading else {}
    said |= {"empty": {"participants": [empty]}} if empty else {}
    (folder / "extract.yaml").write_text(yaml.safe_dump(said, allow_unicode=True), encoding="utf-8")
    cells = [quoted(each) for each in (heading, empty)]
    heads = f"{HEADERS['participants']},{cells[0]}" if heading else HEADERS["participants"]
    row = f"{PERSON},{cells[1]},{cells[1]},{cells[1]}" + (",x" if heading else "")
    (folder / file).write_text(f"{heads}\n{row}\n", encoding="utf-8")
    return folder


def quoted(cell: str) -> str:
    """A cell of CSV."""
    return '"' + cell.replace('"', '""') + '"' if cell else ""
