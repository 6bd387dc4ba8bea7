"""Every input of the catalogue is answered: exit 2, or 0 where it can be read right; never a traceback or a signal.

Each is met by the command in a program of its own, which the system ends when it takes more than 10 seconds of the
processor or a gigabyte above an honest extract (`hostile_runner.py`): nothing here looks at a clock. Here every third
input of each kind is met, and all that the review listed; `python tests/hostile_runner.py` meets all.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from hostile_catalogue import catalogue
from hostile_runner import fault

pytestmark = pytest.mark.program

HERE = Path(__file__).parent
LISTED = (
    "settings: an id of nested anchors",
    "settings: a YAML bomb of merges",
    "settings: a reference date of 9999",
    "settings: a year .inf",
    "settings: maps ten thousand deep",
    "settings: a title of surrogates",
    "settings: csv of lists",
    "settings: categories of a list",
    "file: a pipe named jobs.csv",
    "file: a device named jobs.csv",
    "file: a link to itself named jobs.csv",
    "gz: two gigabytes of zeros",
    "gz: a damaged middle",
    "text: a header of a million commas",
    "text: one short row among a million",
    "parquet: a zone of its own",
    "parquet: lists",
    "xlsx: a cell at the far corner",
    "xlsx: 1.9 gigabytes unpacked",
    "xlsx: cut in half",
    "xlsx: entities of entities",
)
ALL = sorted(catalogue(), key=lambda name: name.partition(":")[0])  # kind by kind
NAMES = list(dict.fromkeys([*LISTED, *ALL[::3]]))


@pytest.fixture(scope="module")
def answers():
    places = os.pathsep.join(map(str, (HERE.parent / "src", HERE)))
    run = [sys.executable, str(HERE / "hostile_runner.py"), *NAMES]
    done = subprocess.run(run, capture_output=True, text=True, check=False, env={**os.environ, "PYTHONPATH": places})
    return {answer["name"]: answer for answer in map(json.loads, done.stdout.splitlines())}


def test_the_catalogue_holds_the_147_of_the_review_and_more():
    assert len(NAMES) > 147


def test_an_honest_extract_is_read(answers):
    assert answers["honest"]["code"] == 0


@pytest.mark.parametrize("name", NAMES)
def test_a_hostile_input_is_answered(answers, name):
    assert fault(answers[name], answers["honest"]) == "", answers[name]["said"][-2000:]
