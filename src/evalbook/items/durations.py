"""Chapter 3: how long trajectories last beside the time that is stated for them, and how they are stacked.

Source: report section 3.1, which states the time (as a maximum, or for modular trajectories as the duration) and says
that bureaus may stack modular trajectories (section 3.4).
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from evalbook.items.cohort import Cohort, Registers, groups, margins
from evalbook.items.result_rows import collect, counted
from evalbook.months import whole_months

STATED_MONTHS = {"modulair": 5, "werkfit": 18, "naar_werk": 9, "werkbehoud": 3}
LASTED = ("half", "within", "beyond")
STACKED_MONTHS = 24
STACKS = ("none", "one", "two,successive", "two,concurrent", "three")
CODES = tuple(f"stack={each}" for each in STACKS)


def items(cohort: Cohort, registers: Registers) -> Iterator[pd.DataFrame]:
    if "trajectories" in registers:
        begun = _begun(cohort, registers["trajectories"])
        first = begun.drop_duplicates(["person", "kind"])
        first = first.assign(**_times(cohort, first))
        yield stated_time(cohort, first)
        yield trajectory_stacking(cohort, begun)


def _begun(cohort: Cohort, trajectories: pd.DataFrame) -> pd.DataFrame:
    """Those that began in the service while the person was observed, in the order of their start."""
    seen = trajectories["start_date"] >= cohort.of(trajectories, "service_start")
    seen &= trajectories["start_date"] <= cohort.of(trajectories, "observed_until")
    return trajectories[seen].sort_values(["person", "start_date", "end_date"], kind="stable")


def stated_time(cohort: Cohort, first: pd.DataFrame) -> pd.DataFrame:
    """Whether it ended within half of the stated time, within the rest of it, or goes on beyond it.

    Of a person's first trajectory of each kind that began so long ago that the stated time has passed. A duration of
    m months ends by the day that is m months after its start.
    """
    parts = []
    for kind, stated in STATED_MONTHS.items():
        own = first[(first["kind"] == kind) & (first["seen"] >= stated)]
        lasted = pd.cut(
            own["month"].astype(float).where(own["happened"], np.inf), (-1, stated / 2, stated, np.inf), labels=LASTED
        )
        lasted = lasted.set_axis(own["person"])
        for key, members in groups(cohort.participants.loc[own["person"]]):
            counts = lasted[members.index].value_counts(sort=False)
            each = counted(counts, base=len(members), **key)
            parts.append(each.assign(column=each["row"], row=f"kind={kind}"))
    return collect("stated_time", parts)


def _times(cohort: Cohort, rows: pd.DataFrame) -> dict[str, np.ndarray]:
    """`month` of the end where it `happened` by the last day seen, else the months `seen` whole."""
    start, until = rows["start_date"].to_numpy(), cohort.of(rows, "observed_until")
    end = rows["end_date"].to_numpy()
    happened = end <= until
    day_before = np.maximum(np.where(happened, end, until) - np.timedelta64(1, "D"), start)
    seen = whole_months(start, until)
    return {"month": np.where(happened, whole_months(start, day_before) + 1, seen), "happened": happened, "seen": seen}


def trajectory_stacking(cohort: Cohort, begun: pd.DataFrame) -> pd.DataFrame:
    """How many trajectories began in the first two years, of who is followed for them, and whether any overlapped."""
    window = cohort.windows(begun, "start_date")
    early = begun[(window >= 0) & (window < STACKED_MONTHS)]
    number = np.bincount(early["person"], minlength=len(cohort.participants)).clip(max=3)
    overlapping = np.bincount(early["person"], _overlaps(early), minlength=len(cohort.participants)) > 0
    place = np.where(number == 2, 2 + overlapping, np.where(number == 3, 4, number))
    stacks = pd.Series(pd.Categorical.from_codes(place, CODES), cohort.participants.index)
    parts = [
        counted(stacks[members.index].value_counts(sort=False).rename(index=str), base=len(members), **key)
        for key, members in margins(cohort.followed(STACKED_MONTHS))
    ]
    return collect("trajectory_stacking", parts)


def _overlaps(rows: pd.DataFrame) -> np.ndarray:
    """Whether each one begins before all earlier ones of the person have ended; one without an end goes on."""
    end = rows["end_date"].fillna(pd.Timestamp.max).astype("int64")
    latest = end.groupby(rows["person"]).cummax()
    same = rows["person"].to_numpy()[1:] == rows["person"].to_numpy()[:-1]
    begins_before = rows["start_date"].astype("int64").to_numpy()[1:] <= latest.to_numpy()[:-1]
    return np.concatenate([[False], same & begins_before])[: len(rows)]
