"""What every committed chapter has in common."""

import ast

import nbformat
import pytest

from evalbook.catalogue import ITEMS
from evalbook.stored import notebooks

TOLD = (ast.Module, ast.Expr, ast.Call, ast.keyword, ast.Attribute, ast.Name, ast.Load, ast.Constant, ast.Tuple)
MOST_LINES = 14  # a text in two languages, a sentence a line
LANGUAGES = {"nl", "en"}
chapters = pytest.mark.parametrize("path", notebooks(), ids=lambda path: path.stem)


def code_cells(path):
    return [cell for cell in nbformat.read(path, 4).cells if cell.cell_type == "code"]


@chapters
def test_the_first_cells_are_the_same_everywhere(path):
    first, second = nbformat.read(path, 4).cells[:2]
    known = nbformat.read(notebooks()[0], 4).cells[:2]
    assert [first.source, second.source] == [known[0].source, known[1].source]
    assert "parameters" in first.metadata["tags"]


@chapters
def test_a_chapter_tells_and_does_not_compute(path):
    for cell in code_cells(path)[2:]:
        nodes = list(ast.walk(ast.parse(cell.source)))
        assert {node.id for node in nodes if isinstance(node, ast.Name)} == {"report"}
        assert all(isinstance(node, TOLD) for node in nodes)
        assert len(cell.source.splitlines()) <= MOST_LINES


@chapters
def test_every_cell_was_executed_and_has_its_output(path):
    cells = code_cells(path)
    assert all(cell.execution_count for cell in cells)
    assert all(cell.outputs for cell in cells[2:])


@chapters
def test_no_injected_parameters_and_no_drawings_are_committed(path):
    for cell in code_cells(path):
        assert "injected-parameters" not in cell.metadata.get("tags", [])
        assert all(len(output.data.get("image/svg+xml", "")) < 20 for output in cell.outputs)


@chapters
def test_prose_says_in_which_language_it_is(path):
    for cell in nbformat.read(path, 4).cells:
        assert cell.cell_type != "markdown" or LANGUAGES & set(cell.metadata["tags"])


def test_every_item_is_shown():
    sources = "".join(cell.source for path in notebooks() for cell in code_cells(path))
    missing = [item for item in ITEMS if f'("{item}")' not in sources]
    assert missing == []
