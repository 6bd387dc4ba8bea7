"""A chapter run by papermill: one kernel shows it in every language that is asked for.

To begin and end a kernel takes 0.4 seconds of the processor, more than what most chapters do in it. So the notebook
stands in one notebook as often as there are languages, each time with its own parameters as papermill puts them, and is
taken apart when it has run.
"""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from nbformat import NotebookNode

from evalbook.book.kernels import kernel_options
from evalbook.errors import EvalbookError
from evalbook.machine.workers import SHORT_OF_MEMORY

PYTHON = {"kernel_name": "python3", "language": "python"}


def executed(path: Path, each: Sequence[Mapping[str, object]]) -> list[NotebookNode]:
    """The notebook with what its cells showed for each of the parameters, in a kernel forked from this process.

    Raises EvalbookError with the cell of a fault, numbered as in the notebook, or that the kernel died.
    """
    with tempfile.TemporaryDirectory(prefix="evalbook-") as sockets:
        options = kernel_options(Path(sockets))  # before papermill, whose client opens sockets
        parts = [_with_parameters(path, parameters) for parameters in each]
        whole = NotebookNode(parts[0] | {"cells": [cell for part in parts for cell in part.cells]})
        for number, cell in enumerate(whole.cells):
            cell.id = f"cell-{number}"
        cells = iter(_execute(path, whole, len(parts[0].cells), options, injected=bool(each[0])).cells)
        return [NotebookNode(part | {"cells": [next(cells) for _ in part.cells]}) for part in parts]


def _with_parameters(path: Path, parameters: Mapping[str, object]) -> NotebookNode:
    from papermill.iorw import load_notebook_node
    from papermill.parameterize import parameterize_notebook

    notebook = load_notebook_node(str(path))
    return parameterize_notebook(notebook, dict(parameters), **PYTHON) if parameters else notebook


def _execute(
    path: Path, whole: NotebookNode, length: int, options: Mapping[str, object], *, injected: bool
) -> NotebookNode:
    import papermill

    try:
        return papermill.execute_notebook(whole, None, **PYTHON, progress_bar=False, **options)
    except papermill.PapermillExecutionError as fault:
        # As the committed notebook counts its cells from 1: papermill puts a cell below that of the parameters.
        number = fault.cell_index % length + (0 if injected else 1)
        raise EvalbookError(f"{path.stem}, cell {number}: {fault.ename}: {fault.evalue}") from None
    except (RuntimeError, ConnectionError):  # it died at work, or before it was ready
        raise EvalbookError(f"{path.stem}: its kernel died. {SHORT_OF_MEMORY}") from None
