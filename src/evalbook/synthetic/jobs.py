"""The payroll register: a row a job and month, with hours and wages as tables 4.2-4.6 have them."""

from __future__ import annotations

import numpy as np
import pandas as pd

from evalbook.synthetic.draw import expand, generator, pick, shuffled
from evalbook.synthetic.employment import WorkPaths, spells
from evalbook.synthetic.pay import WEEKS_PER_MONTH, combinations
from evalbook.synthetic.targets import target

REGISTER = ["person_id", "job_id", "month", "hours", "wage", "contract", "agency", "sector", "employer_size"]
# Rounded up from the hourly minimum wage in the first half of 2024 and of 2025; before 2024 there was none by the hour.
MINIMUM_WAGE = {2022: 11.2, 2023: 12.4, 2024: 13.7, 2025: 14.1}
MONTHLY_VARIATION = 0.08  # of the hours from month to month, at most
BEFORE_START = 12  # months of earlier payroll rows, at most, of who is in work at the start
SECOND_JOB_SHARE, SECOND_JOB_PART = 0.07, 0.25
NEXT_JOB_SHARE, NEXT_JOB_AFTER = 0.25, 8  # months after which a spell may go on in another job
PERMANENT_AT_START, PERMANENT_LATER, AGENCY_LATER = 0.3, 0.12, 0.13
NOTHING_PAID_SHARE = 0.04  # of spells, followed by a month with neither hours nor wage
SECTORS = ("zorg", "detailhandel", "horeca", "zakelijke diensten", "overheid", "schoonmaak", "industrie", "onderwijs")
SECTORS += ("vervoer", "cultuur", "landbouw", "bouw")
SIZES = ("1-9", "10-49", "50-249", "250+")


def jobs(people: pd.DataFrame, paths: WorkPaths, seed: int) -> tuple[pd.DataFrame, pd.Series]:
    """The register `jobs`, and the hourly wage of each person who worked (missing if not known)."""
    random = generator(seed, "jobs")
    pay = _pay(people, paths, random)
    runs = _contracts(spells(paths), people, random)
    rows = _job_months(runs, people, paths, random)
    rows = _amounts(rows, pay, random)
    rows = _second_jobs(rows, random)
    rows = pd.concat([rows, _nothing_paid(runs, people, random)])
    rows["month"] = (people["service_start"].dt.to_period("M").reindex(rows["person"]).array + rows["k"].to_numpy()).to_timestamp()
    rows["person_id"] = people["person_id"].reindex(rows["person"]).to_numpy()
    return rows.sort_values(["person_id", "month", "job_id"])[REGISTER], pay["hourly_wage"]


def _pay(people: pd.DataFrame, paths: WorkPaths, random: np.random.Generator) -> pd.DataFrame:
    """Hours a week and euros an hour of each worker, in the planned classes; one missing where not known."""
    cells = target("earnings")
    choices = {key: rows for key, rows in combinations().groupby(["hours", "hourly", "monthly"])}
    parts = []
    for (period, benefit), rows in cells.groupby(["period", "benefit"], sort=False):
        workers = people[(paths.first >= 0) & (people["period"] == period) & (people["benefit"] == benefit)]
        given = expand(rows[["hours", "hourly", "monthly", "persons"]])
        given.index = shuffled(random, workers.index)
        parts.append(given)
    pay = pd.concat(parts).sort_index()
    last_years = _last_years(people, paths).reindex(pay.index)
    pairs = [_pair(cell, year, choices, random) for cell, year in zip(pay.itertuples(index=False), last_years, strict=True)]
    return pay.assign(hours_per_week=[pair[0] for pair in pairs], hourly_wage=[pair[1] for pair in pairs])


def _last_years(people: pd.DataFrame, paths: WorkPaths) -> pd.Series:
    months = people["service_start"].dt.to_period("M") + np.maximum(paths.last, 0)
    return months.dt.year


def _pair(cell: object, year: int, choices: dict, random: np.random.Generator) -> tuple[float, float]:
    """Hours and wage in the cell, near the minimum wage more often than far above it."""
    known = {name: getattr(cell, name) for name in ("hours", "hourly", "monthly") if getattr(cell, name)}
    pairs = choices.get(tuple(known.values()))
    if pairs is None:
        matching = [rows for key, rows in choices.items() if all(key[at] == code for at, code in _places(known))]
        pairs = pd.concat([rows for rows in matching if rows["hourly"].iat[0] == "[10,20)"])
    legal = pairs[pairs["hourly_wage"] >= MINIMUM_WAGE[year]] if known.get("hourly") != "[0,10)" else pairs
    pairs = legal if len(legal) else pairs
    row = pairs.iloc[int(random.random() ** 1.5 * len(pairs))] if "hourly" not in known else _low(pairs, random)
    hours = row["hours_per_week"] if "hours" in known else np.nan
    wage = row["hourly_wage"] if "hourly" in known else np.nan if "hours" in known else -row["monthly_wage"]
    return hours, wage


def _places(known: dict[str, str]) -> list[tuple[int, str]]:
    return [(("hours", "hourly", "monthly").index(name), code) for name, code in known.items()]


def _low(pairs: pd.DataFrame, random: np.random.Generator) -> pd.Series:
    by_wage = pairs.sort_values("hourly_wage", kind="stable")
    return by_wage.iloc[int(random.random() ** 1.5 * len(by_wage))]


def _contracts(runs: pd.DataFrame, people: pd.DataFrame, random: np.random.Generator) -> pd.DataFrame:
    """Contract and agency of each spell: planned for first jobs of who found work, usual for the others."""
    runs = runs.assign(
        contract=np.where(random.random(len(runs)) < PERMANENT_LATER, "onbepaald", "bepaald"),
        agency=random.random(len(runs)) < AGENCY_LATER,
        sector=shuffled(random, np.resize(SECTORS, len(runs))),
        employer_size=shuffled(random, np.resize(SIZES, len(runs))),
    )
    at_start = runs["start"] == 0
    runs.loc[at_start, "contract"] = np.where(random.random(at_start.sum()) < PERMANENT_AT_START, "onbepaald", "bepaald")
    first = runs[(runs["spell"] == 1) & ~at_start]
    group = people[["period", "benefit"]].reindex(first["person"]).set_index(first.index)
    for (period, benefit), rows in target("first_jobs").groupby(["period", "benefit"], sort=False):
        members = first[(group["period"] == period) & (group["benefit"] == benefit)]
        given = expand(rows.sort_values("contract", ascending=False))
        # A permanent contract goes with a spell that lasts.
        order = pick(random, members.index.to_numpy(), len(members), 1 + (members["end"] - members["start"]))
        runs.loc[order, "contract"] = given["contract"].to_numpy()
        runs.loc[order, "agency"] = (given["hired_by"] == "agency").to_numpy()
    return runs.assign(sector=runs["sector"].where(~runs["agency"], "uitzendbureaus"))


def _job_months(runs: pd.DataFrame, people: pd.DataFrame, paths: WorkPaths, random: np.random.Generator) -> pd.DataFrame:
    """A row a month of each spell; long spells may go on in a next job, work at the start began earlier."""
    earlier = np.where(runs["start"] == 0, np.floor(random.random(len(runs)) * (BEFORE_START + 1)), 0).astype(int)
    length = runs["end"] - runs["start"] + 1
    moves = (random.random(len(runs)) < NEXT_JOB_SHARE) & (length > NEXT_JOB_AFTER)
    runs = runs.assign(first=runs["start"] - earlier, moved=np.where(moves, runs["start"] + length // 2, 999))
    rows = runs.loc[runs.index.repeat(runs["end"] - runs["first"] + 1)]
    rows = rows.assign(k=rows["first"] + rows.groupby(["person", "spell"]).cumcount())
    number = 2 * rows["spell"] - 1 + (rows["k"] >= rows["moved"])
    after = rows["k"] >= rows["moved"]
    rows = rows.assign(job_id="J" + number.astype(str), agency=rows["agency"] & ~after)
    rows["sector"] = rows["sector"].where(rows["agency"] | (rows["sector"] != "uitzendbureaus"), "zakelijke diensten")
    return rows.drop(columns=["start", "end", "first", "moved"]).reset_index(drop=True)


def _amounts(rows: pd.DataFrame, pay: pd.DataFrame, random: np.random.Generator) -> pd.DataFrame:
    """Hours vary by month round the person's own; over months 1 and later their mean is exactly that."""
    wave = 1 + MONTHLY_VARIATION * (2 * random.random(len(rows)) - 1)
    later = rows["k"] >= 1
    mean = pd.Series(wave[later]).groupby(rows["person"][later].to_numpy()).mean().reindex(rows["person"]).to_numpy()
    wave = np.where(later, wave / mean, 1.0)
    hours = (pay["hours_per_week"].reindex(rows["person"]).to_numpy() * WEEKS_PER_MONTH * wave).round(1)
    rate = pay["hourly_wage"].reindex(rows["person"]).to_numpy()
    # A negative rate is a monthly wage of which the hours are not known.
    wage = np.where(rate < 0, -rate * wave, hours * rate).round(2)
    return rows.assign(hours=hours, wage=wage)


def _second_jobs(rows: pd.DataFrame, random: np.random.Generator) -> pd.DataFrame:
    """Some have part of their hours in a second job, never in the first month of a spell."""
    workers = rows.loc[rows["hours"].notna() & rows["wage"].notna(), "person"].unique()
    chosen = pick(random, workers, round(SECOND_JOB_SHARE * len(workers)))
    first = rows.groupby(["person", "spell"])["k"].transform("min")
    split = rows["person"].isin(chosen) & (rows["k"] > first + 1)
    second = rows[split].assign(job_id="N" + rows["spell"].astype(str), contract="bepaald", agency=False, employer_size="1-9")
    for amount, decimals in (("hours", 1), ("wage", 2)):
        second[amount] = (SECOND_JOB_PART * second[amount]).round(decimals)
        rows.loc[split, amount] = (rows.loc[split, amount] - second[amount]).round(decimals)
    second["sector"] = second["sector"].where(second["sector"] != "uitzendbureaus", "horeca")
    return pd.concat([rows, second])


def _nothing_paid(runs: pd.DataFrame, people: pd.DataFrame, random: np.random.Generator) -> pd.DataFrame:
    """A month after the last with neither hours nor wage: the employer has not yet signed the person off."""
    seen = runs["end"] + 1 <= people["last_month"].reindex(runs["person"]).to_numpy()
    ended = runs[seen & (random.random(len(runs)) < NOTHING_PAID_SHARE)]
    job = "J" + (2 * ended["spell"] - 1).astype(str)
    return ended.assign(k=ended["end"] + 1, job_id=job, hours=0.0, wage=0.0)
