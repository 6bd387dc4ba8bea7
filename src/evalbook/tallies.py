"""Which group of persons each number counts, and which group its base is.

Two numbers on the same group carry the same name here, in whatever table they stand: the gate rounds them to the same
value and sees what they give away together. Source: contract/results.md, 'Items'.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import pandas as pd

from evalbook.results import PROPORTIONS

EVERYONE = ""  # the measure of all persons of a universe
PERSON_COUNTS = ("n", "n_base")
AND = "&"


class Tally(NamedTuple):
    """A group of persons: a universe (who is followed, who works), a period, a benefit and what they have in common.

    `measure` is `class=code` for a category of a breakdown (`hours=(8,16]`), a plain word for a yes or no
    (`in_work_3`), and several of these joined by AND for who has all of them.
    """

    universe: str
    period: str
    benefit: str
    measure: str = EVERYONE

    @property
    def classification(self) -> str:
        """The breakdown that a category is of; '' for a yes or no, and for everyone."""
        last = self.measure.rsplit(AND, 1)[-1]
        return self.measure.rsplit("=", 1)[0] if "=" in last else ""


class Counted(NamedTuple):
    """The group that a number counts (None for a mean or a curve) and the group that is its base."""

    group: Tally | None
    base: Tally


def tallies(results: pd.DataFrame) -> pd.DataFrame:
    """The groups of each number, one row a result row: `group`, `base_group`, and their true sizes.

    `persons` is the size of `group` (nan for means and curves of events), `base` that of the base at its start: all
    months of a curve have the group that is followed from its first month.
    """
    found = [counted(row) for row in results.itertuples(index=False)]
    frame = pd.DataFrame(
        {
            "group": pd.Series([each.group for each in found], results.index, dtype=object),
            "base_group": pd.Series([each.base for each in found], results.index, dtype=object),
            "persons": persons_counted(results),
            "base": results["base"],
        }
    )
    curves = is_curve(results)
    first = results[curves].assign(month=pd.to_numeric(results.loc[curves, "column"])).sort_values("month")
    starts = first.groupby(["item", "period", "benefit", "row", "statistic"])["base"].transform("first")
    return frame.assign(base=frame["base"].where(~curves, starts.reindex(results.index)))


def persons_counted(results: pd.DataFrame) -> pd.Series:
    """How many persons a count or proportion stands for; nan for means and curves of events."""
    scale = results["statistic"].map(PROPORTIONS).astype(float)
    persons = (results["value"] / scale * results["base"]).round()
    return persons.mask(results["statistic"].isin(PERSON_COUNTS), results["value"])


def is_curve(results: pd.DataFrame) -> pd.Series:
    """Whether a number is of a curve: one month of a proportion that follows persons."""
    return results["column"].str.fullmatch(r"\d+") & results["statistic"].isin(CURVES)


CURVES = ("survival", "share", "incidence", "one_minus_survival", "probability")


def counted(row: tuple) -> Counted:
    """The groups of a result row; what no table here names is a group of its own item."""
    named = SPECIAL.get(row.item)
    if named:
        return named(row)
    rows = GROUPS.get(row.item, {})
    universe, measure = rows.get(row.row) or rows.get("*") or ("", "")
    if not universe:
        return _own(row)
    texts = {"row": row.row, "column": row.column}
    base = Tally(universe.format(**texts), row.period, row.benefit)
    counts = row.statistic in (*PERSON_COUNTS, *PROPORTIONS)
    return Counted(base._replace(measure=measure.format(**texts)) if counts else None, base)


# item: its rows (`*`: any other) with their universe and measure.
GROUPS: dict[str, dict[str, tuple[str, str]]] = {
    "figure_3_1": {"*": ("measured", "")},
    "figure_3_2": {"*": ("measured", "")},
    "figure_3_3": {"*": ("followed_12", "conversations={row}")},
    "table_3_2": {"*": ("followed_12", "trajectory_kind={row}")},
    "table_3_3": {"*": ("followed_12", "trajectory_kind={row}")},
    "table_4_1": {"*": ("measured", "in_work_0")},
    "figure_4_1": {"*": ("without_work", "")},
    "figure_4_2": {"*": ("without_work", "")},
    "figure_4_3": {"*": ("measured", "in_work_{column}")},
    "figure_4_4": {"*": ("measured", "in_work_{column}")},
    "table_4_2": {"all": ("hours_known", ""), "*": ("hours_known", "hours={row}")},
    "table_4_3": {"all": ("wage_and_hours_known", ""), "*": ("wage_and_hours_known", "hourly={row}")},
    "figure_4_5": {"*": ("wage_and_hours_known", "euro={row}")},
    "table_4_4": {"all": ("wage_known", ""), "*": ("wage_known", "monthly={row}")},
    "table_4_5": {"*": ("found_work", "contract={row}")},
    "table_4_6": {"*": ("found_work", "hired_by={row}")},
    "work_spells": {f"spells={number}": ("found_work", "{row}") for number in ("1", "2", "3+")},
    "ladder_moves": {f"move={way}": ("ladder", "{row}") for way in ("up", "same", "down")},
    "ladder_completeness": {"*": ("followed_12", "{row}")},
    "figure_5_1": {"*": ("measured", "")},
    "figure_5_2": {"*": ("measured", "")},
    "table_5_1": {"*": ("worked_{column}", "provision={row}")},
    "leaving": {"*": ("measured", "")},
    "first_trajectory": {"*": ("measured", "")},
    "first_half_year": {"*": ("followed_6", "{row}")},
    "stated_time": {"*": ("begun_{row}", "lasted={column}")},
    "trajectory_stacking": {"*": ("followed_24", "{row}")},
    "first_job_sector": {"*": ("found_work", "{row}")},
    "first_job_size": {"*": ("found_work", "{row}")},
    "earnings_path": {"in_work": ("seen_since_first_job_{column}", "in_work")},
}


def _own(row: tuple) -> Counted:
    base = Tally(f"{row.item}:{row.row}", row.period, row.benefit)
    if row.column and not row.column.isdigit():
        base = base._replace(universe=f"{row.item}:{row.row}/{row.column}")
    counts = row.statistic in (*PERSON_COUNTS, *PROPORTIONS)
    return Counted(base._replace(measure=f"{row.statistic}_{row.column}") if counts else None, base)


def _by_type(row: tuple) -> Counted:
    return Counted(Tally("participants", row.period, row.benefit), Tally("participants", row.period, "all"))


def _by_start(row: tuple) -> Counted:
    return Counted(Tally("participants", row.column, row.benefit), Tally("participants", "all", row.benefit))


def _described(row: tuple) -> Counted:
    known = row.period == "population"
    base = Tally("population" if known else "participants", "all" if known else row.period, row.benefit)
    if known:  # each characteristic counts the whole population anew
        base = base._replace(universe=f"population:{row.row.split('=')[0]}")
    return Counted(base._replace(measure=row.row), base)


def _compared(row: tuple) -> Counted:
    base = Tally(row.column, "all", "all")
    name, _, code = row.row.partition("=")
    if not code:
        return Counted(base, base)
    return Counted(base._replace(**({name: code} if name in base._fields else {"measure": row.row})), base)


def _by_window(row: tuple) -> Counted:
    return Counted(None, Tally(f"followed_{row.column.split('-')[1]}", row.period, row.benefit))


def _by_year(row: tuple) -> Counted:
    return Counted(None, Tally(f"followed_{12 * int(row.column[-1])}", row.period, row.benefit))


def _self_employed(row: tuple) -> Counted:
    base = Tally("tax_years_known", row.period, row.benefit)
    return Counted(base if row.statistic == "n_base" else base._replace(measure="self_employed"), base)


def _moved(row: tuple) -> Counted:
    everyone = Tally("ladder", row.period, row.benefit)
    start = everyone if row.row == "start=all" else everyone._replace(measure=row.row)
    if row.column == "start":
        return Counted(start, everyone)
    return Counted(start._replace(measure=AND.join(filter(None, (start.measure, row.column)))), start)


def _with_trajectory(row: tuple) -> Counted:
    found_work = row.item in ("figure_b4_1", "figure_b4_2")
    base = Tally("without_work" if found_work else "measured", row.period, row.benefit, row.row)
    return Counted(None if found_work else base._replace(measure=f"{row.row}{AND}in_work_{row.column}"), base)


def _of_population(row: tuple) -> Counted:
    return Counted(Tally("participants", row.period, row.benefit), Tally("population", row.period, row.benefit))


def _within(row: tuple) -> Counted:
    """Who was served within a month is among those who were within three."""
    base = Tally("followed_6", row.period, row.benefit)
    service, months = row.row.split(",")
    later = [f"{service}_by_{each}" for each in (6, 3, 1) if each >= int(months)]
    return Counted(base._replace(measure=AND.join(later)), base)


def _passed(row: tuple) -> Counted:
    """Who passes a limit for sure is among those who possibly do."""
    base = Tally("seen_24_months", row.period, row.benefit)
    sure = f"{AND}surely" if row.column == "surely" else ""
    return Counted(base._replace(measure=f"passed_{row.row}{sure}"), base)


def _found(row: tuple) -> Counted:
    """Who found work with and without a trajectory are all who found it; their bases overlap."""
    base = Tally(f"at_risk:{row.row}", row.period, row.benefit)
    group = Tally("found_work", row.period, row.benefit, f"found_{row.row}")
    return Counted(group if row.statistic in PERSON_COUNTS else None, base)


SPECIAL: dict[str, Callable[[tuple], Counted]] = {
    "table_2_1": _by_type,
    "figure_2_1": _by_start,
    "table_2_2": _described,
    "table_3_1": _by_window,
    "table_3_4": _by_year,
    "table_4_7": _self_employed,
    "table_4_8": _moved,
    "table_b3": _moved,
    "table_5_2": _compared,
    "reach": _of_population,
    "trajectory_hazard": _found,
    "waiting_times": _within,
    "reassessment": _passed,
    **{f"figure_b4_{number}": _with_trajectory for number in range(1, 5)},
}


NAMED = (*GROUPS, *SPECIAL)  # of other items nobody has said who is counted


def sizes(found: pd.DataFrame) -> dict[Tally, int]:
    """The true size of every group that the numbers count or are based on."""
    groups = found.dropna(subset=["group", "persons"])
    pairs = [
        *zip(found["base_group"], found["base"], strict=True),
        *zip(groups["group"], groups["persons"], strict=True),
    ]
    return {group: int(round(size)) for group, size in pairs if not np.isnan(size)}
