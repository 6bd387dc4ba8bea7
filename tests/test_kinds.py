"""Kinds of tests: what `make check` runs is fast, and stays so."""

import os
import socket
import subprocess
import sys

import pytest

import conftest
from conftest import BY_FIXTURE, KINDS, STARTS

PLAIN = "import sys, conftest, test_work, test_telling_book; print('playwright' in sys.modules)"


def bind():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))


STARTING = {
    "subprocess.Popen": lambda: subprocess.run([sys.executable, "-c", ""]),
    "socket.bind": bind,
    "os.system": lambda: os.system("true"),
}


@pytest.mark.parametrize("event", STARTING)
def test_a_unit_test_that_starts_something_fails(event, request):
    assert event in STARTS and request.node.get_closest_marker("unit")
    with pytest.raises(pytest.fail.Exception, match="mark it `program`"):
        STARTING[event]()


def test_every_test_is_a_unit_test_or_of_another_kind_never_both(request):
    marked = {item: {mark.name for mark in item.iter_markers()} for item in request.session.items}
    assert [item.nodeid for item, names in marked.items() if ("unit" in names) is bool(names & set(KINDS))] == []
    for fixture, kind in BY_FIXTURE.items():
        users = [names for item, names in marked.items() if fixture in getattr(item, "fixturenames", ())]
        assert all(kind in names for names in users)


def test_files_of_unit_tests_come_before_all_others(request):
    of_units = {}
    for item in request.session.items:
        of_units[item.path] = of_units.get(item.path, True) and item.get_closest_marker("unit") is not None
    assert [*of_units.values()] == sorted(of_units.values(), reverse=True)


@pytest.mark.program
def test_only_tests_of_a_browser_import_one():
    folder, around = conftest.__file__.rpartition("/")[0], {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    told = subprocess.run([sys.executable, "-c", PLAIN], cwd=folder, env=around, capture_output=True)
    assert told.stdout.split() == [b"False"], told.stderr
