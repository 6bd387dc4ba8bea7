"""What names stand for, in both languages, and sentences filled with them."""

import re
from functools import partial

import pytest

from evalbook.book.scan_numbers import ShownNumbers
from evalbook.exhibits.directions import Word, beside, quantity
from evalbook.exhibits.prose import Computed, names_bundle, paragraph, set_beside
from evalbook.exhibits.sentences import NAMES, texts
from literal_release import curve_rows, literal_release
from tiny_book import code, displayed, text

N = "table_2_1/all/all/all//n"
WORK = SHARE = "table_4_1/all/all///percent"
CURVE = "figure_4_1/gedoog/all//*/survival"
NO_JOBS = (
    "Het cijfer dat hier hoort ({ref}`tabel 4.1 <table-4-1>`) is er in deze editie niet: "
    "de aangeleverde gegevens bevatten niets over banen (polisadministratie)."
)


def said(template, rows="", without=(), **meanings):
    """A Dutch text below the first cell of a chapter and a cell of these names."""
    released = literal_release(rows, without=without)
    first, names = (code("", output=displayed(names_bundle(released, each))) for each in ({}, meanings))
    return texts([first, names, text(template, "nl")], chapter="steps", language="nl")[3]


def word(spoken):
    return Computed(lambda release, language: spoken)


def test_a_name_is_replaced_by_its_number_which_carries_the_key():
    assert said("Er zijn {people} deelnemers.", f"{N} 4018", people=N) == (
        f'Er zijn <span data-key="{N}">4.018</span> deelnemers.'
    )


def test_a_difference_that_decides_stands_beside_two_numbers_not_one():
    with pytest.raises(ValueError, match="'' is no"):
        said("{found} {against} wat.", f"{WORK} 40 100 38 42", found=WORK, against=set_beside("found", by=WORK))


def test_a_name_may_stand_for_a_word_or_a_key_with_views():
    rows, key = curve_rows(CURVE, 1, 0.75), CURVE.replace("*", "1")
    names = {"month": f"{key}|month", "found": f"{key}|complement", "how": word(Word("veel"))}
    assert said("Na {month}: {found}, {how}.", rows, **names) == (
        'Na <span data-key="figure_4_1/gedoog/all//1/survival&#124;month">1</span>: '
        '<span data-key="figure_4_1/gedoog/all//1/survival&#124;complement">25%</span>, veel.'
    )


def test_a_computed_word_may_name_what_it_compares():
    rows = f"{N} 12\n{WORK} 40 100 38 42"
    against = Computed(beside, ("people", "few"))
    assert said("{people}, {against} {few}.", rows, people=N, few=N, against=against).endswith(
        ', en ook <span data-key="table_2_1/all/all/all//n">12</span>.'
    )
    with pytest.raises(ValueError, match="more: 'fw' is no key, and no name of a key. Did you mean few"):
        said("{more}", rows, few=N, more=Computed(beside, ("few", "fw")))


MEN, BEFORE = (f"table_2_2/{period}/IVA/sex=man//percent" for period in ("experiment", "gedoog"))


def test_that_it_may_be_chance_ends_the_sentence_and_is_said_anew_in_the_next():
    rows = f"{MEN} 40 100 30 50\n{BEFORE} 35 100 25 45"
    names = {"men": MEN, "before": BEFORE, "against": Computed(beside, ("men", "before"))}
    both = "{men}, {against} {before}"
    written = f"Het is {both} ([tabel](#t)). Dat is {both}: **zo.** Na.\n\n- {both}"
    filled = re.sub("<.*?>", "", said(written, rows, **names))
    first, again = "; dat kan toeval zijn", "; ook dat kan toeval zijn"
    assert filled.replace("{ref}`tabel `", "tabel") == (
        f"Het is 40%, tegen 35% (tabel){first}. Dat is 40%, tegen 35%: **zo{again}.** Na.\n\n- 40%, tegen 35%{again}"
    )


def test_a_number_in_words_at_the_beginning_has_its_capital():
    rows = f"{MEN} 0.3 1000 0.1 0.6\n{BEFORE} 12 100 8 16"
    names = {"men": MEN, "none": Computed(partial(quantity, form="part"), (BEFORE,))}
    assert re.sub("<.*?>", "", said("{men} is man. Van hen is {men} man.", rows, **names)) == (
        "Minder dan 1% is man. Van hen is minder dan 1% man."
    )
    filled = said("- {none} van hen.", rows.replace("12 100 8 16", "0 100 0 3.7"), **names)
    assert filled == f'- <span data-key="{BEFORE}">Geen</span> van hen.'
    shown = ShownNumbers(literal_release(rows), "nl").texts(MEN)
    assert {"minder dan 1%", "Minder dan 1%"} <= shown


def test_the_edition_can_be_named():
    assert said("{edition}, {reference_date}, {experiment_start}", people=WORK) == (
        '<span data-key="edition/title">A test</span>, 31 maart 2025, 1 april 2023'
    )


def test_no_name_takes_the_place_of_a_word_of_the_edition():
    with pytest.raises(ValueError, match="edition is a word of the edition"):
        said("{edition}", edition=WORK)


def test_both_languages_are_shown_and_can_be_read():
    shown = names_bundle(literal_release(f"{N} 4018", without=["jobs"]), {"people": N, "work": WORK})
    assert shown["text/plain"].splitlines()[0] == "people: 4,018 | 4.018"
    assert shown["text/plain"].splitlines()[1].startswith("work: The number that belongs here (table 4.1) is")
    assert shown[NAMES]["nl"] == {"people": f'<span data-key="{N}">4.018</span>', "work": NO_JOBS}
    assert shown[NAMES]["missing"] == ["work"]


def test_only_the_sentence_with_the_gap_is_replaced():
    assert said("Voor. Werk: {work}. Na.", without=["jobs"], work=WORK) == f"Voor. {NO_JOBS} Na."


def test_a_bold_question_stays_before_the_reason_of_its_answer():
    assert said("**Werk?** Ja: {work}.", without=["jobs"], work=WORK) == f"**Werk?** {NO_JOBS}"


def test_a_word_with_a_gap_takes_its_sentence_along():
    assert said("Dat is {more} eerst.", without=["jobs"], more=Computed(beside, (WORK, WORK))) == NO_JOBS


def test_the_same_reason_is_told_once_a_paragraph():
    names = {"work": WORK, "interval": f"{WORK}|interval"}
    assert said("Een: {work}. Twee: {interval}. Na.", without=["jobs"], **names) == f"{NO_JOBS} Na."


def test_the_reason_of_another_item_is_not_told_again():
    names = {"work": WORK, "hours": "table_4_2/gedoog/all/all//n"}
    either = "Het cijfer van {ref}`tabel 4.2 <table-4-2>` dat hier hoort is er om dezelfde reden niet."
    assert said("Een: {work}. Twee: {hours}. Drie: {hours}.", without=["jobs"], **names) == f"{NO_JOBS} {either}"
    listed = said("- een: {work}\n- twee: {hours}", without=["jobs"], **names)
    assert listed.splitlines() == [f"- {NO_JOBS}", f"- {either}"]


def test_a_list_keeps_its_items_apart():
    text = said("- {n} deelnemers\n- werk: {work}\n- einde", f"{N} 5", without=["jobs"], n=N, work=WORK)
    assert text.splitlines() == [f'- <span data-key="{N}">5</span> deelnemers', f"- {NO_JOBS}", "- einde"]


@pytest.mark.parametrize(("key", "few"), [(N, "minder dan 10"), (SHARE, "minder dan 10 personen")])
def test_of_a_few_the_sentence_says_so(key, few):
    assert said("Er zijn {few}.", f"{key} x", few=key) == f'Er zijn <span data-key="{key}">{few}</span>.'


@pytest.mark.parametrize("expression", [f"{SHARE}|base", f"{SHARE}|interval", f"{SHARE}|complement", f"{N} + {N}"])
def test_what_is_made_of_a_few_is_withheld_with_the_rule(expression):
    text = said("Er zijn {few}.", f"{SHARE} x\n{N} x", few=expression)
    assert text.endswith("het gaat om minder dan 10 personen, en dan is herkenning mogelijk.")


@pytest.mark.parametrize("key", ["end", "table_21/all/all/all//n", f"{N}|bse"])
def test_a_misspelt_key_is_refused(key):
    with pytest.raises(ValueError):
        said("{people}", f"{N} 5", people=key)


def test_only_a_release_can_be_told_of():
    with pytest.raises(TypeError):
        names_bundle(literal_release().results, {})
    with pytest.raises(TypeError):
        paragraph(literal_release().results, "niets", language="nl")


def test_a_text_of_the_codebook_has_keys_in_it():
    release = literal_release(f"{N} 4018", without=["jobs"])
    text = paragraph(release, f"Er zijn {{{N}}}. Werk: {{{WORK}}}.", language="nl")
    assert text == f'Er zijn <span data-key="{N}">4.018</span>. {NO_JOBS}'


def test_an_edition_title_has_no_effect_as_html_or_markdown():
    from dataclasses import replace

    from literal_release import EDITION

    release = literal_release(edition=replace(EDITION, title="<b>*x*</b>"))
    assert r">&lt;b&gt;\*x\*&lt;/b&gt;</span>" in names_bundle(release, {})[NAMES]["nl"]["edition"]


def test_a_difference_is_named_by_its_key_and_its_interval_has_the_unit_once():
    key = "differences/experiment-gedoog/all/figure_4_1/12/difference"
    names = {"difference": key, "interval": f"{key}|interval"}
    text = said("Het verschil is {difference} ({interval}).", f"{key} -0.011 80 -0.043 0.02", **names)
    assert ">−1,1 procentpunt</span> (" in text and ">−4,3 tot 2,0 procentpunt</span>)." in text


def test_what_is_smaller_than_can_be_shown_is_readable_in_a_notebook():
    key = "differences/experiment-gedoog/all/figure_4_1//p_value"
    shown = names_bundle(literal_release(f"{key} 0.0001"), {"p_value": key})
    assert shown["text/plain"] == "p_value: < 0.001 | < 0,001"
