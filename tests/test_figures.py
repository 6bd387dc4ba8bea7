"""Released figures: drawn, told in words, and their numbers below."""

import re
from io import BytesIO
from xml.etree import ElementTree

import matplotlib
import pytest
from matplotlib.figure import Figure
from PIL import Image, ImageColor

from evalbook.exhibits.expressions import evaluate
from evalbook.figures.drawing import LOOKS
from evalbook.figures.figures import Drawn, figure
from evalbook.words.layouts import figure_layouts
from literal_release import curve_rows, literal_release, protected_release

FOUND = "\n".join(
    [
        curve_rows("figure_4_1/gedoog/all//*/survival", 1, 0.9, 0.8, 0.7),
        curve_rows("figure_4_1/experiment/all//*/survival", 1, 0.8, 0.6),
    ]
)
IN_WORK = curve_rows("figure_4_3/gedoog/all//*/share", 0.05, 0.2, 0.125)
STARTED = "\n".join(
    f"figure_2_1/all/{benefit}//{month}/n {n} 100"
    for benefit in ("IVA", "Wajong", "all")
    for month, n in (("2022-12", 3), ("2023-01", 7), ("2023-02", 5))
)
TALKS = "\n".join(
    f"figure_3_3/{period}/{benefit}/{row}//percent {percent} 50"
    for period in ("gedoog", "experiment")
    for benefit in ("IVA", "Wajong")
    for row, percent in (("0", 10), ("1", 50), ("11+", 40))
)


def drawn(rows, item="figure_4_1", **release):
    return figure(literal_release(rows, **release), item, language="nl")


@pytest.mark.slow
def test_the_same_numbers_give_the_same_bytes_without_date_or_version():
    first, second = drawn(FOUND).drawing, drawn(FOUND).drawing
    assert first.svg() == second.svg() and first.png() == second.png()
    assert not re.search("dc:date|Matplotlib v", first.svg())
    assert not re.search(b"tEXt|iTXt|tIME", first.png())


def test_settings_of_who_builds_change_no_figure():
    usual = drawn(FOUND).drawing.svg()
    with matplotlib.rc_context({"lines.linewidth": 9, "axes.spines.top": False, "savefig.transparent": True}):
        assert drawn(FOUND).drawing.svg() == usual


def test_a_drawing_is_svg_with_type_as_paths():
    root = ElementTree.fromstring(drawn(FOUND).drawing.svg())
    assert root.tag.endswith("svg") and not list(root.iter("{http://www.w3.org/2000/svg}text"))


def test_a_picture_is_small_and_keeps_the_colours_of_the_book():
    png = drawn(FOUND).drawing.png()
    picture = Image.open(BytesIO(png)).convert("RGB")
    colours = {colour for _, colour in picture.getcolors(picture.width * picture.height)}
    assert picture.width == 500 and len(png) < 20_000 and len(colours) <= 64
    for group in ("gedoog", "experiment"):
        wanted = ImageColor.getrgb(LOOKS[group].colour)
        assert min(max(abs(a - b) for a, b in zip(wanted, each, strict=True)) for each in colours) <= 8


def test_the_alt_text_tells_start_end_and_the_curves_compared():
    assert drawn(FOUND).alt.text == (
        "Lijnfiguur: Aandeel dat na de start werk heeft gevonden, per periode. "
        "Gedoogperiode: van 0% in maand 0 naar 30% in maand 3. "
        "Experiment: van 0% in maand 0 naar 40% in maand 2. "
        "In maand 2: Gedoogperiode 20% en Experiment 40%."
    )


def test_every_number_of_an_alt_text_has_its_key():
    alt = drawn(FOUND).alt
    release = literal_release(FOUND)
    values = [evaluate(release, key) for key in alt.keys]
    shown = [float(text) for text in re.findall(r"\d+", alt.text)]
    assert sorted(shown) == sorted(round(v.value * (100 if v.form == "survival" else 1)) for v in values)


def test_a_share_that_peaks_in_between_has_its_peak_told():
    assert "met een top van 20% in maand 1" in drawn(IN_WORK, "figure_4_3").alt.text


def test_the_inflow_has_first_last_and_highest_month_in_words():
    assert "IVA: 3 in december 2022, 5 in februari 2023, het hoogst in januari 2023 met 7." in (
        drawn(STARTED, "figure_2_1").alt.text
    )


def test_bars_have_their_most_frequent_class_told():
    assert "Gedoogperiode, IVA: het vaakst 1 (50%)." in drawn(TALKS, "figure_3_3").alt.text


def test_the_numbers_stand_below_with_their_keys():
    below = drawn(FOUND).below
    assert "<summary>Cijfers bij figuur 4.1</summary>" in below
    key = "figure_4_1/gedoog/all//3/survival&#124;complement"
    assert f'| 3 | <span data-key="{key}">30%</span> | <span data-key="{key}&#124;base">100</span> |  |  |' in below


def test_a_series_without_numbers_is_left_out_and_said():
    one = drawn(curve_rows("figure_4_1/gedoog/all//*/survival", 1, 0.9))
    assert "Experiment" not in one.alt.text
    assert "Geen cijfers voor Experiment: er is (nog) niemand" in one.below


def test_a_month_of_few_is_told_without_who_is_followed():
    below = drawn(IN_WORK.replace("0.05 100", "x"), "figure_4_3").below
    assert ">&lt;\u00a010\u00a0pers.</span> |  |" in below and "<\u00a010 = minder dan 10 personen" in below


def test_a_figure_without_its_register_is_a_sentence_that_can_be_linked_to():
    assert drawn("", without=["jobs"]) == (
        "(figure-4-1)=\nFiguur 4.1 is er in deze editie niet: "
        "de aangeleverde gegevens bevatten niets over banen (polisadministratie)."
    )


def test_a_figure_of_too_few_is_a_sentence():
    few = curve_rows("figure_4_1/gedoog/all//*/survival", 1, 0.9, base=29)
    assert "geen maand waarin minstens 30 personen gevolgd worden" in drawn(few)


def test_a_curve_on_which_nothing_happens_is_drawn():
    assert isinstance(drawn(curve_rows("figure_5_1/gedoog/all//*/survival", 1, 1), "figure_5_1"), Drawn)


def test_a_curve_of_one_month_is_drawn():
    assert isinstance(drawn(curve_rows("figure_4_1/gedoog/all//*/survival", 1)), Drawn)


def test_every_group_has_a_look_of_its_own():
    looks = [(look.colour, look.dashes, look.marker) for look in LOOKS.values()]
    assert len(set(looks)) == len(looks)
    pairs = (("gedoog", "experiment"), ("IVA", "Wajong"), ("trajectory=yes", "trajectory=no"))
    for one, other in pairs:
        assert LOOKS[one].dashes != LOOKS[other].dashes and LOOKS[one].marker != LOOKS[other].marker


@pytest.mark.parametrize("colour", sorted(look.colour for look in LOOKS.values()))
def test_a_colour_reads_on_white(colour):
    assert 1.05 / (luminance(colour) + 0.05) >= 4.5


def luminance(colour):
    """Source: WCAG 2.2, relative luminance."""
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return sum(weight * c for weight, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def test_an_item_that_is_no_figure_is_refused():
    with pytest.raises(ValueError, match="no figure 'table_4_1'"):
        drawn("", "table_4_1")


@pytest.mark.parametrize("item", figure_layouts())
def test_only_a_release_can_be_drawn(item):
    with pytest.raises(TypeError, match="Release"):
        figure(literal_release().results, item, language="nl")


LADDER = "\n".join(
    f"table_4_8/all/all/start={start}/end={end}/percent {percent} 50"
    for start, percents in enumerate(((50, 30, 20, 0, 0, 0), (10, 60, 30, 0, 0, 0)), start=1)
    for end, percent in enumerate(percents, start=1)
)


def test_moves_on_the_ladder_are_added_up_in_the_alt_text_and_the_table():
    figure = drawn(LADDER, "figure_ladder")
    assert "Van wie begon op 2 sociale contacten buitenshuis: 10% lager, 60% gelijk en 30% hoger." in figure.alt.text
    assert re.sub("<.*?>", "", figure.below).count("| 1 geïsoleerd | – | 50% | 50% | 50 |") == 1
    assert "data/table_4_8.csv" in figure.below


def test_a_move_with_a_withheld_number_in_it_is_what_the_others_leave():
    rows = LADDER.replace("start=2/end=1/percent 10 50", "start=2/end=1/percent x")
    assert "Van wie begon op 2 sociale contacten buitenshuis: 10% lager, 60% gelijk en 30% hoger." in (
        drawn(rows, "figure_ladder").alt.text
    )


def test_two_moves_with_a_withheld_number_in_them_are_not_shown():
    rows = LADDER.replace("start=2/end=1/percent 10 50", "start=2/end=1/percent x")
    rows = rows.replace("start=2/end=3/percent 30 50", "start=2/end=3/percent x")
    assert "Van wie begon op 2 sociale contacten buitenshuis: 60% gelijk." in drawn(rows, "figure_ladder").alt.text


def test_the_inflow_is_told_from_the_first_month_that_is_shown():
    rows = STARTED.replace("figure_2_1/all/IVA//2022-12/n 3 100", "figure_2_1/all/IVA//2022-12/n x")
    assert "IVA: 7 in januari 2023, 5 in februari 2023" in drawn(rows, "figure_2_1").alt.text


def test_a_figure_without_a_number_is_told_by_its_title():
    caption = drawn(LADDER, "figure_ladder").caption
    assert caption.startswith("**Van welke trede") and ".** **Van wie geïsoleerd begon" in caption


def test_a_rung_on_which_nobody_began_does_not_shift_the_others():
    rows = "\n".join(line for line in LADDER.splitlines() if "start=1" not in line)
    assert "Van wie begon op 2 sociale contacten buitenshuis: 10% lager, 60% gelijk en 30% hoger." in (
        drawn(rows, "figure_ladder").alt.text
    )


def test_who_is_in_work_is_drawn_by_period_without_those_who_are_not():
    rows = (
        curve_rows(f"work_states/{period}/all/state={state}/*/probability", *values)
        for period in ("gedoog", "experiment")
        for state, values in (("in_work", (0.1, 0.2)), ("not_in_work", (0.9, 0.78)))
    )
    figure = drawn("\n".join(rows), "work_states")
    assert "Gedoogperiode: van 10% in maand 0 naar 20% in maand 1." in figure.alt.text
    assert "78%" not in figure.alt.text + figure.below


def test_a_curve_that_counts_from_a_later_month_begins_there():
    row = "landmark_trajectory/all/IVA/landmark=6,trajectory={}/{}/survival {} 50"
    rows = [row.format(code, month, 1 - month / 100) for code in ("yes", "no") for month in (6, 7, 8)]
    later = drawn("\n".join(rows), "landmark_iva")
    assert "Traject begonnen: van 6% in maand 6 naar 8% in maand 8." in later.alt.text
    assert "NB" not in later.below


def test_moves_by_group_are_told_group_by_group():
    rows = LADDER.replace("table_4_8/all/all", "table_b3/gedoog/all")
    figure = drawn(rows, "figure_ladder_periods")
    assert "per periode. Gedoogperiode: Van wie begon op 1 geïsoleerd: 50% gelijk en 50% hoger." in figure.alt.text
    assert "Gedoogperiode: 1 geïsoleerd |" in figure.below and "data/table_b3.csv" in figure.below


def bars(*rows, item="figure_4_5"):
    return "\n".join(f"{item}/all/IVA/{row}//percent {value}" for row, value in rows)


WIDE = bars(("[13,14)", "30 100"), ("[14,inf)", "70 100"), *((f"[{n},{n + 1})", "joined") for n in range(14, 60)))


def test_on_an_axis_of_numbers_a_joined_class_is_as_wide_and_on_average_as_high_as_its_parts():
    shown = drawn(WIDE, "figure_4_5")
    assert "IVA: het vaakst 13 tot 14 euro (30%)" in shown.alt.text
    assert "zo breed als haar delen samen" in shown.below and "De laatste klasse is 14 euro en meer." in shown.below
    heights = [patch.get_height() for patch in patches(shown)]
    assert heights[13:] == [30, 70 / 47] and patches(shown)[-1].get_width() == 46.86


def test_of_named_classes_a_joined_one_is_a_bar_as_others_are():
    rows = bars(
        ("6", "10 100"), ("7+", "30 100"), *((n, "joined") for n in ("7", "8", "9", "10", "11+")), item="figure_3_3"
    )
    shown = drawn(rows.replace("/all/", "/gedoog/"), "figure_3_3")
    assert "het vaakst 7+ (30%)" in shown.alt.text and "zo breed" not in shown.below


def test_after_a_joined_class_of_named_ones_the_next_follows():
    rows = bars(("7-8", "30 100"), ("7", "joined"), ("8", "joined"), ("9", "20 100"), item="figure_3_3")
    places = [round(patch.get_center()[0]) for patch in patches(drawn(rows.replace("/all/", "/gedoog/"), "figure_3_3"))]
    assert places == list(range(11))


def test_few_persons_have_a_mark_where_no_bar_would_say_nobody():
    empty = Figure(figsize=(5, 5))
    drawn(bars(("[13,14)", "30 100"), ("[15,16)", "x")), "figure_4_5").drawing.draw(empty)
    assert [text.get_text().strip() for text in empty.axes[0].texts] == ["<\u00a010"]


def patches(shown):
    empty = Figure(figsize=(5, 5))
    shown.drawing.draw(empty)
    return empty.axes[0].patches


def test_of_protected_starts_without_rows_it_is_not_said_that_nobody_started():
    told = figure(protected_release(), "figure_2_1", language="nl")
    assert "van maanden waarin weinig mensen beginnen" in told and "niemand" not in told
    of_all = figure(
        protected_release("\n".join(f"figure_2_1/all/all//2024-0{m}/n 40 100" for m in range(1, 7))),
        "figure_2_1",
        language="nl",
    )
    assert "Geen cijfers voor Wajong; IVA: van maanden waarin" in of_all.below
