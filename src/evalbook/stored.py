"""The committed chapters with what they show, for nbval to compare and for who opens them on a code host."""

from __future__ import annotations

import tempfile
from base64 import b64encode
from collections.abc import Mapping
from pathlib import Path

import nbformat
import papermill
from nbformat import NotebookNode

from evalbook.book.running import PYTHON
from evalbook.errors import EvalbookError
from evalbook.exhibits.preview import DRAWING, PAGE, PICTURE
from evalbook.exhibits.sentences import NAMES
from evalbook.extract.extract import read_extract
from evalbook.figures.brief_figures import BRIEF, brief_part
from evalbook.figures.design_figures import TRIALS, trials_drawing
from evalbook.figures.figures import figure
from evalbook.figures.small_figures import small_figure
from evalbook.gate.making import release_exact
from evalbook.machine.progress import VERBOSE, Progress, part, stage, told
from evalbook.places import CHAPTERS, REPOSITORY, SHIPPED_EXTRACT
from evalbook.release.release import Release, write_release

LANGUAGE = "nl"
SMALL = "small_"


def notebooks() -> list[Path]:
    """The first page and the chapters."""
    return [REPOSITORY / "index.ipynb", *sorted(CHAPTERS.glob("*.ipynb"))]


def store_outputs(path: Path, released: Release, folder: Path) -> None:
    """Runs a chapter on a release, which `folder` holds, and stores its previews in it; nothing else changes.

    Raises EvalbookError on a release of anything but an invented extract: what is stored is made public.
    """
    if released.edition.kind != "synthetic":
        raise EvalbookError(f"{released.edition.title}: only outputs of an invented extract are stored in chapters.")
    parameters = {"source": str(folder), "language": LANGUAGE}
    executed = papermill.execute_notebook(path, None, parameters, **PYTHON, progress_bar=False)
    done = [cell for cell in executed.cells if "injected-parameters" not in cell.metadata.get("tags", [])]
    notebook = nbformat.read(path, 4)
    for cell, ran in zip(notebook.cells, done, strict=True):
        if cell.cell_type == "code":
            cell.execution_count = None  # it would change in every cell below one that is added
            cell.outputs = [_preview(output, released) for output in ran.outputs]
    nbformat.write(notebook, path)


def _preview(output: NotebookNode, released: Release) -> NotebookNode:
    """An output without what only the book reads, a figure as a picture."""
    about = output.metadata.get("evalbook", {})
    data = {kind: shown for kind, shown in output.data.items() if kind not in (PAGE, DRAWING, NAMES)}
    if "figure" in about:
        data[PICTURE] = b64encode(_picture(released, about)).decode()
    return nbformat.v4.new_output(output.output_type, data)


def _picture(released: Release, about: Mapping[str, str]) -> bytes:
    name = about["figure"]
    if name.startswith(SMALL):
        item = name.removeprefix(SMALL)
        drawing, _ = small_figure(released, item, language=LANGUAGE, marked=about.get("marked", ""))
        return drawing.png()
    if name == TRIALS:
        return trials_drawing(LANGUAGE).drawing.png()
    if name.startswith(BRIEF):
        return brief_part(released, name.removeprefix(BRIEF), language=LANGUAGE).drawing.png()
    return figure(released, name, language=LANGUAGE).drawing.png()


def main() -> None:
    released = release_exact(read_extract(SHIPPED_EXTRACT))
    with tempfile.TemporaryDirectory(prefix="evalbook-") as folder:
        write_release(released, Path(folder) / "release")
        paths = notebooks()
        with told(Progress({"store chapters": (2, len(paths))}, VERBOSE)), stage("store chapters"):
            for path in paths:
                store_outputs(path, released, Path(folder) / "release")
                part(path.stem)


if __name__ == "__main__":
    main()
