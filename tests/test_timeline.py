"""The timeline: what happened and is to come, in order, with the edition's and the letter's own days."""

from dataclasses import replace
from datetime import date

import pytest

from evalbook.contract.scenario import LETTER
from evalbook.errors import EvalbookError
from evalbook.exhibits import timeline as module
from evalbook.exhibits.timeline import timeline_of, timeline_text
from literal_release import EDITION, literal_release


def of(**edition):
    return timeline_of(literal_release(edition=replace(EDITION, **edition)), language="nl")


def test_events_stand_in_order_from_2021_to_2028():
    line = of(reference_date=date(2027, 6, 1))
    days = [each.at.at for each in line.events]
    assert days == sorted(days) and len(days) > 8 and (line.first, line.last) == (2021, 2028)
    assert days[0].year == 2021 and days[-1].year == 2028


def test_the_edition_and_the_letter_give_their_own_days():
    day = date(2026, 11, 30)
    found = {each.at.at: each.said for each in of(reference_date=day, experiment_start=date(2023, 5, 1)).events}
    assert "cijfers van dit boek" in found[day] and "begint" in found[date(2023, 5, 1)]
    assert {LETTER.means_until, LETTER.no_intake_from, LETTER.ends_on} <= {*found}


def test_the_years_reach_as_far_as_the_events():
    assert of(reference_date=date(2030, 1, 1)).last == 2030 and of(reference_date=date(2019, 1, 1)).first == 2019


def test_the_periods_follow_each_other():
    first, second = of().periods
    assert first.until == second.since and second.until.at == LETTER.ends_on


@pytest.mark.parametrize(("language", "said"), [("nl", "4. **31 maart 2025**: "), ("en", "4. **31 March 2025**: ")])
def test_the_list_has_the_numbers_of_the_drawing_and_days_in_words(language, said):
    lines = timeline_text(literal_release(), language=language).splitlines()
    assert [line.split(".")[0] for line in lines] == [str(number) for number in range(1, len(lines) + 1)]
    assert lines[3].startswith(said) and "2021" in lines[0] and "**2028**" in lines[-1]


@pytest.mark.parametrize("wrong", ["at: soon", "at: {edition: refernce_date}", "at: {law: day}", "at: 2021-6"])
def test_what_is_no_moment_is_told(tmp_path, monkeypatch, wrong):
    written = module.FILE.read_text(encoding="utf-8").replace("at: 2021-06", wrong)
    (tmp_path / "timeline.yaml").write_text(written, encoding="utf-8")
    monkeypatch.setattr(module, "FILE", tmp_path / "timeline.yaml")
    module._written.cache_clear()
    try:
        with pytest.raises(EvalbookError, match="is no day, month, year or value"):
            of()
    finally:
        module._written.cache_clear()
