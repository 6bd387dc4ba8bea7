"""The report beside the book: every part of the one has its place in the other, or a reason why not."""

import re

import pytest

from evalbook.contract.catalogue import ITEMS
from evalbook.published.concordance import SOURCES, concordance, concordance_table, link, part_name
from evalbook.published.contents import shown_items
from evalbook.stored import notebooks
from evalbook.voices.themes import codebook, label_of
from evalbook.words.labels import anchor, is_numbered
from evalbook.words.vocabulary import languages, read_words

PARTS = concordance()
LABEL = re.compile(r"<!-- ([a-z0-9-]+) -->")
TABLE = re.compile(
    r'report\.(claims|questions)\(\\"([\w.]+)\\"\)'
)  # as it stands in a notebook's file: named by its part
OUTLINE = {"1": 3, "2": 6, "3": 5, "4": 6, "5": 5}  # sections of each chapter of the published report
FOOTNOTES = range(1, 40)


def labels():
    written = "".join(path.read_text(encoding="utf-8") for path in notebooks())
    themes = (label_of(theme) for theme in codebook().themes.index)
    tables = (f"{kind}-{part.replace('.', '-')}" for kind, part in TABLE.findall(written))
    return {*LABEL.findall(written), *tables, *themes, *map(anchor, shown_items())}


def test_no_link_leads_to_a_part_of_a_table():
    """An extract may have nobody in it."""
    tables = [anchor(item) for item in ITEMS if is_numbered(item)]
    targets = {target for targets in PARTS["targets"] for target in targets.split()}
    assert [each for each in targets for table in tables if each.startswith(f"{table}-")] == []


@pytest.mark.parametrize("kind", ["table", "figure"])
def test_every_table_and_figure_of_the_report_has_its_place(kind):
    listed = {part.replace(" ", "_").replace(".", "_").lower() for part in PARTS["part"] if part.startswith(kind)}
    assert {item for item in ITEMS if is_numbered(item) and item.startswith(kind)} <= listed


def test_every_footnote_has_its_place():
    assert {f"footnote {number}" for number in FOOTNOTES} <= set(PARTS["part"])


@pytest.mark.parametrize("source", SOURCES)
def test_every_section_has_its_place(source):
    own = PARTS[PARTS["source"] == source]
    assert len(own)
    assert {f"{source}.{number + 1}" for number in range(OUTLINE.get(source, 0))} <= set(own["section"])


def faults_of(part, known):
    """What is wrong with a row of the list, in words; `known` are the labels that the book has."""
    if not (part["targets"] or part["left_out_nl"]):
        yield "has neither a place nor a reason"
    yield from (f"leads to {target}, which is not there" for target in part["targets"].split() if target not in known)
    yield from (f"has no subject ({each})" for each in languages() if not part[f"subject_{each}"])
    if bool(part["left_out_nl"]) != bool(part["left_out_en"]):
        yield "has its reason in one language only"
    yield from (f"has no name ({each})" for each in languages() if not part_name(read_words(each), part))


def test_every_part_has_a_place_or_a_reason_in_both_languages():
    known = labels()
    parts = PARTS.to_dict("records")
    assert len(parts) > 350
    assert [f"{part['section']} {part['part']} {fault}" for part in parts for fault in faults_of(part, known)] == []


def test_all_faults_of_a_part_are_listed():
    part = {"section": "", "part": "text", "targets": "", "left_out_nl": "", "left_out_en": "why", "subject_en": ""}
    assert len(list(faults_of(part | {"subject_nl": ""}, set()))) == 6
    assert list(faults_of(PARTS.iloc[0].to_dict() | {"targets": "nowhere"}, set())) == [
        "leads to nowhere, which is not there"
    ]


@pytest.mark.parametrize("language", languages())
def test_every_link_says_where_it_leads(language):
    words = read_words(language)
    links = {link(words, target, language) for targets in PARTS["targets"] for target in targets.split()}
    assert all(re.fullmatch(r"\{ref\}`[^<>`]{4,} <[a-z0-9-]+>`", each) for each in links)


@pytest.mark.parametrize(
    ("target", "linked"),
    [
        ("deelname", "hoofdstuk 2, Deelname <deelname>"),
        ("begrippen", "bijlage 9 <begrippen>"),
        ("table-4-2", "tabel 4.2 <table-4-2>"),
        ("voice-motivation", "hoofdstuk 2, Gemotiveerd <voice-motivation>"),
        ("claims-2-6", "hoofdstuk 6, beweringen getoetst <claims-2-6>"),
    ],
)
def test_a_heading_is_named_after_its_page(target, linked):
    assert link(read_words("nl"), target, "nl") == f"{{ref}}`{linked}`"


@pytest.mark.parametrize(("language", "named"), [("nl", "3.1, tabel 3.2"), ("en", "3.1, table 3.2")])
def test_the_page_links_to_the_place(language, named):
    row = next(line for line in concordance_table("3", language=language).splitlines() if named in line)
    assert "<table-3-2>`" in row and 'data-published="concordance"' in row


def test_a_part_that_the_report_does_not_have_is_refused():
    with pytest.raises(ValueError, match="the report has no part 'sumary'.*summary"):
        concordance_table("sumary", language="nl")
