"""Each rule of the gate on literal rows."""

from datetime import date

import numpy as np
import pandas as pd
import pytest
from evalbook.gate.gate import protect
from evalbook.items.contributions import COLUMNS as SPREAD

from evalbook.contract.results import COLUMNS, COUNTED, KEY, key_texts
from evalbook.errors import EvalbookError
from evalbook.estimates.intervals import wilson

NOBODY = pd.DataFrame(columns=list(SPREAD))


def gate(*rows, spread=NOBODY):
    """Rows of a key, a value and a base through the gate: value and rule by key."""
    frame = pd.DataFrame([[*key.split("/"), value, base] for key, value, base in rows], columns=[*KEY, "value", "base"])
    frame = frame.astype({"value": float, "base": float}).reindex(columns=list(COLUMNS)).assign(withheld="")
    scale = frame["statistic"].map(COUNTED).astype(float)
    low, high = wilson(frame["value"] / scale * frame["base"], frame["base"])
    frame = frame.assign(ci_low=scale * low, ci_high=scale * high)
    released = protect(frame, spread=spread, experiment_start=date(2023, 4, 1))
    return released.set_index(key_texts(released))


def spread(key, contributors, largest_two):
    return pd.DataFrame([[*key.split("/")[:-1], contributors, largest_two]], columns=list(SPREAD))


SELF_EMPLOYED = "table_4_7/all/all///percent"
CONVERSATIONS = "table_3_1/gedoog/IVA//0-6/mean"
COSTS = "table_3_4/gedoog/IVA/trajectories/year=1/mean_eur"
STARTS = "figure_2_1/all/IVA//2024-01/n"


@pytest.mark.parametrize(("persons", "shown"), [(1, None), (9, None), (10, 10), (12, 10), (13, 15), (0, 0)])
def test_counts_of_1_to_9_are_withheld_others_are_rounded_to_5(persons, shown):
    row = gate((STARTS, persons, 1000)).loc[STARTS]
    assert row["withheld"] == ("count" if shown is None else "")
    assert np.array_equal(row["value"], np.nan if shown is None else shown, equal_nan=True)


def test_a_withheld_number_leaves_nothing_behind():
    row = gate((SELF_EMPLOYED, 3.0, 300)).loc[SELF_EMPLOYED]
    assert row["withheld"] == "count" and row[["value", "base", "ci_low", "ci_high"]].isna().all()


def test_a_percentage_and_its_interval_follow_from_rounded_counts():
    row = gate((SELF_EMPLOYED, 100 * 43 / 201, 201)).loc[SELF_EMPLOYED]
    assert (row["value"], row["base"]) == (23, 200)  # 45 of 200, half up
    low, high = wilson(45, 200)
    assert row[["ci_low", "ci_high"]].tolist() == [100 * low, 100 * high]


@pytest.mark.parametrize(("base", "rule"), [(29, "percent"), (30, ""), (9, "count")])
def test_a_percentage_needs_30_persons_in_its_base(base, rule):
    assert gate((SELF_EMPLOYED, 50.0, base)).loc[SELF_EMPLOYED, "withheld"] == rule


def hired(base, agency):
    keys = [f"table_4_6/gedoog/IVA/{code}//percent" for code in ("agency", "direct")]
    persons = (agency, base - agency)
    return gate(*((key, 100 * n / base, base) for key, n in zip(keys, persons, strict=True)))["withheld"].tolist()


@pytest.mark.parametrize(
    ("base", "agency", "rule"),
    [(99, 90, "one_cell"), (99, 80, ""), (200, 190, ""), (99, 0, "one_cell"), (5000, 0, "one_cell")],
)
def test_nearly_all_of_a_small_base_in_one_category_withholds_the_breakdown(base, agency, rule):
    assert set(hired(base, agency)) == {rule}


@pytest.mark.parametrize(("base", "rule"), [(99, "one_cell"), (100, "")])
def test_a_yes_or_no_that_nobody_of_a_small_base_has_is_withheld(base, rule):
    assert gate((SELF_EMPLOYED, 0.0, base)).loc[SELF_EMPLOYED, "withheld"] == rule


@pytest.mark.parametrize(
    ("key", "base", "contributors", "largest_two", "rule"),
    [
        (CONVERSATIONS, 30, 20, 0.5, ""),
        (CONVERSATIONS, 29, 20, 0.2, "mean"),
        (CONVERSATIONS, 300, 200, 0.51, "mean"),
        (CONVERSATIONS, 300, 9, 0.3, "mean"),
        (COSTS, 99, 50, 0.2, "mean"),
        (COSTS, 100, 50, 0.2, ""),
    ],
)
def test_a_mean_needs_persons_and_nobody_who_dominates(key, base, contributors, largest_two, rule):
    assert gate((key, 2.0, base), spread=spread(key, contributors, largest_two)).loc[key, "withheld"] == rule


def test_a_mean_of_which_nothing_is_known_is_withheld():
    other = spread(CONVERSATIONS.replace("IVA", "Wajong"), 200, 0.1)
    assert gate((CONVERSATIONS, 2.0, 300), spread=other).loc[CONVERSATIONS, "withheld"] == "mean"


def test_means_of_which_nobody_says_who_stands_behind_them_stop_the_release():
    with pytest.raises(EvalbookError, match="table_3_1: nothing says who stands behind its means.*`contributions`"):
        gate((CONVERSATIONS, 2.0, 300))


def test_a_mean_has_three_significant_digits_and_a_rounded_base():
    row = gate((COSTS, 1234.56, 123), spread=spread(COSTS, 99, 0.1)).loc[COSTS]
    assert (row["value"], row["base"]) == (1230, 125)


def test_a_statistic_without_a_rule_stops_the_release():
    with pytest.raises(EvalbookError, match="No rule says when median may be shown"):
        gate(("table_3_1/gedoog/IVA//0-6/median", 2.0, 5000))


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("table_4_9/gedoog/all/one//percent", "table_4_9: row 'one', percent"),
        ("ladder_moves/gedoog/all/sideways//n", "ladder_moves: row 'sideways', n"),
        ("table_3_4/gedoog/IVA/jobcoach/year=4/mean_eur", "table_3_4: row 'jobcoach', mean_eur"),
    ],
)
def test_a_number_of_which_no_declaration_says_whom_it_counts_stops_the_release(key, said):
    with pytest.raises(EvalbookError, match=rf"Add cases under `persons`(.|\n)*{said}"):
        gate((key, 50.0, 5000))


def curve(*months):
    """Survival and rule by month, of a curve given as (at risk, events)."""
    survival, rows = 1.0, []
    for month, (at_risk, events) in enumerate(months):
        survival *= 1 - events / at_risk
        rows.append((f"figure_4_1/gedoog/all//{month}/survival", survival, at_risk))
    return gate(*rows)


def test_a_curve_follows_from_events_and_losses_rounded_to_10():
    released = curve((201, 0), (200, 4), (190, 12), (170, 1))
    # cumulative events 0, 4, 16, 17 and losses 1, 7, 15 -> 0, 0, 20, 20 and 0, 10, 20
    assert released["base"].tolist() == [200, 200, 190, 160]
    assert released["value"].round(6).tolist() == [1, 1, round(1 - 20 / 190, 6), round(1 - 20 / 190, 6)]


def test_a_curve_ends_where_fewer_than_30_are_at_risk_and_does_not_come_back():
    released = curve((100, 10), (60, 10), (29, 0), (29, 0))
    assert released["withheld"].tolist() == ["", "", "curve", "curve"]


def test_the_same_group_has_the_same_value_wherever_it_stands():
    rows = [("table_4_1/gedoog/all///percent", 100 * 43 / 201, 201), ("figure_4_3/gedoog/all//0/share", 43 / 201, 201)]
    released = gate(*rows)
    assert (released["value"].iloc[1], released["base"].iloc[1]) == (45 / 200, 200)
    assert released["value"].iloc[0] == 23


def test_a_difference_is_one_of_released_numbers_and_withheld_with_them():
    parents = [
        (f"table_4_7/{period}/all///percent", 100 * n / 300, 300) for period, n in (("gedoog", 33), ("experiment", 62))
    ]
    key = "differences/experiment-gedoog/all/table_4_7//difference"
    assert gate(*parents, (key, 9.67, 300)).loc[key, "value"] == 20 - 12
    few = [parents[0], ("table_4_7/experiment/all///percent", 1.0, 300)]
    assert gate(*few, (key, 9.67, 300)).loc[key, "withheld"] == "count"
