"""Chapters are executed with known parameters, and only what they show on purpose is published."""

import nbformat
import pytest

from evalbook.book.chapters import COMPUTED, check_parameters, computed, published, run_chapters
from evalbook.errors import EvalbookError
from evalbook.exhibits.sentences import NAMES
from tiny_book import FIGURE, chapter, code, displayed, text

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


def names(always=False, missing=(), **said):
    """The output of a cell of names that say the same in both languages."""
    return code("", output=displayed({NAMES: {"always": always, "missing": list(missing), "nl": said, "en": said}}))


def told(*cells, language="nl"):
    return published(nbformat.v4.new_notebook(cells=list(cells)), chapter="steps", language=language).text


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


def test_a_text_with_a_name_is_marked_as_computed_and_any_other_is_written():
    cells = [names(found="34%"), text("Werk: {found}, zie [hier](#werk).", "nl"), text("In [2025](#a).", "nl")]
    assert told(*cells) == f"{computed('Werk: 34%, zie {ref}`hier <werk>`.')}\n\nIn {{ref}}`2025 <a>`.\n"


def test_a_misspelt_name_is_refused_with_its_chapter_and_cell():
    fault = r"^steps, cell 2: \{fond\} is not named by the last report.names\(...\) above it. Did you mean found\?$"
    with pytest.raises(EvalbookError, match=fault):
        told(names(found="34%"), text("{fond}", "nl"))


@pytest.mark.parametrize(
    ("tag", "source", "boxed"),
    [
        ("findings", "- {found}", ":::{admonition} In het kort\n:class: findings\n\n- 34%\n:::"),
        ("key-figures", "- {found}", ":::{container} key-figures\n- 34%\n:::"),
        ("box", "**Lees dit**\n\nEerst {found}.", ":::{admonition} Lees dit\nEerst 34%.\n:::"),
    ],
)
def test_a_tag_puts_a_box_round_a_text(tag, source, boxed):
    assert told(names(found="34%"), text(source, "nl", tag)) == f"{computed(boxed)}\n"


def test_a_box_of_written_text_is_not_marked_as_computed():
    assert told(text("**Lees dit**\n\nEerst.", "nl", "box")) == ":::{admonition} Lees dit\nEerst.\n:::\n"


SMALL = displayed({"image/svg+xml": "<svg/>"}, figure="small_figure_4_1", kind="small", alt="Lijn.")


def test_the_text_below_a_glance_is_its_caption_and_stands_alone_where_nothing_is_drawn():
    below = [text("In {found}.", "nl", "glance"), text("In {found}.", "en", "glance")]
    page = told(names(found="34%"), code("", output=SMALL), *below)
    assert page.startswith("::::::{container} computed small") and page.count("In 34%.") == 1
    assert page.index(":::{figure} figures/small_figure_4_1.svg") < page.index("In 34%.")
    assert told(names(found="34%"), code(""), *below) == f"{computed('In 34%.')}\n"


@pytest.mark.parametrize(
    "cells",
    [[text("Werk.", "nl")], [], [code("", output=SMALL), text("Werk.", "nl", "glance")]],
    ids=["no tag", "no text", "one text for two"],
)
def test_a_glance_without_a_text_of_its_own_is_refused(cells):
    with pytest.raises(EvalbookError, match="^steps.* report.glance .* the tag glance"):
        told(code("", output=SMALL), *cells)


def test_a_preview_is_not_published():
    with pytest.raises(EvalbookError, match="^steps, cell 1: report.preview"):
        told(code("", output=displayed({"text/markdown": "Werk."}, preview="steps")))


@pytest.mark.parametrize("tag", ["remove-cell", "remove-output", "parameters", "injected-parameters"])
def test_what_a_hidden_cell_displays_stays_behind(tag):
    assert shown(code("", tag), displayed({"text/markdown": "rows of persons"})).text == "\n"


@pytest.mark.parametrize(
    "output",
    [
        nbformat.v4.new_output("stream", name="stdout", text="rows of persons"),
        displayed({"text/plain": "rows of persons", "text/html": "<table>"}),
        displayed({"text/markdown": "| rows of persons |"}),
        displayed({"image/png": "iVBOR"}),
    ],
    ids=["printed", "a frame", "Markdown of its own", "a bitmap"],
)
def test_a_cell_that_shows_anything_but_text_tables_and_figures_is_refused(output):
    with pytest.raises(EvalbookError, match="^steps, cell 1: shows "):
        shown(code(""), output)


def test_a_warning_of_a_chapter_is_told_and_not_published(capsys):
    page = shown(code(""), nbformat.v4.new_output("stream", name="stderr", text="a warning"))
    assert page.text == "\n"
    assert capsys.readouterr().err == "steps, cell 1: a warning\n"


def test_a_heading_in_a_text_with_names_is_one_of_the_page():
    cell = text("<!-- eerste -->\n## Eerste\n\nEr zijn {people}.\n\n### Tweede\n\nOf {people}.", "nl")
    shown_numbers = names(people="3")
    assert (
        told(shown_numbers, cell)
        == "\n\n".join(["(eerste)=\n## Eerste", computed("Er zijn 3."), "### Tweede", computed("Of 3.")]) + "\n"
    )
