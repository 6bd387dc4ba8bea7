"""The committed chapters with their text outputs, so that nbval can tell when a number changes."""

from __future__ import annotations

from pathlib import Path

import nbformat
import papermill
from nbformat import NotebookNode
from tqdm import tqdm

from evalbook.places import CHAPTERS, REPOSITORY

# A drawing is no text output; that there is one is stored, and tests/nbval.cfg maps any drawing to one word.
NO_DRAWING = "<svg></svg>"


def notebooks() -> list[Path]:
    """The first page and the chapters."""
    return [REPOSITORY / "index.ipynb", *sorted(CHAPTERS.glob("*.ipynb"))]


def store_outputs(path: Path) -> None:
    """Runs a chapter on the shipped extract and stores its text outputs in it; nothing else changes."""
    executed = papermill.execute_notebook(path, None, kernel_name="python3", progress_bar=False)
    notebook = nbformat.read(path, 4)
    for cell, done in zip(notebook.cells, executed.cells, strict=True):
        if cell.cell_type == "code":
            cell.execution_count = done.execution_count
            cell.outputs = [_text(output) for output in done.outputs]
    nbformat.write(notebook, path)


def _text(output: NotebookNode) -> NotebookNode:
    output.metadata = {}
    if "image/svg+xml" in output.data:
        output.data["image/svg+xml"] = NO_DRAWING
    return output


def main() -> None:
    for path in tqdm(notebooks(), desc="chapters", unit=""):
        store_outputs(path)


if __name__ == "__main__":
    main()
