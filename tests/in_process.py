"""Chapters executed in this process, on a report at hand: fast, and their pages as the book has them."""

from __future__ import annotations

from pathlib import Path

import nbformat
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output

from evalbook.book.chapters import published
from evalbook.report import Report

OPENING = "from evalbook.report import open_report\n\nreport = open_report(source, language=language)\nreport.names()"


def page(path: Path, report: Report) -> str:
    """The text of a committed chapter's page on a report."""
    return published(executed(path, report), chapter=path.stem, language=report.language).text


def executed(path: Path, report: Report) -> nbformat.NotebookNode:
    """A committed chapter with what its cells display on a report, which stands for the one that it opens."""
    notebook = nbformat.read(path, 4)
    shell_was_there = InteractiveShell.initialized()
    InteractiveShell.instance()  # IPython displays only inside a shell
    try:
        for cell in notebook.cells[1:]:
            if cell.cell_type == "code":
                cell.outputs = shown(cell.source.replace(OPENING, "report.names()"), report)
    finally:
        if not shell_was_there:
            InteractiveShell.clear_instance()
    return notebook


def shown(source: str, report: Report) -> list[nbformat.NotebookNode]:
    """What a cell displays."""
    with capture_output() as captured:
        exec(source, {"report": report})
    assert not captured.stdout
    kind = {"output_type": "display_data"}  # not by `new_output`, which checks each by a schema
    return [
        nbformat.from_dict({**kind, "data": each.data, "metadata": each.metadata or {}}) for each in captured.outputs
    ]
