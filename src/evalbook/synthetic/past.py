"""Months in work before the start of the service: what is known of them is that they are like those of comparators.

From the month before the start to the start a participant moves as a comparator does, and before it the chances of
finding and losing work are the same backwards as forwards. So whoever starts is like a comparator with the same past.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from evalbook.synthetic.comparators import FINDS, HOURS, LOSES, WAGES, chances_of_finding
from evalbook.synthetic.draw import generator
from evalbook.synthetic.edition import HISTORY_FROM, STRATUM

JOB = "J0"  # of work that ended before the start
SIZES = ("1-9", "10-49", "50-249", "250+")
SECTORS = ("zorg", "detailhandel", "horeca", "zakelijke diensten", "schoonmaak", "industrie", "vervoer")


def earlier_jobs(people: pd.DataFrame, at_start: pd.DataFrame, seed: int) -> pd.DataFrame:
    """A row a participant and month in work before the start, `k` below 0, from HISTORY_FROM on.

    `at_start`: the jobs of month 0. Who is in work then has the same job in the months before it without a gap.
    """
    random = generator(seed, "past")
    in_work = _in_work(random, people, people.index.isin(at_start["person"]))
    known_months = (people["service_start"].dt.to_period("M") - HISTORY_FROM.to_period("M")).map(lambda gap: gap.n)
    in_work &= np.arange(len(in_work))[:, None] < known_months.to_numpy()
    place, before = np.nonzero(in_work.T)
    unbroken = np.logical_and.accumulate(in_work, axis=0)[before, place]
    rows = pd.DataFrame({"person": people.index[place], "k": -1 - before})
    going_on = rows[unbroken].merge(at_start.drop(columns="k"), on="person")
    return pd.concat([going_on, _ended(random, rows[~(unbroken & rows["person"].isin(at_start["person"]))])])


def _ended(random: np.random.Generator, rows: pd.DataFrame) -> pd.DataFrame:
    """Work that is over by the start, with hours and wages as comparators have them."""
    hours, euros, size, sector = random.random((4, len(rows)))
    hours = np.floor(HOURS[0] + hours * (HOURS[1] - HOURS[0]))
    return rows.assign(
        job_id=JOB,
        hours=hours,
        wage=np.floor(hours * (WAGES[0] + euros * (WAGES[1] - WAGES[0]))),
        contract="bepaald",
        agency=False,
        sector=np.array(SECTORS)[(sector * len(SECTORS)).astype(int)],
        employer_size=np.array(SIZES)[(size * len(SIZES)).astype(int)],
    )


def _in_work(random: np.random.Generator, people: pd.DataFrame, at_start: np.ndarray) -> np.ndarray:
    """Whether each person was in work, a row a month before the start, the last one first."""
    finds = chances_of_finding(people["type"].where(people["type"].isin(FINDS), "IVA"), people["diagnosis"])
    share = pd.Series(at_start.astype(float)).groupby([people[name].to_numpy() for name in STRATUM]).transform("mean")
    before = np.clip((share.to_numpy() - finds) / (1 - LOSES - finds), 0, 1)  # of whom so many are in work a month on
    both, lost = before * (1 - LOSES), before * LOSES
    found, neither = (1 - before) * finds, (1 - before) * (1 - finds)
    now = random.random(len(people)) < np.where(at_start, both / (both + found), lost / (lost + neither))
    rows = []
    for _ in range(_longest(people)):
        rows.append(now)
        now = random.random(len(people)) < np.where(now, 1 - LOSES, finds)
    return np.array(rows)


def _longest(people: pd.DataFrame) -> int:
    return (people["service_start"].max().to_period("M") - HISTORY_FROM.to_period("M")).n
