"""Sentences with numbers, and the sentences in their place."""

import pytest

from evalbook.directions import Word
from evalbook.prose import paragraph
from literal_release import curve_rows, literal_release

N = "table_2_1/all/all/all//n"
WORK = "table_4_1/all/all///percent"
CURVE = "figure_4_1/gedoog/all//*/survival"
NO_JOBS = (
    "Het cijfer dat hier hoort ({ref}`tabel 4.1 <table-4-1>`) is er in deze editie niet: "
    "de aangeleverde gegevens bevatten niets over banen (polisadministratie)."
)


def said(template, rows="", without=(), **words):
    return paragraph(literal_release(rows, without=without), template, language="nl", **words)


def test_a_key_is_replaced_by_its_number_which_carries_the_key():
    assert said(f"Er zijn {{{N}}} deelnemers.", f"{N} 4018") == (
        f'Er zijn <span data-key="{N}">4.018</span> deelnemers.'
    )


def test_a_name_may_stand_for_a_word_or_a_key_with_views():
    rows = curve_rows(CURVE, 1, 0.75)
    text = said("Na {end|month}: {end|complement}, {how}.", rows, end=CURVE.replace("*", "1"), how=Word("veel"))
    assert text == (
        'Na <span data-key="figure_4_1/gedoog/all//1/survival&#124;month">1</span>: '
        '<span data-key="figure_4_1/gedoog/all//1/survival&#124;complement">25%</span>, veel.'
    )


def test_the_edition_can_be_named():
    assert said("{edition}, {reference_date}, {experiment_start}") == (
        '<span data-key="edition/title">A test</span>, 31 maart 2025, 1 april 2023'
    )


def test_a_role_is_left_alone():
    assert said("Zie {ref}`tabel 4.1 <table-4-1>`.") == "Zie {ref}`tabel 4.1 <table-4-1>`."


def test_only_the_sentence_with_the_gap_is_replaced():
    text = said(f"Voor. Werk: {{{WORK}}}. Na.", without=["jobs"])
    assert text == f"Voor. {NO_JOBS} Na."


def test_a_bold_question_stays_before_the_reason_of_its_answer():
    assert said(f"**Werk?** Ja: {{{WORK}}}.", without=["jobs"]) == f"**Werk?** {NO_JOBS}"


def test_a_word_with_a_gap_takes_its_sentence_along():
    gaps = (said_gap(),)
    assert said("Dat is {more} eerst.", without=["jobs"], more=Word("", gaps)) == NO_JOBS


def said_gap():
    from evalbook.expressions import evaluate

    return evaluate(literal_release(without=["jobs"]), WORK)


def test_the_same_reason_is_told_once_a_paragraph():
    assert said(f"Een: {{{WORK}}}. Twee: {{{WORK}|interval}}. Na.", without=["jobs"]) == f"{NO_JOBS} Na."


def test_a_list_keeps_its_items_apart():
    text = said(f"- {{{N}}} deelnemers\n- werk: {{{WORK}}}\n- einde", f"{N} 5", without=["jobs"])
    assert text.splitlines() == [f'- <span data-key="{N}">5</span> deelnemers', f"- {NO_JOBS}", "- einde"]


def test_a_withheld_number_gives_the_rule():
    assert "minder dan 10 personen" in said(f"Er zijn {{{N}}}.", f"{N} x")


@pytest.mark.parametrize("template", ["{end}", "{table_21/all/all/all//n}", f"{{{N}|bse}}"])
def test_a_misspelt_placeholder_is_refused(template):
    with pytest.raises(ValueError):
        said(template, f"{N} 5")


def test_only_a_release_can_be_told_of():
    with pytest.raises(TypeError):
        paragraph(literal_release().results, "niets", language="nl")


def test_an_edition_title_has_no_effect_as_html_or_markdown():
    from dataclasses import replace

    from literal_release import EDITION

    release = literal_release(edition=replace(EDITION, title="<b>*x*</b>"))
    assert r">&lt;b&gt;\*x\*&lt;/b&gt;</span>" in paragraph(release, "{edition}", language="nl")


def test_a_difference_is_named_by_its_key_and_its_interval_has_the_unit_once():
    key = "differences/experiment-gedoog/all/figure_4_1/12/difference"
    text = said(f"Het verschil is {{{key}}} ({{{key}|interval}}).", f"{key} -0.011 80 -0.043 0.02")
    assert ">−1,1 procentpunt</span> (" in text and ">−4,3 tot 2,0 procentpunt</span>)." in text
