"""Provisions at work: jobcoach, interpreter, loondispensatie and others."""

from __future__ import annotations

from functools import partial

import numpy as np
import pandas as pd

from evalbook.months import month_number, months_later
from evalbook.synthetic.draw import generator, pick, shuffled
from evalbook.synthetic.edition import EXPERIMENT_START
from evalbook.synthetic.employment import WorkPaths
from evalbook.synthetic.persons import followed, known, of_group
from evalbook.synthetic.provision_users import DISPENSATION, planned_users
from evalbook.synthetic.targets import target
from evalbook.synthetic.trajectories import day_in_month, scaled_costs

REGISTER = ["person_id", "kind", "start_date", "end_date", "cost"]
USUAL_COST = {"jobcoach": 6000, "doventolk": 5200, DISPENSATION: 6500, "overig": 3400}
SHORTEST_DAYS = {"jobcoach": 120, "doventolk": 120, DISPENSATION: 180, "overig": 30}
LONGEST_DAYS = {"jobcoach": 540, "doventolk": 540, DISPENSATION: 1000, "overig": 300}
LOW_WAGE = 10  # euros an hour
# Users outside the years of table 5.1: their share of the workers, and kinds.
OTHER_SHARE = {"IVA": 0.12, "Wajong": 0.34, "overig": 0.2}
OTHER_KINDS = {
    ("gedoog", "IVA"): (DISPENSATION, "overig"),  # no jobcoach began in a third year (table 3.4)
    ("experiment", "IVA"): ("jobcoach", "jobcoach", DISPENSATION, "overig"),
}
USUAL_KINDS = ("jobcoach", DISPENSATION)
OTHER_LOW_WAGE_WEIGHT = 20.0
# Jobcoaches besides those of table 5.1, by the year in which they begin: of persons who are not on the payroll,
# and of those followed for three years, on whom table 3.4 has costs.
MORE_JOBCOACHES = {("experiment", "IVA", 1): 8, ("gedoog", "Wajong", 3): 4}
ANY_YEAR = 0


def provisions(people: pd.DataFrame, paths: WorkPaths, wages: pd.DataFrame, seed: int) -> pd.DataFrame:
    """The register `provisions`: the planned users of each kind among those who worked in a year, and others."""
    random = generator(seed, "provisions")
    bases = {year: _worked(people, paths, year) for year in (1, 2)}
    low_wage = (wages["hourly_wage"] < LOW_WAGE).reindex(people.index, fill_value=False).to_numpy()
    used = planned_users(people, bases, low_wage, random)
    years = used.groupby(["person", "kind"])["year"].agg(year="min", last_year="max").reset_index()
    planned = np.union1d(bases[1], bases[2][people["period"].to_numpy()[bases[2]] == "gedoog"])
    others = _others(people, paths, planned, low_wage, random)
    rows = pd.concat([years, others, _more_jobcoaches(people, planned, random)], ignore_index=True)
    rows = pd.concat(
        [
            _costed(_dated(rows, people, paths, random), people, random),
            _later(people, paths, bases[2], generator(seed, "provisions of the second year")),
        ],
        ignore_index=True,
    )
    return rows.assign(person_id=known(people, "person_id", rows)).sort_values(["person_id", "start_date", "kind"])[
        REGISTER
    ]


def _worked(people: pd.DataFrame, paths: WorkPaths, year: int) -> np.ndarray:
    """Numbers of persons followed through the year who were in work in one of its months."""
    months = paths.months[:, 12 * (year - 1) + 1 : 12 * year + 1]
    return people.index[followed(people, 12 * year) & months.any(axis=1)].to_numpy()


def _others(
    people: pd.DataFrame, paths: WorkPaths, planned: np.ndarray, low_wage: np.ndarray, random: np.random.Generator
) -> pd.DataFrame:
    """Users among workers of whom table 5.1 says nothing: recent starters and who found work later."""
    free = people[(paths.first >= 0) & ~people.index.isin(planned) & (people["last_month"] >= 2)]
    parts = []
    for (period, benefit), members in free.groupby(["period", "benefit"]):
        persons = members.index.to_numpy()
        weights = np.where(low_wage[persons], OTHER_LOW_WAGE_WEIGHT, 1.0)
        chosen = pick(random, persons, round(OTHER_SHARE[benefit] * len(persons)), weights)
        kinds = shuffled(random, np.resize(OTHER_KINDS.get((period, benefit), USUAL_KINDS), len(chosen)))
        parts.append(pd.DataFrame({"person": chosen, "kind": np.where(low_wage[chosen], DISPENSATION, kinds)}))
    return pd.concat(parts).assign(year=ANY_YEAR, last_year=ANY_YEAR)


def _more_jobcoaches(people: pd.DataFrame, planned: np.ndarray, random: np.random.Generator) -> pd.DataFrame:
    parts = []
    for (period, benefit, year), persons in MORE_JOBCOACHES.items():
        members = of_group(people[followed(people, 12 * year)], (period, benefit))
        chosen = pick(random, np.setdiff1d(members.index, planned), persons)
        parts.append(pd.DataFrame({"person": chosen, "kind": "jobcoach", "year": year, "last_year": year}))
    return pd.concat(parts)


def _later(people: pd.DataFrame, paths: WorkPaths, base: np.ndarray, random: np.random.Generator) -> pd.DataFrame:
    """Users among those of the experiment who worked in their second year, of which table 5.1 says nothing: as many
    of each kind as in that of the gedoog period."""
    parts = []
    known_year = target("provisions").query("period == 'gedoog' and year == 2")
    for benefit, rows in known_year.groupby("benefit"):
        members = of_group(people.loc[base], ("experiment", benefit)).index.to_numpy()
        planned = rows.set_index("kind")["persons"]
        for kind, persons in planned.drop(["all", "base"]).items():
            chosen = pick(random, members, round(persons / planned["base"] * len(members)))
            parts.append(pd.DataFrame({"person": chosen, "kind": kind, "year": 2, "last_year": 2}))
    return _costed(_dated(pd.concat(parts, ignore_index=True), people, paths, random), people, random)


def _dated(rows: pd.DataFrame, people: pd.DataFrame, paths: WorkPaths, random: np.random.Generator) -> pd.DataFrame:
    """From about the first month in work of the year on; what is planned for one year ends before the next."""
    any_year = rows["year"] == ANY_YEAR
    first_in_work = pd.Series(paths.first, people.index).reindex(rows["person"]).clip(lower=0).set_axis(rows.index)
    begin = (12 * (rows["year"] - 1)).mask(any_year, first_in_work)
    end = (12 * rows["year"]).mask(any_year, known(people, "last_month", rows))
    month = pd.Series(list(map(partial(_month_in_work, paths), rows["person"], begin, end)), rows.index)
    month = month.clip(lower=_earliest(rows, people)).clip(upper=end - 0.6) + 0.4 * random.random(len(rows))
    rows = rows.assign(month=month.clip(lower=begin))
    starts = day_in_month(known(people, "service_start", rows), rows["month"])
    return rows.assign(start_date=starts, end_date=_ends(rows, people, starts, random))


def _month_in_work(paths: WorkPaths, person: int, begin: int, end: int) -> int:
    """The first month in work after `begin` through `end`; the first one at all where there is none."""
    months = np.flatnonzero(paths.months[person, begin + 1 : end + 1])
    return begin + (months[0] if len(months) else 1)


def _earliest(rows: pd.DataFrame, people: pd.DataFrame) -> pd.Series:
    """Months from the start to the experiment for loondispensatie, with which it came; else 0."""
    experiment = EXPERIMENT_START.year * 12 + EXPERIMENT_START.month - 1
    waiting = experiment - month_number(known(people, "service_start", rows))
    return waiting.where(rows["kind"] == DISPENSATION, 0)


def _ends(rows: pd.DataFrame, people: pd.DataFrame, starts: pd.Series, random: np.random.Generator) -> pd.Series:
    """The last day; missing if it is still to come."""
    low, high = rows["kind"].map(SHORTEST_DAYS), rows["kind"].map(LONGEST_DAYS)
    days = np.floor(low + random.random(len(rows)) * (high - low))
    ends = starts + pd.to_timedelta(days, unit="D")
    for year in sorted(set(rows["last_year"]) - {ANY_YEAR}):
        planned = rows["last_year"] == year
        ends[planned] = ends.clip(*_last_year(rows, people, year))[planned]
    return ends.where(ends <= known(people, "observed_until", rows))


def _last_year(rows: pd.DataFrame, people: pd.DataFrame, year: int) -> tuple[pd.Series, pd.Series]:
    """The first and last day on which a provision may end that is planned through this year."""
    service_start = known(people, "service_start", rows)
    before = months_later(service_start, 12 * (year - 1)) + pd.Timedelta(days=25)
    first = before.where(rows["year"] < year, service_start)
    return first, months_later(service_start, 12 * year) - pd.Timedelta(days=1)


def _costed(rows: pd.DataFrame, people: pd.DataFrame, random: np.random.Generator) -> pd.DataFrame:
    cost = (rows["kind"].map(USUAL_COST) * (0.6 + 0.8 * random.random(len(rows)))).round().astype(int)
    coached = rows[rows["kind"] == "jobcoach"]
    scaled = scaled_costs(coached.assign(cost=cost[coached.index]), people, "jobcoach")
    return rows.assign(cost=scaled.reindex(rows.index).fillna(cost).astype(int))
