"""Chapter 8: what the end evaluation will be able to say, given who has started, the inflow and its stop.

A look ahead and no result: it rests on `scenario`, and on shares staying as they are now.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from evalbook.contract.cells import BASE, PERSONS
from evalbook.estimates.power import least, power_of_hazards, power_of_shares
from evalbook.months import last_complete_month
from evalbook.numbers.budget import (
    MONTHS_A_YEAR,
    calendar_month,
    calendar_number,
    inflow_to_come,
    round_to_tens,
)
from evalbook.numbers.risk_sets import risk_sets
from evalbook.numbers.rows import single
from evalbook.numbers.source import Source

FOLLOWED = (12, 24, 36)  # months
FEWEST = 30
FOUND_BY = 24
CONTRASTS = {  # of the key: the field and its two groups, the second being the one that the first is set beside
    ("experiment-gedoog", "all"): ("period", ("experiment", "gedoog")),
    ("all", "IVA-Wajong"): ("benefit", ("IVA", "Wajong")),
}
NOW, AT_THE_END = "now", "end"
EXAMPLE, SMALLEST = 0.05, 1e-4


def expected_starts(source: Source) -> pd.DataFrame:
    """Starts by calendar month (number), `period` and `benefit`: those so far, and those to come until the stop.

    Benefits to come are divided as in the last twelve months of starts. One row a month and group, with `persons`.
    """
    cells = source.of("followed_at_end")
    cells = cells[cells["row"] == "started"]
    new = cells.groupby(["period", "benefit"], sort=False)[PERSONS].diff().fillna(cells[PERSONS])
    known = cells[["period", "benefit"]].assign(start_month=calendar_month(cells["column"]), persons=new.clip(lower=0))
    recent = known[known["start_month"] > known["start_month"].max() - MONTHS_A_YEAR]
    shares = recent.groupby("benefit")["persons"].sum().pipe(lambda each: each / each.sum())
    shares = shares[shares > 0].sort_index()
    to_come = inflow_to_come(source, stop=calendar_number(source.scenario.no_intake_from))
    future = pd.MultiIndex.from_product(
        [to_come.index, ["experiment"], shares.index], names=["start_month", "period", "benefit"]
    )
    future = future.to_frame(index=False)
    future["persons"] = to_come.reindex(future["start_month"]).to_numpy() * shares.reindex(future["benefit"]).to_numpy()
    counted = known[known["persons"] > 0].sort_values(["start_month", "period", "benefit"])
    return pd.concat([counted, future], ignore_index=True)


def _staying(source: Source) -> np.ndarray:
    """The share that has not died or left by each month since the start (Kaplan-Meier), as far as anyone is seen."""
    cells = source.of("followed_at_end")
    sets = risk_sets(cells[cells["row"].eq("gone") | cells["row"].eq("")])
    seen = sets.at_risk > 0
    return np.cumprod(1 - sets.events[seen, 0] / sets.at_risk[seen])


def _followed(starts: pd.DataFrame, staying: np.ndarray, months: int, last: int) -> pd.Series:
    """The expected number of each row of starts that is followed for so many months by the last calendar month."""
    stays = staying[min(months, len(staying) - 1)] if len(staying) else 1.0
    return starts["persons"].where(starts["start_month"] + months <= last, 0) * stays


def _last_month(day: object) -> int:
    return last_complete_month(pd.Timestamp(day))


def followed_at_end(source: Source) -> Iterator[pd.DataFrame]:
    """How many are followed 12, 24 and 36 months by the end, by the calendar year of their start.

    `expected`: rounded to tens; who dies or leaves by then is taken off as is usual so far. `base` is who starts.
    """
    if source.of("followed_at_end").empty:
        return
    starts, staying, last = expected_starts(source), _staying(source), _last_month(source.scenario.ends_on)
    years = (starts["start_month"] // MONTHS_A_YEAR).astype(str).where(starts["period"] == "experiment", "gedoog")
    for code in (*sorted(set(years) - {"gedoog"}), *(["gedoog"] if "gedoog" in set(years) else []), "all"):
        own = starts if code == "all" else starts[years == code]
        for months in FOLLOWED:
            number = round_to_tens(_followed(own, staying, months, last).sum())
            key = {"period": "all", "benefit": "all", "row": f"start={code}", "column": f"months={months}"}
            base = round_to_tens(own["persons"].sum())
            yield single(number, base=base, statistic="expected", **key)


def tellable(source: Source) -> Iterator[pd.DataFrame]:
    """The least difference that is told from chance with the wanted power, now and at the end, in percentage points.

    `detectable` has the wanted power, in closed form; `power` is the chance to find a difference of 5 points. `base` is
    the smaller group. The second group of a contrast has the share of now. No row where a group or its share is too
    small.
    """
    if "tellable" not in source.cells:
        return
    starts, staying, scenario = expected_starts(source), _staying(source), source.scenario
    cells = source.of("tellable")
    every = cells[cells["row"] == "without_work"].iloc[0]
    for (period, benefit), (field, pair) in CONTRASTS.items():
        group = cells[(cells[field] == pair[1]) & (cells["row"] != "without_work")]
        for moment, day in ((NOW, source.edition.reference_date), (AT_THE_END, scenario.ends_on)):
            sizes = _sizes(starts, staying, field, pair, _last_month(day))
            for months in FOLLOWED[1:]:
                key = {"row": f"in_work,{months}", "period": period, "benefit": benefit, "column": moment}
                share = _share_in_work(group[group["row"] == f"in_work,{months}"])
                yield from _of_shares((sizes[0][months], sizes[1][months]), share, scenario.power, key)
            key = {"row": "found_work", "period": period, "benefit": benefit, "column": moment}
            without = np.rint(every[PERSONS] / every[BASE] * np.array(sizes)).astype(int)
            yield from _of_hazards(without, _hazard(group[group["row"] == "found_work"]), scenario.power, key)


def _sizes(
    starts: pd.DataFrame, staying: np.ndarray, field: str, pair: tuple[str, str], last: int
) -> tuple[np.ndarray, np.ndarray]:
    """How many of each group are followed to each month from 0 to 36 by the last calendar month."""
    months = np.arange(FOLLOWED[-1] + 1)
    stays = staying[np.minimum(months, len(staying) - 1)] if len(staying) else np.ones(len(months))
    groups = [starts[starts[field] == code] for code in pair]
    reached = [own["start_month"].to_numpy()[:, None] + months <= last for own in groups]
    first, second = (own["persons"].to_numpy() @ each * stays for own, each in zip(groups, reached, strict=True))
    return np.rint(first).astype(int), np.rint(second).astype(int)


def _share_in_work(cells: pd.DataFrame) -> float:
    """The share of a group in work in a month, nan where too few are seen in it."""
    persons, seen = cells[PERSONS].sum(), cells[BASE].sum()
    return persons / seen if seen >= FEWEST else np.nan


def _hazard(cells: pd.DataFrame) -> np.ndarray:
    """The chance to find work in each of the first 24 months of who in the group has none yet."""
    sets = risk_sets(cells)
    at_risk, events = sets.at_risk, sets.events[:, 0]
    enough = (at_risk[1 : FOUND_BY + 1] >= FEWEST) if len(at_risk) > FOUND_BY else np.zeros(1, bool)
    return events[1 : FOUND_BY + 1] / at_risk[1 : FOUND_BY + 1] if enough.all() else np.array([])


def _of_shares(persons: tuple[int, int], share: float, power: float, key: dict[str, str]) -> list[pd.DataFrame]:
    if np.isnan(share) or not 0 < share < 0.8 or min(persons) < FEWEST:
        return []

    def chance(difference: float) -> float:
        return power_of_shares(persons, share, difference)

    points = least(chance, power=power, smallest=SMALLEST, largest=1 - share)
    return _told(points, chance(EXAMPLE), min(persons), key)


def _of_hazards(
    sizes: tuple[np.ndarray, np.ndarray], hazard: np.ndarray, power: float, key: dict[str, str]
) -> list[pd.DataFrame]:
    """Of the log-rank test over two years; the difference is of the shares that found work by then."""
    at_risk = tuple(each[1 : FOUND_BY + 1] for each in sizes)  # who is followed through each month from 1 on
    if not len(hazard) or min(at_risk[0][-1], at_risk[1][-1]) < FEWEST or not hazard.sum() > 0:
        return []
    survival = np.prod(1 - hazard)

    def chance(difference: float) -> float:
        return power_of_hazards(at_risk, hazard, np.log(max(survival - difference, 1e-6)) / np.log(survival))

    points = least(chance, power=power, smallest=SMALLEST, largest=survival - SMALLEST)
    return _told(points, chance(EXAMPLE), min(at_risk[0][-1], at_risk[1][-1]), key)


def _told(points: float, example: float, base: int, key: dict[str, str]) -> list[pd.DataFrame]:
    found = [single(100 * points, base=base, statistic="detectable", **key)] if np.isfinite(points) else []
    return [*found, single(example, base=base, statistic="power", **key)]


OWN = {"followed_at_end": followed_at_end, "tellable": tellable}
