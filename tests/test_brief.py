"""The brief: a title that tells no more than its test, and numbers of one question side by side, each with its key."""

import re
from dataclasses import replace

import pytest

from evalbook.book.named_numbers import named_numbers
from evalbook.contract.catalogue import DECLARED
from evalbook.errors import EvalbookError
from evalbook.exhibits import brief as module
from evalbook.exhibits.brief import brief, headline_title, letter, reconciled, told_headline
from evalbook.exhibits.contrasts import contrasts
from evalbook.release.lookup import Gap
from literal_release import literal_release

LANGUAGES = ("nl", "en")
COMPARED = "comparison_in_work/all/all//12"
FOUND = "figure_4_2/all"
HIGHER, LOWER, NEITHER = "0.06 400 0.04 0.08", "-0.06 400 -0.08 -0.04", "0.01 400 -0.02 0.04"
KEYS = re.compile(r'data-key="([^"]+)"')


def compared(difference):
    rows = [f"{COMPARED}/difference {difference}"]
    return "\n".join([*rows, f"{COMPARED}/share_starters 0.16 400", f"{COMPARED}/share_comparable 0.1 400"])


def by_benefit(difference):
    rows = [f"differences/all/IVA-Wajong/figure_4_2/24/difference {difference}"]
    return "\n".join([*rows, f"{FOUND}/IVA//24/survival 0.64 400", f"{FOUND}/Wajong//24/survival 0.7 400"])


def title(rows, language="nl"):
    released = literal_release(rows)
    return headline_title(released, *told_headline(released), language=language)


@pytest.mark.parametrize("difference, place", [(HIGHER, 0), (LOWER, 1), (NEITHER, 2)])
@pytest.mark.parametrize("rows", [compared, by_benefit])
def test_a_title_says_more_or_less_only_where_the_test_of_the_difference_does(rows, difference, place):
    found, told = told_headline(literal_release(rows(difference)))
    assert told == place
    for language in LANGUAGES:
        text = title(rows(difference), language)
        assert ("toeval" in text or "chance" in text) is (place == 2)
        words = {"nl": ["vaker", "minder vaak"], "en": ["more often", "less often"]}[language]
        assert [word in text for word in words] == [place == 0, place == 1]


def test_the_numbers_of_a_title_have_their_keys():
    text = title(compared(HIGHER))
    assert KEYS.findall(text) == [f"{COMPARED}/share_starters", f"{COMPARED}/share_comparable"]
    assert "16%</span> tegen" in text and title(by_benefit(HIGHER)).count("|complement".replace("|", "&#124;")) == 2


def test_the_second_headline_is_told_where_the_edition_has_not_the_first():
    first, _ = told_headline(literal_release(f"{compared(HIGHER)}\n{by_benefit(HIGHER)}"))
    second, _ = told_headline(literal_release(by_benefit(HIGHER)))
    withheld, _ = told_headline(literal_release(f"{COMPARED}/difference x\n{by_benefit(HIGHER)}"))
    assert [first.figure, second.figure, withheld.figure] == ["comparison_in_work_months", "figure_4_2", "figure_4_2"]


def test_an_edition_without_headlines_says_why():
    assert isinstance(told_headline(literal_release(without=["jobs", "comparators"])), Gap)


def test_each_headline_is_a_comparison_chosen_beforehand_that_comes_first():
    assert {each.contrast for each in brief().headlines} <= {*contrasts().primary}
    for each in brief().headlines:
        assert {len(each.titles[language]) for language in LANGUAGES} == {3} and set(each.caution) == {*LANGUAGES}


def test_what_is_reconciled_and_beside_the_letter_is_said_in_both_languages_of_known_items():
    for each in brief().reconciled:
        assert {*each.counts} == {*each.who} == {*each.when} == {*LANGUAGES}
        assert each.item in DECLARED and each.number.split("/")[0] == each.item
    assert all({*each.about} == {*each.how} == {*LANGUAGES} for each in brief().letter)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("made", [reconciled, letter])
def test_a_table_has_a_key_at_each_number_and_no_other_digits(made, language):
    rows = "figure_4_1/experiment/all//20/survival 0.67 437\nscenario/all/all/inflow_per_month//given 120"
    released = literal_release(rows)
    table = made(released, language=language)
    bare = re.sub(r"<span data-(?:key|published)=[^>]*>[^<]*</span>|\{ref\}`[^`]*`|:name:.*", "", table)
    named = named_numbers(released, language)
    assert [left for line in bare.splitlines() if (left := named.digits_left(line, kind="text"))] == []
    assert ("33%" if made is reconciled else ">120<") in table


def test_a_number_that_is_withheld_or_not_there_has_its_sign_and_why():
    table = reconciled(literal_release("figure_4_3/experiment/all//18/share joined"), language="nl")
    assert "| × |" in table and "× = niet getoond" in table and "| NB |" in table and "NB = geen cijfer" in table


def test_a_key_of_the_file_that_is_not_known_is_told(tmp_path, monkeypatch):
    written = module.FILE.read_text(encoding="utf-8").replace("    when:", "    wen:", 1)
    (tmp_path / "brief.yaml").write_text(written, encoding="utf-8")
    monkeypatch.setattr(module, "FILE", tmp_path / "brief.yaml")
    with pytest.raises(EvalbookError, match=r"brief.yaml: reconciled: the key 'wen' is not known. Did you mean when"):
        brief.__wrapped__()


def test_a_title_that_no_test_supports_is_not_told_at_the_edge():
    just = replace(literal_release(compared("0.06 400 0 0.12")))
    assert told_headline(just)[1] == 2
