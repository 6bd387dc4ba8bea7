"""Formulas as drawings that say what they hold."""

from xml.etree import ElementTree

import matplotlib
import nbformat
import pytest

from evalbook.exhibits.formulas import drawn, formula, formulas
from evalbook.stored import notebooks


@pytest.mark.parametrize("name", formulas())
def test_a_formula_is_drawn_as_paths_the_same_each_time(name):
    svg = drawn(formula(name), name=name)
    root = ElementTree.fromstring(svg)
    assert root.tag.endswith("svg") and not list(root.iter("{http://www.w3.org/2000/svg}text"))
    with matplotlib.rc_context({"font.size": 20, "savefig.facecolor": "red", "mathtext.default": "rm"}):
        assert svg == drawn(formula(name), name=name)


@pytest.mark.parametrize("name", formulas())
def test_a_formula_is_said_in_words_of_each_language(name):
    said = formula(name)
    assert said.nl != said.en
    assert not any(character.isdigit() or character in "\\^_{}$" for character in said.nl + said.en)


def test_every_formula_is_shown():
    sources = "".join(cell.source for path in notebooks() for cell in nbformat.read(path, 4).cells)
    assert [name for name in formulas() if f'report.formula("{name}")' not in sources] == []


def test_a_formula_that_does_not_exist_is_refused():
    with pytest.raises(ValueError, match="Did you mean wilson"):
        formula("wilsn")
