"""What is stored in a chapter: previews, pictures and alt texts of an invented extract, and nothing that shifts."""

from dataclasses import replace

import nbformat
import pytest

from evalbook.errors import EvalbookError
from evalbook.exhibits.preview import MARKDOWN, PICTURE
from evalbook.stored import store_outputs
from literal_release import EDITION, curve_rows, literal_release
from tiny_book import FIGURE, TABLE, chapter, code, text

CURVE = curve_rows("figure_4_1/gedoog/all//*/survival", 1, 0.9)


@pytest.mark.program
def test_outputs_alone_are_stored_a_figure_as_a_picture(tmp_path):
    path = tmp_path / "steps.ipynb"
    figure = FIGURE.replace("figure_2_1", "figure_4_1")
    written = chapter(text("# Stappen", "nl"), code(TABLE), code(figure), code("show(source)"))
    nbformat.write(written, path)
    store_outputs(path, literal_release(CURVE), tmp_path / "release")
    stored = nbformat.read(path, 4)
    assert [cell.id for cell in stored.cells] == [cell.id for cell in written.cells]
    assert [cell.source for cell in stored.cells] == [cell.source for cell in written.cells]
    ran = [cell for cell in stored.cells if cell.cell_type == "code"]
    assert all(cell.execution_count is None for cell in ran)
    table, drawn, last = ([output.data for output in cell.outputs] for cell in ran[2:])
    assert list(table[0]) == [MARKDOWN] and "| IVA | 1 |" in table[0][MARKDOWN]
    assert list(drawn[0]) == [PICTURE] and drawn[0][PICTURE].startswith("iVBORw0KGgo")
    assert drawn[1] == {MARKDOWN: "**Figuur 2.1** Deelnemers"}
    assert last == [{MARKDOWN: str(tmp_path / "release")}]


def test_outputs_of_a_register_are_never_stored(tmp_path):
    real = literal_release(CURVE, edition=replace(EDITION, kind="register"))
    with pytest.raises(EvalbookError, match="only outputs of an invented extract"):
        store_outputs(tmp_path / "steps.ipynb", real, tmp_path)
    assert list(tmp_path.iterdir()) == []
