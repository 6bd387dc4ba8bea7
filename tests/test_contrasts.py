"""Which comparisons are told in words: few that come first, and of many those that hold together."""

import numpy as np
import pytest

from evalbook.book.scan_numbers import ShownNumbers
from evalbook.errors import EvalbookError
from evalbook.exhibits import contrasts as module
from evalbook.exhibits.contrasts import (
    contrasts,
    counts_of,
    largest_told,
    months_in,
    p_value,
    primary_contrasts,
    surviving,
)
from evalbook.exhibits.directions import beside, listed_beside
from evalbook.release.lookup import Number
from evalbook.words.vocabulary import read_words
from literal_release import literal_release
from test_directions import compared_in_chapters

PRIMARY = "differences/experiment-gedoog/all/figure_4_1/24/difference"
ONE, OTHER = "table_4_5/gedoog/IVA/onbepaald//percent", "table_4_5/gedoog/Wajong/onbepaald//percent"
MODULAR = tuple(f"table_3_2/{period}/all/modulair//percent" for period in ("experiment", "gedoog"))


def test_the_chapters_make_the_listed_comparisons_and_no_others():
    made, listed = set(compared_in_chapters()), contrasts()
    assert made - {(key,) for key in listed.primary} == {*listed.others}
    assert len({*listed.others}) == len(listed.others) > 50
    assert len(listed.primary) < 10 and not {(key,) for key in listed.primary} & {*listed.others}
    assert all({*texts} == {"nl", "en"} for texts in listed.primary.values())


@pytest.mark.parametrize(
    ("expression", "months"),
    [
        ("figure_4_1/gedoog/all//20/survival|complement", {20}),
        ("two_moments/all/IVA/moment=second-first/in_work=18,30/difference", {18, 30}),
        ("costs_of_results/all/all/found_work/months=24/mean_eur", {24}),
        ("figure_b4_1/all/IVA/trajectory=no/30/survival - figure_b4_1/all/IVA/trajectory=yes/6/survival", {6, 30}),
        ("table_4_5/all/IVA/onbepaald//percent", set()),
        ("earnings_path/all/IVA/of_minimum_hour/month=0/mean_percent", set()),  # the beginning of the work itself
    ],
)
def test_a_month_that_was_not_chosen_beforehand_is_seen(expression, months):
    assert months_in(expression) == months


def test_a_listed_comparison_of_another_month_is_refused(monkeypatch, tmp_path):
    written = module.FILE.read_text(encoding="utf-8").replace("figure_3_2/all/IVA//12/", "figure_3_2/all/IVA//20/")
    (tmp_path / "contrasts.yaml").write_text(written, encoding="utf-8")
    monkeypatch.setattr(module, "FILE", tmp_path / "contrasts.yaml")
    with pytest.raises(EvalbookError, match="month 20 is none of `months`"):
        contrasts.__wrapped__()


@pytest.mark.parametrize(
    ("p_values", "largest"),
    [
        # The example of Benjamini and Hochberg (1995), section 3.2: the first four of fifteen.
        (
            [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528]
            + [0.7590, 1.0],
            0.0095,
        ),
        ([0.04, 0.045], 0.045),
        ([0.04, 0.9], 0),
        ([], 0),
    ],
)
def test_what_survives_is_benjamini_and_hochbergs(p_values, largest):
    assert surviving(p_values) == largest


@pytest.mark.parametrize(
    ("form", "numbers", "p"),
    [
        ("points", (1.96, 0, 3.92), 0.05),
        ("points", (-1.96, -3.92, 0), 0.05),
        ("points", (0, -1, 1), 1),
        ("hazard_ratio", (np.exp(1.96), 1, np.exp(3.92)), 0.05),
    ],
)
def test_p_is_below_a_twentieth_exactly_where_the_interval_leaves_out_equality(form, numbers, p):
    value, low, high = numbers
    assert p_value(Number(value, form, "", low=low, high=high)) == pytest.approx(p, abs=1e-4)


def released(experiment="43 400 38.2 47.9"):
    """One comparison with p about 0.04 among others of which none is near, and a primary one of the same p."""
    same = "40 400 35.3 44.9"
    others = [
        pair for pair in contrasts().others if len(pair) == 2 and "//percent" in pair[0] and "+" not in "".join(pair)
    ]
    rows = [f"{key} {same}" for pair in others if pair != MODULAR for key in pair]
    rows += [f"{MODULAR[0]} {experiment}", f"{MODULAR[1]} 36 400 31.4 40.8", f"{PRIMARY} 0.06 400 0.002 0.118"]
    return literal_release("\n".join(dict(zip([row.split()[0] for row in rows], rows, strict=True)).values()))


def test_among_many_a_word_is_told_only_where_it_holds_beside_the_others():
    forms = read_words("en").comparisons["forms"]["against"]
    assert beside(released(), *MODULAR, language="en").text == forms["apart"]
    clear = released("60 400 55.1 64.7")
    assert beside(clear, *MODULAR, language="en").text == forms["more"]
    assert largest_told(clear, *MODULAR) < 0.001


def test_a_primary_contrast_is_judged_by_itself():
    assert not any(beside(released(), PRIMARY, form="difference", language="en").ends)
    assert largest_told(released(), PRIMARY) == pytest.approx(0.05)


@pytest.mark.parametrize("pair", [MODULAR[::-1], MODULAR[:1], (PRIMARY.replace("/24/", "/20/"),)])
def test_a_chapter_tells_no_comparison_that_the_list_does_not_have(pair):
    with pytest.raises(ValueError, match=r"not in data/contrasts\.yaml"):
        listed_beside(released(), *pair, language="en")


def test_how_many_others_there_are_is_told_and_how_many_chance_would_tell():
    one = released()
    counts = counts_of(one)
    assert counts["others"] > 20 and counts["by_chance"] == round(counts["others"] / 20)
    assert (counts["alone"], counts["together"]) == (1, 0)
    shown = ShownNumbers(one, "en")
    assert all(str(count) in shown.texts(f"contrasts/{name}") for name, count in counts.items())


@pytest.mark.parametrize(
    ("numbers", "said"),
    [
        ("0.06 400 0.002 0.118", "higher"),
        ("-0.06 400 -0.118 -0.002", "lower"),
        ("0.06 400 -0.01 0.13", "neither"),
        ("x", "unknown"),
    ],
)
def test_the_primary_contrasts_are_told_whatever_comes_out(numbers, said):
    table = primary_contrasts(literal_release(f"{PRIMARY} {numbers}"), language="en")
    row = next(line for line in table.splitlines() if PRIMARY in line or "found work within" in line.lower())
    assert row.split("|")[-2].strip() == read_words("en").contrasts["told"][said]
    assert table.count('data-published="contrasts"') == len(contrasts().primary)


def test_of_an_edition_that_differs_nowhere_hardly_any_word_is_told():
    """Of a thousand editions of 67 comparisons without any difference one in twenty tells a word at all."""
    random = np.random.default_rng(7)
    assert np.mean([surviving(random.random(67)) > 0 for _ in range(1000)]) == pytest.approx(0.05, abs=0.02)
