"""The workflow that publishes the book, and the files that say what the project is, meet their schemas."""

import re
import subprocess
import sys

import pytest
import yaml

from evalbook.places import REPOSITORY

pytestmark = pytest.mark.program

WORKFLOW = REPOSITORY / ".github" / "workflows" / "book.yml"
PINNED = re.compile(r"uses: [\w/-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+")


def check(schema, file):
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, file]
    return subprocess.run(command, capture_output=True, text=True)


@pytest.mark.parametrize(
    ("schema", "file"),
    [
        ("vendor.github-workflows", WORKFLOW),
        ("custom.github-workflows-require-timeout", WORKFLOW),
        ("vendor.citation-file-format", REPOSITORY / "CITATION.cff"),
    ],
)
def test_a_file_meets_its_schema(schema, file):
    done = check(schema, file)
    assert done.returncode == 0, done.stdout


def test_a_workflow_that_is_wrong_is_noticed(tmp_path):
    (tmp_path / "wrong.yml").write_text(WORKFLOW.read_text().replace("runs-on", "runson"))
    assert check("vendor.github-workflows", tmp_path / "wrong.yml").returncode == 1


def test_every_action_is_pinned_to_a_commit_with_its_version():
    lines = [line for line in WORKFLOW.read_text().splitlines() if "uses:" in line]
    assert lines and all(PINNED.search(line) for line in lines)


def test_only_the_job_that_publishes_may_write():
    workflow = yaml.safe_load(WORKFLOW.read_text())
    assert workflow["permissions"] == {"contents": "read"}
    assert {name for name, job in workflow["jobs"].items() if "permissions" in job} == {"publish"}
    assert workflow["jobs"]["publish"]["needs"] == "build" and workflow["jobs"]["build"]["needs"] == "test"
