"""Chapter 3: how long participants wait for a first conversation and a first trajectory, and who gets neither.

Sub-question 3 of the report's appendix 1; the report itself says in a note that nobody served about a tenth of those of
the experiment in their first half year.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from evalbook.cohort import BY_BENEFIT, BY_PERIOD, Cohort, Registers, groups, margins
from evalbook.months import month_number
from evalbook.rows import collect, counted, probabilities
from evalbook.transitions import UNSEEN, cumulative_incidence

HALF_YEAR = 6
SERVICES = {"first_conversation": ("conversations", "date"), "first_trajectory": ("trajectories", "start_date")}
ENDS = ("event=served", "event=ended", "event=exit")


def items(cohort: Cohort, registers: Registers) -> Iterator[pd.DataFrame]:
    there = {item: (registers[name], day) for item, (name, day) in SERVICES.items() if name in registers}
    for item, (rows, day) in there.items():
        yield first_service(item, cohort, first=_first_month(cohort, rows, day))
    if len(there) == len(SERVICES):
        yield first_half_year(cohort, **{item: _early(cohort, *rows) for item, rows in there.items()})


def first_service(item: str, cohort: Cohort, *, first: pd.Series) -> pd.DataFrame:
    """Which comes first, by month since the start: the service, the end of all service, or an exit.

    `first` is the month of the service, inf for none. In one month the service comes before an end. Who waits on is
    censored in the last complete month. Of persons with such a month.
    """
    persons = cohort.participants[cohort.participants["last_month"] >= 0]
    last = persons["last_month"]
    ended = month_number(persons["service_end"]) - persons["start_month"]
    months = np.stack([first[persons.index], ended.where(ended <= last, np.inf), persons["exit_month"].fillna(np.inf)])
    months[0] = np.where(months[0] <= last, months[0], np.inf)
    kinds = np.where(np.isinf(months.min(axis=0)), UNSEEN, months.argmin(axis=0))
    ends = pd.DataFrame({"month": np.where(kinds == UNSEEN, last, months.min(axis=0)), "kind": kinds}, persons.index)
    parts = []
    for key, members in margins(persons):
        own = ends.loc[members.index]
        estimated = cumulative_incidence(own["month"], own["kind"], kinds=len(ENDS))
        parts.append(probabilities(estimated, ENDS, statistic="incidence", **key))
    return collect(item, parts)


def _first_month(cohort: Cohort, rows: pd.DataFrame, day: str) -> pd.Series:
    """The month since the start of each participant's first one on or after the first day; inf for none."""
    after = rows[rows[day] >= cohort.of(rows, "service_start")]
    months = pd.Series(cohort.months_since_start(after, day)).groupby(after["person"].to_numpy()).min()
    return months.reindex(cohort.participants.index).fillna(np.inf)


def _early(cohort: Cohort, rows: pd.DataFrame, day: str) -> np.ndarray:
    """Whether each participant has one within the first half year."""
    window = cohort.windows(rows, day)
    early = rows["person"].to_numpy()[(window >= 0) & (window < HALF_YEAR)]
    return np.bincount(early, minlength=len(cohort.participants)) > 0


def first_half_year(cohort: Cohort, *, first_conversation: np.ndarray, first_trajectory: np.ndarray) -> pd.DataFrame:
    """What was given in the first half year, of who is followed for it: one or both of two services, or neither."""
    chosen = {
        "served=both": first_conversation & first_trajectory,
        "served=conversation": first_conversation & ~first_trajectory,
        "served=trajectory": ~first_conversation & first_trajectory,
        "served=neither": ~first_conversation & ~first_trajectory,
    }
    flags = pd.DataFrame(chosen)
    split = {"periods": (*BY_PERIOD, "all"), "benefits": (*BY_BENEFIT, "all")}
    parts = groups(cohort.followed(HALF_YEAR), **split)
    return collect("first_half_year", [counted(flags.loc[m.index].sum(), base=len(m), **key) for key, m in parts])
