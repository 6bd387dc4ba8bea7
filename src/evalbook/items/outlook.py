"""Chapter 8: what the end evaluation will be able to say, given who has started, the inflow and its stop.

A look ahead and no result: it rests on `scenario`, and on shares staying as they are now.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from evalbook.contract.scenario import Scenario
from evalbook.estimates.power import POINTS, RATIOS, least, power_of_hazards, power_of_shares
from evalbook.estimates.survival import risk_sets
from evalbook.items.budget import round_to_tens
from evalbook.items.cohort import BY_BENEFIT, Cohort, of_benefit
from evalbook.items.result_rows import collect, single
from evalbook.items.work import time_to_work
from evalbook.items.work_history import WorkHistory
from evalbook.months import last_complete_month

FOLLOWED = (12, 24, 36)  # months
FEWEST = 30
FOUND_BY = 24
MONTHS_A_YEAR = 12
CONTRASTS = {  # of the key: the field and its two groups, the second being the one that the first is set beside
    ("experiment-gedoog", "all"): ("period", ("experiment", "gedoog")),
    ("all", "IVA-Wajong"): ("benefit", BY_BENEFIT),
}
NOW, AT_THE_END = "now", "end"
EXAMPLE = 0.05


def items(cohort: Cohort, *, history: WorkHistory | None, scenario: Scenario) -> Iterator[pd.DataFrame]:
    starts = expected_starts(cohort, scenario)
    staying = _staying(cohort)
    yield followed_at_end(starts, staying, scenario)
    if history is not None:
        yield tellable(cohort, history, starts=starts, staying=staying, scenario=scenario)


def expected_starts(cohort: Cohort, scenario: Scenario) -> pd.DataFrame:
    """Starts by calendar month, `period` and `benefit`: those so far, and those to come until the stop.

    Benefits to come are divided as in the last twelve months of starts. One row a month and group, with `persons`.
    """
    persons = cohort.participants
    reference = last_complete_month(pd.Timestamp(cohort.edition.reference_date))
    benefit = np.select([of_benefit(persons["benefit"], each) for each in BY_BENEFIT], BY_BENEFIT, "overig")
    known = pd.DataFrame({"start_month": persons["start_month"], "period": persons["period"].astype(str)})
    known = known.assign(benefit=benefit)
    recent = known.loc[known["start_month"] > known["start_month"].max() - MONTHS_A_YEAR, "benefit"]
    stop = scenario.no_intake_from.year * MONTHS_A_YEAR + scenario.no_intake_from.month - 1
    shares = recent.value_counts(normalize=True).sort_index()
    cells = pd.MultiIndex.from_product([range(reference + 1, stop), ["experiment"], shares.index])
    future = cells.to_frame(index=False, name=["start_month", "period", "benefit"])
    future["persons"] = scenario.inflow_per_month * shares.reindex(future["benefit"]).to_numpy()
    counted = known.groupby(["start_month", "period", "benefit"]).size().rename("persons").reset_index()
    return pd.concat([counted, future], ignore_index=True)


def _staying(cohort: Cohort) -> np.ndarray:
    """The share that has not died or left by each month since the start (Kaplan-Meier), as far as anyone is seen."""
    persons = cohort.participants[cohort.participants["last_month"] >= 0]
    gone = persons["exit_month"].notna()
    at_risk, exits = risk_sets(persons["exit_month"].fillna(persons["last_month"]).astype(int), gone)
    return np.cumprod(1 - exits / np.maximum(at_risk, 1))


def _followed(starts: pd.DataFrame, staying: np.ndarray, months: int, last: int) -> pd.Series:
    """The expected number of each row of starts that is followed for so many months by the last calendar month."""
    stays = staying[min(months, len(staying) - 1)] if len(staying) else 1.0
    return starts["persons"].where(starts["start_month"] + months <= last, 0) * stays


def _last_month(day: object) -> int:
    return last_complete_month(pd.Timestamp(day))


def followed_at_end(starts: pd.DataFrame, staying: np.ndarray, scenario: Scenario) -> pd.DataFrame:
    """How many are followed 12, 24 and 36 months by the end, by the calendar year of their start.

    `expected`: rounded to tens; who dies or leaves by then is taken off as is usual so far. `base` is who starts.
    """
    years = (starts["start_month"] // MONTHS_A_YEAR).astype(str).where(starts["period"] == "experiment", "gedoog")
    parts = []
    for code in (*sorted(set(years) - {"gedoog"}), *(["gedoog"] if "gedoog" in set(years) else []), "all"):
        own = starts if code == "all" else starts[years == code]
        for months in FOLLOWED:
            number = round_to_tens(_followed(own, staying, months, _last_month(scenario.ends_on)).sum())
            key = {"period": "all", "benefit": "all", "row": f"start={code}", "column": f"months={months}"}
            base = round_to_tens(own["persons"].sum())
            parts.append(single(number, base=base, statistic="expected", **key))
    return collect("followed_at_end", parts)


def tellable(
    cohort: Cohort, history: WorkHistory, *, starts: pd.DataFrame, staying: np.ndarray, scenario: Scenario
) -> pd.DataFrame:
    """The least difference that is told from chance with the wanted power, now and at the end, in percentage points.

    `detectable` is by simulation; `power` is the chance to find a difference of 5 points. `base` is the smaller
    group. The second group of a contrast has the share of now. No row where a group or its share is too small.
    """
    random = np.random.default_rng(scenario.seed)
    parts = []
    for (period, benefit), (field, pair) in CONTRASTS.items():
        for moment, day in ((NOW, cohort.edition.reference_date), (AT_THE_END, scenario.ends_on)):
            sizes = _sizes(starts, staying, field, pair, _last_month(day))
            for months in FOLLOWED[1:]:
                key = {"row": f"in_work,{months}", "period": period, "benefit": benefit, "column": moment}
                share = _share_in_work(cohort, history, field, pair[1], months)
                parts += _of_shares((sizes[0][months], sizes[1][months]), share, scenario, random, key)
            key = {"row": "found_work", "period": period, "benefit": benefit, "column": moment}
            without = np.rint(history.without_work_at_start.mean() * np.array(sizes)).astype(int)
            parts += _of_hazards(without, _hazard(cohort, history, field, pair[1]), scenario, random, key)
    return collect("tellable", parts)


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


def _group(cohort: Cohort, field: str, code: str) -> pd.DataFrame:
    persons = cohort.participants
    return persons[of_benefit(persons["benefit"], code) if field == "benefit" else persons["period"] == code]


def _share_in_work(cohort: Cohort, history: WorkHistory, field: str, code: str, months: int) -> float:
    """The share of a group in work in a month, nan where too few are seen in it."""
    members = _group(cohort, field, code)
    seen = members.index[members["last_month"] >= months]
    rows = history.person_months
    working = rows["person"][rows["k"] == months]
    return np.isin(seen, working).mean() if len(seen) >= FEWEST else np.nan


def _hazard(cohort: Cohort, history: WorkHistory, field: str, code: str) -> np.ndarray:
    """The chance to find work in each of the first 24 months of who in the group has none yet."""
    members = _group(cohort, field, code)
    members = members[history.without_work_at_start[members.index]]
    times = time_to_work(members, history)
    at_risk, events = risk_sets(times["month"], times["happened"])
    enough = (at_risk[1 : FOUND_BY + 1] >= FEWEST) if len(at_risk) > FOUND_BY else np.zeros(1, bool)
    return events[1 : FOUND_BY + 1] / at_risk[1 : FOUND_BY + 1] if enough.all() else np.array([])


def _of_shares(
    persons: tuple[int, int], share: float, scenario: Scenario, random: np.random.Generator, key: dict[str, str]
) -> list[pd.DataFrame]:
    if np.isnan(share) or not 0 < share < 0.8 or min(persons) < FEWEST:
        return []
    draws = scenario.simulations
    chances = power_of_shares(persons, share, POINTS, draws=draws, random=random)
    points = least(POINTS, chances, power=scenario.power, draws=draws)
    example = power_of_shares(persons, share, np.array([EXAMPLE]), draws=draws, random=random)[0]
    return _told(points, example, min(persons), key)


def _of_hazards(
    sizes: np.ndarray,
    hazard: np.ndarray,
    scenario: Scenario,
    random: np.random.Generator,
    key: dict[str, str],
) -> list[pd.DataFrame]:
    """Of the log-rank test over two years; the difference is of the shares that found work by then."""
    at_risk = tuple(each[:FOUND_BY] for each in sizes)
    if not len(hazard) or min(at_risk[0][-1], at_risk[1][-1]) < FEWEST or not hazard.sum() > 0:
        return []
    draws = scenario.simulations
    survival = np.prod(1 - hazard)
    example = np.log(max(survival - EXAMPLE, 1e-6)) / np.log(survival)
    ratios = np.append(RATIOS, example)
    chances = power_of_hazards(at_risk, hazard, ratios, draws=draws, random=random)
    ratio = np.exp(least(np.log(RATIOS), chances[:-1], power=scenario.power, draws=draws))
    return _told(survival - survival**ratio, chances[-1], min(at_risk[0][-1], at_risk[1][-1]), key)


def _told(points: float, example: float, base: int, key: dict[str, str]) -> list[pd.DataFrame]:
    found = [single(100 * points, base=base, statistic="detectable", **key)] if np.isfinite(points) else []
    return [*found, single(example, base=base, statistic="power", **key)]
