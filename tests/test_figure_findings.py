"""What heads the caption of a figure: a sentence that its numbers make, or none."""

import ast
import re

import nbformat
import pytest

from evalbook.errors import EvalbookError
from evalbook.exhibits import figure_findings as module
from evalbook.exhibits.contrasts import contrasts
from evalbook.exhibits.figure_findings import figure_finding, figure_findings
from evalbook.exhibits.sentences import PLACEHOLDER
from evalbook.figures.figures import figure
from evalbook.stored import notebooks
from evalbook.words.vocabulary import languages
from literal_release import curve_rows, literal_release

IVA, WAJONG = (f"figure_4_2/all/{benefit}//24/survival" for benefit in ("IVA", "Wajong"))
DIFFERENCE = "differences/all/IVA-Wajong/figure_4_2/24/difference"
SHARES = f"{IVA} 0.64 400 0.59 0.69\n{WAJONG} 0.70 400 0.65 0.75\n"
# Of the figures of these chapters two show no result: a line before the start proves nothing, and dots lie where the
# weights put them.
TOLD = ("02_participants", "03_services", "04_steps_to_work", "05_support_at_work", "09_difference")
SHOW_NO_RESULT = {"comparison_before_months", "comparison_balance_dots"}


def said(rows, language="en"):
    return re.sub("<.*?>", "", figure_finding(literal_release(rows), "figure_4_2", language=language))


def test_a_finding_says_both_numbers_and_what_may_be_said_of_them():
    start = "Within two years 36% of the people with IVA found work, "
    assert said(f"{SHARES}{DIFFERENCE} 0.06 800 0.02 0.10") == f"{start}more than the 30% of the people with Wajong"
    chance = f"{start}against 30% of the people with Wajong; that may be chance"
    assert said(f"{SHARES}{DIFFERENCE} 0.06 800 -0.02 0.14") == chance


@pytest.mark.parametrize("rows", [SHARES, f"{SHARES}{DIFFERENCE} x"])
def test_without_a_number_there_is_no_finding_and_the_caption_is_as_it_was(rows):
    assert said(rows) == ""
    drawn = figure(
        literal_release(f"{curve_rows(IVA.replace('24', '*'), 24, 0.64)}\n{rows}"), "figure_4_2", language="nl"
    )
    assert drawn.caption.startswith("**Figuur 4.2** ")


def test_it_heads_the_caption():
    released = literal_release(f"{SHARES}{DIFFERENCE} 0.06 800 0.02 0.10")
    drawn = figure(released, "figure_4_2", language="nl")
    found = "Binnen twee jaar vond 36% van de mensen met IVA werk, meer dan de 30% van de mensen met Wajong"
    assert re.sub("<.*?>", "", drawn.caption).startswith(f"**Figuur 4.2 {found}.** ")


def test_every_figure_of_a_chapter_that_shows_a_result_says_it():
    drawn = {
        ast.literal_eval(found)
        for path in notebooks()
        if path.stem in TOLD
        for cell in nbformat.read(path, 4).cells
        if cell.cell_type == "code"
        for found in re.findall(r'report\.figure\(("\w+")\)', cell.source)
    }
    assert drawn - SHOW_NO_RESULT == {*figure_findings()}


@pytest.mark.parametrize("item", figure_findings())
def test_each_sentence_uses_its_names_in_both_languages_and_makes_a_listed_comparison(item):
    finding = figure_findings()[item]
    texts = {language: PLACEHOLDER.findall(getattr(finding, language)) for language in languages()}
    compared = {name for name, meaning in finding.names.items() if not isinstance(meaning, str)}
    assert {*texts["nl"]} == {*texts["en"]} >= compared and len(compared) <= 1
    for name in compared:
        tested = finding.names[name].expressions
        keys = tuple(finding.names.get(each, each) for each in tested[2:] or tested)
        form = finding.names[name].word.keywords["form"]
        assert form == "both" or keys in contrasts().others or keys[0] in contrasts().primary


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("figure_4_22: {names: {}, nl: x, en: x}", "figure_4_22 is no figure. Did you mean figure_4_2"),
        ("table_4_1: {names: {}, nl: x, en: x}", "table_4_1 is no figure"),
        ("figure_4_2: {names: {a: {lef: x, right: y}}, nl: x, en: x}", "the key 'lef' is not known. Did you mean left"),
        ("figure_4_2: {names: {}, nl: x}", "write `en:` too"),
    ],
)
def test_what_cannot_be_a_finding_is_refused(monkeypatch, tmp_path, written, told):
    (tmp_path / "figure_findings.yaml").write_text(written, encoding="utf-8")
    monkeypatch.setattr(module, "FILE", tmp_path / "figure_findings.yaml")
    with pytest.raises(EvalbookError, match=told):
        figure_findings.__wrapped__()
