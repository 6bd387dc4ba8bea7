"""Figures at a glance: as the figure itself, but small, and no further than many are followed."""

import pytest
from matplotlib.axes import Axes

from evalbook.figures.small_figures import small_figure
from literal_release import curve_rows, literal_release

SURE = curve_rows("figure_4_3/gedoog/all//*/share", 0.05, 0.2, 0.125)
UNSURE = "figure_4_3/gedoog/all//3/share 0.5 40"


def small(rows, item="figure_4_3", language="nl"):
    return small_figure(literal_release(rows), item, language=language)


def test_a_line_ends_where_fewer_than_a_hundred_are_followed():
    (drawing, alt), (same, told) = small(SURE), small(f"{SURE}\n{UNSURE}")
    assert (drawing.svg(), alt) == (same.svg(), told)


def test_a_line_of_fewer_than_a_hundred_is_shown_whole():
    few = curve_rows("figure_4_3/gedoog/all//*/share", 0.05, 0.2, 0.5, base=40)
    assert "50% in maand 2" in small(few)[1].text


def test_the_alt_text_and_its_keys_are_those_of_what_is_drawn():
    drawing, alt = small(SURE)
    assert drawing.svg().startswith("<?xml") and "13% in maand 2" in alt.text
    assert "figure_4_3/gedoog/all//2/share" in alt.keys


@pytest.mark.parametrize(("language", "start"), [("nl", "Lijnfiguur"), ("en", "Line")])
def test_it_speaks_the_language_of_the_edition(language, start):
    assert small(SURE, language=language)[1].text.startswith(start)


def test_with_a_marked_month_that_number_stands_in_it_and_no_other():
    key = "figure_4_3/gedoog/all//1/share"
    released = literal_release(SURE)
    drawing, alt = small_figure(released, "figure_4_3", language="nl", marked=key)
    assert alt.text.endswith("In maand 1: Gedoogperiode 20%.") and {*alt.keys} == {key, f"{key}|month"}
    assert drawing.svg() != small(SURE)[0].svg()
    said = []
    annotate = Axes.annotate
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(Axes, "annotate", lambda self, text, *_, **__: said.append(text))
        drawing.svg()
    assert said == ["Gedoogperiode", "20%"] and Axes.annotate is annotate


def test_a_marked_month_that_is_not_there_leaves_lines_without_numbers():
    drawing, _ = small_figure(
        literal_release(SURE), "figure_4_3", language="nl", marked="figure_4_3/gedoog/all//9/share"
    )
    assert drawing.svg().startswith("<?xml")


def test_nothing_is_drawn_without_numbers():
    assert small("") == ""


def test_bars_are_refused():
    with pytest.raises(ValueError, match="figure_3_3 has no lines"):
        small(SURE, "figure_3_3")
