"""A chapter in two languages is run in one kernel, each with its own parameters; a fault has its cell's own number."""

import nbformat
import pytest

from evalbook.book.chapters import run_chapters
from evalbook.book.running import executed
from evalbook.errors import EvalbookError
from tiny_book import PARAMETERS, code

pytestmark = pytest.mark.book

DUTCH, ENGLISH = {"language": "nl"}, {"language": "en"}
SHOW = "import os; from IPython.display import display; display({'text/plain': f'{language} {os.getpid()}'}, raw=True)"


@pytest.fixture
def run(tmp_path):
    """What runs a notebook of these cells after that of the parameters."""

    def run(*cells, languages=(DUTCH, ENGLISH)):
        path = tmp_path / "steps.ipynb"
        nbformat.write(nbformat.v4.new_notebook(cells=[code(PARAMETERS, "parameters"), *cells]), path)
        return executed(path, languages)

    return run


def shown(notebook):
    return [output.data["text/plain"].split() for cell in notebook.cells for output in cell.get("outputs", ())]


def test_one_kernel_shows_both_languages(run):
    (dutch,), (english,) = map(shown, run(code(SHOW)))
    assert (dutch[0], english[0]) == ("nl", "en")
    assert dutch[1] == english[1]


def test_each_language_has_the_notebook_that_papermill_makes_of_it_alone(run):
    both = run(code("x = 1", "remove-cell"), code("x += 1"))
    alone = [run(code("x = 1", "remove-cell"), code("x += 1"), languages=[each])[0] for each in (DUTCH, ENGLISH)]
    for one, other in zip(both, alone, strict=True):
        assert [cell.source for cell in one.cells] == [cell.source for cell in other.cells]
        assert [cell.metadata.tags for cell in one.cells] == [cell.metadata.tags for cell in other.cells]


@pytest.mark.parametrize("spoken", ["nl", "en"])
def test_a_fault_in_either_language_is_told_with_the_number_of_its_cell(run, spoken):
    with pytest.raises(EvalbookError, match=r"^steps, cell 3: ZeroDivisionError: division by zero$"):
        run(code("x = 1"), code(f"assert language != {spoken!r} or 1 / 0"))


def test_a_fault_is_told_with_its_cell_where_there_are_no_parameters(run):
    with pytest.raises(EvalbookError, match=r"^steps, cell 2: NameError"):
        run(code("reprot"), languages=[{}])


def test_pages_that_were_asked_for_in_one_language_come_in_the_order_asked(tmp_path):
    paths = [tmp_path / f"{name}.ipynb" for name in ("one", "two")]
    for path in paths:
        cells = [code(PARAMETERS, "parameters"), nbformat.v4.new_markdown_cell(path.stem)]
        cells += [nbformat.v4.new_markdown_cell(each, metadata={"tags": [each]}) for each in ("nl", "en")]
        nbformat.write(nbformat.v4.new_notebook(cells=cells), path)
    asked = [(paths[0], ENGLISH), (paths[1], DUTCH), (paths[0], DUTCH)]
    assert [page.text for page in run_chapters(asked)] == ["one\n\nen\n", "two\n\nnl\n", "one\n\nnl\n"]
