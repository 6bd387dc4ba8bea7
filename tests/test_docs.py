"""What code, settings and messages cite is in the repository, and the written rules are the program's."""

import re

import pytest

from evalbook.contract.cells import INSIDE
from evalbook.contract.results import WITHHELD
from evalbook.contract.schema import TABLES
from evalbook.contract.thresholds import THRESHOLDS
from evalbook.places import REPOSITORY
from evalbook.words.vocabulary import read_words

DOCS = REPOSITORY / "docs"
FILE = r"(?<![\w./-])((?:\.\./)*(?:docs|contract|design|review|shared)/[\w./-]+|disclosure\.md)"
CITED = re.compile(FILE + r"(?:,\s+(?:'([^']+)'|rule `(\w+)`))?")
LINK = re.compile(r"\]\((?!https?:)([^)#\s]+)")
PACKAGE = REPOSITORY / "src" / "evalbook"
CODE = re.compile(r"`[^`\n]*`")  # an example is no link
RULES = DOCS / "disclosure.md"


def texts():
    """All that people and the program read, by path."""
    for pattern in (
        "*.md",
        "*.toml",
        "Makefile",
        "docs/**/*.md",
        "src/**/*.py",
        "src/**/*.yaml",
        "tests/*.py",
        "data/**/*.md",
    ):
        yield from ((path, path.read_text(encoding="utf-8")) for path in sorted(REPOSITORY.glob(pattern)))


def cited_file(path, name):
    """The file that a name stands for: from the repository, the folder of who cites it, or docs; None without one."""
    places = (folder / name.rstrip(".") for folder in (REPOSITORY, path.parent, DOCS, PACKAGE))
    return next((each for each in places if each.exists() and each.resolve().is_relative_to(REPOSITORY)), None)


def faults_of(path, text):
    """What a text cites that is not there: the file, its heading, or its rule."""
    for name, heading, rule in CITED.findall(text):
        file = cited_file(path, name)
        if file is None:
            yield f"{path.name} cites {name}, which is not there"
        elif heading and f"## {heading}\n" not in file.read_text(encoding="utf-8"):
            yield f"{path.name} cites '{heading}' of {name}, which has no such heading"
        elif rule and f"| `{rule}` |" not in file.read_text(encoding="utf-8"):
            yield f"{path.name} cites rule {rule} of {name}, which has no such rule"
    if path.suffix == ".md":
        yield from (
            f"{path.name} links to {name}"
            for name in LINK.findall(CODE.sub("", text))
            if not (path.parent / name).exists()
        )


def test_what_is_cited_is_in_the_repository():
    assert [fault for path, text in texts() if path.name != "test_docs.py" for fault in faults_of(path, text)] == []


@pytest.mark.parametrize(
    "text",
    [
        "Source: contract/nothing.md.",
        "See ../shared/contract/results.md.",
        "Source: docs/contract/results.md, 'Tyme'.",
        "docs/disclosure.md, rule `counted`",
        "[a page](docs/nothing.md)",
    ],
)
def test_what_is_not_there_is_found(text):
    assert list(faults_of(REPOSITORY / "README.md", text))
    assert (
        list(faults_of(REPOSITORY / "README.md", "docs/contract/results.md, 'Time'; docs/disclosure.md, rule `count`"))
        == []
    )


def rows_of(text, heading):
    """The cells of each row of the table under a heading."""
    section = text.split(f"## {heading}\n")[1].split("\n## ")[0]
    lines = [line for line in section.splitlines() if line.startswith("| `")]
    return [[cell.strip().strip("`") for cell in line.strip("|").split(" | ")] for line in lines]


def test_the_written_thresholds_are_those_in_force():
    written = {name: int(value) for name, value, *_ in rows_of(RULES.read_text(encoding="utf-8"), "Thresholds")}
    assert written == THRESHOLDS


def test_every_rule_is_written_and_told_to_readers():
    written = [name for name, _ in rows_of(RULES.read_text(encoding="utf-8"), "Rules")]
    assert written == [name for name in WITHHELD if name]
    assert set(written) <= set(read_words("en").rules)


def test_all_that_only_persons_can_tell_is_written():
    written = [names for names, _ in rows_of(RULES.read_text(encoding="utf-8"), "What only persons can tell")]
    assert ", ".join(written).replace("`", "") == ", ".join(INSIDE)


def test_the_reading_order_has_every_module_of_the_gate():
    order = RULES.read_text(encoding="utf-8").split("## To read the gate\n")[1].split("\n## ")[0]
    modules = [path.name for path in (PACKAGE / "gate").glob("[!_]*.py")]
    assert sorted(re.findall(r"gate/(\w+\.py)", order)) == sorted(modules)


def test_the_contract_says_whether_the_comparison_is_there():
    said = "Not yet in this version" in (DOCS / "contract" / "comparison.md").read_text(encoding="utf-8")
    assert said == ("comparators" not in TABLES)
