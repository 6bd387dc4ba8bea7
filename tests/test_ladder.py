"""Moves on the ladder, on literal rows."""

from datetime import date

import pytest

PEOPLE = """
    A,IVA,vrouw,1980-06-15,psychisch,2023-07-03,,,
    B,overig,man,1990-01-01,hart,2023-07-03,,,
    C,Wajong2015,man,1999-01-01,onbekend,2023-07-03,,,
    D,IVA,man,1990-01-01,hart,2024-07-03,,,
"""
LADDER = """
    A,2023-01-01,1
    A,2023-08-03,2
    A,2023-08-03,3
    A,2024-06-01,5
    B,2023-07-03,1
    B,2024-01-01,2
    B,2024-01-01,1
    C,2023-08-04,4
    C,2024-01-01,6
    D,2024-07-03,1
    D,2024-12-01,2
"""


def test_of_several_on_one_day_the_highest_counts(results_of):
    table = results_of("table_4_8", participants=PEOPLE, ladder=LADDER)
    assert table["all/all/start=3/end=5/percent"] == 100
    assert table["all/all/start=1/end=2/percent"] == 100


def test_the_base_is_followed_a_year_with_both_rungs_known(results_of):
    table = results_of("table_4_8", participants=PEOPLE, ladder=LADDER)
    assert table["all/all/start=all/start/n"] == 2
    assert table["all/all/start=all/end=2/percent"] == 50


def test_a_rung_where_nobody_started_has_a_zero_and_no_ends(results_of):
    table = results_of("table_4_8", participants=PEOPLE, ladder=LADDER)
    assert table["all/all/start=4/start/n"] == 0
    assert "all/all/start=4/end=1/percent" not in table


@pytest.mark.parametrize(("day", "known"), [("2022-12-31", False), ("2023-01-01", True), ("2023-08-03", True)])
def test_the_start_rung_lies_from_183_days_before_to_31_after(results_of, day, known):
    table = results_of("table_4_8", participants=PEOPLE, ladder=f"A,{day},2\nA,2024-01-01,2")
    assert bool(table) == known


def test_neither_iva_nor_wajong_is_in_the_whole_only(results_of):
    table = results_of("table_b3", participants=PEOPLE, ladder=LADDER)
    assert table["experiment/all/start=all/start/n"] == 2
    assert table["all/IVA/start=all/start/n"] == 1
    assert "all/Wajong/start=all/start/n" not in table


def test_moves_up_and_down_and_the_net_of_them(results_of):
    moves = results_of("ladder_moves", participants=PEOPLE, ladder=LADDER)
    counts = {move: moves[f"all/all/move={move}//n"] for move in ("up", "same", "down")}
    assert counts == {"up": 2, "same": 0, "down": 0}
    assert moves["all/all/net_up//difference"] == 100
    assert moves["all/all/net_up//p_value"] == 0.5


def test_without_a_move_there_is_no_test(results_of):
    moves = results_of("ladder_moves", participants=PEOPLE, ladder="A,2023-07-03,2\nA,2024-01-01,2")
    assert moves["all/all/move=same//percent"] == 100
    assert "all/all/marginal_homogeneity//p_value" not in moves


def test_completeness_is_of_who_is_followed_a_year(results_of):
    known = results_of("ladder_completeness", participants=PEOPLE, ladder=LADDER)
    counts = {code: known[f"experiment/all/known={code}//n"] for code in ("start", "later", "both")}
    assert counts == {"start": 2, "later": 3, "both": 2}
    assert known["experiment/all/known=start//percent"] == pytest.approx(200 / 3)


def test_bounds_count_who_is_followed_a_year_without_two_rungs_as_down_the_same_or_up(results_of):
    bounds = results_of("ladder_bounds", participants=PEOPLE, ladder=LADDER)
    ways = [bounds[f"experiment/all/missing={way}//estimated_points"] for way in ("down", "same", "up")]
    assert ways == pytest.approx([100 * net / 3 for net in (2 - 1, 2, 2 + 1)])


def test_months_between_the_registrations_are_of_who_has_both(results_of):
    bounds = results_of("ladder_bounds", participants=PEOPLE, ladder=LADDER)
    days = [(date(2024, 6, 1) - date(2023, 8, 3)).days, (date(2024, 1, 1) - date(2023, 7, 3)).days]
    assert bounds["all/all/months//mean"] == pytest.approx(sum(days) / 2 / (365.25 / 12))
