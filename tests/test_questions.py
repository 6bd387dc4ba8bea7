"""The sub-questions of the evaluation: their status is computed from what is there."""

from dataclasses import replace

import pytest

from evalbook.contract.catalogue import ITEMS
from evalbook.contract.codebook import PERSPECTIVES
from evalbook.contract.results import KEY
from evalbook.published.evidence import keys_of
from evalbook.published.question_texts import questions_summary, questions_table, shown_counts
from evalbook.published.questions import (
    ANSWERED,
    GROUPS,
    NOT_YET,
    PARTLY,
    Question,
    answers,
    by_number,
    items_of,
    questions,
)
from evalbook.stored import notebooks
from evalbook.voices.themes import codebook
from evalbook.words.layouts import check_codes
from evalbook.words.vocabulary import languages, read_words
from literal_release import curve_rows, literal_release

SHARE, OTHER = "table_4_1/all/all///percent", "table_4_1/all/IVA///percent"
CURVE = curve_rows("figure_4_3/experiment/all//*/share", *[0.1] * 13)
FOLLOWED = "figure_4_3/experiment/all//last/share|month"
LISTED = questions()
PLAIN = Question("8a", "monitor", {"nl": "werk", "en": "work"}, (), f"{SHARE} ; {OTHER}", "", 0, "", (), {"nl": ""})


def told(question, rows="", **known):
    (answer,) = answers(literal_release(rows, **known), [question])
    return answer


@pytest.mark.parametrize(
    ("rows", "status"),
    [
        (f"{SHARE} 5 100\n{OTHER} 6 50", ANSWERED),
        (f"{SHARE} 5 100\n{OTHER} x", PARTLY),
        (f"{SHARE} 5 100", PARTLY),
        (f"{SHARE} x\n{OTHER} x", NOT_YET),
        ("", NOT_YET),
    ],
)
def test_the_numbers_that_are_there_give_the_status(rows, status):
    assert told(PLAIN, rows).status == status


@pytest.mark.parametrize(("months", "status"), [(12, ANSWERED), (13, PARTLY)])
def test_a_question_waits_for_the_months_it_needs(months, status):
    question = replace(PLAIN, quantities="figure_4_3/experiment/all//12/share", follow=FOLLOWED, months=months)
    answer = told(question, CURVE)
    assert (answer.status, answer.followed) == (status, 12)


def test_without_its_register_nothing_is_followed():
    question = replace(PLAIN, follow=FOLLOWED, months=36)
    answer = told(question, without=["jobs"])
    assert (answer.status, answer.followed, answer.gaps[0].reason) == (NOT_YET, -1, "register")


def test_what_nothing_here_can_tell_keeps_a_question_from_being_answered():
    lacking = replace(PLAIN, lacks={"nl": "loonwaarde"})
    assert told(lacking, f"{SHARE} 5 100\n{OTHER} 6 50").status == PARTLY


@pytest.mark.parametrize(
    ("themes", "status"), [(("motivation",), ANSWERED), (("motivation", "no_risk"), PARTLY), ((), NOT_YET)]
)
def test_a_question_of_experience_is_answered_by_who_spoke(themes, status):
    asked = replace(PLAIN, quantities="", perspective="participants", themes=themes)
    assert told(asked).status == status


def test_a_question_of_many_parts_is_answered_by_all_of_them():
    parts = [told(replace(PLAIN, id=name), rows) for name, rows in (("8a", f"{SHARE} 5 9\n{OTHER} 6 9"), ("8b", ""))]
    assert by_number(parts) == {8: PARTLY}
    assert by_number(parts[1:]) == {8: NOT_YET}


def test_there_are_seventeen_sub_questions():
    assert sorted({each.number for each in LISTED}) == list(range(1, 18))


def faults_of(question):
    """Which demands on a question are not met, and each code that no key can have."""
    told = {"2": "deelnemers", "3": "dienstverlening", "4": "stappen", "5": "ondersteuning"}
    known = [theme for theme in question.themes if theme in codebook().themes.index]
    chapters = {f"stemmen-{told[codebook().themes.loc[theme, 'chapter']]}" for theme in known}
    demands = {
        "group": question.group in GROUPS,
        "topics": all(question.topics.values()),
        "what is missing, in both languages": bool(question.lacks["nl"]) == bool(question.lacks["en"]),
        "themes": len(known) == len(question.themes),
        "perspective": not question.themes or question.perspective in PERSPECTIVES,
        "items": set(items_of(question)) <= set(ITEMS),
        "answered by": question.quantities or question.themes or question.lacks["nl"],
        "links to what people say": chapters == {name for name in question.labels if name.startswith("stemmen-")},
    }
    yield from (name for name, met in demands.items() if not met)
    for key in keys_of(question.quantities) if question.quantities else ():
        try:
            check_codes(dict(zip(KEY, key.split("/"), strict=True)))
        except ValueError as fault:
            yield str(fault)


def test_every_question_of_the_register_is_whole():
    assert [f"{question.id}: {fault}" for question in LISTED for fault in faults_of(question)] == []


def test_all_that_a_question_lacks_is_told():
    empty = Question("1", "x", {"nl": ""}, ("stemmen-x",), "", "", 0, "x", ("x",), {"nl": "", "en": "x"})
    assert len(list(faults_of(empty))) == 6
    assert list(faults_of(replace(empty, themes=())))[-2:] == ["answered by", "links to what people say"]
    keys = "table_9_9/all/all///percent ; table_4_1/all/IvA///percent"
    items, fault = faults_of(replace(PLAIN, quantities=keys, lacks={"nl": "", "en": ""}))
    assert items == "items" and "no benefit 'IvA'" in fault


def test_every_section_that_is_named_is_in_a_chapter():
    written = "".join(path.read_text(encoding="utf-8") for path in notebooks())
    assert [label for each in LISTED for label in each.labels if f"<!-- {label} -->" not in written] == []


@pytest.mark.parametrize("language", languages())
def test_the_page_says_what_is_missing_and_by_how_many_months(language):
    words = read_words(language)
    table = questions_table(literal_release(CURVE), "monitor", language=language)
    assert '<span data-key="question/8a/followed">12</span>' in table
    assert words.questions["statuses"][PARTLY] in table
    assert 'data-key="questions/partly"' in questions_summary(literal_release(), language=language)
    assert shown_counts(literal_release(), words)["all"] == "17"


def test_a_group_that_does_not_exist_is_refused():
    with pytest.raises(ValueError, match="there is no group of questions 'monitr'"):
        questions_table(literal_release(), "monitr", language="nl")
