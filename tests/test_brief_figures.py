"""The drawings of the brief: the headline with the numbers of its title, and the timeline."""

from datetime import date

import pytest

from evalbook.exhibits.timeline import Event, Moment, timeline_of
from evalbook.figures import brief_figures
from evalbook.figures.brief_figures import PARTS, brief_part
from evalbook.figures.figures import Drawn
from literal_release import curve_rows, literal_release
from test_brief import HIGHER, by_benefit, compared

MONTHS = range(1, 26)


def lines():
    rows = [
        f"comparison_in_work/all/all//{month}/share_{who} {at / 100} 400"
        for month in MONTHS
        for who, at in (("starters", 5 + month), ("comparable", 4 + month / 2))
        if month != 12
    ]
    return "\n".join([*rows, compared(HIGHER)])


def test_a_headline_is_drawn_with_its_title_above_and_why_it_is_no_proof():
    drawn = brief_part(literal_release(lines()), "headline", language="nl")
    assert isinstance(drawn, Drawn) and drawn.caption.startswith("**Een jaar na de start werken deelnemers vaker dan")
    assert "bewijst niet" in drawn.caption and "comparison-in-work-months" in drawn.caption
    assert drawn.drawing.svg() == drawn.drawing.svg() and drawn.alt.keys


def test_the_numbers_of_the_title_stand_in_the_drawing_at_their_month(monkeypatch):
    marks = []
    monkeypatch.setattr(brief_figures, "_mark", lambda axes, series, found, **about: marks.append(about))
    brief_part(literal_release(lines()), "headline", language="nl").drawing.svg()
    assert marks == [{"month": 12, "above": True, "text": "16%"}, {"month": 12, "above": False, "text": "10%"}]


def test_without_comparable_people_the_benefits_are_drawn():
    curves = [
        curve_rows(f"figure_4_2/all/{each}//*/survival", *[1 - at / 99 for at in range(24)], base=400)
        for each in ("IVA", "Wajong")
    ]
    drawn = brief_part(literal_release("\n".join([*curves, by_benefit(HIGHER)])), "headline", language="en")
    assert drawn.caption.startswith("**People with IVA find work more often") and drawn.drawing.svg()


def test_without_either_a_sentence_says_why():
    said = brief_part(literal_release(without=["jobs", "comparators"]), "headline", language="nl")
    assert isinstance(said, str) and said.startswith("De figuur die hier hoort is er in deze editie niet: ")


@pytest.mark.parametrize(("language", "said"), [("nl", "Tijdlijn van 2021 tot en met 2028"), ("en", "Timeline from")])
def test_the_timeline_is_drawn_and_said_as_a_list_with_the_same_numbers(language, said):
    drawn = brief_part(literal_release(), "timeline", language=language)
    events = timeline_of(literal_release(), language=language).events
    assert drawn.alt.text.startswith(said) and drawn.drawing.svg().startswith("<?xml")
    assert len(drawn.below.splitlines()) == len(events)


def test_dots_that_would_touch_stand_above_each_other():
    days = [date(2026, 12, 31), date(2027, 1, 1), date(2027, 1, 2), date(2028, 1, 1)]
    levels = [level for _, level in brief_figures._levels([Event(Moment(day), "") for day in days])]
    assert levels == [0, 1, 2, 0]


def test_a_part_that_is_none_is_told():
    with pytest.raises(ValueError, match="the brief has no part 'headlines'. Did you mean headline"):
        brief_part(literal_release(), "headlines", language="nl")
    assert len(PARTS) == 6
