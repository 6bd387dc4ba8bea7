"""Tests and ratios of an item's own: which end comes first, rungs of the ladder at two moments, with and without a
trajectory."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from evalbook.contract.cells import (
    AMOUNT,
    BASE,
    CHI_SQUARED,
    FACTOR,
    P_VALUE,
    PERSONS,
    RATIO,
    RATIO_HIGH,
    RATIO_LOW,
)
from evalbook.contract.results import POINTS
from evalbook.estimates.grays_test import grays_test
from evalbook.estimates.intervals import net_share, paired_difference, sign_test, square_and_add
from evalbook.numbers.risk_sets import RiskSets, risk_sets
from evalbook.numbers.rows import cumulative, curve, curves, means, shares, single
from evalbook.numbers.source import Source
from evalbook.numbers.wide import GROUP, PLACE

SET_MONTHS = (12, 24)
ALONE = "alone"  # the row in which who exits leaves without the event
COMPETING = ("service_end_competing", "found_work_competing")
BOTH_SIDES = {"period": ("experiment", "gedoog"), "benefit": ("IVA", "Wajong")}


def competing(source: Source, item: str) -> Iterator[pd.DataFrame]:
    """The incidence of the event and of each exit; beside the event's, one minus Kaplan-Meier."""
    if item in source.cells:
        cells = source.of(item)
        yield from cumulative(cells[cells["row"] != ALONE])
        event = cells.loc[cells["row"].str.startswith("event="), "row"].iat[0]
        for rows in curves(cells[cells["row"] == ALONE]):
            turned = {"value": 1 - rows["value"], "ci_low": 1 - rows["ci_high"], "ci_high": 1 - rows["ci_low"]}
            yield rows.assign(**turned, row=event, statistic="one_minus_survival")


def grays_tests(source: Source) -> Iterator[pd.DataFrame]:
    """Whether the event, of all ends, comes as often in both periods and in both benefits: `row` is the item."""
    for item in [item for item in COMPETING if item in source.cells]:
        cells = source.of(item)
        cells = cells[cells["row"] != ALONE]
        for field, pair in BOTH_SIDES.items():
            sets = [risk_sets(cells[cells[field] == code]) for code in pair]
            statistic, p_value = grays_test(*_in_two_groups(sets))
            if np.isfinite(p_value):
                own = {"period": "all", "benefit": "all", field: "-".join(pair), "row": item}
                base = min(each.at_risk.max() for each in sets)
                yield single(statistic, base=base, statistic="chi_squared", **own)
                yield single(p_value, base=base, statistic="p_value", **own)


def _in_two_groups(sets: list[RiskSets]) -> tuple[np.ndarray, ...]:
    """Persons at risk, the first kind of event and all others, of each group (a row) by month."""
    length = max(len(each.at_risk) for each in sets)
    columns = [(each.at_risk, each.events[:, 0], each.events[:, 1:].sum(axis=1)) for each in sets]
    padded = [[np.pad(counts, (0, length - len(counts))) for counts in group] for group in columns]
    return tuple(np.stack(each) for each in zip(*padded, strict=True))


def ladder_moves(source: Source) -> Iterator[pd.DataFrame]:
    """How many more went up than down, in percentage points, and whether that is chance (exact sign test); whether the
    rungs at start and end are distributed alike (Stuart and Maxwell)."""
    for key, group in source.of("ladder_moves").groupby(GROUP, sort=False):
        rows = group.set_index("row")
        up, down = (int(rows.at[f"move={way}", PERSONS]) for way in ("up", "down"))
        persons = rows.at["move=up", BASE]
        value, low, high = (100 * share for share in net_share(up, down, persons)) if persons else (np.nan,) * 3
        tested = rows.loc["marginal_homogeneity"]
        numbers = [
            ("net_up", "difference", value, low, high),
            ("net_up", "p_value", sign_test(up, down), np.nan, np.nan),
            ("marginal_homogeneity", "chi_squared", tested[CHI_SQUARED], np.nan, np.nan),
            ("marginal_homogeneity", "p_value", tested[P_VALUE], np.nan, np.nan),
        ]
        made = pd.DataFrame(numbers, columns=["row", "statistic", "value", "ci_low", "ci_high"])
        few = rows.loc[["move=up", "move=down"], "few"].any() & made["row"].eq("net_up")
        yield made.assign(base=persons, few=few, **dict(zip(GROUP, key, strict=True)))[
            lambda rows: rows["value"].notna()
        ]


def ladder_bounds(source: Source) -> Iterator[pd.DataFrame]:
    """How many more went up than down of everybody followed for a year, in percentage points, if all of whom a rung is
    not known went down, stayed, or went up: bounds, so without an interval. And the months between the registrations.
    Source: Manski (1989), Journal of Human Resources 24, 343-360."""
    yield means(source.of("ladder_bounds"), "mean")
    moves, followed = (source.of(item) for item in ("ladder_moves", "ladder_completeness"))
    everyone = followed[followed["row"] == "known=both"].set_index(GROUP)[BASE]
    for key, group in moves.groupby(GROUP, sort=False):
        rows = group.set_index("row").loc[["move=up", "move=down"]]
        up, down = rows[PERSONS]
        known, persons = rows[BASE].iat[0], everyone.get(key, 0)
        missing = max(persons - known, 0)
        ways = {"down": -missing, "same": 0, "up": missing}
        made = [
            single(100 * (up - down + more) / persons, base=persons, statistic=POINTS, row=f"missing={way}")
            for way, more in ways.items()
            if persons > 0
        ]
        yield from (each.assign(few=rows["few"].any(), **dict(zip(GROUP, key, strict=True))) for each in made)


def landmark_trajectory(source: Source) -> Iterator[pd.DataFrame]:
    """Survival without work from each landmark month on; with minus without a trajectory, in the share that has found
    work by each set month; and the ratio of their hazards with the log-rank test."""
    item = "landmark_trajectory"
    for key, group in source.of(item).groupby(GROUP, sort=False):
        rows = group["row"].str.split(",", expand=True)
        for landmark, own in group.groupby(rows[0], sort=False):
            by_code = own[own["row"] != landmark].groupby("row", sort=False)
            both = {row.split("=")[-1]: curve(risk_sets(cells)).assign(row=row) for row, cells in by_code}
            base = min(each["base"].iat[0] if len(each) else 0 for each in both.values())
            for made in (*both.values(), _found_more(both, landmark), *_ratio(own[own["row"] == landmark], base=base)):
                yield made.assign(**dict(zip(GROUP, key, strict=True)))


def _found_more(of: dict[str, pd.DataFrame], landmark: str) -> pd.DataFrame:
    no, yes = (of[code].set_index("column") for code in ("no", "yes"))
    after = int(landmark.split("=")[1])
    months = [str(month) for month in SET_MONTHS if month > after and {str(month)} <= {*no.index} & {*yes.index}]
    no, yes = no.loc[months], yes.loc[months]
    low, high = square_and_add(*(tuple(each[name] for name in ("value", "ci_low", "ci_high")) for each in (no, yes)))
    columns = {"column": months, "value": no["value"] - yes["value"], "ci_low": low, "ci_high": high}
    few = no["few"] | yes["few"]
    rows = pd.DataFrame({**columns, "base": np.minimum(no["base"], yes["base"]), "few": few})
    return rows.assign(row=landmark, statistic="difference")


def _ratio(cells: pd.DataFrame, *, base: float) -> Iterator[pd.DataFrame]:
    """A ratio of hazards with its limits, and its test."""
    for each in cells.to_dict("records"):
        own = {name: each[name] for name in PLACE}
        ratio = single(each[RATIO], base=base, statistic="hazard_ratio", **own)
        yield ratio.assign(ci_low=each[RATIO_LOW], ci_high=each[RATIO_HIGH])
        yield single(each[P_VALUE], base=base, statistic="p_value", **own)


def trajectory_hazard(source: Source) -> Iterator[pd.DataFrame]:
    """The ratio of the hazards of finding work with and without a trajectory; its base is the smaller group."""
    item = "trajectory_hazard"
    for _, group in source.of(item).groupby(GROUP, sort=False):
        if group[BASE].ne(0).all():
            yield shares(group, "n")
        yield from _ratio(group[group["row"] == ""], base=group[BASE].min())


def self_employment_rate(source: Source) -> Iterator[pd.DataFrame]:
    """Tax years with self-employment of a hundred tax years, with limits that reckon with persons (delta method)."""
    for key, group in source.of("self_employment_rate").groupby(GROUP, sort=False):
        rows = group.set_index("row")
        active, every = (rows.at[f"years={code}", AMOUNT] for code in ("self_employed", "all"))
        value = 100 * active / every if every > 0 else np.nan
        made = single(value, base=rows[BASE].max(), statistic="mean", **dict(zip(GROUP, key, strict=True)))
        factor = rows[FACTOR].max()
        yield made.assign(ci_low=value / factor, ci_high=value * factor)


def two_moments(source: Source) -> Iterator[pd.DataFrame]:
    """Share at the second moment minus share at the first of the same persons, in percentage points (Newcombe)."""
    for key, group in source.of("two_moments").groupby([*GROUP, "column"], sort=False):
        rows = group.set_index("row")
        first, second, both = (rows.at[f"moment={moment}", PERSONS] for moment in ("first", "second", "both"))
        persons = rows[BASE].iat[0]
        both = np.clip(both, max(first + second - persons, 0), min(first, second))
        value, low, high = paired_difference(both, first - both, second - both, max(persons - first - second + both, 0))
        own = {
            "row": "moment=second-first",
            "statistic": "difference",
            **dict(zip((*GROUP, "column"), key, strict=True)),
        }
        if not np.isnan(value):
            limits = {"ci_low": 100 * low, "ci_high": 100 * high, "few": rows["few"].any()}
            yield single(100 * value, base=persons, **own).assign(**limits)


OWN = {
    **{item: (lambda source, item=item: competing(source, item)) for item in COMPETING},
    "grays_test": grays_tests,
    "ladder_moves": ladder_moves,
    "ladder_bounds": ladder_bounds,
    "self_employment_rate": self_employment_rate,
    "two_moments": two_moments,
    "landmark_trajectory": landmark_trajectory,
    "trajectory_hazard": trajectory_hazard,
}
