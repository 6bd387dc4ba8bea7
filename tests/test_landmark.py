"""With and without a trajectory: literal rows, and a simulation in which a trajectory does nothing."""

import numpy as np
import pytest

from evalbook.contract.results import key_texts
from evalbook.estimates.resampling import Resampling
from evalbook.extract.extract import read_extract
from evalbook.items.evaluation import evaluate

pytestmark = pytest.mark.slow

PEOPLE = "\n".join(
    f"{name},IVA,man,1990-01-01,hart,2023-06-10,{end},,"
    for name, end in zip("ABCDEF", ["", "", "", "2023-09-02", "", "2023-10-02"], strict=True)
)
JOBS = """
    A,J1,2023-09-01,40,600,bepaald,False
    B,J1,2023-11-01,40,600,bepaald,False
    C,J1,2024-05-01,40,600,bepaald,False
"""
TRAJECTORIES = "B,ips,2023-09-30,,10\nC,ips,2023-10-01,,10\nE,ips,2023-06-09,,10\nF,ips,2023-06-10,,10"


def test_at_the_landmark_only_who_is_in_service_and_never_yet_worked(results_of):
    """A worked by month 3, D's service ended in it; E's trajectory began before the service, C's after month 3."""
    curve = results_of("landmark_trajectory", participants=PEOPLE, jobs=JOBS, trajectories=TRAJECTORIES)
    assert curve["all/IVA/landmark=3,trajectory=yes/5/survival"] == pytest.approx(1 / 2)
    assert curve["all/IVA/landmark=3,trajectory=no/11/survival"] == pytest.approx(1 / 2)
    assert "all/IVA/landmark=3,trajectory=yes/2/survival" not in curve


def test_the_difference_is_in_the_share_that_found_work(results_of):
    curve = results_of("landmark_trajectory", participants=PEOPLE, jobs=JOBS, trajectories=TRAJECTORIES)
    assert curve["all/IVA/landmark=3/12/difference"] == pytest.approx(0)
    assert curve["all/IVA/landmark=3//p_value"] > 0.05


def test_work_in_the_month_in_which_a_trajectory_begins_is_found_without_it(results_of):
    trajectories = "A,ips,2023-09-02,,10\nB,ips,2023-10-02,,10"
    found = results_of("trajectory_hazard", participants=PEOPLE, jobs=JOBS, trajectories=trajectories)
    assert found["all/IVA/trajectory=no//n"] == 2
    assert found["all/IVA/trajectory=yes//n"] == 1


@pytest.fixture(scope="module")
def no_effect():
    """3,000 persons find work at 4 % a month; who has none is given a trajectory at 6 % a month, which does nothing."""
    draws = np.random.default_rng(4)
    persons = [f"P{number:04}" for number in range(3000)]
    found, begun = draws.geometric(0.04, len(persons)), draws.geometric(0.06, len(persons))
    jobs = [(person, month) for person, month in zip(persons, found, strict=True) if month <= 24]
    given = [(p, month) for p, month, job in zip(persons, begun, found, strict=True) if month < job and month <= 24]
    first = np.datetime64("2023-03")
    return {
        "participants": "\n".join(f"{person},IVA,man,1990-01-01,hart,2023-03-01,,," for person in persons),
        "jobs": "\n".join(f"{person},J1,{first + month}-01,40,600,bepaald,False" for person, month in jobs),
        "trajectories": "\n".join(f"{person},ips,{first + month}-15,,10" for person, month in given),
    }


def test_where_a_trajectory_does_nothing_the_published_form_shows_an_effect_and_ours_none(write_extract, no_effect):
    extract = read_extract(write_extract(**no_effect))
    results = evaluate(extract, Resampling(replicates=0))
    results = results.set_index(key_texts(results))
    published = results.loc["differences/all/IVA/figure_b4_1:trajectory=yes-no/12/difference"]
    assert published["ci_high"] < -0.1
    for landmark in (3, 6, 12):
        ours = results.loc[f"landmark_trajectory/all/IVA/landmark={landmark}//hazard_ratio"]
        assert ours["ci_low"] < 1 < ours["ci_high"]
        ours = results.loc[f"landmark_trajectory/all/IVA/landmark={landmark}/24/difference"]
        assert ours["ci_low"] < 0 < ours["ci_high"]
    ours = results.loc["trajectory_hazard/all/IVA///hazard_ratio"]
    assert ours["ci_low"] < 1 < ours["ci_high"]
    assert ours["ci_high"] - ours["ci_low"] < 0.3
