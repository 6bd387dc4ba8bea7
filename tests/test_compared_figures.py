"""Starters beside comparable people, drawn."""

import matplotlib
import numpy as np
import pytest
from matplotlib.figure import Figure

from evalbook.exhibits.exhibit import Exhibit
from evalbook.figures.drawing import STYLE
from evalbook.figures.figures import Drawn, figure
from evalbook.figures.series import series_of
from evalbook.words.layouts import figure_layouts
from literal_release import literal_release

COMPARED = "\n".join(
    line
    for k, (own, other) in enumerate([(0.1, 0.1), (0.2, 0.12), (0.3, 0.1)], start=1)
    for line in (
        f"comparison_in_work/all/all//{k}/share_starters {own} 200 {own - 0.05} {own + 0.05}",
        f"comparison_in_work/all/all//{k}/share_comparable {other} 200",
        f"comparison_in_work/all/all//{k}/difference {own - other} 200 {own - other - 0.06} {own - other + 0.06}",
    )
)
BALANCE = "\n".join(
    f"comparison_balance/all/all/{row}//{statistic} {value} 200"
    for row, before in (("sex=man", 0.3), ("sex=vrouw", -0.31), ("age=18-24", 0.05))
    for statistic, value in (("smd_before", before), ("smd_after", 0))
)


def test_both_groups_and_their_difference_are_drawn_and_told():
    drawn = figure(literal_release(COMPARED), "comparison_in_work_months", language="en")
    assert isinstance(drawn, Drawn) and "<svg" in drawn.drawing.svg()
    assert "Participants: from 10% in month 1 to 30% in month 3." in drawn.alt.text
    assert "Difference: from 0.0 percentage points in month 1 to 20.0 percentage points in month 3." in drawn.alt.text
    assert "| 0 |" not in drawn.below and "| 3 |" in drawn.below


def test_comparable_people_have_the_band_of_their_own_outcome_and_month():
    bands = "comparison_bands/all/all/in_work/2/share_comparable 0.12 200 0.08 0.17\n"
    bands += "comparison_bands/all/all/found_work/3/share_comparable 0.1 200 0.01 0.9"
    exhibit = Exhibit(literal_release(f"{COMPARED}\n{bands}"), "comparison_in_work_months", "en")
    starters, comparable, difference = series_of(exhibit)
    assert (comparable.low.tolist(), comparable.high.tolist()) == ([0.1, 0.08, 0.1], [0.1, 0.17, 0.1])
    assert np.allclose(starters.low, [0.05, 0.15, 0.25]) and np.allclose(difference.high - difference.values, 6)


def test_a_month_without_weights_is_a_break_and_one_at_the_end_is_left_out():
    rows = "\n".join(line for line in COMPARED.splitlines() if "//3/" not in line)
    rows += "\ncomparison_in_work/gedoog/all//3/share_starters 0.2 200 0.1 0.3"
    drawn = figure(literal_release(rows), "comparison_in_work_months", language="en")
    assert "to 20% in month 2." in drawn.alt.text and "| 3 |" not in drawn.below


def test_without_comparators_a_sentence_says_why():
    drawn = figure(literal_release("", without=["comparators"]), "comparison_in_work_months", language="en")
    assert isinstance(drawn, str) and "comparable people" in drawn


@pytest.mark.parametrize("language", ["nl", "en"])
def test_dots_name_the_category_that_is_furthest_apart(language):
    drawn = figure(literal_release(BALANCE), "comparison_balance_dots", language=language)
    furthest = {"nl": "Voor het wegen: het verst uiteen bij vrouw (−0,31).", "en": "furthest apart for woman (−0.31)."}
    assert furthest[language] in drawn.alt.text and "<svg" in drawn.drawing.svg()


def test_all_that_is_compared_by_month_has_its_figure():
    forms = {name: layout.of for name, layout in figure_layouts().items() if layout.form == "compared"}
    assert {*forms.values()} == {f"comparison_{name}" for name in ("in_work", "found_work", "before")}


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_name_of_each_category_stands_within_the_figure(language):
    rows = "\n".join(
        f"comparison_balance/all/all/{row}//{statistic} 0.1 200"
        for row in figure_layouts()["comparison_balance_dots"].classes
        for statistic in ("smd_before", "smd_after")
    )
    svg = figure(literal_release(rows), "comparison_balance_dots", language=language).drawing
    with matplotlib.rc_context(STYLE):
        drawn = Figure(figsize=(svg.width, svg.height))
        svg.draw(drawn)
        drawn.canvas.draw()
        names = drawn.axes[0].get_yticklabels()
        assert len(names) == len(figure_layouts()["comparison_balance_dots"].classes)
        assert [each.get_text() for each in names if each.get_window_extent().x0 < 0] == []
