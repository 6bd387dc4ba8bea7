"""What nbval compares in a stored chapter, without options: texts, alt texts, and that a figure is there."""

import re
import shutil
import subprocess
import sys

import nbformat
import pytest

from evalbook.exhibits.preview import FORMULA, MARKDOWN, PICTURE
from evalbook.places import REPOSITORY
from tiny_book import chapter, code

pytestmark = pytest.mark.program
TEXT = "show('''{ref}`Tabel 2.1 <table-2-1>`: <span data-key=\"a\">40%</span>''')"
FIGURE = """
publish_display_data({"image/svg+xml": "<svg>now</svg>", "text/plain": "alt"}, metadata={"evalbook": {"figure": "f"}})
"""
NO_FIGURE = 'publish_display_data({"text/plain": "alt"})'
CASES = {  # what a cell does now, what it stored, and whether nbval takes them for the same
    "a text": (TEXT, {MARKDOWN: "Tabel 2.1: 40%"}, True),
    "another number": (TEXT, {MARKDOWN: "Tabel 2.1: 41%"}, False),
    "a figure": (FIGURE, {PICTURE: "iVBOR", "text/plain": "alt"}, True),
    "a formula": (
        FIGURE.replace('"text/plain"', '"text/latex": "$x$", "text/plain"'),
        {FORMULA: "$x$", "text/plain": "alt"},
        True,
    ),
    "another alt text": (FIGURE, {PICTURE: "iVBOR", "text/plain": "other"}, False),
    "a figure no more": (NO_FIGURE, {PICTURE: "iVBOR", "text/plain": "alt"}, False),
    "a figure at last": (FIGURE, {"text/plain": "alt"}, False),
    "a text at last": (TEXT, None, False),
    "a text no more": ("None;", {MARKDOWN: "Tabel 2.1: 40%"}, False),
    "the colophon": (
        "show('Waarmee deze editie gemaakt is: 2')",
        {MARKDOWN: "Waarmee deze editie gemaakt is: 1"},
        True,
    ),
}


def stored(now, data):
    cell = code(now)
    cell.outputs = [nbformat.v4.new_output("display_data", data=data)] if data else []
    return cell


def test_nbval_tells_what_changed_without_options(tmp_path):
    notebook = chapter(*(stored(now, data) for now, data, _ in CASES.values()))
    notebook.metadata.kernelspec = {"name": "elsewhere", "display_name": "Elsewhere"}
    nbformat.write(notebook, tmp_path / "steps.ipynb")
    (tmp_path / "tests").mkdir()
    for name in ("conftest.py", "tests/nbval.cfg"):
        shutil.copy(REPOSITORY / name, tmp_path / name)
    options = ("-m", "chapter", "-rA", "-p", "no:cacheprovider")
    command = [sys.executable, "-m", "pytest", "--nbval", "steps.ipynb", *options]
    told = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True).stdout
    outcomes = {int(cell): kind for kind, cell in re.findall(r"^(PASSED|FAILED) .*Cell (\d+)", told, re.MULTILINE)}
    same = [outcomes.get(at) == "PASSED" for at in range(2, len(CASES) + 2)]
    assert len(outcomes) == len(CASES) + 2, told
    assert dict(zip(CASES, same, strict=True)) == {name: same for name, (*_, same) in CASES.items()}
