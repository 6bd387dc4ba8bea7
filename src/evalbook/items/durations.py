"""Chapter 3: how long participants wait for a first conversation and a first trajectory, who gets neither; how long
trajectories last beside the time that is stated for them, and how they are stacked.

Sources: sub-question 3 of the report's appendix 1; the report itself says in a note that nobody served about a tenth of
those of the experiment in their first half year. Section 3.1 states the time (as a maximum, or for modular trajectories
as the duration); bureaus may stack modular trajectories (section 3.4).
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

import numpy as np
import pandas as pd

from evalbook.items.cohort import BY_BENEFIT, BY_PERIOD, Cohort, Registers, groups, margins
from evalbook.items.tabulating import UNSEEN, by_code, by_flag, by_kind, collect
from evalbook.months import month_number, months_later, whole_months

HALF_YEAR = 6
WITHIN = (1, 3, HALF_YEAR)  # months
SERVICES = {"conversation": ("conversations", "date"), "trajectory": ("trajectories", "start_date")}
ENDS = ("served", "ended", "exit")
STATED_MONTHS = {"modulair": 5, "werkfit": 18, "naar_werk": 9, "werkbehoud": 3}
LASTED = ("half", "within", "beyond")
STACKED_MONTHS = 24
STACKS = ("none", "one", "two,successive", "two,concurrent", "three")
CODES = tuple(f"stack={each}" for each in STACKS)


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
        begun = cohort.begun(registers["trajectories"]).sort_values(["person", "start_date", "end_date"], kind="stable")
        first = begun.drop_duplicates(["person", "kind"])
        first = first.assign(**_times(cohort, first))
        yield stated_time(cohort, first)
        yield trajectory_stacking(cohort, begun)


def waiting_times(cohort: Cohort, windows: dict[str, np.ndarray]) -> pd.DataFrame:
    """Who had a first one within so many months of the start, of who is followed for half a year."""
    parts = []
    for key, members in margins(cohort.followed(HALF_YEAR)):
        for service, first in windows.items():
            own = first[members.index]
            flags = pd.DataFrame({f"{service},{months}": own < months for months in WITHIN}, members.index)
            parts += by_flag(cohort.keys, flags, **key)
    return collect("waiting_times", parts)


def first_trajectory(cohort: Cohort, *, first: pd.Series) -> pd.DataFrame:
    """Which comes first, by month since the start: a trajectory, the end of all service, or an exit.

    `first` is the month of the trajectory, inf for none. In one month it comes before an end. Who waits on is
    censored in the last complete month. Of persons with such a month.
    """
    persons = cohort.measured
    last = persons["last_month"]
    ended = month_number(persons["service_end"]) - persons["start_month"]
    months = np.stack([first[persons.index], ended.where(ended <= last, np.inf), persons["exit_month"].fillna(np.inf)])
    months[0] = np.where(months[0] <= last, months[0], np.inf)
    kinds = np.where(np.isinf(months.min(axis=0)), UNSEEN, months.argmin(axis=0))
    ends = pd.DataFrame({"month": np.where(kinds == UNSEEN, last, months.min(axis=0)), "kind": kinds}, persons.index)
    parts = []
    for key, members in margins(persons):
        parts += by_kind(cohort, ends.loc[members.index], ENDS, **key)
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
    parts = [by_flag(cohort.keys, flags.loc[m.index], **key) for key, m in groups(cohort.followed(HALF_YEAR), **split)]
    return collect("first_half_year", chain(*parts))


def stated_time(cohort: Cohort, first: pd.DataFrame) -> pd.DataFrame:
    """Whether it ended within half of the stated time, within the rest of it, or goes on beyond it.

    Of a person's first trajectory of each kind that began so long ago that the stated time has passed. A duration of
    m months ends by the day that is m months after its start; of half a month, halfway to the next.
    """
    parts = []
    for kind, stated in STATED_MONTHS.items():
        own = first[(first["kind"] == kind) & (first["seen"] >= stated)]
        place = np.select([own["happened"] & (own["end_date"] <= each) for each in _halfway(own, stated)], (0, 1), 2)
        lasted = pd.Series(pd.Categorical.from_codes(place, LASTED), own["person"])
        for key, members in groups(cohort.participants.loc[own["person"]]):
            parts += by_code(cohort.keys, lasted[members.index], row=f"kind={kind}", column=LASTED, **key)
    return collect("stated_time", parts)


def _halfway(rows: pd.DataFrame, stated: int) -> tuple[pd.Series, pd.Series]:
    """Of each row the moment at which half of the stated months have passed, and that at which all have."""
    before, after = (months_later(rows["start_date"], months) for months in (stated // 2, (stated + 1) // 2))
    return before + (after - before) / 2, months_later(rows["start_date"], stated)


def _times(cohort: Cohort, rows: pd.DataFrame) -> dict[str, np.ndarray]:
    """Whether each has ended (`happened`) by the last day seen, and the months `seen` whole."""
    until = cohort.of(rows, "observed_until")
    return {
        "happened": rows["end_date"].to_numpy() <= until,
        "seen": whole_months(rows["start_date"].to_numpy(), until),
    }


def trajectory_stacking(cohort: Cohort, begun: pd.DataFrame) -> pd.DataFrame:
    """How many trajectories began in the first two years, of who is followed for them, and whether any overlapped."""
    window = cohort.windows(begun, "start_date")
    early = begun[(window >= 0) & (window < STACKED_MONTHS)]
    number = np.bincount(early["person"], minlength=len(cohort.participants)).clip(max=3)
    overlapping = np.bincount(early["person"], _overlaps(early), minlength=len(cohort.participants)) > 0
    place = np.where(number == 2, 2 + overlapping, np.where(number == 3, 4, number))
    stacks = pd.Series(pd.Categorical.from_codes(place, CODES), cohort.participants.index)
    followed = margins(cohort.followed(STACKED_MONTHS))
    return collect("trajectory_stacking", chain(*(by_code(cohort.keys, stacks[m.index], **key) for key, m in followed)))


def _overlaps(rows: pd.DataFrame) -> np.ndarray:
    """Whether each one begins before all earlier ones of the person have ended; one without an end goes on."""
    end = rows["end_date"].fillna(pd.Timestamp.max).astype("int64")
    latest = end.groupby(rows["person"]).cummax()
    same = rows["person"].to_numpy()[1:] == rows["person"].to_numpy()[:-1]
    begins_before = rows["start_date"].astype("int64").to_numpy()[1:] <= latest.to_numpy()[:-1]
    return np.concatenate([[False], same & begins_before])[: len(rows)]
