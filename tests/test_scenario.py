"""The assumptions about the future: one file, nothing unknown in it."""

from dataclasses import replace
from datetime import date

import pytest

from evalbook.contract.scenario import FILE, LETTER, read_scenario
from evalbook.errors import EvalbookError
from evalbook.words.labels import day_text
from evalbook.words.vocabulary import read_words, with_scenario

WRITTEN = FILE.read_text(encoding="utf-8")


def test_the_years_without_means_reach_to_the_end():
    assert list(read_scenario().years_without_means) == [2027, 2028]


OWN = "{last_class}"  # filled when the figure is drawn, from its classes


@pytest.mark.parametrize("language", ["nl", "en"])
def test_words_follow_the_scenario(language):
    scenario = replace(
        read_scenario(), inflow_per_month=150, no_intake_from=date(2027, 7, 1), ends_on=date(2029, 3, 31), power=0.9
    )
    words = read_words(language)
    written = {"calendar={ends_year}": ["{inflow_per_month} {no_intake_from} {ends_year} {ends_month} {power}"]}
    filled = with_scenario(written, scenario, formats=words.formats, months=words.months)
    day = day_text(words, date(2027, 7, 1))
    assert filled == {"calendar=2029": [f"150 {day} 2029 {words.months[2]} 90%"]}


@pytest.mark.parametrize("language", ["nl", "en"])
def test_captions_of_the_look_ahead_hold_the_assumed_inflow(language):
    items = read_words(language).items
    assert " 120 " in items["calendar_costs"].population
    assert items["tellable"].codes["column"]["end"].endswith("2028")
    unfilled = {item: (words.population + "".join(words.notes)).replace(OWN, "") for item, words in items.items()}
    assert not [item for item, text in unfilled.items() if "{" in text]


def test_the_committed_file_has_what_the_letter_says():
    scenario = read_scenario()
    assert (scenario.inflow_per_month, LETTER.costs_per_year) == (LETTER.inflow_per_month, 4_000_000)
    assert (scenario.means_until, scenario.no_intake_from) == (LETTER.means_until, LETTER.no_intake_from)
    assert scenario.ends_on == LETTER.ends_on == date(2028, 4, 22)


@pytest.mark.parametrize(
    ("before", "after", "message"),
    [
        ("inflow_per_month: 120", "inflow_per_month: 120\ninflow: 1", "'inflow' is not known"),
        ("inflow_per_month: 120", "", "'inflow_per_month' must be there, as a int"),
        ("inflow_per_month: 120", "inflow_per_month: many", "'inflow_per_month' must be there, as a int"),
        ("inflow_per_month: 120", "inflow_per_month: 0", "above 0"),
        ("2027-01-01", "1 January 2027", "'no_intake_from' must be there, as a date"),
        ("power: 0.8", "power: 1.2", "power must lie between"),
        ("2026-12-31", "2026-06-30", "the last day of a calendar year"),
        ("2028-04-22", "2026-12-31", "before ends_on"),
    ],
)
def test_what_is_not_understood_is_refused(tmp_path, before, after, message):
    path = tmp_path / "scenario.yaml"
    path.write_text(WRITTEN.replace(before, after), encoding="utf-8")
    with pytest.raises(EvalbookError, match=message):
        read_scenario(path)
