"""How codes, numbers and dates read."""

import re
from dataclasses import replace
from datetime import date

import pytest
import yaml

from evalbook.contract.catalogue import DECLARED
from evalbook.contract.records import record
from evalbook.errors import EvalbookError
from evalbook.words.labels import (
    YEAR,
    class_label,
    day_text,
    decimal_text,
    enumeration,
    heading,
    interval_text,
    item_name,
    label,
    month_text,
    number_text,
    reason_text,
)
from evalbook.words.layouts import layout_of, varying
from evalbook.words.vocabulary import FOLDER, ItemWords, languages, read_words

NL, EN = read_words("nl"), read_words("en")
PLACEHOLDER = re.compile(r"\{[a-z_]*\}")


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (12.5, 0, "13"),
        (13.5, 0, "14"),
        (100 * 29 / 200, 0, "15"),
        (100 * (29 / 200), 0, "15"),
        (-0.4, 0, "0"),
        (-2.5, 0, "−3"),
        (1605, 0, "1.605"),
        (1234567.891, 2, "1.234.567,89"),
        (2.335, 2, "2,34"),
    ],
)
def test_a_number_is_rounded_half_up_with_dutch_signs(value, decimals, text):
    assert decimal_text(NL, value, decimals) == text


@pytest.mark.parametrize(
    ("value", "form", "text"),
    [
        (1605, "n", "1.605"),
        (984, "n_base", "984"),
        (12.5, "percent", "13%"),
        (0.125, "share", "13%"),
        (0.125, "survival", "13%"),
        (2.3, "mean", "2,30"),
        (2391.4, "mean_eur", "€ 2.391"),
        (4.6, "points", "5 procentpunt"),
        (0.004, "incidence", "< 1%"),
        (0.0, "incidence", "0%"),
        (0.006, "one_minus_survival", "1%"),
        (0.4, "percent", "0%"),
    ],
)
def test_a_statistic_has_its_form(value, form, text):
    assert number_text(NL, value, form) == text


def test_a_missing_value_is_never_shown_as_a_number():
    with pytest.raises(ValueError, match="missing"):
        number_text(NL, float("nan"), "n")


def test_an_interval_names_its_unit_once():
    assert interval_text(NL, 0.114, 0.131, "share") == "11–13%"
    assert interval_text(NL, 1.25, 2, "mean") == "1,25–2,00"
    assert interval_text(NL, 0.001, 0.004, "incidence") == "< 1%"
    assert interval_text(NL, 1204.6, 2000, "mean_eur") == "€ 1.205–2.000"
    assert interval_text(NL, -1.24, 5.5, "difference") == "−1,2 tot 5,5 procentpunt"
    assert interval_text(EN, 0.2, 5.5, "difference") == "0.2–5.5 percentage points"


@pytest.mark.parametrize(
    ("value", "text"), [(0.0004, "< 0,001"), (0.0014, "0,001"), (0.0099, "0,010"), (0.034, "0,03"), (1, "1,00")]
)
def test_a_p_value_has_as_many_decimals_as_it_needs(value, text):
    assert number_text(NL, value, "p_value") == text


def test_dates_are_written_in_full():
    assert day_text(NL, date(2025, 3, 31)) == "31 maart 2025"
    assert month_text(NL, "2022-02") == "februari 2022"
    assert month_text(NL, "2022-02", short=True) == "feb 2022"


@pytest.mark.parametrize(
    ("item", "code", "text"),
    [
        ("table_4_2", "(0,8]", "t/m 8 uur"),
        ("table_4_2", "(8,16]", "meer dan 8 t/m 16 uur"),
        ("table_4_2", "(36,inf)", "meer dan 36 uur"),
        ("table_4_4", "[0,500)", "minder dan 500 euro"),
        ("table_4_4", "[1000,1500)", "1.000 tot 1.500 euro"),
        ("table_4_4", "[3000,inf)", "3.000 euro en meer"),
    ],
)
def test_a_class_is_named_by_its_limits_in_the_units_of_its_item(item, code, text):
    assert label(NL, "row", code, item=item) == text


def test_an_item_may_have_its_own_word_for_a_code():
    assert label(NL, "row", "all", item="table_4_2") == "totaal"
    assert label(NL, "row", "all", item="table_5_1") == "minstens één voorziening"


@pytest.mark.parametrize(
    ("item", "name"),
    [("table_3_2", "Tabel 3.2"), ("table_b3", "Tabel B3"), ("figure_b4_1", "Figuur B4.1")],
)
def test_a_published_item_keeps_its_number(item, name):
    assert item_name(NL, item) == name


def test_a_heading_has_a_capital_but_a_name_keeps_its_own():
    assert heading("gedoogperiode, aantal") == "Gedoogperiode, aantal"
    assert heading("oWajong") == "oWajong"


def test_an_enumeration_ends_in_and():
    assert [enumeration(NL, list(texts)) for texts in ("", "a", "ab", "abc")] == [
        "",
        "a",
        "a en b",
        "a, b en c",
    ]


def test_the_reason_of_a_withheld_number_names_the_threshold_in_force():
    assert "minder dan 7 personen" in reason_text(NL, "withheld", "count", rules={"fewest_persons": 7})


def test_a_rule_without_words_of_its_own_has_a_reason_too():
    assert reason_text(NL, "withheld", "newer rule", rules={}) == NL.rules["other"]


def test_an_unknown_key_is_refused_with_a_suggestion():
    with pytest.raises(EvalbookError, match="'titel' is not known. Did you mean title"):
        record(ItemWords, {"titel": "x"}, where="nl.yaml")


def test_an_unknown_language_is_refused():
    with pytest.raises(EvalbookError, match="nl"):
        read_words("fy")


def test_words_that_are_no_yaml_are_told_with_their_file_and_line(tmp_path, monkeypatch):
    (tmp_path / "nl.yaml").write_text("formats:\n  day: '{day}\nitems: {}\n", encoding="utf-8")
    monkeypatch.setattr("evalbook.words.vocabulary.FOLDER", tmp_path)
    with pytest.raises(EvalbookError, match=r"nl\.yaml is no YAML: .* line 4"):
        read_words.__wrapped__("nl")


def leaves(written, path=""):
    """Each text of a file of words by its path, with the placeholders in it."""
    if isinstance(written, str):
        return {path: sorted(PLACEHOLDER.findall(written))}
    pairs = written.items() if isinstance(written, dict) else enumerate(written)
    return {name: marks for key, each in pairs for name, marks in leaves(each, f"{path}/{key}").items()}


def test_both_languages_have_words_for_the_same_with_the_same_placeholders():
    dutch, english = (yaml.safe_load((FOLDER / f"{each}.yaml").read_text(encoding="utf-8")) for each in ("nl", "en"))
    assert leaves(english) == leaves(dutch)


@pytest.mark.parametrize(
    ("value", "form", "text"),
    [
        (1605, "n", "1,605"),
        (12.5, "percent", "13%"),
        (2.335, "mean", "2.34"),
        (771.4, "mean_eur", "€771"),
        (1, "points", "1 percentage point"),
        (4.6, "points", "5 percentage points"),
    ],
)
def test_a_statistic_has_its_english_form(value, form, text):
    assert number_text(EN, value, form) == text


def test_dates_intervals_and_classes_read_as_english():
    assert day_text(EN, date(2025, 3, 31)) == "31 March 2025"
    assert interval_text(EN, 0.114, 0.131, "share") == "11–13%"
    assert label(EN, "row", "[1000,1500)", item="table_4_4") == "1,000 to under 1,500 euros"
    assert enumeration(EN, ["a", "b", "c"]) == "a, b and c"


PARTS = ("parts", "panels", "rows", "columns", "series")


def without_words(words, item):
    """The codes by which the parts of a table or figure differ, and that a language does not name."""
    layout = layout_of(item)
    for records in filter(None, (getattr(layout, part, ()) for part in PARTS)):
        for name in set(varying(records)) - {"statistic"}:
            codes = {each[name] for each in records if each.get(name)}
            yield from (f"{item}: {name} {code}" for code in codes if _has_no_word(words, item, name, code))


def _has_no_word(words, item, name, code):
    known = {**words.codes.get(name, {}), **words.items[item].codes.get(name, {})}
    return code not in known and not class_label(words, code, unit=words.items[item].unit) and not YEAR.match(code)


@pytest.mark.parametrize("language", languages())
def test_every_code_of_a_table_or_figure_has_words(language):
    assert [fault for item in DECLARED for fault in without_words(read_words(language), item)] == []


def test_a_code_without_words_is_found():
    words = read_words("nl")
    codes = {name: known for name, known in words.codes["row"].items() if name != "onbepaald"}
    bare = replace(words, codes={**words.codes, "row": codes})
    assert list(without_words(bare, "table_4_5")) == ["table_4_5: row onbepaald"]
