"""Every input of the catalogue is answered: exit 2, or 0 where it can be read right; never a traceback or a signal.

Each is met by the command in a program of its own, which the system ends when it takes more than 10 seconds of the
processor or a gigabyte above an honest extract (`hostile_runner.py`): nothing here looks at a clock.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from hostile_catalogue import catalogue

HERE = Path(__file__).parent
SOURCE = HERE.parent / "src"
MOST_SECONDS, MOST_MEGABYTES = 10, 1_024
NAMES = list(catalogue())


@pytest.fixture(scope="module")
def answers():
    places = os.pathsep.join(map(str, (SOURCE, HERE)))
    run = [sys.executable, str(HERE / "hostile_runner.py")]
    done = subprocess.run(run, capture_output=True, text=True, check=True, env={**os.environ, "PYTHONPATH": places})
    return {answer["name"]: answer for answer in map(json.loads, done.stdout.splitlines())}


def test_the_catalogue_holds_the_147_of_the_review_and_more():
    assert len(NAMES) > 147


def test_an_honest_extract_is_read(answers):
    assert answers["honest"]["code"] == 0


@pytest.mark.parametrize("name", NAMES)
def test_a_hostile_input_is_answered(answers, name):
    answer = answers[name]
    assert answer["code"] in answer["codes"], answer["said"][-2000:]
    assert answer["said"].strip() and "Traceback" not in answer["said"]
    assert answer["cpu"] < MOST_SECONDS
    assert answer["megabytes"] < answers["honest"]["megabytes"] + MOST_MEGABYTES
