"""Each rule by which a number of protected cells is shown or withheld, on literal cells."""

from datetime import date

import numpy as np
import pytest

from cells_of import cells
from evalbook.contract.edition import Edition
from evalbook.contract.results import key_texts
from evalbook.errors import EvalbookError
from evalbook.estimates.intervals import wilson
from evalbook.numbers.evaluation import evaluate_cells
from evalbook.numbers.shown import shown

EDITION = Edition("a", "A", "register", date(2025, 3, 31), 2023, 100.0)
SELF_EMPLOYED = "table_4_7/all/all//"
STARTS = "figure_2_1/all/all//2024-01"


def numbers(text, **columns):
    """What is shown of released cells, by key."""
    made = shown(evaluate_cells(cells(text).assign(**columns), EDITION))
    return made.set_index(key_texts(made))


def of(persons, base, *, few=""):
    return f"{SELF_EMPLOYED}/persons {persons} {few}\n{SELF_EMPLOYED}/base {base}"


def test_a_count_is_shown_as_it_was_released():
    row = numbers(f"{STARTS}/persons 43\n{STARTS}/base 201").loc[f"{STARTS}/n"]
    assert (row["value"], row["base"], row["withheld"]) == (43, 201, "")


@pytest.mark.parametrize(("few", "rule"), [("few", "count"), ("", "")])
def test_of_a_few_no_number_is_left(few, rule):
    row = numbers(of(5, 300, few=few)).loc[f"{SELF_EMPLOYED}/percent"]
    assert row["withheld"] == rule
    assert row[["value", "base", "ci_low", "ci_high"]].isna().all() == (few == "few")


def test_a_percentage_is_whole_and_its_interval_that_of_the_released_counts():
    row = numbers(of(43, 201)).loc[f"{SELF_EMPLOYED}/percent"]
    assert (row["value"], row["base"]) == (21, 201)
    assert row[["ci_low", "ci_high"]].tolist() == [100 * limit for limit in wilson(43, 201)]


def test_half_a_percent_is_rounded_up_whatever_a_binary_number_makes_of_it():
    """100 times 23 / 40 is a little less than 57.5; the release was then refused where it was read."""
    assert numbers(of(23, 40)).loc[f"{SELF_EMPLOYED}/percent", "value"] == 58


def test_more_than_all_are_all():
    assert numbers(of(304, 300)).loc[f"{SELF_EMPLOYED}/percent", "value"] == 100


@pytest.mark.parametrize(("base", "rule"), [(29, "percent"), (30, ""), (9, "count"), (0, "count")])
def test_a_percentage_needs_30_persons_in_its_base(base, rule):
    assert numbers(of(20, base)).loc[f"{SELF_EMPLOYED}/percent", "withheld"] == rule


def hired(base, agency, *, few=""):
    place = "table_4_6/gedoog/IVA/{}//{}"
    parts = {"agency": agency, "direct": base - agency}
    lines = [f"{place.format(code, 'persons')} {n} {few if n < 10 and n else ''}" for code, n in parts.items()]
    lines += [f"{place.format(code, 'base')} {base}" for code in parts]
    return numbers("\n".join(lines))["withheld"]


@pytest.mark.parametrize(
    ("base", "agency", "rule"),
    [(99, 90, "one_cell"), (99, 80, ""), (200, 190, ""), (99, 0, "one_cell"), (5000, 0, "one_cell")],
)
def test_nearly_all_of_a_small_base_in_one_category_withholds_the_breakdown(base, agency, rule):
    found = hired(base, agency, few="few")
    assert {*found[found.index.str.startswith("table_4_6")]} == {rule}


def test_a_full_category_is_shown_where_it_tells_nothing_of_a_person():
    place = "stated_time/all/all/kind=modulair/{}/{}"
    parts = {"half": 60, "within": 0, "beyond": 0}
    lines = [place.format(code, f"persons {n}") for code, n in parts.items()]
    lines += [place.format(code, "base 60") for code in parts]
    shown = numbers("\n".join(lines)).query("item == 'stated_time' and statistic == 'percent'")
    assert [*shown["value"]] == [100, 0, 0] and {*shown["withheld"]} == {""}


def test_a_breakdown_that_two_items_have_is_looked_at_in_each():
    kinds = {"IVA": 300, "oWajong": 0, "Wajong2010": 0, "Wajong2015": 0, "overig": 0}
    lines = [
        f"table_2_1/all/{each}/{each}//{name} {n if name == 'persons' else 300}"
        for each, n in kinds.items()
        for name in ("persons", "base")
    ]
    lines += [
        f"table_5_2/all/all/benefit={each}/participants/{name} {n if name == 'persons' else 300}"
        for each, n in (("IVA", 300), ("Wajong", 0))
        for name in ("persons", "base")
    ]
    assert {*numbers("\n".join(lines)).query("item in ('table_2_1', 'table_5_2')")["withheld"]} == {"one_cell"}


def mean(item, statistic, amount, base, width=0.5):
    place = f"{item}/gedoog/IVA//0-6" if item == "table_3_1" else f"{item}/gedoog/IVA/jobcoach/year=1"
    text = f"{place}/amount {amount}\n{place}/base {base}\n{place}/below {width}\n{place}/above {width}"
    return numbers(text).loc[f"{place}/{statistic}"]


@pytest.mark.parametrize(
    ("item", "statistic", "base", "rule"),
    [
        ("table_3_1", "mean", 29, "mean"),
        ("table_3_1", "mean", 30, ""),
        ("table_3_4", "mean_eur", 99, "mean"),
        ("table_3_4", "mean_eur", 100, ""),
    ],
)
def test_a_mean_needs_persons_and_one_of_money_more(item, statistic, base, rule):
    assert mean(item, statistic, 5000, base)["withheld"] == rule


def test_a_mean_has_three_digits_and_no_interval_on_fewer_than_50():
    many, few = mean("table_3_1", "mean", 123456, 100), mean("table_3_1", "mean", 123456, 49)
    assert (many["value"], many["ci_low"]) == (1230, 1230)
    assert few["withheld"] == "" and few[["ci_low", "ci_high"]].isna().all()


def test_limits_of_a_mean_have_its_digits_are_rounded_away_from_it_and_are_never_the_number_itself():
    place = "costs_of_results/all/all/participant/months=12"
    rows = [f"{place}/amount 301234", f"{place}/base 100", f"{place}/factor {{}}"]
    wide, none = (numbers("\n".join(rows).format(factor)).loc[f"{place}/mean_eur"] for factor in (1.1, 1.0))
    assert wide[["value", "ci_low", "ci_high"]].tolist() == [3010, 2730, 3320]
    assert none["value"] == 3010 and none[["ci_low", "ci_high"]].isna().all()


def test_a_sum_that_is_not_released_has_no_mean():
    assert mean("table_3_1", "mean", "nan", 100)["withheld"] == "mean"


def test_a_curve_ends_where_fewer_than_30_are_at_risk():
    place = "figure_4_1/gedoog/all/"
    lines = [f"{place}//at_start 100"]
    lines += [
        f"{place}/{month}/{name} {n}"
        for name, so_far in (("events", (10, 20, 30, 31)), ("losses", (30, 51, 60, 69)))
        for month, n in enumerate(so_far)
    ]
    rows = numbers("\n".join(lines))
    rows = rows[rows["item"] == "figure_4_1"]
    assert rows["base"].tolist() == [100, 60] and rows["value"].tolist() == pytest.approx([0.9, 0.9 * 5 / 6])


def test_a_curve_of_who_is_in_work_at_the_time_ends_where_fewer_than_100_are_followed():
    place = "figure_b4_3/all/IVA/trajectory=yes"
    bases = (140, 100, 99, 120)
    lines = [
        f"{place}/{month}/{name} {n}"
        for month, base in enumerate(bases)
        for name, n in (("persons", 20), ("base", base))
    ]
    rows = numbers("\n".join(lines))
    assert rows.loc[rows["item"] == "figure_b4_3", "base"].tolist() == [140, 100]


@pytest.mark.parametrize(("base", "rule"), [(49, "mean"), (50, "")])
def test_what_was_computed_of_persons_needs_50(base, rule):
    place = "trajectory_hazard/gedoog/IVA"
    lines = [
        f"{place}/trajectory={code}//{name} {n}"
        for code in ("no", "yes")
        for name, n in (("persons", 20), ("base", base))
    ]
    lines += [
        f"{place}///{name} {n}"
        for name, n in (("hazard_ratio", 1.2), ("hazard_low", 0.8), ("hazard_high", 1.9), ("p_value", 0.3))
    ]
    rows = numbers("\n".join(lines))
    assert {*rows.loc[[f"{place}///hazard_ratio", f"{place}///p_value"], "withheld"]} == {rule}


def test_a_difference_is_one_of_released_numbers_and_withheld_with_them():
    parts = {"gedoog": 33, "experiment": 62}
    text = "\n".join(
        f"table_4_1/{period}/all///persons {n}\ntable_4_1/{period}/all///base 300" for period, n in parts.items()
    )
    key = "differences/experiment-gedoog/all/table_4_1//difference"
    assert numbers(text).loc[key, "value"] == pytest.approx(100 * (62 - 33) / 300)
    assert numbers(text.replace("persons 62", "persons 5 few")).loc[key, "withheld"] == "count"


def test_a_number_of_which_no_declaration_says_whom_it_counts_stops_the_release():
    place = "trajectory_hazard/gedoog/IVA/sideways/"
    with pytest.raises(EvalbookError, match="No declaration says which persons trajectory_hazard/gedoog/IVA/sideways"):
        numbers(f"{place}/persons 50\n{place}/base 100")


def test_who_is_assumed_is_shown():
    assert np.isfinite(numbers(of(43, 201)).loc["scenario/all/all/inflow_per_month//given", "value"])


def test_the_parts_of_a_joined_class_say_that_it_has_them_in_differences_too():
    text = "\n".join(
        f"table_4_3/{period}/all/{code}//{measure} {value}"
        for period in ("gedoog", "experiment")
        for code, count in (("[0,10)", 40), ("[30,inf)", 60))
        for measure, value in (("persons", count), ("base", 100))
    )
    found = numbers(text)
    parts = [key for key in found.index[found["withheld"] == "joined"] if key.endswith(("percent", "difference"))]
    assert parts == [
        *(f"table_4_3/{p}/all/{c}//percent" for p in ("gedoog", "experiment") for c in ("[30,40)", "[40,inf)")),
        *(f"differences/experiment-gedoog/all/table_4_3:{c}//difference" for c in ("[30,40)", "[40,inf)")),
    ]
    assert found.loc["table_4_3/gedoog/all/[30,inf)//percent", "value"] == 60


def test_a_difference_goes_with_a_side_that_is_withheld():
    """Money on 70 persons is withheld: the other side, less the difference, would tell it."""
    sides = {"gedoog": 70, "experiment": 700}
    text = "\n".join(
        f"table_3_4/{period}/IVA/total/year=1/{measure} {number}"
        for period, base in sides.items()
        for measure, number in (("amount", 1000 * base), ("base", base), ("below", 90), ("above", 90))
    )
    found = numbers(text)
    means, difference = found[found["statistic"] == "mean_eur"], found[found["statistic"] == "difference"]
    assert means["withheld"].tolist() == ["mean", ""]
    assert difference["withheld"].tolist() == ["mean"] and difference["value"].isna().all()


def compared(base, *, few="", comparable=40, few_comparable="", month="12"):
    place = f"comparison_in_work/all/IVA//{month}"
    lines = [f"persons 30 {few}", f"base {base}", f"comparable {comparable} {few_comparable}", "error 0.02"]
    return "\n".join(f"{place}/{each}" for each in lines)


def test_a_comparison_needs_a_hundred_and_ends_where_there_are_fewer():
    months = {"1": 130, "2": 100, "3": 99, "4": 120}
    found = numbers("\n".join(compared(base, month=month) for month, base in months.items()))
    assert {*found.loc[found["item"] == "comparison_bands", "column"]} == {"1", "2"}
    found = found[found.index.str.startswith("comparison_in_work/")]
    assert {*found["column"]} == {"1", "2"} and (found["withheld"] == "").all()
    assert found.loc["comparison_in_work/all/IVA//2/difference", "value"] == pytest.approx(-0.1)
    place = "comparison_untouched/all/IVA/work_at_start/"
    few = numbers(f"{place}/persons 30\n{place}/base 99\n{place}/comparable 40\n{place}/error 0.02")
    few = few[few["item"] == "comparison_untouched"]
    assert {*few["withheld"]} == {"comparison"} and few["value"].isna().all()


def test_of_a_few_in_work_on_either_side_their_share_and_the_difference_go():
    one = numbers(compared(130, few="few"))["withheld"]
    other = numbers(compared(130, comparable=5, few_comparable="few"))["withheld"]
    band = "comparison_bands/all/IVA/in_work/12/share_comparable"
    assert (one[band], other[band]) == ("count", "count")  # a band tells how many, though not whose
    statistics = ["share_starters", "share_comparable", "difference", "standard_error"]
    of = [f"comparison_in_work/all/IVA//12/{each}" for each in statistics]
    assert one[of].tolist() == ["count", "", "count", "count"]
    assert other[of].tolist() == ["", "count", "count", "count"]


def test_how_far_a_category_is_follows_from_released_counts_and_is_not_told_of_a_few():
    place = "comparison_balance/all/IVA/{}//{}"
    of = {"sex=man": "60", "sex=vrouw": "5 few", "sex=onbekend": "0"}
    more = {"base": 120, "controls_in": 3000, "controls_all": 10000, "smd_after": 0}
    lines = [f"{place.format(row, 'persons')} {number}" for row, number in of.items()]
    lines += [f"{place.format(row, name)} {number}" for row in of for name, number in more.items()]
    found = numbers("\n".join(lines))
    near = (0.5 - 0.3) / np.sqrt((0.25 + 0.21) / 2)
    assert found.loc[place.format("sex=man", "smd_before"), "value"] == pytest.approx(near)
    assert {*found.loc[found["row"] == "sex=vrouw", "withheld"]} == {"count"}
    assert (found.loc[found["row"] == "sex=onbekend", "withheld"] == "").all()
