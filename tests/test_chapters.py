"""Chapters are executed with known parameters, and only what they show on purpose is published."""

import nbformat
import pytest

from evalbook.chapters import COMPUTED, check_parameters, computed, published, run_chapters
from evalbook.errors import EvalbookError
from tiny_book import FIGURE, chapter, code, text

PARAMETERS = {"source": "somewhere", "language": "nl"}


@pytest.fixture
def run(tmp_path):
    def run_one(*cells):
        path = tmp_path / "steps.ipynb"
        nbformat.write(chapter(*cells), path)
        return run_chapters([(path, PARAMETERS)])[0]

    return run_one


def shown(cell, *outputs):
    cell.outputs = list(outputs)
    return published(nbformat.v4.new_notebook(cells=[cell]), chapter="steps", language="nl")


def displayed(**data):
    kinds = {name.replace("_", "/"): value for name, value in data.items()}
    return nbformat.v4.new_output("display_data", data=kinds)


def test_a_misspelt_parameter_is_refused_before_a_kernel_starts(tmp_path):
    path = tmp_path / "steps.ipynb"
    nbformat.write(chapter(code("raise RuntimeError")), path)
    with pytest.raises(EvalbookError, match="steps has no parameter langage. Did you mean language?"):
        check_parameters([path], ["langage"])


@pytest.mark.book
def test_the_parameters_reach_the_chapter(run):
    assert run(code("show(source + ' ' + language)")).text == f"{computed('somewhere nl')}\n"


@pytest.mark.book
def test_a_failing_cell_is_named_as_the_committed_notebook_counts_it(run):
    with pytest.raises(EvalbookError, match="^steps, cell 4: ZeroDivisionError: division by zero$"):
        run(text("# Stappen"), code("1 / 0"))


@pytest.mark.book
def test_a_dead_kernel_is_told_with_its_chapter(run):
    with pytest.raises(EvalbookError, match="steps: its kernel died"):
        run(code("import os; os._exit(9)"))


@pytest.mark.book
def test_a_figure_becomes_a_file_and_a_directive_with_its_caption(run):
    page = run(code(FIGURE))
    assert list(page.figures) == ["figure_2_1.svg"]
    assert page.text.removeprefix(COMPUTED[0]).removesuffix(f"{COMPUTED[1]}\n").splitlines() == [
        ":::{figure} figures/figure_2_1.svg",
        ":name: figure-2-1",
        ':alt: "Kringfiguur van de deelnemers."',
        ":class: result",
        "",
        "**Figuur 2.1** Deelnemers",
        ":::",
    ]


def test_only_cells_of_the_language_and_of_none_are_published():
    cells = [text("samen"), text("Nederlands", "nl"), text("English", "en")]
    notebook = nbformat.v4.new_notebook(cells=cells)
    assert published(notebook, chapter="steps", language="nl").text == "samen\n\nNederlands\n"


@pytest.mark.parametrize("tag", ["remove-cell", "remove-output", "parameters", "injected-parameters"])
def test_what_a_hidden_cell_displays_stays_behind(tag):
    assert shown(code("", tag), displayed(text_markdown="rows of persons")).text == "\n"


@pytest.mark.parametrize(
    "output",
    [
        nbformat.v4.new_output("stream", name="stdout", text="rows of persons"),
        displayed(text_plain="rows of persons", text_html="<table>"),
        displayed(image_png="iVBOR"),
    ],
    ids=["printed", "a frame", "a bitmap"],
)
def test_a_cell_that_shows_anything_but_text_tables_and_figures_is_refused(output):
    with pytest.raises(EvalbookError, match="^steps, cell 1: shows "):
        shown(code(""), output)


def test_a_warning_of_a_chapter_is_told_and_not_published(capsys):
    page = shown(code(""), nbformat.v4.new_output("stream", name="stderr", text="a warning"))
    assert page.text == "\n"
    assert capsys.readouterr().out == "steps, cell 1: a warning\n"
