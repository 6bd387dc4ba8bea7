"""The periods in one mix, on literal rows, person by person."""

import numpy as np
import pandas as pd
import pytest

from cells_of import cells
from evalbook.numbers.same_mix import same_mix_costs
from evalbook.numbers.source import Source
from evalbook.numbers.wide import wide

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
CONVERSATION = 100  # euro, in the settings of conftest
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


def test_keeping_is_of_who_found_work_a_year_before_the_end(results_of):
    people = [f"P{at},IVA,man,1990-01-01,hart,{STARTS[period]},,," for at, period in enumerate([*STARTS] * 3)]
    # Of the tolerance period two found work, of whom one is in it a year later and one only until the month before; of
    # the experiment one, who is. Who worked at the start is in neither.
    months = {
        0: ("2022-05", "2023-05"),
        2: ("2022-05", "2023-04"),
        3: ("2023-06", "2024-06"),
        4: ("2022-04", "2023-04"),
    }
    jobs = [f"P{who},J1,{month}-01,40,600,bepaald,False" for who, own in months.items() for month in own]
    found = results_of("same_mix_work", participants="\n".join(people), jobs="\n".join(jobs))
    key = "experiment-gedoog/all/as_is/kept=12/estimated_points"
    assert found[key] == pytest.approx(100 - 50)


def test_a_trajectory_counts_when_it_began_in_the_months_looked_at(results_of):
    people = [f"P{at},IVA,man,1990-01-01,hart,{STARTS[period]},,," for at, period in enumerate([*STARTS] * 2)]
    began = {0: "2023-03-30", 1: "2024-05-02"}  # in the last month of the first year, and in the one after it
    bought = "\n".join(f"P{who},modulair,{day},,100" for who, day in began.items())
    found = results_of("same_mix_service", participants="\n".join(people), trajectories=bought)
    assert found["experiment-gedoog/all/as_is/trajectory=12/estimated_points"] == pytest.approx(0 - 50)


def costs_of(results_of, amounts):
    """Of an amount of a trajectory by person, in the order of STARTS by turns."""
    people, bought = [], []
    for at, (benefit, amount) in enumerate(amounts):
        start = [*STARTS.values()][at % 2]
        people.append(f"P{at},{benefit},man,1990-01-01,hart,{start},,,")
        bought.append(f"P{at},modulair,{start[:8]}20,{start[:8]}28,{amount}")
        bought.append(f"P{at},modulair,{int(start[:4]) + 1}{start[4:8]}20,,900")  # in the second year
    registers = {"participants": people, "trajectories": bought}
    registers = {name: "\n".join(rows) for name, rows in registers.items()}
    more = {"conversations": "P0,2022-04-02", "provisions": "P0,jobcoach,2022-06-01,2022-07-01,70"}
    return results_of("same_mix_costs", **registers, **more)


def test_costs_in_one_mix_are_a_weighted_difference_of_means(results_of):
    amounts = [("IVA", 100), ("IVA", 300), ("IVA", 200), ("Wajong2015", 50), ("Wajong2015", 80), ("IVA", 500)]
    found = costs_of(results_of, amounts)
    # Of the tolerance period: P0 and P2 with IVA, P4 with Wajong; P0 has a conversation and a job coach as well.
    first = {"IVA": [100 + CONVERSATION + 70, 200], "Wajong2015": [80]}
    second = {"IVA": [300, 500], "Wajong2015": [50]}
    mean = {name: np.mean(second[name]) - np.mean(first[name]) for name in first}
    naive = (4 * mean["IVA"] + 2 * mean["Wajong2015"]) / 6
    assert found["experiment-gedoog/all/mix=benefit/year=1/mean_eur"] == pytest.approx(naive)
    crude = np.mean([300, 50, 500]) - np.mean([100 + CONVERSATION + 70, 200, 80])
    assert found["experiment-gedoog/all/as_is/year=1/mean_eur"] == pytest.approx(crude)


def test_without_all_registers_of_costs_there_are_none(results_of):
    person = "P0,IVA,man,1990-01-01,hart,2022-04-01,,,"
    bought = "P0,modulair,2022-04-02,2022-05-01,100"
    assert results_of("same_mix_costs", participants=person, trajectories=bought) == {}


def test_found_work_is_in_it_too(found):
    assert "experiment-gedoog/all/as_is/found_work=12/estimated_points" in found
    assert "experiment-gedoog/all/served/found_work=12/estimated_points" in found


def of_kinds(*sums):
    """Costs of kinds of 1,900 and 100 persons in each period; `sums`: of the first and the second, x where withheld."""
    lines = []
    for period in STARTS:
        for benefit, persons, amount in zip(BENEFITS, (1900, 100), sums, strict=True):
            key = f"same_mix_costs/{period}/all/benefit={benefit}/year=1"
            told = {"amount": amount[period], "base": persons, "error": 3}
            lines += [f"{key}/{name} {value}" for name, value in told.items()]
    made = pd.concat(same_mix_costs(Source(None, None, {"same_mix_costs": wide(cells("\n".join(lines)))}, {})))
    return made.set_index("row").loc["mix=benefit"]


def test_a_kind_whose_sum_is_withheld_is_left_out_of_both_periods_where_few_are_of_such_kinds():
    known, unknown = {"gedoog": 1900, "experiment": 5700}, {"gedoog": 100, "experiment": "nan"}
    found = of_kinds(known, unknown)
    assert (found["value"], found["base"]) == (3 - 1, 1900)
    assert found["ci_high"] - found["value"] == pytest.approx(1.959964 * np.sqrt(2 * 3**2), rel=1e-6)
    assert np.isnan(of_kinds(unknown, known)["value"])
