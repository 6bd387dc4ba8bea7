"""Words that numbers decide."""

import ast
from dataclasses import replace

import nbformat
import pytest

from evalbook.book.scan_numbers import ShownNumbers
from evalbook.exhibits.directions import direction, of_hundred, quantity
from evalbook.exhibits.expressions import may_share_persons
from evalbook.stored import notebooks
from evalbook.words.vocabulary import read_words
from literal_release import literal_release, protected_release

IVA, WAJONG = "table_4_1/all/IVA///percent", "table_4_1/all/Wajong///percent"
FEW, MANY = "table_2_1/all/IVA/IVA//n", "table_2_1/all/Wajong2015/Wajong2015//n"
SHORT = dict(zip(read_words("en").directions["higher"], ("more", "less", "same"), strict=True))


def said(rows, left=IVA, right=WAJONG, kind="higher", language="en"):
    word = direction(literal_release(rows), left, right, kind=kind, language=language)
    return replace(word, text=SHORT.get(word.text, word.text))


@pytest.mark.parametrize(
    ("left", "right", "word"),
    [
        ("40 100 38 42", "30 100 28 32", "more"),
        ("30 100 28 32", "40 100 38 42", "less"),
        ("40 100 30 50", "35 100 25 45", "same"),
        # The intervals overlap, that of the difference (2.2 to 7.8) leaves out 0.
        ("40 100 38 42", "35 100 33 37", "more"),
    ],
)
def test_a_direction_is_told_only_where_the_interval_of_the_difference_leaves_out_0(left, right, word):
    assert said(f"{IVA} {left}\n{WAJONG} {right}").text == word


@pytest.mark.parametrize(
    ("key", "numbers", "word"),
    [
        ("ladder_moves/all/all/net_up//difference", "3 100 1 5", "more"),
        ("ladder_moves/all/all/net_up//difference", "-3 100 -7 1", "same"),
        ("trajectory_hazard/all/all///hazard_ratio", "1.4 100 0.9 2.1", "same"),
        ("trajectory_hazard/all/all///hazard_ratio", "0.5 100 0.3 0.9", "less"),
    ],
)
def test_an_estimated_difference_or_ratio_speaks_for_itself(key, numbers, word):
    assert said(f"{key} {numbers}", key, "").text == word


INFLOW = "figure_2_1/all/all//{}/n"
EARLY, LATE = INFLOW.format("2023-01..2023-03"), INFLOW.format("2023-04..2023-06")


def inflow(*persons, first=1):
    return "\n".join(f"{INFLOW.format(f'2023-{first + month:02}')} {n}" for month, n in enumerate(persons))


@pytest.mark.parametrize(
    ("before", "after", "word"),
    [
        ((100, 100, 100), (101, 101, 101), "same"),
        ((100, 100, 100), (150, 150, 150), "more"),
        ((150, 150, 150), (100, 100, 100), "less"),
        ((40, 100, 160), (90, 150, 210), "same"),  # months differ more than chance would have it
    ],
)
def test_counts_are_compared_as_what_comes_by_the_month(before, after, word):
    rows = f"{inflow(*before)}\n{inflow(*after, first=4)}"
    assert said(rows, LATE, EARLY).text == word


def test_of_counts_that_chance_has_changed_less_is_told():
    rows = f"{inflow(100, 100, 100)}\n{inflow(118, 118, 118, first=4)}"
    released = protected_release(rows, later=True)
    assert said(rows, LATE, EARLY).text == "more"
    word = direction(released, LATE, EARLY, kind="higher", language="en")
    assert word.text == read_words("en").directions["higher"][2]


def test_two_counts_of_one_moment_are_told_apart_only_beyond_chance():
    assert said(f"{FEW} 100\n{MANY} 101", FEW, MANY).text == "same"
    assert said(f"{FEW} 100\n{MANY} 140", FEW, MANY).text == "less"


def test_of_0_of_40_against_1_of_40_no_direction_is_told():
    """A curve that nothing happened to has no limits."""
    found, other = (f"figure_4_2/all/{benefit}//12/survival" for benefit in ("IVA", "Wajong"))
    word = said(f"{found} 1 40\n{other} 0.975 40 0.84 0.996", f"{found}|complement", f"{other}|complement")
    assert word.text == "" and [gap.reason for gap in word.gaps] == ["no_interval"]


def test_a_number_without_interval_is_set_beside_no_constant():
    assert said(f"{FEW} 100", f"{FEW}|base", "").gaps[0].reason == "no_interval"


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (f"{IVA} 40 100", f"{WAJONG} 20 100 18 22"),
        (f"{IVA} 40 100 38 42", f"{WAJONG} 20 100"),
        ("ladder_moves/all/all/net_up//difference 3 100", ""),
    ],
)
def test_an_estimate_without_its_interval_is_more_or_less_than_nothing(left, right):
    word = said(f"{left}\n{right}", left.split()[0], right and right.split()[0])
    assert word.text == "" and {gap.reason for gap in word.gaps} == {"no_interval"}


def test_a_triple_of_words_has_a_name():
    assert said(f"{FEW} 140\n{MANY} 100", FEW, MANY, "more", "nl").text == "meer dan"
    with pytest.raises(ValueError, match="Did you mean more"):
        said("", FEW, MANY, "mores")


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
    ("many", "word"),
    [("40 100 30 50", "less"), ("15 100 9 23", "same"), ("0 100 0 3.7", "same")],
)
def test_of_few_a_direction_is_told_only_where_it_holds_whatever_they_are(many, word):
    few, sex = "table_2_2/gedoog/IVA/sex=man//percent", "table_2_2/gedoog/IVA/sex=vrouw//percent"
    assert said(f"{sex} {many}\n{few} x", few, sex).text == word


def test_of_few_without_another_share_of_the_same_persons_no_direction_is_told():
    assert said(f"{IVA} 40 100 30 50\n{FEW_OF}").gaps


def test_of_persons_who_may_be_in_both_groups_a_direction_is_told_only_whatever_their_relation():
    """Square-and-add leaves out 0 (1.5 to 18.5), the distances added do not (-2 to 22)."""
    later, same, others = (f"figure_4_3/{at}/share" for at in ("gedoog/all//30", "gedoog/all//3", "experiment/all//3"))
    rows = f"{later} 0.40 100 0.34 0.46\n{same} 0.30 100 0.24 0.36\n{others} 0.30 100 0.24 0.36"
    assert said(rows, later, same).text == "same"
    assert said(rows, later, others).text == "more"


def test_no_chapter_compares_the_same_persons_as_others():
    pairs = [each for each in compared_in_chapters() if len(each) == 2]
    assert len(pairs) > 40
    assert [pair for pair in pairs if "/respondents/" not in pair[0] and may_share_persons(*pair)] == []


def compared_in_chapters():
    """The expressions of each direction that a chapter tells, names replaced by what they stand for."""
    for path in notebooks():
        for cell in nbformat.read(path, 4).cells:
            if cell.cell_type == "code" and "report.direction(" in cell.source:
                calls = [each for each in ast.walk(ast.parse(cell.source)) if isinstance(each, ast.Call)]
                names = {each.arg: each.value for call in calls if call.func.attr == "names" for each in call.keywords}
                for call in calls:
                    if call.func.attr == "direction":
                        yield tuple(ast.literal_eval(names.get(each.value, each)) for each in call.args[:2])
