"""Any title or name is taken, reads on the page as it was typed, and cannot become markup; what cannot is refused."""

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html
from markdown_it.renderer import RendererHTML
from myst_parser.config.main import MdParserConfig
from myst_parser.parsers.mdit import create_md_parser

from evalbook.contract.edition import LONGEST_TITLE
from evalbook.exhibits.markup import pipe_table, typed
from evalbook.extract.settings import read_settings
from evalbook.problems import Findings
from evalbook.typed import readable

DRAWN = settings(max_examples=300, deadline=None, derandomize=True)
PIECES = [
    *(
        "Evaluatie",
        "fase",
        "2",
        "2024-2025",
        "IVA/Wajong",
        "R&D",
        "50%",
        "#1",
        "ë",
        "Zoë's",
        "שלום",
        "مرحبا",
        "😀",
        "👩\u200d💻",
    ),
    *(
        '"twee"',
        "'t",
        "--",
        "---",
        "...",
        "*x*",
        "_x_",
        "__x__",
        "`c`",
        "``",
        "$a$",
        "$$",
        "{}",
        "{ref}`x`",
        "{{ 7*7 }}",
    ),
    *("[a](b)", "[^1]", "![a](b)", "|", "\\", "\\*", "~~x~~", "&amp;", "&lt;b&gt;", "&#42;", "]]", "=", "+++", "% x"),
    *(":::{note}", "```", "(label)=", "- x", "1. x", "{% raw %}", "${HOME}", "https://a.example/b_c_d", "a@b.example"),
]
TITLES = st.lists(st.sampled_from(PIECES), min_size=1, max_size=8).map(" ".join) | st.text(
    st.characters(exclude_categories=("C", "Z"), exclude_characters="<>"), min_size=1, max_size=LONGEST_TITLE
)


def rendered(markdown):
    """The text of a page of this MyST, as the book sets it."""
    parser = create_md_parser(MdParserConfig(enable_extensions={"colon_fence", "deflist"}), RendererHTML)
    return html.fromstring(f"<div>{parser.render(markdown)}</div>")


def read_title(folder, title):
    said = {"id": "x", "title": title, "kind": "synthetic", "reference_date": "2025-03-31"}
    said |= {"self_employment_through": "2023", "conversation_cost": "100"}
    (folder / "extract.yaml").write_text(yaml.safe_dump(said, allow_unicode=True), encoding="utf-8")
    findings = Findings()
    return read_settings(folder, findings).edition, findings


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("titles")


@pytest.mark.slow
@DRAWN
@given(title=TITLES)
def test_any_ordinary_title_is_taken_as_it_was_typed(folder, title):
    edition, findings = read_title(folder, title)
    assert findings.problems == [] and edition.title == title


@pytest.mark.slow
@DRAWN
@given(title=TITLES | st.text(max_size=80))
def test_what_comes_from_outside_reads_as_it_was_typed_and_makes_no_element(title):
    for page in (f"Dit is {typed(title, 'k')}, zo.", pipe_table(["a", "b"], [[typed(title, "k"), "een"]])):
        span = rendered(page).xpath("//span[@data-key='k']")
        assert [each.text_content().split() for each in span] == ([readable(title).split()] if title else [])
        assert not any(len(each) for each in span)


@pytest.mark.parametrize("title", ["<b>", "a\x1bb", "a\u202eb", "twee\nregels\n", "x" * (LONGEST_TITLE + 1), "\u2066a"])
def test_a_title_that_cannot_be_shown_is_refused_before_the_build(folder, title):
    edition, findings = read_title(folder, title)
    assert edition is None and findings.errors


def test_signs_that_cannot_be_read_are_replaced():
    assert readable("a\x00b\udcff c\n d\u202e") == "a�b� c d�"
