"""The periods in one mix, on literal rows, person by person."""

import numpy as np
import pytest

# Followed to month 12 from both starts, through March 2025; `soon`: a conversation within six months.
BENEFITS = ("IVA", "Wajong2015")
PERSONS = [
    (period, benefit, soon, works)
    for period in ("gedoog", "experiment")
    for benefit in BENEFITS
    for soon in (True, False)
    for works in (
        [1, soon, 0, 0] if (period == "gedoog") == (benefit == "IVA") else [soon, period == "gedoog" and soon, 0]
    )
]
STARTS = {"gedoog": "2022-04-01", "experiment": "2023-05-01"}


@pytest.fixture
def found(results_of):
    people, jobs, talks = [], [], []
    for number, (period, benefit, soon, works) in enumerate(PERSONS):
        start = STARTS[period]
        people.append(f"P{number},{benefit},man,1990-01-01,hart,{start},,,")
        month = f"{int(start[:4]) + 1}{start[4:]}"
        jobs += [f"P{number},J1,{month},40,600,bepaald,False"] if works else []
        talks.append(f"P{number},{start[:5]}{'06' if soon else '12'}-02")
    registers = {"participants": people, "jobs": jobs, "conversations": talks}
    registers = {name: "\n".join(rows) for name, rows in registers.items()}
    return results_of("same_mix_work", trajectories="P0,modulair,2022-04-02,2022-05-01,100", **registers)


def shares(period, benefit=None, *, soon=False):
    of = [w for p, b, s, w in PERSONS if p == period and benefit in (None, b) and (s or not soon)]
    return np.mean(of), len(of)


def test_as_they_are_is_the_difference_of_the_shares(found):
    crude = 100 * (shares("experiment")[0] - shares("gedoog")[0])
    assert found["experiment-gedoog/all/as_is/in_work=12/estimated_points"] == pytest.approx(crude)


@pytest.mark.parametrize("soon", [False, True])
def test_in_one_mix_of_benefits_each_benefit_weighs_as_it_does_in_both_periods(found, soon):
    of = {(p, b): shares(p, b, soon=soon) for p in STARTS for b in BENEFITS}
    weights = np.array([sum(of[p, b][1] for p in STARTS) for b in BENEFITS])
    differences = [of["experiment", b][0] - of["gedoog", b][0] for b in BENEFITS]
    row = "served,mix=benefit" if soon else "mix=benefit"
    naive = 100 * np.average(differences, weights=weights)
    assert found[f"experiment-gedoog/all/{row}/in_work=12/estimated_points"] == pytest.approx(naive)


def test_found_work_is_in_it_too(found):
    assert "experiment-gedoog/all/as_is/found_work=12/estimated_points" in found
    assert "experiment-gedoog/all/served/found_work=12/estimated_points" in found
