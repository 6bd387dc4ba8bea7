"""Provisions at work: jobcoach, interpreter, loondispensatie and others."""

from __future__ import annotations

import numpy as np
import pandas as pd

from evalbook.months import months_later
from evalbook.synthetic.draw import generator, pick, shuffled
from evalbook.synthetic.edition import EXPERIMENT_START
from evalbook.synthetic.employment import WorkPaths
from evalbook.synthetic.persons import followed
from evalbook.synthetic.targets import target
from evalbook.synthetic.trajectories import day_in_month, scaled_costs

REGISTER = ["person_id", "kind", "start_date", "end_date", "cost"]
USUAL_COST = {"jobcoach": 6000, "doventolk": 5200, "loondispensatie": 6500, "overig": 3400}
GOES_ON = 0.6  # of the first year's users who work in the second year as well
OTHER_SHARE = {"IVA": 0.12, "Wajong": 0.34, "overig": 0.2}  # of workers outside the years of table 5.1
OTHER_KINDS = {"IVA": ("jobcoach", "jobcoach", "loondispensatie", "overig"), "Wajong": ("jobcoach", "loondispensatie")}
# Loondispensatie explains a wage below the minimum; it came with the experiment.
LOW_WAGE, LOW_WAGE_WEIGHT = 10, 200.0
WITHOUT_JOB = {("experiment", "IVA"): 8}  # first-year jobcoaches of persons who are not on the payroll


def provisions(people: pd.DataFrame, paths: WorkPaths, wages: pd.Series, seed: int) -> pd.DataFrame:
    """The register `provisions`: the planned users of each kind among those who worked in a year."""
    random = generator(seed, "provisions")
    bases = {year: _worked(people, paths, year) for year in (1, 2)}
    low = wages.reindex(people.index).between(0, LOW_WAGE, inclusive="left").to_numpy()
    used = _planned(people, bases, low, random)
    rows = pd.concat([_first_and_second_year(used), _others(people, paths, bases, low, random)], ignore_index=True)
    rows = _dated(rows, people, paths, random)
    cost = rows["kind"].map(USUAL_COST) * (0.6 + 0.8 * random.random(len(rows)))
    rows = rows.assign(cost=cost.round().astype(int))
    coached = rows["kind"] == "jobcoach"
    rows.loc[coached, "cost"] = scaled_costs(rows[coached], people, "jobcoach")
    rows["person_id"] = people["person_id"].reindex(rows["person"]).to_numpy()
    return rows.sort_values(["person_id", "start_date", "kind"])[REGISTER]


def _worked(people: pd.DataFrame, paths: WorkPaths, year: int) -> np.ndarray:
    """Numbers of persons followed through the year who were in work in one of its months."""
    months = paths.months[:, 12 * (year - 1) + 1 : 12 * year + 1]
    return people.index[followed(people, 12 * year) & months.any(axis=1)].to_numpy()


def _planned(people: pd.DataFrame, bases: dict, low: np.ndarray, random: np.random.Generator) -> pd.DataFrame:
    """One row a person, year and kind, with the target's numbers."""
    plan = target("provisions")
    parts = []
    for (period, benefit), rows in plan.groupby(["period", "benefit"], sort=False):
        members = people.index[(people["period"] == period) & (people["benefit"] == benefit)]
        before = pd.DataFrame({"person": [], "kind": []})
        for year, counts in rows.groupby("year"):
            base = np.intersect1d(bases[year], members)
            if period == "gedoog" and year == 1:
                base_for_new = base[_reached_experiment(people, base)]
            else:
                base_for_new = base
            before = _users(base, base_for_new, counts.set_index("kind")["persons"], before, low, random)
            parts.append(before.assign(year=year))
    return pd.concat(parts, ignore_index=True)


def _reached_experiment(people: pd.DataFrame, persons: np.ndarray) -> np.ndarray:
    """Whose first year still had three months to go when the experiment began."""
    starts = people["service_start"].reindex(persons)
    return (months_later(starts, 9) >= EXPERIMENT_START).to_numpy()


def _users(
    base: np.ndarray, eligible: np.ndarray, counts: pd.Series, before: pd.DataFrame, low: np.ndarray, random: np.random.Generator
) -> pd.DataFrame:
    """The users of a year: first those of the year before who go on, then others; each user has a kind."""
    going_on = before[before["person"].isin(base)].astype({"person": int})
    stay = pick(random, going_on["person"].unique(), round(GOES_ON * going_on["person"].nunique()))
    users: dict[int, set[str]] = {}
    left = counts.drop(["all", "base"]).to_dict()
    for person, kind in going_on[going_on["person"].isin(stay)].itertuples(index=False):
        if left[kind] > 0 and (person in users or len(users) < counts["all"]):
            users.setdefault(person, set()).add(kind)
            left[kind] -= 1
    for kind in sorted(left, key=lambda kind: kind != "loondispensatie"):
        for _ in range(left[kind]):
            person = _next_user(base, eligible, users, kind, left, counts["all"], low, random)
            users.setdefault(person, set()).add(kind)
            left[kind] -= 1
    rows = [(person, kind) for person, kinds in sorted(users.items()) for kind in sorted(kinds)]
    return pd.DataFrame(rows, columns=["person", "kind"])


def _next_user(
    base: np.ndarray, eligible: np.ndarray, users: dict, kind: str, left: dict, most: int, low: np.ndarray, random: np.random.Generator
) -> int:
    """A new user while there are to be more of them, else someone who has another kind already."""
    new_users_to_come = most - len(users)
    kinds_to_come = sum(left.values())
    having = np.array([person for person, kinds in sorted(users.items()) if kind not in kinds], int)
    new = np.setdiff1d(eligible if kind == "loondispensatie" else base, list(users))
    # Combine kinds only as often as the numbers ask for.
    combine = new_users_to_come == 0 or (len(having) and random.random() * kinds_to_come >= new_users_to_come)
    pool = having if len(having) and (combine or not len(new)) else new
    weights = np.where(low[pool], LOW_WAGE_WEIGHT, 1.0) if kind == "loondispensatie" else None
    return int(pick(random, pool, 1, weights)[0])


def _first_and_second_year(used: pd.DataFrame) -> pd.DataFrame:
    """One row a provision: in the first year, the second, or from the first into the second."""
    years = used.groupby(["person", "kind"])["year"].agg(["min", "max"]).reset_index()
    return years.rename(columns={"min": "year", "max": "last_year"})


def _others(
    people: pd.DataFrame, paths: WorkPaths, bases: dict, low: np.ndarray, random: np.random.Generator
) -> pd.DataFrame:
    """Users among workers of whom table 5.1 says nothing: recent starters, third years, the experiment's second."""
    parts = []
    worked = np.flatnonzero(paths.first >= 0)
    planned = np.union1d(bases[1], np.intersect1d(bases[2], people.index[people["period"] == "gedoog"]))
    free = np.setdiff1d(worked, planned)
    for benefit, share in OTHER_SHARE.items():
        members = free[(people["benefit"] == benefit).to_numpy()[free]]
        members = members[(people["last_month"].to_numpy()[members] >= 2)]
        kinds = OTHER_KINDS.get(benefit, OTHER_KINDS["Wajong"])
        chosen = pick(random, members, round(share * len(members)), np.where(low[members], 20.0, 1.0))
        given = shuffled(random, np.resize(kinds, len(chosen)))
        given = np.where(low[chosen], "loondispensatie", given)
        parts.append(pd.DataFrame({"person": chosen, "kind": given, "year": 0, "last_year": 0}))
    for (period, benefit), persons in WITHOUT_JOB.items():
        members = people.index[(people["period"] == period) & (people["benefit"] == benefit) & (people["cohort"] == "year") & ~people["leaves"]]
        chosen = pick(random, np.setdiff1d(members, worked), persons)
        parts.append(pd.DataFrame({"person": chosen, "kind": "jobcoach", "year": 1, "last_year": 1}))
    return pd.concat(parts)


def _dated(rows: pd.DataFrame, people: pd.DataFrame, paths: WorkPaths, random: np.random.Generator) -> pd.DataFrame:
    """From about the first month in work of the year, within the year or on into the next one."""
    persons = rows["person"].to_numpy()
    begin = np.maximum(12 * (rows["year"].to_numpy() - 1), 0)
    begin = np.where(rows["year"] == 0, np.maximum(paths.first[persons], 0), begin)
    end = np.where(rows["year"] == 0, people["last_month"].to_numpy()[persons], 12 * rows["year"].to_numpy())
    month = np.array([_first_in_work(paths, *row) for row in zip(persons, begin, end, strict=True)])
    month = np.maximum(month, _earliest(rows, people))
    month = np.minimum(month, end - 0.6) + 0.4 * random.random(len(rows))
    month = np.maximum(month, begin)
    starts = day_in_month(people["service_start"].reindex(persons).reset_index(drop=True), pd.Series(month))
    return rows.assign(month=month, start_date=starts, end_date=_ends(rows, people, starts, random))


def _first_in_work(paths: WorkPaths, person: int, begin: int, end: int) -> int:
    months = np.flatnonzero(paths.months[person, begin + 1 : end + 1])
    return begin + (months[0] if len(months) else 1)


def _earliest(rows: pd.DataFrame, people: pd.DataFrame) -> np.ndarray:
    """Months from the start to the experiment for loondispensatie, with which it came; else 0."""
    starts = people["service_start"].reindex(rows["person"]).reset_index(drop=True)
    waiting = (EXPERIMENT_START.year - starts.dt.year) * 12 + EXPERIMENT_START.month - starts.dt.month
    return np.where(rows["kind"] == "loondispensatie", waiting.clip(lower=0), 0)


def _ends(rows: pd.DataFrame, people: pd.DataFrame, starts: pd.Series, random: np.random.Generator) -> pd.Series:
    """The last day; missing if it goes on. What is planned for one year ends before the next."""
    service_start = people["service_start"].reindex(rows["person"]).reset_index(drop=True)
    observed = people["observed_until"].reindex(rows["person"]).reset_index(drop=True)
    length = pd.to_timedelta(np.floor(60 + 300 * random.random(len(rows))), unit="D")
    ends = starts + length
    for year in (1, 2):
        only = (rows["last_year"] == year).to_numpy()
        boundary = months_later(service_start, 12 * year)
        begin = months_later(service_start, 12 * (year - 1)) + pd.Timedelta(days=25)
        through = (rows["year"] < rows["last_year"]).to_numpy()
        ends = ends.where(~(only & through), pd.concat([ends, begin], axis=1).max(axis=1))
        ends = ends.where(~only, pd.concat([ends, boundary - pd.Timedelta(days=1)], axis=1).min(axis=1))
    return ends.where(ends <= observed)
