"""The attack of `attack.py` recovers no count of 1 to 9 from the files of a release."""

import functools
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from evalbook.gate.tallies import persons_counted

from attack import Attack, cells
from attack_on_curves import joint_ranges, monthly_events
from attack_on_estimates import cost_ranges, events_behind, hidden_states
from evalbook.contract.results import COUNTED, KEY, key_texts
from evalbook.contract.sides import sides
from evalbook.estimates.intervals import sign_test, wilson
from evalbook.extract.extract import read_extract
from evalbook.gate.making import release
from evalbook.items.evaluation import evaluate
from evalbook.release.release import read_release, write_release
from variations import register_copy

pytestmark = pytest.mark.slow

ROSSI = Path(__file__).parent / "real" / "rossi"
SHARE = 8  # of the shipped extract's persons, the small copy has one in so many
SOURCES = {
    "small": functools.partial(register_copy, one_in=SHARE),
    "shipped": register_copy,
    "rossi": lambda folder: ROSSI,
}


@pytest.fixture(scope="module", params=list(SOURCES))
def attacked(request, tmp_path_factory):
    """What was released of an extract as read from its files, and the truth."""
    folder = tmp_path_factory.mktemp(request.param)
    extract = read_extract(SOURCES[request.param](folder / "extract"))
    write_release(release(extract), folder / "release")
    return read_release(folder / "release"), evaluate(extract)


@pytest.fixture(scope="module")
def attack(attacked):
    released, _ = attacked
    return Attack(released.results, first_experiment_month=f"{released.edition.experiment_start:%Y-%m}")


def true_sizes(results: pd.DataFrame) -> dict[tuple, int]:
    sizes = {}
    for row, persons in zip(results.itertuples(index=False), persons_counted(results), strict=True):
        pair = cells(row)
        if pair:
            sizes[pair[0]] = int(persons)
            if not (row.statistic == "share" and row.column != "0"):
                sizes[pair[1]] = int(row.base)
    return sizes


def test_what_the_attack_knows_is_true(attacked, attack):
    wrong = [
        (cell, size, attack.bounds[cell])
        for cell, size in true_sizes(attacked[1]).items()
        if cell in attack.bounds and not attack.bounds[cell][0] - 1e-6 <= size <= attack.bounds[cell][1] + 1e-6
    ]
    assert wrong == []


def test_no_count_of_1_to_9_follows_from_sums_and_differences(attacked, attack):
    small = {cell: size for cell, size in true_sizes(attacked[1]).items() if 1 <= size <= 9}
    told = {cell: attack.bounds[cell] for cell in small if attack.bounds[cell][0] > 1 or attack.bounds[cell][1] < 9}
    assert told == {}


def test_every_count_of_1_to_9_can_be_any_of_them_in_whole_persons(attacked, attack):
    small = {cell: size for cell, size in true_sizes(attacked[1]).items() if 1 <= size <= 9}
    narrow = {}
    for system in attack.systems():
        for cell in [each for each in system if each in small]:
            low, high = attack.range_of(cell, system)
            if low > 1 + 1e-6 or high < 9 - 1e-6:
                narrow[cell] = small[cell], low, high
    assert narrow == {}


def test_the_attack_does_recover_counts_where_only_small_counts_are_withheld(attacked):
    """That it finds nothing says something only if it would: the same numbers without secondary protection."""
    true = attacked[1]
    naive = rounded_only(true)
    attack = Attack(naive, first_experiment_month=f"{attacked[0].edition.experiment_start:%Y-%m}")
    small = {cell for cell, size in true_sizes(true).items() if 1 <= size <= 9}
    told = [cell for cell in small if attack.bounds[cell][0] > 1 or attack.bounds[cell][1] < 9]
    assert told


def rounded_only(true: pd.DataFrame) -> pd.DataFrame:
    """Counts of 1 to 9 withheld, the others rounded to 5: the gate without `linked`."""
    persons = persons_counted(true)
    months = (true["statistic"] == "share") & true["base"].between(1, 9)
    small = persons.between(1, 9) | true["base"].between(1, 9)
    count, base = 5 * (persons / 5).round(), 5 * (true["base"] / 5).round()
    scale = true["statistic"].map(COUNTED)
    low, high = wilson(count, base)
    value = count.where(scale.isna(), scale * count / base)
    rounded = true.assign(value=value, base=base, ci_low=scale * low, ci_high=scale * high)
    emptied = {name: rounded[name].mask(small) for name in ("value", "base", "ci_low", "ci_high")}
    return rounded.assign(**emptied, withheld=np.select([small & months, small], ["curve", "count"], ""))


def test_no_hidden_group_of_1_to_9_is_told_exactly(attacked, attack):
    """Who is in a total and in none of its parts: another benefit, an unknown sex."""
    sizes = true_sizes(attacked[1])
    exact = []
    for total, parts in attack.sums:
        hidden = [part for part in parts if part not in sizes]
        if total in sizes and len(hidden) == 1:
            size = sizes[total] - sum(sizes[part] for part in parts if part in sizes)
            low, high = attack.bounds[hidden[0]]
            exact += [(hidden[0], size)] if 1 <= size <= 9 and high - low < 1 else []
    assert exact == []


def curves(results: pd.DataFrame) -> dict[tuple, pd.DataFrame]:
    rows = results[(results["statistic"] == "survival") & results["column"].str.isdigit()]
    rows = rows.assign(month=rows["column"].astype(int)).sort_values("month")
    return dict(iter(rows.groupby(["item", "period", "benefit", "row"])))


def test_no_months_events_of_1_to_9_follow_from_a_curve(attacked):
    released, true = attacked
    truth = curves(true)
    for key, curve in curves(released.results).items():
        shown = curve[curve["withheld"] == ""]
        if shown.empty:
            continue
        told = monthly_events(curve)
        value, base = truth[key]["value"].to_numpy(), truth[key]["base"].to_numpy()
        before = np.concatenate([[1.0], value[:-1]])
        events = np.round(base * (1 - np.divide(value, before, where=before > 0, out=np.ones(len(value)))))[: len(told)]
        small = (events >= 1) & (events <= 9)
        assert (shown["base"] % 5 == 0).all() and (told["events"] % 10 == 0).all(), key
        assert (shown["base"] >= 30).all(), key
        assert ((told["least"] <= 1) | (told["most"] >= 9))[small].all() and (told["most"] - told["least"] >= 8)[
            small
        ].all()


@pytest.mark.parametrize("what", ["events", "losses"])
@pytest.mark.parametrize(
    "pair", [("figure_3_1", "figure_3_2"), ("figure_4_1", "figure_4_2"), ("figure_5_1", "figure_5_2")]
)
def test_no_months_number_of_1_to_9_follows_from_the_same_curve_by_period_and_by_benefit(attacked, pair, what):
    found = curves(attacked[0].results)
    keys = [
        (pair[0], "gedoog", "all"),
        (pair[0], "experiment", "all"),
        (pair[1], "all", "IVA"),
        (pair[1], "all", "Wajong"),
    ]
    if not all((*key, "") in found and (found[*key, ""]["withheld"] == "").sum() > 2 for key in keys):
        pytest.skip("not shown in both splits")
    named = {key[1] if key[1] != "all" else key[2]: found[*key, ""] for key in keys}
    ranges = joint_ranges(named, what)
    # Someone for sure, and how many closer than a number rounded to 5.
    told = {place: ends for place, ends in ranges.items() if 1 <= ends[0] <= 9 and ends[1] - ends[0] < 4}
    assert told == {}


def test_no_total_behind_a_mean_is_so_small_that_it_tells_its_persons(attacked):
    results = attacked[0].results
    means = results[results["statistic"].isin(["mean", "mean_eur"]) & (results["withheld"] == "")]
    few = means[(means["statistic"] == "mean") & (means["value"] * means["base"] < 9.5) & (means["value"] > 0)]
    assert few.empty and (means["base"] >= 30).all()
    assert (means.loc[means["statistic"] == "mean_eur", "base"] >= 100).all()


def test_nothing_that_is_shown_is_exact(attacked):
    results = attacked[0].results
    shown = results[results["withheld"] == ""]
    assert (shown["base"].dropna() % 5 == 0).all()
    counts = shown[shown["statistic"].isin(["n", "n_base"])]["value"]
    assert (counts % 5 == 0).all() and not counts.between(1, 9).any()
    percents = shown[shown["statistic"] == "percent"]["value"]
    assert (percents == percents.round()).all()


def shown_rows(results: pd.DataFrame, *statistics: str) -> pd.DataFrame:
    return results[results["statistic"].isin(statistics) & (results["withheld"] == "")]


def test_a_difference_is_shown_beside_both_numbers_that_it_is_of_and_tells_no_more(attacked):
    results = attacked[0].results
    known = {key: row for key, row in zip(key_texts(results), results.itertuples(), strict=True)}
    pairs = (key.rsplit("/", 1) for key in known)
    statistics = {rest: statistic for rest, statistic in pairs if statistic not in ("n", "n_base", "chi_squared")}
    for row in shown_rows(results, "difference").itertuples():
        codes = sides(row._asdict())
        keys = ["/".join(each[name] for name in KEY[:-1]) for each in codes]
        one, other = (known[f"{key}/{statistics[key]}"] for key in keys)
        assert one.withheld == other.withheld == ""
        assert abs(abs(one.value - other.value) - abs(row.value)) < 1e-9


def test_no_interval_of_a_hazard_ratio_tells_of_fewer_than_ten_events(attacked):
    """The information is at most the number of events of the smaller group: from 10 on it tells none of 1 to 9."""
    released, true = attacked
    ratios = shown_rows(released.results, "hazard_ratio")
    assert (events_behind(ratios).round() <= true.loc[ratios.index, "base"]).all()
    counted = true[(true["item"] == "trajectory_hazard") & (true["statistic"] == "n")]
    events = counted.groupby(["period", "benefit"])["value"].min()
    own = ratios[ratios["item"] == "trajectory_hazard"]
    assert all(events[row.period, row.benefit] >= 10 for row in own.itertuples())


def test_the_sign_test_follows_from_the_rounded_numbers_beside_it(attacked):
    results = attacked[0].results
    tests = shown_rows(results[results["row"] == "net_up"], "p_value")
    counts = results[(results["item"] == "ladder_moves") & (results["statistic"] == "n")]
    counts = counts.set_index(["period", "benefit", "row"])["value"]
    for row in tests.itertuples():
        up, down = (counts[row.period, row.benefit, f"move={way}"] for way in ("up", "down"))
        assert row.value == pytest.approx(sign_test(up, down), rel=0.06)


def test_states_that_are_withheld_do_not_follow_from_the_others_of_their_month(attacked):
    results = attacked[0].results
    left = hidden_states(results[(results["statistic"] == "probability") & (results["withheld"] != "curve")])
    assert ((left["most"] - left["least"] >= 8) & ((left["hidden"] >= 2) | (left["least"] <= 1))).all()


def test_exits_are_shown_as_tens_of_those_at_the_start(attacked):
    """The same number at every month: a base that shrinks would move its rounding, and so tell it."""
    results = attacked[0].results
    exits = results["row"].isin([f"state={each}" for each in ("overleden", "aow", "left")])
    rows = results[exits & (results["withheld"] == "")].astype({"column": int}).sort_values("column")
    for _, states in rows.groupby(["item", "period", "benefit", "row"]):
        persons = states["value"] * states["base"].iloc[0]
        assert np.allclose(persons / 10, (persons / 10).round(), atol=1e-9)


def test_events_of_each_cause_are_shown_as_tens(attacked):
    rows = shown_rows(attacked[0].results, "incidence").astype({"column": int})
    for _, curves_ in rows.groupby(["item", "period", "benefit"]):
        wide = curves_.pivot(index="column", columns="row", values="value").sort_index()
        base = curves_.drop_duplicates("column").set_index("column")["base"].sort_index().to_numpy()
        free = np.concatenate([[1.0], 1 - wide.sum(axis=1).to_numpy()[:-1]])
        new = wide.diff().fillna(wide.iloc[:1]).to_numpy() * (base / np.where(free > 1e-12, free, np.inf))[:, None]
        everyone = np.isclose(new.sum(axis=1), base)[:, None]  # of whom no more are left
        assert (np.isclose(new / 10, (new / 10).round(), atol=1e-6) | everyone).all()


def test_no_withheld_cost_follows_from_its_totals_within_a_quarter(attacked):
    released, true = attacked
    keys = ["period", "benefit", "row", "column"]
    costs = released.results[released.results["item"] == "three_year_costs"].set_index(keys)
    if costs.empty:
        pytest.skip("no costs")
    bases = true[true["item"] == "three_year_costs"].groupby(["period", "benefit"])["base"].max()
    truth = true[true["item"] == "three_year_costs"].set_index(keys)["value"]
    primary = costs.index[costs["withheld"] == "mean"]
    for key, (least, most) in cost_ranges(costs, bases).items():
        if key in primary and truth[key] > 0:
            assert not (np.isnan(least) or most - least < 0.25 * truth[key]), key
