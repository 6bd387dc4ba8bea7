"""Numbers by their keys, what is computed from them, and why one is not there."""

import math
from dataclasses import replace
from datetime import date

import pytest

from evalbook.estimates.intervals import wilson
from evalbook.exhibits.expressions import evaluate
from evalbook.release.lookup import Gap, Number, fewest_followed, find, is_few, key_of, rows_of
from literal_release import EDITION, curve_rows, literal_release, protected_release

N = "table_2_1/all/all/all//n"
IVA = "table_2_1/all/IVA/IVA//percent"
OWAJONG = "table_2_1/all/oWajong/oWajong//percent"
RELEASE = literal_release(f"{N} 4000\n{IVA} 40 4000 38 42\n{OWAJONG} 27 4000 26 29")
CURVE = "figure_4_1/gedoog/all//*/survival"


def test_a_key_is_made_of_codes_and_what_none_names_is_all_or_empty():
    assert key_of("table_3_2", {"period": "gedoog", "row": "any"}, {"statistic": "n"}) == (
        "table_3_2/gedoog/all/any//n"
    )


def test_a_key_finds_its_number():
    assert find(RELEASE, IVA) == Number(40, "percent", IVA, 4000, 38, 42)


def test_the_rows_of_an_item_are_gathered_once_and_of_another_release_anew():
    assert rows_of(RELEASE, "table_2_1") is rows_of(RELEASE, "table_2_1")
    fewer = replace(RELEASE, results=RELEASE.results.iloc[:1])
    assert [list(rows_of(each, "table_2_1")) for each in (RELEASE, fewer)] == [[N, IVA, OWAJONG], [N]]
    assert rows_of(RELEASE, "figure_4_1") == {}


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("table_21/all/all/all//n", "Did you mean table_2_1"),
        ("table_2_1/all/all//n", "no key"),
        ("table_2_1/all/all/all//m", "no statistic 'm'"),
    ],
)
def test_a_misspelt_key_is_refused(key, said):
    with pytest.raises(ValueError, match=said):
        find(RELEASE, key)


def test_a_frame_is_not_a_release():
    with pytest.raises(TypeError, match="DataFrame"):
        find(RELEASE.results, N)


def test_a_withheld_number_is_a_gap_with_its_rule():
    assert find(literal_release(f"{N} x"), N) == Gap("table_2_1", "withheld", N, "count")


def test_a_gap_names_the_register_that_is_missing():
    key = "table_5_1/gedoog/all/all/year=1/n"
    assert find(literal_release(without=["provisions"]), key) == Gap("table_5_1", "register", key, "provisions")
    assert find(literal_release(), key) == Gap("table_5_1", "nobody", key)


def test_a_part_of_a_table_may_need_a_register_of_its_own():
    key = "table_3_4/gedoog/IVA/{}/year=1/mean_eur"
    release = literal_release(without=["provisions"])
    assert find(release, key.format("jobcoach")).detail == "provisions"
    assert find(release, key.format("conversations")).reason == "nobody"


def test_a_difference_needs_the_register_of_what_differs():
    key = "differences/gedoog/IVA-Wajong/{}/year=1/difference"
    release = literal_release(without=["provisions"])
    assert find(release, key.format("table_3_4:jobcoach")).detail == "provisions"
    assert find(release, key.format("table_3_4:conversations")).reason == "nobody"


def test_a_month_beyond_the_end_of_a_curve_is_not_followed_yet():
    release = literal_release(curve_rows(CURVE, 1, 0.9))
    assert find(release, CURVE.replace("*", "2")).reason == "follow_up"


@pytest.mark.parametrize(
    ("expression", "value", "form"),
    [
        (f"{IVA}|complement", 60, "percent"),
        (f"{IVA}|base", 4000, "n"),
        (f"{IVA} + {OWAJONG}", 67, "percent"),
        (f"{IVA} + {OWAJONG}|complement", 33, "percent"),
        (f"{IVA} - {OWAJONG}", 13, "points"),
    ],
)
def test_an_expression_is_computed_from_its_numbers(expression, value, form):
    number = evaluate(RELEASE, expression)
    assert (number.value, number.form, number.expression) == (value, form, expression)


STARTS = """
    figure_2_1/all/all//2023-03/n 50
    figure_2_1/all/all//2023-04/n 100
    figure_2_1/all/all//2023-05/n 120
    figure_2_1/all/all//2023-06/n {june}
"""


@pytest.mark.parametrize(
    ("months", "value"), [("start..last", 120), ("2023-03..2023-04", 75), ("last..last", 140), ("2022-01..2023-03", 50)]
)
def test_a_span_of_calendar_months_is_their_mean(months, value):
    number = evaluate(literal_release(STARTS.format(june=140)), f"figure_2_1/all/all//{months}/n")
    assert (number.value, number.form) == (value, "n")


def test_the_last_month_of_a_span_is_one_that_has_ended():
    edition = replace(EDITION, reference_date=date(2023, 6, 17))
    released = literal_release(STARTS.format(june=10), edition=edition)
    assert evaluate(released, "figure_2_1/all/all//start..last/n").value == 110
    assert evaluate(released, "figure_2_1/all/all//last..last/n").value == 120


def test_a_span_without_months_is_a_gap():
    assert evaluate(literal_release(STARTS.format(june=1)), "figure_2_1/all/all//2027-01..2027-06/n").reason == "nobody"


def test_in_the_mean_of_a_span_5_stands_for_few():
    assert evaluate(literal_release(STARTS.format(june="x")), "figure_2_1/all/all//start..last/n").value == 75


@pytest.mark.parametrize("april", ["x", "12"])
def test_of_a_mean_below_ten_that_few_are_in_is_told_that_they_are_few(april):
    few = f"figure_2_1/all/all//2023-03/n x\nfigure_2_1/all/all//2023-04/n {april}"
    found = evaluate(literal_release(few), "figure_2_1/all/all//2023-03..2023-04/n")
    assert is_few(found)


@pytest.mark.parametrize("months", ["2022-01", "2022-01..2022-02", "2027-01..2027-06"])
def test_of_protected_months_without_a_row_it_is_not_said_that_nobody_started(months):
    gap = evaluate(protected_release(STARTS.format(june=140)), f"figure_2_1/all/all//{months}/n")
    assert (gap.reason, gap.detail) == ("withheld", "months") and not is_few(gap)


def test_a_complement_turns_its_interval_round():
    number = evaluate(RELEASE, f"{IVA}|complement|interval")
    assert (number.low, number.high, number.as_interval) == (58, 62, True)


def test_the_month_of_a_curve_can_be_shown():
    release = literal_release(curve_rows(CURVE, 1, 0.9))
    assert evaluate(release, f"{CURVE.replace('*', '1')}|month").value == 1


def test_the_interval_of_a_difference_is_square_and_add():
    one, other = (f"table_4_1/all/{benefit}///percent" for benefit in ("IVA", "Wajong"))
    number = evaluate(literal_release(f"{one} 40 4000 38 42\n{other} 27 4000 26 29"), f"{one} - {other}")
    assert number.low == pytest.approx(13 - math.hypot(2, 2))
    assert number.high == pytest.approx(13 + math.hypot(2, 1))


def test_of_two_parts_of_one_group_the_interval_is_the_widest_there_can_be():
    number = evaluate(RELEASE, f"{IVA} - {OWAJONG}")
    assert (number.low, number.high) == (13 - 4, 13 + 3)


def test_what_is_computed_of_whole_percentages_is_of_those_before_rounding():
    """36.4 and 32.2 percent of 500 are shown as 36 and 32: apart by 4.2, not by 4."""
    rows = f"{IVA} 36 500 32.301 40.706\n{OWAJONG} 32 500 28.254 36.418"
    shown, exact = protected_release(rows), literal_release(rows)
    assert evaluate(shown, f"{IVA} - {OWAJONG}").value == pytest.approx(4.2, abs=0.01)
    assert evaluate(shown, f"{IVA} + {OWAJONG}").value == pytest.approx(68.6, abs=0.01)
    assert evaluate(exact, f"{IVA} - {OWAJONG}").value == 4


def test_a_difference_of_shares_is_in_percentage_points():
    keys = [f"figure_4_3/{period}/all//12/share" for period in ("gedoog", "experiment")]
    release = literal_release(f"{keys[0]} 0.20 100 0.1 0.3\n{keys[1]} 0.15 100 0.1 0.2")
    number = evaluate(release, " - ".join(keys))
    assert (round(number.value, 9), number.form) == (5, "points")


def test_the_interval_of_a_sum_of_percentages_is_that_of_their_persons_together():
    keys = ["table_4_2/gedoog/IVA/(24,36]//percent", "table_4_2/gedoog/IVA/(36,inf)//percent"]
    number = evaluate(literal_release(f"{keys[0]} 20 100 13 29\n{keys[1]} 30 100 22 40"), " + ".join(keys))
    assert (round(number.low, 1), number.value, round(number.high, 1)) == (40.4, 50, 59.6)


def test_parts_of_different_wholes_cannot_be_added():
    keys = ["table_4_1/gedoog/IVA///percent", "table_4_1/gedoog/Wajong///percent"]
    release = literal_release(f"{keys[0]} 10 100\n{keys[1]} 20 300")
    with pytest.raises(ValueError, match="cannot be added"):
        evaluate(release, " + ".join(keys))


FEW = f"{IVA} {{}} 100 30 50\n{OWAJONG} x"


def test_a_difference_with_few_is_a_gap_and_is_not_said_to_be_of_few():
    found = evaluate(literal_release(FEW.format(40)), f"{OWAJONG} - {IVA}")
    assert (found.reason, is_few(found)) == ("withheld", False)


def test_in_a_sum_and_what_it_leaves_5_stands_for_few_within_limits_of_what_they_may_be():
    release = literal_release(FEW.format(40))
    total, left = (evaluate(release, f"{IVA} + {OWAJONG}{view}") for view in ("", "|complement"))
    low, high = (100 * limit for limit in (wilson(41, 100)[0], wilson(54, 100)[1]))
    assert (total.value, total.low, total.high) == (45, low, high)
    assert (left.value, left.low, left.high) == (55, 100 - high, 100 - low)


def test_of_a_sum_that_is_mostly_few_no_number_is_told_but_of_what_it_leaves():
    release = literal_release(FEW.format(4))
    assert isinstance(evaluate(release, f"{IVA} + {OWAJONG}"), Gap)
    assert evaluate(release, f"{IVA} + {OWAJONG}|complement").value == 91


def test_a_sum_with_a_gap_of_another_reason_is_that_gap():
    release = literal_release(FEW.format(40).replace(" x", " joined"))
    assert evaluate(release, f"{IVA} + {OWAJONG}").detail == "joined"


def test_of_a_sum_whose_classes_were_joined_into_few_it_is_told_that_they_are_few():
    keys = [f"table_4_3/experiment/IVA/{code}//percent" for code in ("[30,40)", "[40,inf)", "[30,inf)")]
    parts = "".join(f"{key} joined\n" for key in keys[:2])
    assert is_few(evaluate(literal_release(f"{keys[2]} x\n{parts}"), " + ".join(keys[:2])))


def test_an_interval_that_does_not_exist_is_a_gap():
    assert evaluate(literal_release(f"{N} 4000"), f"{N}|interval").reason == "no_interval"


def test_an_unknown_view_is_refused():
    with pytest.raises(ValueError, match="Did you mean base"):
        evaluate(RELEASE, f"{N}|bse")


def test_a_difference_is_in_the_unit_of_what_differs():
    points, euros = (
        f"differences/experiment-gedoog/{key}/difference"
        for key in ("all/figure_4_1/12", "IVA/table_3_4:jobcoach/year=1")
    )
    release = literal_release(f"{points} 0.021 80 -0.01 0.05\n{euros} 120 80 -30 270")
    assert find(release, points) == Number(2.1, "difference", points, 80, -1.0, 5.0)
    assert find(release, euros).form == "mean_eur"


def test_a_curve_has_no_number_where_fewer_than_thirty_are_followed():
    release = literal_release(f"{CURVE.replace('*', '3')} 0.8 30\n{CURVE.replace('*', '4')} 0.7 29")
    assert find(release, CURVE.replace("*", "3")).value == 0.8
    assert find(release, CURVE.replace("*", "4")).reason == "follow_up"


JOINED = """
figure_3_3/gedoog/IVA/6//percent 10 100 5 17
figure_3_3/gedoog/IVA/7+//percent 15 100 9 23
""" + "\n".join(f"figure_3_3/gedoog/IVA/{code}//percent joined" for code in ("7", "8", "9", "10", "11+"))


def talks(*codes):
    return " + ".join(f"figure_3_3/gedoog/IVA/{code}//percent" for code in codes)


def test_parts_that_make_a_joined_class_are_added_as_that_class():
    found = evaluate(literal_release(JOINED), talks("6", "7", "8", "9", "10", "11+"))
    assert (found.value, found.base, found.expression) == (25, 100, talks("6", "7", "8", "9", "10", "11+"))


@pytest.mark.parametrize("codes", [("7",), ("6", "7", "8")])
def test_a_part_of_a_joined_class_is_a_gap(codes):
    found = evaluate(literal_release(JOINED), talks(*codes))
    assert (found.reason, found.detail) == ("withheld", "joined")


def test_a_joined_class_is_a_code_and_another_union_is_none():
    assert find(literal_release(JOINED), talks("7+")).value == 15
    with pytest.raises(ValueError, match="no row"):
        find(literal_release(JOINED), talks("7-30"))


@pytest.mark.parametrize(
    ("key", "few"),
    [
        (N, True),
        (IVA, True),
        (CURVE.replace("*", "3"), False),
        ("differences/gedoog/IVA-Wajong/table_4_1//difference", False),
    ],
)
def test_few_are_a_count_or_who_a_share_is_of_and_nothing_else(key, few):
    assert is_few(Gap(key.split("/")[0], "withheld", key, "count")) == few


@pytest.mark.parametrize("rule", ["percent", "mean", "one_cell", "joined"])
def test_by_another_rule_it_is_not_said_that_there_are_few(rule):
    assert not is_few(Gap("table_2_1", "withheld", N, rule))


@pytest.mark.parametrize(
    ("protected", "statistic", "fewest"), [(True, "share", 100), (True, "survival", 30), (False, "share", 30)]
)
def test_how_many_must_be_followed_is_told_as_it_is(protected, statistic, fewest):
    assert fewest_followed(replace(literal_release(f"{N} 400"), protected=protected), statistic) == fewest


def test_a_mean_of_months_of_which_most_are_few_is_a_number_where_the_mean_is_not():
    months = [f"figure_2_1/all/all//2023-{month:02}/n {'x' if month > 4 else 200}" for month in range(4, 11)]
    mean = evaluate(protected_release("\n".join(months)), "figure_2_1/all/all//2023-04..2023-10/n")
    assert (mean.value, mean.few) == (pytest.approx((200 + 6 * 5) / 7), 6)
