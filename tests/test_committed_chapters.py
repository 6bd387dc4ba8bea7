"""What every committed chapter has in common."""

import ast
import re
from collections import Counter

import nbformat
import pytest

from evalbook.book.chapters import BOX, FINDINGS, GLANCE, KEY_FIGURES
from evalbook.contract.catalogue import DECLARED
from evalbook.contract.schema import TABLES
from evalbook.exhibits.preview import FORMULA, MARKDOWN, PICTURE
from evalbook.exhibits.prose import names_bundle
from evalbook.exhibits.sentences import LANGUAGES, NAMES, NEEDS, PLACEHOLDER, WITHOUT, tags
from evalbook.stored import notebooks
from evalbook.words.vocabulary import read_words
from literal_release import literal_release

TOLD = (ast.Module, ast.Expr, ast.Call, ast.keyword, ast.Attribute, ast.Name, ast.Load, ast.Constant)
MOST_LINES = 26  # a cell of names: a name a line, and of a long sum a term a line
OF_REGISTERS = {f"{begins}{table}" for begins in (NEEDS, WITHOUT) for table in TABLES}
EVERYWHERE = set(names_bundle(literal_release(), {})[NAMES]["nl"])
HEADING = re.compile(r"^(?:<!-- ([a-z0-9-]+) -->\n)?(#+) ", re.MULTILINE)  # its label and level
NAME_OR_CLAIM = re.compile(r"[a-z]\w*: |\| C\d")  # how a line of what a chapter shows begins
LINKED = re.compile(r"\]\((.+?)\)")  # where a link leads
SHOWN = ({MARKDOWN}, {PICTURE, "text/plain"}, {FORMULA, "text/plain"}, {"text/plain"})
OF_THE_PAGE = re.compile(r"\{\w+\}`|^:::|^:\w+:|^\([\w-]+\)=$|<(?=[a-zA-Z/])(?!br>|/?details|/?summary)", re.MULTILINE)
chapters = pytest.mark.parametrize("path", notebooks(), ids=lambda path: path.stem)


def code_cells(path):
    return [cell for cell in nbformat.read(path, 4).cells if cell.cell_type == "code"]


@chapters
def test_the_first_cells_are_the_same_everywhere(path):
    first, second = nbformat.read(path, 4).cells[:2]
    known = nbformat.read(notebooks()[0], 4).cells[:2]
    assert [first.source, second.source] == [known[0].source, known[1].source]
    assert "parameters" in first.metadata["tags"]


@chapters
def test_a_chapter_tells_and_does_not_compute(path):
    for cell in code_cells(path)[2:]:
        nodes = list(ast.walk(ast.parse(cell.source)))
        assert {node.id for node in nodes if isinstance(node, ast.Name)} == {"report"}
        assert all(isinstance(node, TOLD) for node in nodes)
        assert len(cell.source.splitlines()) <= MOST_LINES


@chapters
def test_every_cell_has_its_output_and_no_count_that_another_cell_would_change(path):
    cells = code_cells(path)
    assert all(cell.execution_count is None for cell in cells)
    assert [f"run `make store` for: {cell.source}" for cell in cells[2:] if not cell.outputs] == []


@chapters
def test_what_is_committed_is_shown_everywhere_as_it_reads(path):
    for cell in code_cells(path):
        assert "injected-parameters" not in cell.metadata.get("tags", [])
        for output in cell.outputs:
            assert set(output.data) in SHOWN and not output.metadata
            assert not OF_THE_PAGE.search(output.data.get(MARKDOWN, "")), output.data[MARKDOWN]
    for cell in text_cells(path):
        assert not OF_THE_PAGE.search(cell.source), cell.source


def text_cells(path):
    return [cell for cell in nbformat.read(path, 4).cells if cell.cell_type == "markdown"]


@chapters
def test_every_dutch_text_cell_has_its_english_sibling_straight_after_it(path):
    texts = text_cells(path)
    assert [tags(cell) & LANGUAGES for cell in texts] == [{"nl"}, {"en"}] * (len(texts) // 2)
    for dutch, english in zip(texts[::2], texts[1::2], strict=True):
        assert (
            tags(english) - LANGUAGES == tags(dutch) - LANGUAGES <= {FINDINGS, KEY_FIGURES, BOX, GLANCE, *OF_REGISTERS}
        )
        assert HEADING.findall(english.source) == HEADING.findall(dutch.source)
        for said in (LINKED, PLACEHOLDER):
            assert sorted(said.findall(english.source)) == sorted(said.findall(dutch.source)), english.source
        words = [PLACEHOLDER.sub("", cell.source).strip() for cell in (dutch, english)]
        assert words == ["", ""] or english.source != dutch.source


def names_of(cell):
    """The names that a cell of names gives; None for any other cell."""
    if cell.cell_type == "code" and cell.source.startswith("report.names("):
        return {each.arg for each in ast.parse(cell.source).body[0].value.keywords}
    return None


def name_faults(cells):
    """The names of a chapter that are not known where they stand, and those that are not used in both languages."""
    given, used = set(), {"nl": set(), "en": set()}
    for number, cell in [*enumerate(cells, start=1), (len(cells), None)]:
        names = names_of(cell) if cell else set()
        if names is not None:
            yield from (f"{number}: {name} not in {each}" for each in used for name in sorted(given - used[each]))
            given, used = names, {"nl": set(), "en": set()}
        elif cell.cell_type == "markdown":
            for each in LANGUAGES & tags(cell):
                used[each] |= set(PLACEHOLDER.findall(cell.source))
                unknown = set(PLACEHOLDER.findall(cell.source)) - given - EVERYWHERE
                yield from (f"{number}: {name} is not named" for name in sorted(unknown))


@chapters
def test_every_name_is_given_by_the_cell_of_names_above_and_used_in_both_languages(path):
    assert list(name_faults(nbformat.read(path, 4).cells[2:])) == []


@chapters
def test_what_a_chapter_names_or_claims_has_its_people_in_the_shipped_extract(path):
    """A key of parts that exist, but not together, reads as if nobody were in it."""
    nobody = read_words("nl").reasons["nobody"]
    shown = [text for cell in code_cells(path) for output in cell.outputs for text in output.data.values()]
    lines = [line for text in shown for line in text.splitlines() if NAME_OR_CLAIM.match(line)]
    assert [line[:120] for line in lines if nobody in line] == []


def test_a_key_has_one_name_in_a_chapter_and_a_name_one_key():
    for path in notebooks():
        calls = [ast.parse(cell.source).body[0].value for cell in code_cells(path)[2:] if names_of(cell)]
        given = {
            (each.arg, each.value.value)
            for call in calls
            for each in call.keywords
            if isinstance(each.value, ast.Constant)
        }
        names, keys = Counter(name for name, _ in given), Counter(key for _, key in given)
        twice = sorted(f"{name} = {key}" for name, key in given if names[name] > 1 or keys[key] > 1)
        assert twice == [], path.stem


@chapters
def test_every_heading_has_a_label_so_that_both_languages_have_the_same_address(path):
    for cell in text_cells(path):
        found = HEADING.findall(cell.source)
        assert all(label for label, _ in found) and len(found) == cell.source.count("<!--"), cell.source


def test_every_item_is_shown():
    sources = "".join(cell.source for path in notebooks() for cell in code_cells(path))
    missing = [item for item in DECLARED if f'("{item}"' not in sources]
    assert missing == []


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_no_label_stands_in_two_places(language):
    cells = [cell for path in notebooks() for cell in text_cells(path)]
    labels = [label for cell in cells if language in tags(cell) for label, _ in HEADING.findall(cell.source)]
    assert labels and len(labels) == len(set(labels))
