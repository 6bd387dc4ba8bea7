"""People with the same benefit who got no service, and their months in work: invented, with a difference that is known.

From one month to the next somebody without work finds it, and somebody with work loses it, with chances that depend on
the benefit and the diagnosis only, both of which the comparison weights by. So what participants would have done
without the service is known, `chance_of_work`, and with it the difference that the comparison has to find. Comparators
are older, have other diagnoses and more often work than participants have at their start: unweighted they differ for
that alone.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from evalbook.synthetic.draw import generator
from evalbook.synthetic.edition import HISTORY_FROM, LAST_MONTH, REFERENCE_DATE
from evalbook.synthetic.persons import YOUNGEST

PERSONS = 20_000
# Of each type the part of all comparators, the years of birth, and the days between which the benefit began.
TYPES = {
    "IVA": (0.46, (1958, 1996), ("2006-01-01", "2025-03-01")),
    "oWajong": (0.27, (1959, 1991), ("1998-01-01", "2009-12-31")),
    "Wajong2010": (0.09, (1984, 1996), ("2010-01-01", "2014-12-31")),
    "Wajong2015": (0.18, (1990, 2006), ("2015-01-01", "2025-03-01")),
}
DIAGNOSES = {
    **{"onbekend": 0.04, "hart": 0.06, "botspier": 0.14, "zenuw": 0.14},
    **{"ontwikkeling": 0.25, "psychisch": 0.27, "overig": 0.10},
}
SEXES = {"man": 0.5, "vrouw": 0.49, "onbekend": 0.01}
LEFT, NOT_KNOWN = 0.08, 0.02  # who left in these years; of whom it is not known when the benefit began
FINDS = {"IVA": 0.007, "oWajong": 0.008, "Wajong2010": 0.01, "Wajong2015": 0.012}  # from one month to the next
FINDS_MORE = {"psychisch": 0.002, "ontwikkeling": 0.001}
LOSES = 0.06  # from one month to the next
HOURS, WAGES = (20, 120), (13.0, 19.0)  # in a month, and in an hour


def benefit_starts(people: pd.DataFrame, seed: int) -> pd.Series:
    """The day on which each participant's benefit began, as the register has it: text, '' where it is not known.

    `people` as `persons` gives them.
    """
    random = generator(seed, "benefit_start")
    days = _began(random, people["type"], people["birth_date"], people["service_start"])
    return days.dt.strftime("%Y-%m-%d").where(random.random(len(people)) >= NOT_KNOWN, "")


def comparators(seed: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The registers `comparators` and `comparator_jobs`."""
    random = generator(seed, "comparators")
    people = people_like_these(random)
    at_work = paths(random, chances_of_finding(people["benefit"], people["diagnosis"]))
    months = pd.period_range(HISTORY_FROM, LAST_MONTH.to_timestamp(), freq="M")
    left = people["exit_date"].dt.to_period("M").fillna(LAST_MONTH + 1).to_numpy()
    person, month = np.nonzero((at_work & (months.to_numpy()[:, None] < left)).T)
    hours = np.floor(_between(random, *HOURS, len(person)))
    jobs = pd.DataFrame(
        {
            "person_id": people["person_id"].to_numpy()[person],
            "month": months.to_timestamp()[month],
            "hours": hours,
            "wage": np.floor(hours * _between(random, *WAGES, len(person))),
        }
    )
    return people, jobs


def chances_of_finding(benefits: pd.Series, diagnoses: pd.Series) -> np.ndarray:
    """The chance that somebody without work, and without the service, is in work a month later."""
    return (benefits.map(FINDS) + diagnoses.map(FINDS_MORE).fillna(0)).to_numpy(float)


def chance_of_work(finds: np.ndarray, in_work: np.ndarray, months: int) -> np.ndarray:
    """The chance to be in work so many months after one in which people were in work or not."""
    chances = in_work.astype(float)
    for _ in range(months):
        chances = chances * (1 - LOSES) + (1 - chances) * finds
    return chances


def people_like_these(random: np.random.Generator) -> pd.DataFrame:
    """A row a person with the benefit, as the register of comparators has them."""
    benefits = _drawn(random, {name: share for name, (share, _, _) in TYPES.items()})
    first, last = (benefits.map({name: each[1][side] for name, each in TYPES.items()}) for side in (0, 1))
    years = first + np.floor(random.random(PERSONS) * (last - first + 1))
    born = pd.to_datetime(years.astype(int).astype(str) + "-01-01") + _days(random, 0, 365)
    left = HISTORY_FROM + _days(random, 0, (REFERENCE_DATE - HISTORY_FROM).days)
    leaves = random.random(PERSONS) < LEFT
    began = _began(random, benefits, born, pd.Series(HISTORY_FROM, benefits.index).where(leaves, REFERENCE_DATE))
    return pd.DataFrame(
        {
            "person_id": [f"C{number:05d}" for number in range(1, PERSONS + 1)],
            "benefit": benefits,
            "sex": _drawn(random, SEXES),
            "birth_date": born,
            "diagnosis": _drawn(random, DIAGNOSES),
            "exit_date": pd.Series(left).where(leaves),
            "exit_reason": np.where(leaves, "overig", None),
            "benefit_start": began.where(random.random(PERSONS) >= NOT_KNOWN),
        }
    )


def _drawn(random: np.random.Generator, shares: dict[str, float]) -> pd.Series:
    """A code for each comparator."""
    codes = np.array(list(shares), object)
    limits = np.cumsum(list(shares.values()))
    return pd.Series(codes[np.searchsorted(limits[:-1], random.random(PERSONS), side="right")])


def _days(random: np.random.Generator, low: int, high: int) -> pd.TimedeltaIndex:
    return pd.to_timedelta(np.floor(_between(random, low, high, PERSONS)), unit="D")


def _between(random: np.random.Generator, low: float, high: float, count: int) -> np.ndarray:
    return low + random.random(count) * (high - low)


def _began(random: np.random.Generator, types: pd.Series, born: pd.Series, before: pd.Series) -> pd.Series:
    """A day between the first and the last on which such a benefit could begin: from 18 on, and before a day."""
    grown = born + pd.DateOffset(years=YOUNGEST)
    limits = {name: tuple(map(pd.Timestamp, each[2])) for name, each in TYPES.items()}
    limits["overig"] = limits["IVA"]
    first, last = (types.map({name: each[side] for name, each in limits.items()}) for side in (0, 1))
    last = np.minimum(last, before)
    first = np.minimum(np.maximum(first, grown), last)
    return first + pd.to_timedelta(np.floor(random.random(len(types)) * ((last - first).dt.days + 1)), unit="D")


def paths(random: np.random.Generator, finds: np.ndarray) -> np.ndarray:
    """Whether each person is in work, a row a month from `HISTORY_FROM` on; `finds`: of each, or a row a month."""
    months = len(pd.period_range(HISTORY_FROM, LAST_MONTH.to_timestamp(), freq="M"))
    by_month = np.broadcast_to(finds, (months, np.shape(finds)[-1]))
    found = np.zeros(by_month.shape, bool)
    now = random.random(found.shape[1]) < by_month[0] / (by_month[0] + LOSES)
    for path, chances in zip(found, by_month, strict=True):
        path[:] = now
        now = random.random(len(now)) < np.where(now, 1 - LOSES, chances)
    return found
