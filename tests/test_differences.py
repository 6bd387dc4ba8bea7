"""Differences between periods and benefits, on literal rows."""

import numpy as np
import pytest

from conftest import extract_at
from evalbook.contract.results import key_texts
from evalbook.estimates.intervals import square_and_add, wilson
from evalbook.estimates.resampling import Resampling
from evalbook.extract.extract import read_extract
from evalbook.items.evaluation import evaluate

STARTS = {"A": "2022-04-01", "B": "2022-04-01", "C": "2023-05-01", "D": "2023-05-01", "E": "2023-05-01"}
BENEFITS = dict(zip("ABCDE", ["IVA", "Wajong2015", "IVA", "IVA", "oWajong"], strict=True))
PEOPLE = "\n".join(f"{name},{BENEFITS[name]},man,1990-01-01,hart,{start},,," for name, start in STARTS.items())
JOBS = """
    A,J1,2022-04-01,40,600,bepaald,False
    C,J1,2023-07-01,40,600,bepaald,False
    E,J1,2024-03-01,40,600,bepaald,False
"""
CONVERSATIONS = "\n".join(["A,2022-05-01"] * 2 + ["C,2023-06-01"] * 5 + ["D,2023-06-01"])


@pytest.fixture(scope="module")
def results(tmp_path_factory):
    folder = tmp_path_factory.mktemp("extract") / "extract"
    extract = read_extract(extract_at(folder, participants=PEOPLE, jobs=JOBS, conversations=CONVERSATIONS))
    frame = evaluate(extract, Resampling())
    return frame.set_index(key_texts(frame))


def test_percentages_differ_in_points_with_newcombes_interval(results):
    ours = results.loc["differences/experiment-gedoog/all/table_4_1//difference"]
    limits = square_and_add((0.0, *wilson(0, 3)), (0.5, *wilson(1, 2)))
    assert ours["value"] == -50
    assert ours[["ci_low", "ci_high"]].tolist() == pytest.approx([100 * limit for limit in limits])


def test_the_base_is_the_smaller_one(results):
    assert results.loc["differences/experiment-gedoog/all/table_4_1//difference", "base"] == 2


def test_benefits_within_a_period(results):
    assert results.loc["differences/gedoog/IVA-Wajong/table_4_1//difference", "value"] == 100


def test_curves_of_finding_work_differ_in_the_share_that_found_it(results):
    ours = results.loc["differences/experiment-gedoog/all/figure_4_1/12/difference"]
    parents = results.loc[[f"figure_4_1/{period}/all//12/survival" for period in ("experiment", "gedoog")], "value"]
    assert ours["value"] == pytest.approx((1 - parents.iloc[0]) - (1 - parents.iloc[1]))
    assert ours["value"] == pytest.approx(2 / 3)
    assert np.isnan(ours["ci_low"])  # gedoog's curve is still at 1, where it has no limits


def test_shares_by_month_and_curves_stand_at_months_12_and_24_only(results):
    rows = results[results["item"].eq("differences") & results["row"].str.startswith("figure_4")]
    assert set(rows["column"]) <= {"12", "24", ""}


def test_a_curve_has_its_log_rank_test(results):
    assert 0 < results.loc["differences/experiment-gedoog/all/figure_4_1//p_value", "value"] < 1
    assert 0 < results.loc["differences/all/IVA-Wajong/figure_4_2//p_value", "value"] <= 1


def test_means_differ_with_the_limits_of_their_bootstraps(results):
    ours = results.loc["differences/gedoog/IVA-Wajong/table_3_1/0-6/difference"]
    assert ours["value"] == 2
    ours = results.loc["differences/experiment/IVA-Wajong/table_3_1/0-6/difference"]
    assert ours["value"] == 3
    assert np.isnan(ours["ci_low"])  # one person with Wajong: no bootstrap


# Of two groups of forty, a year apart, one more of each is placed in every month from April 2023 on.
PLACED = "\n".join(
    f"{period}{number},IVA,man,1990-01-01,hart,{start},,,"
    for period, start in (("G", "2022-04-01"), ("X", "2023-04-01"))
    for number in range(40)
)
PLACEMENTS = "\n".join(
    f"{period}{number},{2023 + (number + 3) // 12}-{(number + 3) % 12 + 1:02}-15,"
    for period in "GX"
    for number in range(20)
)


def test_what_came_with_the_experiment_is_compared_from_then_on(results_of):
    """By months since the start alone gedoog would seem to be placed a year later (p = 0.02)."""
    found = results_of("differences", participants=PLACED, trial_placements=PLACEMENTS)
    assert found["experiment-gedoog/all/trial_placement_entry//p_value"] > 0.5
    assert not [key for key in found if "figure_5" in key]


def test_a_test_with_late_entry_is_of_who_entered(tmp_path):
    extract = read_extract(extract_at(tmp_path / "extract", participants=PLACED, trial_placements=PLACEMENTS))
    frame = evaluate(extract, Resampling(replicates=0))
    bases = frame.set_index(key_texts(frame))["base"]
    assert bases["differences/experiment-gedoog/all/trial_placement_entry//p_value"] == 40
