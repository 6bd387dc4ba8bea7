"""What the comparison tells of those who started, and how it hangs together with all else that is told of them.

Who started in a trial and is followed for so long is nearly who started in those months, and of the tolerance period
nearly everybody: what is told of them stands elsewhere too, nearly, changed by other noise. `NEARLY` is by how many the
attacker takes two such groups to differ. A standardised difference gives its count away to who knows how many controls
are in the category, as this attacker does (`balance`: the released cells).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pandas as pd

from attack_groups import Groups, Told, around
from evalbook.contract.edition import Edition
from evalbook.contract.groups import Tally
from evalbook.contract.results import PERSONS_COMPARED
from evalbook.items.comparison import months_of_trials

NEARLY, NOBODY = Told(1, 0, 6), Told(0, 0, 0)
COMPARED, STARTERS, LEFT_OUT = "compared", "trial_starters", "left_out"
BENEFITS, PERIODS = ("IVA", "Wajong"), ("gedoog", "experiment", "all")
EVERY = 6  # of the months of an outcome, which are laid beside those of figures 4.3 and 4.4: all take some minutes
SAME = ("sex=", "diagnosis=")  # covariates that are the same at the start as in the trial
Sum = tuple[Tally, tuple[Tally, ...]]


def add_comparison(groups: Groups, results: pd.DataFrame, balance: pd.DataFrame, thresholds: Mapping[str, int]) -> None:
    """Counts of starters, and of categories in what is shown of the balance; nobody has another benefit."""
    most = thresholds["fewest_persons"] - 1 + thresholds["largest_change"]
    few = Told(float("nan"), 1, most, True)
    own = results[results["statistic"].isin(PERSONS_COMPARED[:2])]
    for row in own.to_dict("records"):
        told = around(row["value"], thresholds) if not row["withheld"] else few if row["withheld"] == "count" else None
        if told:
            groups.add(_of(row, STARTERS if row["statistic"] == "starters" else LEFT_OUT), told)
    shown = results[(results["statistic"] == "smd_before") & results["withheld"].isin(("", "count"))]
    of_cells = balance.set_index(["period", "benefit", "row"])
    for row in shown.to_dict("records"):
        place, group = (row["period"], row["benefit"], row["row"]), _of(row, COMPARED, row["row"], column="12")
        if place in of_cells.index:
            released, true = of_cells.loc[place, ["released", "true"]]
            is_few = true > 0 and released < thresholds["fewest_persons"]
            groups.add(group, few if is_few else around(released, thresholds))
            groups.within.add((group, group._replace(measure="")))
    for group in [each for each in groups.told if each.universe.startswith(COMPARED) and each.benefit == "all"]:
        groups.told[group._replace(benefit="overig")] = NOBODY


def sizes_of(truth: pd.DataFrame, balance: pd.DataFrame) -> dict[Tally, float]:
    """The true numbers."""
    own = truth[truth["statistic"].isin(PERSONS_COMPARED[:2])].to_dict("records")
    found = {_of(row, STARTERS if row["statistic"] == "starters" else LEFT_OUT): row["value"] for row in own}
    cells = balance.assign(column="12").to_dict("records")
    return found | {_of(row, COMPARED, row["row"]): row["true"] for row in cells}


def _of(row: Mapping[str, str], what: str, measure: str = "", column: str = "") -> Tally:
    """Ages are in other classes than those of table 2.2."""
    measure = measure.replace("age=", "age_in_trial=")
    return Tally(f"{what}_{column or row['column']}_{row['period']}", "all", row["benefit"], measure)


def comparison_sums(groups: Groups) -> Iterator[Sum]:
    """Starters are those who are kept and those who are left out, and of all trials those of both periods."""
    for group in [each for each in groups.told if each.universe.startswith(STARTERS)]:
        kept, left = (group._replace(universe=group.universe.replace(STARTERS, each)) for each in (COMPARED, LEFT_OUT))
        yield group, (kept, left)
    for column in ("12", "24"):
        for benefit in (*BENEFITS, "all"):
            of_period = [Tally(f"{STARTERS}_{column}_{period}", "all", benefit) for period in PERIODS]
            yield of_period[2], tuple(of_period[:2])


def near_copies(groups: Groups, edition: Edition) -> Iterator[Sum]:
    """Groups elsewhere that are nearly a group of starters: each with a rest, `NEARLY`, which is added. Not certain."""
    yield from _by_month(groups, edition)
    for group in [each for each in groups.told if each.universe.startswith(COMPARED) and each.benefit in BENEFITS]:
        period, column = group.universe.rpartition("_")[2], group.universe.split("_")[1]
        own = {"period": period, "benefit": group.benefit}  # of the tolerance period all are followed for a year
        if group.measure == "in_work_then" and int(column) % EVERY == 0:
            yield _nearly(groups, Tally("measured", **own, measure=f"in_work_{column}"), group)
        elif group.measure == "in_work_in_month_0" and period == "gedoog":
            yield _nearly(groups, Tally("measured", **own, measure="in_work_0"), group)
        elif group.measure.startswith(SAME) and period == "gedoog":
            yield _nearly(groups, Tally("participants", **own, measure=group.measure), group)


def _by_month(groups: Groups, edition: Edition) -> Iterator[Sum]:
    """Who is followed for so many months more: who started in the month before, nearly."""
    months = months_of_trials(edition)
    for group in [each for each in groups.told if not each.measure and each.universe.split("_")[1:2] != ["found"]]:
        what, *rest = group.universe.split("_")
        if what != COMPARED or len(rest) != 2 or not rest[0].isdigit() or group.benefit not in (*BENEFITS, "all"):
            continue
        longer = group._replace(universe=f"{COMPARED}_{int(rest[0]) + 1}_{rest[1]}")
        last = months.stop - int(rest[0])
        started = Tally("participants", f"{last // 12}-{last % 12 + 1:02d}", group.benefit)
        if longer in groups.told and started in groups.told and rest[1] == "all" and group.benefit in BENEFITS:
            yield _nearly(groups, started, group._replace(universe=f"{group.universe} but not later"))
            yield group, (longer, group._replace(universe=f"{group.universe} but not later"))


def _nearly(groups: Groups, whole: Tally, part: Tally) -> Sum:
    rest = whole._replace(universe=f"{whole.universe}, not {part.universe}")
    groups.told[rest] = NEARLY
    return whole, (part, rest)
