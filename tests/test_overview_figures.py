"""A hundred people, and the contrasts that come first: drawn from their numbers, said in words too."""

import re

import pytest

from evalbook.book.scan_numbers import ShownNumbers
from evalbook.exhibits.contrasts import contrasts
from evalbook.figures import overview_figures
from evalbook.figures.overview_figures import draw_forest, forest_figure, of_hundred_figure
from evalbook.words.vocabulary import languages
from literal_release import literal_release

FOUND = "found_work_competing/all/all/event={}/24/incidence"
KEPT = "work_retention/all/all/state=in_work/12/probability"
SHARES = {"work": 0.324, "overleden": 0.006, "left": 0.008}
ROWS = "\n".join([*(f"{FOUND.format(event)} {share} 900" for event, share in SHARES.items()), f"{KEPT} 0.418 500"])
PRIMARY = [*contrasts().primary]


@pytest.fixture
def drawn_hundreds(monkeypatch):
    made = []
    monkeypatch.setattr(overview_figures, "draw_hundreds", lambda figure, **about: made.append(about))
    return made


def test_a_hundred_squares_are_as_many_of_each_kind_as_the_numbers_say(drawn_hundreds):
    of_hundred_figure(literal_release(ROWS), language="nl").drawing.svg()
    assert drawn_hundreds[0]["counts"] == [(32, 67, 1), (42, 58, 0)]
    assert "32 vonden" in drawn_hundreds[0]["titles"][0] and "42 werken" in drawn_hundreds[0]["titles"][1]


def test_squares_that_round_up_twice_are_still_a_hundred(drawn_hundreds):
    rows = "\n".join(f"{FOUND.format(event)} {share} 900" for event, share in (("work", 0.325), ("left", 0.675)))
    of_hundred_figure(literal_release(f"{rows}\n{KEPT} 0.418 500"), language="nl").drawing.svg()
    assert drawn_hundreds[0]["counts"][0] == (33, 0, 67)


@pytest.mark.parametrize("language", languages())
def test_what_the_squares_say_is_said_with_the_keys_of_the_numbers(language):
    released = literal_release(ROWS)
    drawn = of_hundred_figure(released, language=language)
    assert drawn.alt.keys == (FOUND.format("work"), KEPT)
    shown = ShownNumbers(released, language)
    assert all(each in shown.texts(key) for key, each in re.findall('data-key="(.*?)">(.*?)<', drawn.caption))
    assert re.findall(r"\b(?:32|42)\b", drawn.alt.text) == ["32", "42"] and drawn.drawing.svg() == drawn.drawing.svg()


def test_without_a_number_a_sentence_says_why_no_squares_are_drawn():
    said = of_hundred_figure(literal_release(without=["jobs"]), language="nl")
    assert said.startswith("De tekening van honderd mensen is er in deze editie niet: ")


def contrast(key, value, low, high):
    return f"{key} {value} 400 {low} {high}"


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ([(0.06, 0.02, 0.10), (0.03, -0.02, 0.08)], "Of the 2 comparisons drawn 1 show a difference"),
        ([(0.06, 0.02, 0.10), (-0.03, -0.05, -0.01)], "Each of the 2 comparisons drawn shows a difference"),
        ([(0.06, -0.02, 0.14)], "None of the 1 comparisons drawn shows a difference that cannot be chance"),
    ],
)
def test_the_forest_says_how_many_of_its_contrasts_show_a_difference(rows, told):
    released = literal_release("\n".join(contrast(key, *each) for key, each in zip(PRIMARY, rows, strict=False)))
    drawn = forest_figure(released, language="en")
    assert re.sub("<.*?>", "", drawn.caption).startswith(f"**{told}.**")
    assert drawn.alt.keys == tuple(PRIMARY[: len(rows)]) and "not drawn" in drawn.below
    shown = ShownNumbers(released, "en")
    assert all(each in shown.texts(key) for key, each in re.findall('data-key="(.*?)">(.*?)<', drawn.caption))


def test_a_dot_is_hollow_where_the_difference_may_be_chance(monkeypatch):
    made, figures = [], []

    def watched(figure, rows, **about):
        draw_forest(figure, rows=rows, **about)
        made.extend(rows)
        figures.append(figure)

    monkeypatch.setattr(overview_figures, "draw_forest", watched)
    released = literal_release(
        "\n".join([contrast(PRIMARY[0], 0.06, 0.02, 0.10), contrast(PRIMARY[1], 0.03, -0.02, 0.08)])
    )
    forest_figure(released, language="nl").drawing.svg()
    assert [row.is_told for row in made] == [True, False] and made[0].text == "6,0 procentpunt"
    dots = [line for line in figures[0].axes[0].lines if line.get_marker() == "o"]
    assert [dot.get_markerfacecolor() == "white" for dot in dots] == [False, True]


def test_a_forest_of_all_contrasts_says_nothing_of_others_and_one_of_none_is_a_sentence():
    rows = "\n".join(contrast(key, 0.06, 0.02, 0.10) for key in PRIMARY)
    assert forest_figure(literal_release(rows), language="nl").below == ""
    assert (
        forest_figure(literal_release(), language="nl")
        == "Van de vergelijkingen die vooropgaan heeft deze editie er geen."
    )
