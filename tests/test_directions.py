"""Words that numbers decide: how two stand beside each other, and how much a share is."""

import ast
import re

import nbformat
import pytest

from evalbook.book.scan_numbers import ShownNumbers
from evalbook.exhibits.directions import UNCOMPARED, beside, listed_beside, of_hundred, quantity
from evalbook.exhibits.expressions import evaluate, may_share_persons
from evalbook.exhibits.figure_findings import figure_findings
from evalbook.report import open_report
from evalbook.stored import notebooks
from evalbook.words.vocabulary import read_words
from literal_release import literal_release, protected_release

NET_UP = "ladder_moves/all/all/net_up//difference"
IVA, WAJONG = "table_4_1/all/IVA///percent", "table_4_1/all/Wajong///percent"
FEW, MANY = "table_2_1/all/IVA/IVA//n", "table_2_1/all/Wajong2015/Wajong2015//n"
FORMS = {language: read_words(language).comparisons["forms"] for language in ("nl", "en")}
OUTCOMES = {text: outcome for outcome, text in FORMS["en"]["against"].items()}  # `worded` reads as `apart`
COMPARISONS = read_words("en").comparisons
CHANCE = {language: tuple(read_words(language).comparisons["chance"]) for language in ("nl", "en")}


def said(rows, left=IVA, right=WAJONG, by="", form="against", language="en"):
    return beside(literal_release(rows), left, right, by, form=form, language=language)


def outcome(word):
    """Of what stands between two numbers, or of a difference with its interval whether chance ends its sentence."""
    assert word.ends in (("", ""), CHANCE["en"])
    told = OUTCOMES.get(word.text, "told")
    return "apart" if any(word.ends) else told


@pytest.mark.parametrize(
    ("left", "right", "word"),
    [
        ("40 100 38 42", "30 100 28 32", "more"),
        ("30 100 28 32", "40 100 38 42", "less"),
        ("40 100 30 50", "35 100 25 45", "apart"),
        ("40 100 30 50", "40.4 100 30 50", "same"),
        ("40.4 100 40.3 40.5", "39.6 100 39.5 39.7", "rounded"),
        # The intervals overlap, that of the difference (2.2 to 7.8) leaves out 0.
        ("40 100 38 42", "35 100 33 37", "more"),
    ],
)
def test_a_direction_is_told_only_where_the_interval_of_the_difference_leaves_out_0(left, right, word):
    assert outcome(said(f"{IVA} {left}\n{WAJONG} {right}")) == word


@pytest.mark.parametrize(
    ("key", "numbers", "word"),
    [
        ("ladder_moves/all/all/net_up//difference", "0.03 100 0.01 0.05", "told"),
        ("ladder_moves/all/all/net_up//difference", "-0.03 100 -0.07 0.01", "apart"),
        ("trajectory_hazard/all/all///hazard_ratio", "1.4 100 0.9 2.1", "apart"),
        ("trajectory_hazard/all/all///hazard_ratio", "0.5 100 0.3 0.9", "told"),
    ],
)
def test_an_estimated_difference_or_ratio_speaks_for_itself(key, numbers, word):
    found = said(f"{key} {numbers}", key, "", form="difference")
    assert outcome(found) == word
    assert [f'data-key="{each}' in found.text for each in (f'{key}"', f"{key}&#124;interval")] == [True, True]


def test_the_difference_of_an_item_decides_of_two_numbers():
    """Of people who are in both, or of curves, the two intervals do not tell."""
    rows = f"{IVA} 40 100 30 50\n{WAJONG} 35 100 25 45\n{NET_UP} "
    assert [outcome(said(rows + each, by=NET_UP)) for each in ("0.05 100 0.01 0.09", "0.05 100 -0.01 0.11")] == [
        "more",
        "apart",
    ]
    assert said(rows + "x", by=NET_UP).gaps


@pytest.mark.parametrize(("difference", "word"), [("-0.05 100 -0.09 -0.01", "apart"), ("0.05 100 0.01 0.09", "more")])
def test_a_difference_against_the_order_of_the_numbers_that_are_shown_tells_nothing(difference, word):
    """It is of the right minus the left, or the noise of a register has turned them."""
    assert outcome(said(f"{IVA} 40 100 30 50\n{WAJONG} 35 100 25 45\n{NET_UP} {difference}", by=NET_UP)) == word


def test_a_ratio_below_1_is_less():
    ratio = "trajectory_hazard/all/all///hazard_ratio"
    rows = f"{IVA} 30 100 20 40\n{WAJONG} 35 100 25 45\n{ratio} 0.5 100 0.3 0.9"
    assert outcome(said(rows, by=ratio)) == "less"


def test_a_difference_does_not_speak_for_numbers_that_are_not_there():
    released = literal_release(f"{NET_UP} 0.05 100 0.01 0.09", without=["jobs"])
    word = beside(released, IVA, WAJONG, NET_UP, language="en")
    assert word.text == "" and {gap.detail for gap in word.gaps} == {"jobs"}


def test_a_mean_is_more_or_less_than_another_also_where_a_sentence_rounds_it():
    iva, wajong = (f"self_employment_rate/all/{benefit}///mean" for benefit in ("IVA", "Wajong"))
    rows = f"{iva} 33.86 100 33.1 34.6\n{wajong} 29.12 100 28.4 29.8"
    word = said(rows, iva, wajong)
    assert word.text == FORMS["en"]["against"]["more"] and word.ends == ("", "")
    assert re.sub("<.*?>", "", said(rows, iva, wajong, form="moved").text) == "rose from 29.1 to 33.9"


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize(
    ("numbers", "name"),
    [
        (("40 100 38 42", "30 100 28 32"), "more"),
        (("30 100 28 32", "40 100 38 42"), "less"),
        (("40 100 30 50", "35 100 25 45"), "apart"),
        (("40 100 30 50", "40 100 30 50"), "same"),
        (("40.4 100 40.3 40.5", "39.6 100 39.5 39.7"), "rounded"),
    ],
)
def test_what_moved_says_both_numbers_or_one_that_they_share(numbers, name, language):
    rows = f"{IVA} {numbers[0]}\n{WAJONG} {numbers[1]}"
    word = said(rows, form="moved", language=language)
    texts = {name: f"{round(float(each.split()[0]))}%" for name, each in zip(("after", "before"), numbers, strict=True)}
    assert re.sub("<.*?>", "", word.text) == FORMS[language]["moved"][name].format(**texts)
    assert word.ends == (CHANCE[language] if name == "apart" else ("", ""))
    shown = ShownNumbers(literal_release(rows), language)
    assert all(text in shown.texts(key) for key, text in re.findall('data-key="(.*?)">(.*?)<', word.text))


@pytest.mark.parametrize(
    ("numbers", "text"),
    [
        (("0.4 1000 0.2 0.6", "3 1000 2.6 3.4"), "fell from 3% to less than 1%"),
        (("0 1000 0 0.1", "3 1000 2.6 3.4"), "fell from 3% to 0%"),
        (("99.8 1000 99.7 99.9", "90 1000 88 92"), "rose from 90% to more than 99%"),
        (("100 1000 99.9 100", "90 1000 88 92"), "rose from 90% to 100%"),
    ],
)
def test_nearly_none_and_nearly_all_are_not_none_and_all(numbers, text):
    rows = f"{IVA} {numbers[0]}\n{WAJONG} {numbers[1]}"
    assert re.sub("<.*?>", "", said(rows, form="moved").text) == text
    # Between the two no word can stand before what is said in words: "less than the less than 1%".
    between = "worded" if "than 1%" in text or "than 99%" in text else "less" if "fell" in text else "more"
    assert said(rows).text == FORMS["en"]["against"][between]
    assert said(rows).ends == (tuple(read_words("en").comparisons["sure"]) if between == "worded" else ("", ""))


def test_a_share_of_whole_per_cents_may_be_of_somebody():
    """What a register's edition rounds to 0 is of nobody, or of one in three hundred."""
    released = protected_release(f"{IVA} 0 1000 0 0.3")
    assert "<1" not in quantity(released, IVA, language="en").text
    assert [
        quantity(one, IVA, form="part", language="en").text.partition(">")[2]
        for one in (released, literal_release(f"{IVA} 0 1000"))
    ] == [
        "less than 1%</span>",
        "none</span>",
    ]


@pytest.mark.parametrize(
    ("form", "numbers", "text"),
    [
        ("both", ("40 100", "40.2 100"), "40% with both"),
        ("both", ("40 100", "35 100"), "40% with IVA and 35% with Wajong"),
        ("grew", ("91.2 100", "91 100"), "hardly anybody was added"),
        ("grew", ("95 100", "91 100"), "this grew to 95%"),
    ],
)
def test_numbers_side_by_side_that_nothing_is_compared_of(form, numbers, text):
    released = literal_release(f"{IVA} {numbers[0]}\n{WAJONG} {numbers[1]}")
    word = listed_beside(released, IVA, WAJONG, form=form, language="en")
    assert re.sub("<.*?>", "", word.text) == text and not any(word.ends)


@pytest.mark.parametrize("form", ["both", "moved"])
def test_a_gap_on_either_side_is_no_word(form):
    for rows in (f"{IVA} 40 100 38 42", f"{WAJONG} 40 100 38 42"):
        assert listed_or_not(form)(literal_release(rows, without=["jobs"]), IVA, WAJONG, form=form, language="nl").gaps


def listed_or_not(form):
    return listed_beside if form == "both" else beside


INFLOW = "figure_2_1/all/all//{}/n"
EARLY, LATE = INFLOW.format("2023-01..2023-03"), INFLOW.format("2023-04..2023-06")


def inflow(*persons, first=1):
    return "\n".join(f"{INFLOW.format(f'2023-{first + month:02}')} {n}" for month, n in enumerate(persons))


@pytest.mark.parametrize(
    ("before", "after", "word"),
    [
        ((100, 100, 100), (101, 101, 101), "apart"),
        ((100, 100, 100), (150, 150, 150), "more"),
        ((150, 150, 150), (100, 100, 100), "less"),
        ((40, 100, 160), (90, 150, 210), "apart"),  # months differ more than chance would have it
    ],
)
def test_counts_are_compared_as_what_comes_by_the_month(before, after, word):
    rows = f"{inflow(*before)}\n{inflow(*after, first=4)}"
    assert outcome(said(rows, LATE, EARLY)) == word


def test_of_counts_that_chance_has_changed_less_is_told():
    rows = f"{inflow(100, 100, 100)}\n{inflow(118, 118, 118, first=4)}"
    released = protected_release(rows, later=True)
    assert outcome(said(rows, LATE, EARLY)) == "more"
    assert outcome(beside(released, LATE, EARLY, language="en")) == "apart"


def test_two_counts_of_one_moment_are_told_apart_only_beyond_chance():
    assert outcome(said(f"{FEW} 100\n{MANY} 101", FEW, MANY)) == "apart"
    assert outcome(said(f"{FEW} 100\n{MANY} 140", FEW, MANY)) == "less"


def test_of_0_of_40_against_1_of_40_no_direction_is_told():
    """A curve that nothing happened to has no limits."""
    found, other = (f"figure_4_2/all/{benefit}//12/survival" for benefit in ("IVA", "Wajong"))
    word = said(f"{found} 1 40\n{other} 0.975 40 0.84 0.996", f"{found}|complement", f"{other}|complement")
    assert word.text == "" and [gap.reason for gap in word.gaps] == ["no_interval"]


def test_a_number_without_interval_is_set_beside_no_constant():
    assert said(f"{FEW} 100", f"{FEW}|base", "", form="difference").gaps[0].reason == "no_interval"


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (f"{IVA} 40 100", f"{WAJONG} 20 100 18 22"),
        (f"{IVA} 40 100 38 42", f"{WAJONG} 20 100"),
        ("ladder_moves/all/all/net_up//difference 3 100", ""),
    ],
)
def test_an_estimate_without_its_interval_is_more_or_less_than_nothing(left, right):
    word = said(
        f"{left}\n{right}", left.split()[0], right and right.split()[0], form="against" if right else "difference"
    )
    assert word.text == "" and {gap.reason for gap in word.gaps} == {"no_interval"}


def test_a_form_has_a_name():
    assert said(f"{FEW} 140\n{MANY} 100", FEW, MANY, language="nl").text == "meer dan de"
    with pytest.raises(ValueError, match="Did you mean moved"):
        said("", FEW, MANY, form="move")
    with pytest.raises(ValueError, match="Did you mean part"):
        quantity(literal_release(f"{FEW} 100"), FEW, form="parts", language="nl")


def test_a_direction_with_a_gap_is_no_word():
    word = said(f"{IVA} x\n{WAJONG} 30 100 28 32")
    assert word.text == "" and [gap.reason for gap in word.gaps] == ["withheld"]


@pytest.mark.parametrize(
    ("percent", "text"),
    [
        (33.9, "ongeveer een derde"),
        (24.0, "ongeveer een kwart"),
        (22.0, "22%"),
        (20.8, "ruim een vijfde"),
        (20.4, "ongeveer een vijfde"),
        (27.9, "ruim een kwart"),
        (72.1, "bijna drie kwart"),
        (7.0, "7%"),
        (12.9, "13%"),
        (9.2, "bijna een tiende"),
        (87.1, "87%"),
        (47.5, "bijna de helft"),
        (15.0, "15%"),
        (3.0, "3%"),
    ],
)
def test_a_quantity_is_a_fraction_only_near_one(percent, text):
    word = quantity(literal_release(f"{IVA} {percent} 100"), IVA, language="nl")
    assert word.text == f'<span data-key="{IVA}">{text}</span>'


def test_a_quantity_of_a_gap_is_no_word():
    assert quantity(literal_release(without=["jobs"]), IVA, language="nl").gaps[0].detail == "jobs"


def test_a_proportion_is_told_as_how_many_of_every_hundred():
    release = literal_release("table_2_1/all/IVA/IVA//percent 39.6 100\nfigure_4_1/experiment/all//1/survival 0.65 100")
    said = [
        of_hundred(release, key, language="nl").text
        for key in ("table_2_1/all/IVA/IVA//percent", "figure_4_1/experiment/all//1/survival|complement")
    ]
    assert [text.partition(">")[2] for text in said] == ["40</span>", "35</span>"]
    shown = ShownNumbers(release, "nl")
    assert "35" in shown.texts("figure_4_1/experiment/all//1/survival|complement")


FEW_OF = f"{WAJONG} x"


@pytest.mark.parametrize(
    ("many", "may_be_chance"),
    [("40 100 30 50", False), ("15 100 9 23", True), ("0 100 0 3.7", True)],
)
def test_of_few_a_direction_is_told_only_where_it_holds_whatever_they_are(many, may_be_chance):
    few, sex = "table_2_2/gedoog/IVA/sex=man//percent", "table_2_2/gedoog/IVA/sex=vrouw//percent"
    word = said(f"{sex} {many}\n{few} x", few, sex)
    assert OUTCOMES[word.text] == "apart" and word.ends == tuple(COMPARISONS["chance" if may_be_chance else "sure"])


def test_of_few_without_another_share_of_the_same_persons_no_direction_is_told():
    assert said(f"{IVA} 40 100 30 50\n{FEW_OF}").gaps


def test_of_persons_who_may_be_in_both_groups_a_direction_is_told_only_whatever_their_relation():
    """Square-and-add leaves out 0 (1.5 to 18.5), the distances added do not (-2 to 22)."""
    later, same, others = (f"figure_4_3/{at}/share" for at in ("gedoog/all//30", "gedoog/all//3", "experiment/all//3"))
    rows = f"{later} 0.40 100 0.34 0.46\n{same} 0.30 100 0.24 0.36\n{others} 0.30 100 0.24 0.36"
    assert outcome(said(rows, later, same)) == "apart"
    assert outcome(said(rows, later, others)) == "more"


def test_no_chapter_compares_the_same_persons_as_others():
    pairs = [each for each in compared_in_chapters() if len(each) == 2]
    assert len(pairs) > 40
    assert [pair for pair in pairs if "/respondents/" not in pair[0] and may_share_persons(*pair)] == []


def compared_in_chapters():
    """The expressions of each comparison that a chapter tells, names replaced by what they stand for."""
    for *pair, by in told_in_chapters():
        yield (by,) if by else tuple(pair)


def told_in_chapters():
    """Of each comparison of a chapter the two that are shown and, or '', the difference that decides."""
    for path in notebooks():
        for cell in nbformat.read(path, 4).cells:
            if cell.cell_type == "code" and "report.beside(" in cell.source:
                calls = [each for each in ast.walk(ast.parse(cell.source)) if isinstance(each, ast.Call)]
                names = {each.arg: each.value for call in calls if call.func.attr == "names" for each in call.keywords}
                for call in calls:
                    named = {each.arg: each.value for each in call.keywords}
                    form = ast.literal_eval(named["form"]) if "form" in named else "against"
                    if call.func.attr == "beside" and form not in UNCOMPARED:
                        told = [*call.args, named.get("by", ast.Constant(""))]
                        yield tuple(ast.literal_eval(names.get(getattr(each, "value", ""), each)) for each in told)


def told_of_figures():
    for finding in figure_findings().values():
        for told in (each.expressions for each in finding.names.values() if not isinstance(each, str)):
            yield tuple(finding.names.get(each, each) for each in told)


def test_each_difference_that_decides_is_of_the_left_minus_the_right():
    """In the extract that the project ships, of the chapters and of what heads the figures."""
    released = open_report(language="nl").release
    threes = {told for told in (*told_in_chapters(), *told_of_figures()) if len(told) == 3 and told[2]}
    found = {told: [evaluate(released, each).value for each in told] for told in threes}
    assert len(found) > 10
    assert {told for told, (left, right, by) in found.items() if by * (left - right) < 0} == set()
