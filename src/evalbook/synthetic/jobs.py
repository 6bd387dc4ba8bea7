"""The payroll register: a row a job and month, with the hours and wages of `wages` and the first jobs of tables
4.5 and 4.6."""

from __future__ import annotations

import numpy as np
import pandas as pd

from evalbook.synthetic.draw import expand, generator, pick, shuffled
from evalbook.synthetic.employment import WorkPaths, spells
from evalbook.synthetic.past import earlier_jobs
from evalbook.synthetic.pay import WEEKS_PER_MONTH
from evalbook.synthetic.persons import known, of_group
from evalbook.synthetic.targets import by_group

REGISTER = ["person_id", "job_id", "month", "hours", "wage", "contract", "agency", "sector", "employer_size"]
MONTHLY_VARIATION = 0.08  # of the hours from month to month, at most
BEFORE_START = 12  # months of earlier payroll rows, at most, of who is in work at the start
SECOND_JOB_SHARE, SECOND_JOB_PART = 0.07, 0.25
NEXT_JOB_SHARE, NEXT_JOB_AFTER = 0.25, 8  # months after which a spell may go on in another job
NEVER_MOVED = 999
PERMANENT_AT_START, PERMANENT_LATER, AGENCY_LATER = 0.3, 0.12, 0.13
NOTHING_PAID_SHARE = 0.04  # of spells, followed by a month with neither hours nor wage
SECTORS = ("zorg", "detailhandel", "zorg", "horeca", "zakelijke diensten", "detailhandel", "overheid", "schoonmaak")
SECTORS += ("industrie", "zorg", "onderwijs", "zakelijke diensten", "vervoer", "horeca", "cultuur", "landbouw", "bouw")
AGENCY_SECTOR = "uitzendbureaus"
SIZES = ("1-9", "10-49", "50-249", "250+", "250+")


def jobs(people: pd.DataFrame, paths: WorkPaths, wages: pd.DataFrame, seed: int) -> pd.DataFrame:
    """The register `jobs`."""
    random = generator(seed, "jobs")
    runs = _contracts(spells(paths), people, random)
    rows = _amounts(_job_months(runs, random), wages, random)
    rows = pd.concat([_second_jobs(rows, random), _nothing_paid(runs, people, random)])
    rows = rows[rows["k"] >= 0]
    rows = pd.concat([rows, earlier_jobs(people, rows[rows["k"] == 0], seed)], ignore_index=True)
    month = known(people, "service_start", rows).dt.to_period("M") + rows["k"]
    rows = rows.assign(person_id=known(people, "person_id", rows), month=month.dt.to_timestamp())
    return rows.sort_values(["person_id", "month", "job_id"])[REGISTER]


def _contracts(runs: pd.DataFrame, people: pd.DataFrame, random: np.random.Generator) -> pd.DataFrame:
    """Contract, agency, sector and size of each spell: usual ones, and for first jobs the planned ones."""
    at_start = runs["start"] == 0
    permanent = np.where(at_start, PERMANENT_AT_START, PERMANENT_LATER)
    runs = runs.assign(
        contract=np.where(random.random(len(runs)) < permanent, "onbepaald", "bepaald"),
        agency=random.random(len(runs)) < AGENCY_LATER,
        sector=shuffled(random, np.resize(SECTORS, len(runs))),
        employer_size=shuffled(random, np.resize(SIZES, len(runs))),
    )
    first = runs[(runs["spell"] == 1) & ~at_start].set_index("person")
    for group, planned in by_group("first_jobs"):
        members = first.loc[first.index.intersection(of_group(people, group).index)]
        _give_first_jobs(runs, members, expand(planned), random)
    return runs


def _give_first_jobs(
    runs: pd.DataFrame, members: pd.DataFrame, planned: pd.DataFrame, random: np.random.Generator
) -> None:
    """A permanent contract goes with a spell that lasts."""
    planned = planned.sort_values("contract", ascending=False)
    persons = pick(random, members.index.to_numpy(), len(members), 1 + members["end"] - members["start"])
    given = planned.set_axis(persons)
    first = (runs["spell"] == 1) & runs["person"].isin(persons)
    runs.loc[first, "contract"] = given["contract"].reindex(runs.loc[first, "person"]).to_numpy()
    runs.loc[first, "agency"] = (given["hired_by"] == "agency").reindex(runs.loc[first, "person"]).to_numpy()


def _job_months(runs: pd.DataFrame, random: np.random.Generator) -> pd.DataFrame:
    """A row a month of each spell; long spells may go on in a next job, work at the start began earlier."""
    earlier, moving = random.random((2, len(runs)))
    earlier = np.where(runs["start"] == 0, np.floor(earlier * (BEFORE_START + 1)), 0).astype(int)
    length = runs["end"] - runs["start"] + 1
    moves = (moving < NEXT_JOB_SHARE) & (length > NEXT_JOB_AFTER)
    runs = runs.assign(first=runs["start"] - earlier, moved=(runs["start"] + length // 2).where(moves, NEVER_MOVED))
    rows = runs.loc[runs.index.repeat(runs["end"] - runs["first"] + 1)].reset_index(drop=True)
    rows["k"] = rows["first"] + rows.groupby(["person", "spell"]).cumcount()
    return _in_next_job(rows)


def _in_next_job(rows: pd.DataFrame) -> pd.DataFrame:
    """Jobs are numbered two a spell: the first one and the one it may go on in, which is no agency's."""
    moved = rows["k"] >= rows["moved"]
    number = 2 * rows["spell"] - 1 + moved
    agency = rows["agency"] & ~moved
    return rows.assign(
        job_id="J" + number.astype(str), agency=agency, sector=rows["sector"].mask(agency, AGENCY_SECTOR)
    )


def _amounts(rows: pd.DataFrame, wages: pd.DataFrame, random: np.random.Generator) -> pd.DataFrame:
    """Hours vary by month round the person's own; over months 1 and later their mean is exactly that."""
    wave = pd.Series(1 + MONTHLY_VARIATION * (2 * random.random(len(rows)) - 1), rows.index)
    mean = wave[rows["k"] >= 1].groupby(rows["person"]).mean().reindex(rows["person"]).to_numpy()
    wave = (wave / mean).where(rows["k"] >= 1, 1.0)
    hours = (known(wages, "hours_per_week", rows) * WEEKS_PER_MONTH * wave).round(1)
    wage = (hours * known(wages, "hourly_wage", rows)).fillna(known(wages, "monthly_wage", rows) * wave)
    return rows.assign(hours=hours, wage=wage.round(2))


def _second_jobs(rows: pd.DataFrame, random: np.random.Generator) -> pd.DataFrame:
    """Some have part of their hours in a second job, never in the first months of a spell."""
    workers = rows.loc[rows["hours"].notna() & rows["wage"].notna(), "person"].unique()
    chosen = pick(random, workers, round(SECOND_JOB_SHARE * len(workers)))
    begun = rows.groupby(["person", "spell"])["k"].transform("min") + 1
    split = rows["person"].isin(chosen) & (rows["k"] > begun)
    second = rows[split].assign(job_id="N" + rows["spell"].astype(str), contract="bepaald", agency=False)
    second = second.assign(sector=second["sector"].replace(AGENCY_SECTOR, "horeca"), employer_size="1-9")
    second["hours"] = (SECOND_JOB_PART * second["hours"]).round(1)
    second["wage"] = (SECOND_JOB_PART * second["wage"]).round(2)
    left = rows[["hours", "wage"]].sub(second[["hours", "wage"]], fill_value=0).round(2)
    return pd.concat([rows.assign(hours=left["hours"], wage=left["wage"]), second])


def _nothing_paid(runs: pd.DataFrame, people: pd.DataFrame, random: np.random.Generator) -> pd.DataFrame:
    """A month after the last with neither hours nor wage: the employer has not yet signed the person off."""
    seen = runs["end"] + 1 <= known(people, "last_month", runs)
    ended = runs[seen & (random.random(len(runs)) < NOTHING_PAID_SHARE)]
    job = "J" + (2 * ended["spell"] - 1).astype(str)
    sector = ended["sector"].mask(ended["agency"], AGENCY_SECTOR)
    return ended.assign(k=ended["end"] + 1, job_id=job, hours=0.0, wage=0.0, sector=sector)
