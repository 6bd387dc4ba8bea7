"""What every committed chapter has in common."""

import ast
import re

import nbformat
import pytest

from evalbook.catalogue import ITEMS
from evalbook.preview import FORMULA, MARKDOWN, PICTURE
from evalbook.stored import notebooks

TOLD = (ast.Module, ast.Expr, ast.Call, ast.keyword, ast.Attribute, ast.Name, ast.Load, ast.Constant)
MOST_LINES = 20  # a text in two languages, a sentence a line
LANGUAGES = {"nl", "en"}
HEADING = re.compile(r"^(?:\(([\w-]+)\)=\n)?(#+) ", re.MULTILINE)  # its label and level
SAID = re.compile(r"\{([^{}]+)\}(?!`)|`[^`<>]*<([^<>]+)>`")  # a number or word, or where a reference leads
SHOWN = ({MARKDOWN}, {PICTURE, "text/plain"}, {FORMULA, "text/plain"})
OF_THE_PAGE = re.compile(r"\{\w+\}`|^:::|^:\w+:|^\([\w-]+\)=$|<(?=[a-zA-Z/])(?!br>|/?details|/?summary)", re.MULTILINE)
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
def test_every_cell_has_its_output_and_no_count_that_another_cell_would_change(path):
    cells = code_cells(path)
    assert all(cell.execution_count is None for cell in cells)
    assert all(cell.outputs for cell in cells[2:])


@chapters
def test_what_is_committed_is_shown_everywhere_as_it_reads(path):
    for cell in code_cells(path):
        assert "injected-parameters" not in cell.metadata.get("tags", [])
        for output in cell.outputs:
            assert set(output.data) in SHOWN and not output.metadata
            assert not OF_THE_PAGE.search(output.data.get(MARKDOWN, "")), output.data[MARKDOWN]


def tongue(cell):
    return LANGUAGES & set(cell.metadata.get("tags", []))


@chapters
def test_every_dutch_text_cell_has_its_english_sibling_straight_after_it(path):
    texts = [cell for cell in nbformat.read(path, 4).cells if cell.cell_type == "markdown"]
    assert [tongue(cell) for cell in texts] == [{"nl"}, {"en"}] * (len(texts) // 2)
    for dutch, english in zip(texts[::2], texts[1::2], strict=True):
        assert HEADING.findall(english.source) == HEADING.findall(dutch.source)
        assert sorted(SAID.findall(english.source)) == sorted(SAID.findall(dutch.source))
        assert english.source != dutch.source


@chapters
def test_every_heading_has_a_label_so_that_both_languages_have_the_same_address(path):
    for cell in nbformat.read(path, 4).cells:
        if cell.cell_type == "markdown":
            assert all(label for label, _ in HEADING.findall(cell.source)), cell.source


def spoken(cell):
    """The Dutch and the English text of each call of a cell that has either."""
    for call in ast.walk(ast.parse(cell.source)):
        if isinstance(call, ast.Call):
            texts = {each.arg: each.value.value for each in call.keywords if each.arg in LANGUAGES}
            if texts:
                yield texts.get("nl"), texts.get("en")


@chapters
def test_every_computed_text_says_the_same_numbers_in_both_languages(path):
    for cell in code_cells(path):
        for dutch, english in spoken(cell):
            assert dutch and english and dutch != english, cell.source
            assert sorted(SAID.findall(english)) == sorted(SAID.findall(dutch)), cell.source


def test_every_item_is_shown():
    sources = "".join(cell.source for path in notebooks() for cell in code_cells(path))
    missing = [item for item in ITEMS if f'("{item}")' not in sources]
    assert missing == []


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_no_label_stands_in_two_places(language):
    cells = [cell for path in notebooks() for cell in nbformat.read(path, 4).cells if cell.cell_type == "markdown"]
    spoken = "\n".join(cell.source for cell in cells if language in cell.metadata["tags"])
    labels = re.findall(r"^\(([\w-]+)\)=$", spoken, re.MULTILINE)
    assert len(labels) == len(set(labels))
