"""Chapter 3: how long participants wait for a first conversation and a first trajectory, and who gets neither.

Sub-question 3 of the report's appendix 1; the report itself says in a note that nobody served about a tenth of those of
the experiment in their first half year.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from evalbook.estimates.transitions import UNSEEN, cumulative_incidence
from evalbook.items.cohort import BY_BENEFIT, BY_PERIOD, Cohort, Registers, groups, margins
from evalbook.items.result_rows import collect, counted, probabilities
from evalbook.months import month_number

HALF_YEAR = 6
WITHIN = (1, 3, HALF_YEAR)  # months
SERVICES = {"conversation": ("conversations", "date"), "trajectory": ("trajectories", "start_date")}
ENDS = ("event=served", "event=ended", "event=exit")


def items(cohort: Cohort, registers: Registers) -> Iterator[pd.DataFrame]:
    windows = {
        service: _first_window(cohort, registers[name], day)
        for service, (name, day) in SERVICES.items()
        if name in registers
    }
    if windows:
        yield waiting_times(cohort, windows)
    if len(windows) == len(SERVICES):
        yield first_half_year(cohort, **{service: first < HALF_YEAR for service, first in windows.items()})
    if "trajectories" in registers:
        yield first_trajectory(cohort, first=_first_month(cohort, registers["trajectories"], "start_date"))


def waiting_times(cohort: Cohort, windows: dict[str, np.ndarray]) -> pd.DataFrame:
    """Who had a first one within so many months of the start, of who is followed for half a year."""
    parts = []
    for key, members in margins(cohort.followed(HALF_YEAR)):
        for service, first in windows.items():
            own = first[members.index]
            counts = pd.Series({f"{service},{months}": (own < months).sum() for months in WITHIN})
            parts.append(counted(counts, base=len(members), **key))
    return collect("waiting_times", parts)


def first_trajectory(cohort: Cohort, *, first: pd.Series) -> pd.DataFrame:
    """Which comes first, by month since the start: a trajectory, the end of all service, or an exit.

    `first` is the month of the trajectory, inf for none. In one month it comes before an end. Who waits on is
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
    return collect("first_trajectory", parts)


def _first_month(cohort: Cohort, rows: pd.DataFrame, day: str) -> pd.Series:
    """The month since the start of each participant's first one on or after the first day; inf for none."""
    after = rows[rows[day] >= cohort.of(rows, "service_start")]
    months = pd.Series(cohort.months_since_start(after, day)).groupby(after["person"].to_numpy()).min()
    return months.reindex(cohort.participants.index).fillna(np.inf)


def _first_window(cohort: Cohort, rows: pd.DataFrame, day: str) -> np.ndarray:
    """The whole months from the start to each participant's first one on or after the first day; inf for none."""
    windows = pd.Series(cohort.windows(rows, day))
    first = windows[windows >= 0].groupby(rows["person"].to_numpy()[windows >= 0]).min()
    return first.reindex(cohort.participants.index).fillna(np.inf).to_numpy()


def first_half_year(cohort: Cohort, *, conversation: np.ndarray, trajectory: np.ndarray) -> pd.DataFrame:
    """What was given in the first half year, of who is followed for it: one or both of two services, or neither."""
    chosen = {
        "served=both": conversation & trajectory,
        "served=conversation": conversation & ~trajectory,
        "served=trajectory": ~conversation & trajectory,
        "served=neither": ~conversation & ~trajectory,
    }
    flags = pd.DataFrame(chosen)
    split = {"periods": (*BY_PERIOD, "all"), "benefits": (*BY_BENEFIT, "all")}
    parts = groups(cohort.followed(HALF_YEAR), **split)
    return collect("first_half_year", [counted(flags.loc[m.index].sum(), base=len(m), **key) for key, m in parts])
