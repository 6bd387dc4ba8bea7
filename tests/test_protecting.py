"""What leaves the closed machine of each cell: noise by its persons, nothing of few, and what never falls."""

import numpy as np
import pandas as pd
import pytest

from cells_of import cells
from evalbook.gate.kept import read_kept, write_kept
from evalbook.gate.protecting import protect
from evalbook.gate.record_keys import record_keys
from variations import SECRET

PLACE = "table_4_6/gedoog/IVA/agency//"
MANY = "\n".join(f"table_4_6/gedoog/IVA/{n}//persons {n % 400}" for n in range(4000))


@pytest.fixture
def nothing(tmp_path):
    return read_kept(tmp_path / "none")


def released(text, nothing, **columns):
    return protect(cells(text).assign(**columns), SECRET, nothing)[0]


def test_counts_are_off_by_5_at_most_by_less_than_1_5_on_average_and_as_often_up_as_down(nothing):
    true = cells(MANY)["value"]
    shown = released(MANY, nothing)
    change = (shown["value"] - true)[true >= 20]
    assert change.abs().max() == 5 and change.abs().mean() < 1.5 and abs(change.mean()) < 0.1


def test_zero_stays_zero_and_a_few_are_few(nothing):
    true = cells(MANY)["value"]
    shown = released(MANY, nothing)
    assert (shown.loc[true == 0, "value"] == 0).all() and not shown.loc[true == 0, "few"].any()
    assert shown.loc[true.between(1, 4), "few"].all() and not shown.loc[true > 14, "few"].any()
    assert (shown.loc[shown["few"], "value"] == 5).all() and (
        shown.loc[~shown["few"] & (true > 0), "value"] >= 10
    ).all()


def test_the_same_persons_have_the_same_number_wherever_they_stand(nothing):
    text = "\n".join(
        f"table_4_6/gedoog/IVA/{n}//persons 300 =a\nfigure_4_3/gedoog/all//{n}/base 300 =a" for n in range(3)
    )
    assert released(text, nothing)["value"].nunique() == 1


def test_another_secret_makes_other_numbers(nothing):
    one, other = (protect(cells(MANY), secret, nothing)[0]["value"] for secret in (SECRET, b"other"))
    assert 0.7 < (one != other).mean() < 0.95


def test_a_statistic_of_a_population_has_no_noise(nothing):
    shown = released("table_2_2/population/IVA/sex=man//persons 3\n" * 1, nothing, key=np.nan)
    assert shown["value"].tolist() == [3] and not shown["few"].any()


def test_what_has_happened_so_far_never_falls(nothing):
    text = "\n".join(f"figure_4_1/gedoog/all//{month}/events {20 + month}" for month in range(200))
    values = released(text, nothing)["value"]
    off = values - 20 - np.arange(200)
    assert (values.diff().dropna() >= 0).all() and abs(off.mean()) < 0.5 and off.abs().max() <= 5


@pytest.mark.parametrize(
    "cell", ["work_states/all/all/state=aow/{}/error", "comparison_in_work/all/all//{}/comparable_error"]
)
def test_standard_errors_are_a_tenth_off_at_most_each_by_itself(nothing, cell):
    text = "\n".join(f"{cell.format(month)} 0.5" for month in range(200))
    values = released(text, nothing)["value"]
    assert values.between(0.45, 0.55).all() and values.nunique() > 8 and abs(values.mean() - 0.5) < 0.005


def test_what_happened_in_windows_of_months_may_fall(nothing):
    text = "table_3_1/gedoog/IVA//6-12/amount 900\ntable_3_1/gedoog/IVA//18-24/amount 30"
    assert released(text, nothing, largest=2.0, second=1.0)["value"].tolist()[1] <= 40


def test_whether_two_have_most_of_a_sum_stands_still_too(nothing):
    text = "table_3_4/gedoog/IVA/jobcoach/year=1/amount"
    _, kept = protect(cells(f"{text} 1000").assign(largest=300.0, second=201.0), SECRET, nothing)
    later = cells(f"{text} 1010").assign(largest=300.0, second=201.0)
    assert protect(later, SECRET, kept)[0]["value"].isna().all()
    assert protect(later, SECRET, nothing)[0]["value"].notna().all()


@pytest.mark.parametrize(("largest", "second", "shown"), [(400.0, 100.0, True), (400.0, 101.0, False)])
def test_a_sum_of_which_two_have_more_than_half_is_not_released(nothing, largest, second, shown):
    value = released("table_3_4/gedoog/IVA/jobcoach/year=1/amount 1000", nothing, largest=largest, second=second)[
        "value"
    ]
    assert value.notna().item() is shown


def test_a_sum_is_changed_in_proportion_to_its_largest_part(nothing):
    text = "\n".join(f"table_3_4/gedoog/IVA/{n}//amount 90000" for n in range(500))
    change = released(text, nothing, largest=200.0, second=100.0)["value"] - 90000
    assert {*(change / 200)} == {*map(float, range(-5, 6))}


def test_what_only_persons_can_tell_has_two_digits(nothing):
    text = "trajectory_hazard/gedoog/IVA///hazard_ratio 1.2345\nladder_moves/all/all/net//p_value 0.012345"
    assert released(text, nothing)["value"].tolist() == [1.2, 0.012]


def test_a_cell_that_hardly_moved_keeps_its_number(nothing):
    first, kept = protect(cells(f"{PLACE}persons 300 =a"), SECRET, nothing)
    moved = pd.concat([cells(f"{PLACE}persons {n} =b").assign(key=7.0 * n) for n in (309, 310)])
    still, _ = protect(moved[:1], SECRET, kept)
    assert still["value"].tolist() == first["value"].tolist()
    other, kept_then = protect(moved[1:], SECRET, kept)
    assert kept_then["true"].tolist() == [310] and 305 <= other["value"].item() <= 315


def test_who_has_the_secret_and_the_ids_can_take_the_noise_away():
    """The control: with the secret known nothing is protected."""
    keys = record_keys(["a", "b"], SECRET)
    assert keys.tolist() == record_keys(["a", "b"], SECRET).tolist() != record_keys(["a", "b"], b"guess").tolist()


@pytest.mark.parametrize(("more", "limit"), [(9, 4.1), (10, 5.2)])
def test_what_only_persons_can_tell_stands_still_while_the_cells_of_its_group_do(nothing, more, limit):
    """Else the limits of a mean, made of each single person, would tell of the one who left."""
    place = "table_3_4/gedoog/IVA/jobcoach/year=1"
    _, kept = protect(cells(f"{place}/base 100\n{place}/below 4.1"), SECRET, nothing)
    later, _ = protect(cells(f"{place}/base {100 + more}\n{place}/below 5.2"), SECRET, kept)
    assert later.loc[later["measure"] == "below", "value"].item() == limit


def test_a_sum_of_nobody_stands_still(nothing):
    """It has no largest contribution to be measured by."""
    place = "work_states/all/all/in_work>left/3"
    limit = "work_states/all/all/state=in_work/3/error"
    first, kept = protect(cells(f"{place}/moves 0\n{limit} 0.2").assign(largest=0.0, second=0.0), SECRET, nothing)
    later, _ = protect(cells(f"{place}/moves 0\n{limit} 0.3").assign(largest=0.0, second=0.0), SECRET, kept)
    pd.testing.assert_frame_equal(later, first)


def test_a_sum_that_is_not_released_is_kept_and_read_back(tmp_path):
    text = "table_3_4/all/IVA/jobcoach/year=1/amount 900"
    sums = cells(text).assign(key=1.0, largest=800.0, second=50.0)
    shown, keeps = protect(sums, SECRET, read_kept(tmp_path / "none"))
    write_kept(keeps, tmp_path / "cells.csv")
    again, _ = protect(sums, SECRET, read_kept(tmp_path / "cells.csv"))
    assert shown["value"].isna().all() and again["value"].isna().all()


def weighted(values, largest, nothing):
    text = "\n".join(f"comparison_in_work/all/all//{at}/comparable {value}" for at, value in enumerate(values))
    return released(text, nothing, largest=float(largest))


@pytest.mark.parametrize("unit", [1, 3])
def test_what_is_weighted_is_a_count_of_the_largest_weight_of_a_person(nothing, unit):
    true = np.arange(0, 400 * unit, 0.7)
    shown = weighted(true, unit, nothing)
    told = shown.loc[~shown["few"] & (true > 0), "value"]
    assert (told % unit == 0).all() and told.min() == 10 * unit
    change = (shown["value"] - true)[true > 20 * unit]
    assert 4 * unit < change.abs().max() <= 5.5 * unit and change.abs().mean() < 1.5 * unit
    assert shown.loc[(true > 0) & (true < 4.5 * unit), "few"].all() and not shown.loc[true > 15 * unit, "few"].any()
    assert (shown.loc[shown["few"], "value"] == 5 * unit).all() and shown["value"].iloc[0] == 0


def test_what_differs_by_construction_by_nothing_is_nothing(nothing):
    text = "comparison_balance/all/all/sex=man//smd_after {}"
    assert released(text.format(-3.1e-13), nothing)["value"].tolist() == [0.0]
    assert released(text.format(-0.018), nothing)["value"].tolist() == [-0.02]
