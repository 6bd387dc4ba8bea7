"""Books of one or two short chapters, written from the sources of their cells."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

import nbformat

from evalbook.book.typesetting import ASSETS, CONFIG, CONTENTS
from evalbook.build import BOOK

PARAMETERS = 'source = ""\nlanguage = "nl"'
SHOW = """
from IPython.display import publish_display_data
from evalbook.exhibits.preview import both

def show(text, **about):
    if language == "en":
        text = text.replace("Tabel", "Table").replace("Figuur", "Figure")
    publish_display_data(both(text), metadata={"evalbook": about})

def draw(svg, **about):
    publish_display_data({"image/svg+xml": svg}, metadata={"evalbook": about})
"""
TABLE = """
show('''
:::{table} **Tabel 2.1** Deelnemers
:name: table-2-1
:class: result

| Uitkering | Aantal |
| :--- | ---: |
| IVA | <span data-key="table_2_1/all/IVA/IVA//n">1</span> |
:::

<a class="data" href="../data/table_2_1.csv">Gegevens (CSV)</a>
''')
"""
FIGURE = """
svg = '<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"><circle r="4" cx="5" cy="5"/></svg>'
draw(svg, figure="figure_2_1", alt="Kringfiguur van de deelnemers.")
show("**Figuur 2.1** Deelnemers", caption_of="figure_2_1")
"""
CONTENTS_OF_TWO = """
format: jb-book
root: index
parts:
  - caption: Evaluatie
    numbered: 2
    chapters:
      - file: chapters/first
      - file: chapters/second
"""


def code(source: str, *tags: str, output: nbformat.NotebookNode | None = None) -> nbformat.NotebookNode:
    outputs = [] if output is None else [output]
    return nbformat.v4.new_code_cell(source, metadata={"tags": list(tags)}, outputs=outputs)


def displayed(data: Mapping[str, object], **about: object) -> nbformat.NotebookNode:
    return nbformat.v4.new_output("display_data", data=dict(data), metadata={"evalbook": about} if about else {})


def text(source: str, *tags: str) -> nbformat.NotebookNode:
    return nbformat.v4.new_markdown_cell(source, metadata={"tags": list(tags)})


def chapter(*cells: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """A notebook with the cells that every chapter begins with, and two functions that display."""
    return nbformat.v4.new_notebook(cells=[code(PARAMETERS, "parameters"), code(SHOW, "remove-cell"), *cells])


def write_book(folder: Path, *, second: nbformat.NotebookNode | None = None) -> Path:
    """A book of a first page and two chapters with a table, a figure and references to both."""
    (folder / "chapters").mkdir(parents=True)
    shutil.copytree(BOOK / ASSETS, folder / ASSETS)
    shutil.copy(BOOK / CONFIG, folder / CONFIG)
    (folder / CONTENTS).write_text(CONTENTS_OF_TWO)
    (folder / "index.md").write_text("# Een boek\n\nZie {ref}`tabel 2.1 <table-2-1>`.\n")
    first = chapter(
        text("<!-- eerste -->\n# Eerste\n\n## Slot\n\nZie [figuur 2.1](#figure-2-1)."),
        code(TABLE),
        code("print('SENTINEL')", "remove-cell"),
    )
    second = second or chapter(text("# Tweede\n\n## Slot\n\nZie [het eerste](#eerste)."), code(FIGURE))
    nbformat.write(first, folder / "chapters" / "first.ipynb")
    nbformat.write(second, folder / "chapters" / "second.ipynb")
    return folder
