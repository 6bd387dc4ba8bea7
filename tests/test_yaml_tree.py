"""A settings file means the text that stands there, each key with its line."""

import pytest

from evalbook.delivery.yaml_tree import tree_of
from evalbook.problems import Findings


def read(text):
    findings = Findings()
    return tree_of("extract.yaml", text.encode(), findings), findings


@pytest.mark.parametrize("text", ["no", "01", "2024-01-01", "1e3", "0x1f", "null x", "yes"])
def test_a_value_is_its_text(text):
    tree, _ = read(f"key: {text}\n")
    assert tree.root == {"key": text}


@pytest.mark.parametrize("nothing", ["", "~", "null"])
def test_nothing_is_none_but_in_quotes(nothing):
    assert read(f"key: {nothing}\n")[0].root == {"key": None}
    assert read(f"key: '{nothing}'\n")[0].root == {"key": nothing}


def test_each_key_has_its_line_and_what_has_none_that_above_it():
    tree, _ = read("id: a\n\ncolumns:\n  jobs:\n    x: month\n")
    assert tree.root["columns"] == {"jobs": {"x": "month"}}
    assert [tree.line("id"), tree.line("columns", "jobs", "x"), tree.line("columns", "ladder"), tree.line("no")] == [
        1,
        5,
        3,
        0,
    ]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("id: a\nid: b\n", "the key is there twice"),
        ("a: &x b\nc: *x\n", "has anchors or aliases"),
        ("a: !!python/name:os.system b\n", "is not plain YAML"),
        ("- a\n", "holds no keys"),
        ("a: [b\n", "is not plain YAML"),
        ("[a, b]: c\n", "has a key that is no text"),
        ("a: b\x07\n", "is not plain YAML"),
    ],
)
def test_what_is_no_plain_map_is_told_and_not_read(text, told):
    tree, findings = read(text)
    (problem,) = findings.problems
    assert tree is None and problem.problem.startswith(told)
