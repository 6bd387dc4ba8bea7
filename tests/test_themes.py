"""What perspectives say to a theme, and whether they agree: computed from directions."""

import pandas as pd
import pytest

from evalbook.voices.themes import agreement, agreement_text, codebook, moved, often_heard, sections, standing, voices
from evalbook.words.vocabulary import read_words
from literal_release import literal_release

COLUMNS = ["perspective", "direction", "shared", "wave"]


def said(*lines):
    return pd.DataFrame([line.split() for line in lines], columns=COLUMNS)


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["employers positive one 2025"], "positive"),
        (["employers positive most 2025", "employers negative some 2025"], "positive"),
        (["employers positive some 2025", "employers negative some 2025"], "mixed"),
        (["employers mixed most 2025", "employers negative some 2025"], "mixed"),
        (["employers neutral most 2025"], "neutral"),
        (["employers neutral most 2025", "employers negative one 2025"], "negative"),
        (["employers negative most 2024", "employers positive some 2025"], "positive"),
        (["employers negative some 2024-2025", "employers positive some 2025"], "mixed"),
    ],
)
def test_a_perspective_says_what_its_most_shared_findings_of_the_last_wave_say(lines, expected):
    assert standing(said(*lines)) == {"employers": expected}


@pytest.mark.parametrize(
    ("directions", "expected"),
    [
        (["positive", "positive"], "agree"),
        (["negative", "negative", "neutral"], "agree_not"),
        (["mixed", "mixed"], "varied"),
        (["positive", "negative", "mixed"], "disagree"),
        (["positive", "mixed"], "partly"),
        (["negative", "mixed", "mixed"], "partly"),
        (["positive", "neutral"], "alone"),
        (["neutral"], "described"),
    ],
)
def test_agreement_follows_from_directions(directions, expected):
    assert agreement(dict(zip(("participants", "labour_experts", "bureaus"), directions, strict=False))) == expected


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("nl", "Hierover denken groepen verschillend: werkgevers zeggen ja en deelnemers zeggen nee."),
        ("en", "Groups think differently about this: employers say yes and participants say no."),
    ],
)
def test_who_disagrees_with_whom_is_said(language, expected):
    stand = {"participants": "negative", "bureaus": "neutral", "employers": "positive"}
    assert agreement_text(read_words(language), stand) == expected


def test_a_perspective_that_changed_its_mind_between_waves_has_moved():
    lines = ["bureaus negative most 2024", "bureaus positive many 2025", "employers positive one 2024-2025"]
    assert moved(said(*lines)) == {"bureaus": {"2024": "negative", "2025": "positive"}}
    assert moved(said("bureaus negative most 2024", "bureaus neutral many 2025")) == {}


def test_the_labour_experts_seem_to_have_changed_their_mind_on_the_aim():
    text = voices(literal_release(), "goal", language="en")[1].markdown
    assert "Labour experts seem to have changed their judgement: in 2024 no and in 2025 mixed." in text


def test_a_theme_stands_with_its_number_or_the_reason_why_there_is_none():
    release = literal_release("table_2_1/all/all/all//n 4018")
    assert 'data-key="table_2_1/all/all/all//n">4.018' in voices(release, "motivation", language="nl")[1].markdown
    without = voices(literal_release(without=["jobs"]), "money_gain", language="nl")[1].markdown
    assert "de aangeleverde gegevens bevatten niets over banen" in without
    assert without.count("<table-4-4>") == 1


@pytest.mark.parametrize("chapter", ["chapter_2", "chapter_3", "chapter_4", "chapter_5"])
def test_a_chapter_begins_with_who_says_what_and_has_a_heading_for_each_theme(chapter):
    overview, *parts = voices(literal_release(), chapter, language="en")
    headings = [part for part in parts if part.is_heading]
    assert len(headings) * 2 == len(parts) > 10
    assert overview.markdown.count("{ref}") == len(headings)


def test_who_speaks_on_one_or_two_themes_only_has_no_column_and_is_named_below():
    said = {theme: {"participants": "positive"} for theme in "abc"}
    said |= {"d": {"researchers": "mixed"}, "e": {"researchers": "mixed", "employers": "neutral"}}
    assert often_heard(said) == (["participants"], ["employers", "researchers"])
    overview = voices(literal_release(), "chapter_3", language="nl")[0].markdown
    assert "| Re-integratiebureaus |" in overview and "| Onderzoekers |" not in overview
    assert "Onderzoekers zeggen over een of twee onderwerpen iets." in overview


def test_a_theme_that_does_not_exist_is_refused_with_the_nearest():
    with pytest.raises(ValueError, match="Did you mean motivation"):
        voices(literal_release(), "motivations", language="nl")


def test_every_part_of_the_report_links_to_a_theme():
    parts = [line for line in sections(language="nl").splitlines() if line.startswith("- ")]
    assert len(parts) == len(codebook().sections)
    assert all("{ref}" in part for part in parts)


def test_a_perspective_that_says_nothing_in_a_chapter_has_no_column():
    assert "Werkgevers" not in voices(literal_release(), "chapter_3", language="nl")[0].markdown
    assert "Werkgevers" in voices(literal_release(), "chapter_5", language="nl")[0].markdown


def test_only_a_release_is_shown():
    with pytest.raises(TypeError):
        voices(pd.DataFrame(), "goal", language="nl")


def test_what_researchers_judge_themselves_stands_apart_and_not_as_widely_shared():
    text = voices(literal_release(), "capacity", language="en")[1].markdown
    assert "Only researchers gave a judgement on this: yes." in text
    assert "- **Researchers.** *Yes.*" in text
