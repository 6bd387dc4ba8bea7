"""requirements.txt has a line for all that the package imports, and none that nothing needs."""

import ast
import re
import sys
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from evalbook.places import REPOSITORY

LINE = re.compile(r"([\w.-]+)==([\w.]+)")
NOT_IMPORTED = {"nbval": "`make chapters` runs it"}


def pinned(name):
    """The version of each package that a file names, by its name as registries compare them."""
    lines = (LINE.match(line) for line in (REPOSITORY / name).read_text(encoding="utf-8").splitlines())
    return {re.sub(r"[-_.]+", "-", line[1]).lower(): line[2] for line in lines if line}


def modules_of(source):
    """The first part of the name of each module that a program text imports, wherever in it."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (each.name.split(".")[0] for each in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield node.module.split(".")[0]


@cache
def imported(folder=REPOSITORY / "src"):
    """The packages that bring the modules imported under a folder; a module that none brings stands for itself."""
    texts = (path.read_text(encoding="utf-8") for path in Path(folder).rglob("*.py"))
    modules = {module for text in texts for module in modules_of(text)} - sys.stdlib_module_names - {"evalbook"}
    found = packages_distributions()
    return {re.sub(r"[-_.]+", "-", found.get(module, [module])[0]).lower() for module in modules}


def test_all_that_is_imported_has_a_line():
    assert sorted(imported() - set(pinned("requirements.txt"))) == []


def test_each_line_is_imported_or_has_a_reason():
    assert sorted(set(pinned("requirements.txt")) - imported() - set(NOT_IMPORTED)) == []


def test_a_reason_is_for_a_line_that_nothing_imports():
    assert sorted(set(NOT_IMPORTED) - (set(pinned("requirements.txt")) - imported())) == []


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-test.txt"])
def test_a_line_asks_for_what_the_constraints_pin(name):
    constraints = pinned("constraints.txt")
    assert {each: constraints.get(each) for each in pinned(name)} == pinned(name)


def test_imports_are_found_inside_functions_too(tmp_path):
    (tmp_path / "one.py").write_text("def f():\n    import yaml.nodes\n    from nowhere_known import x\n")
    (tmp_path / "two.py").write_text("from __future__ import annotations\nfrom . import one\nimport os, evalbook.cli\n")
    assert imported(tmp_path) == {"pyyaml", "nowhere-known"}
