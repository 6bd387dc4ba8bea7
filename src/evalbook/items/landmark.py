"""Appendix 4: finding work with and without a trajectory, without credit for the time that was waited for one.

Beside figures B4.1 and B4.2: whoever finds work early has had little time to be given a trajectory, so that these
show a difference even where a trajectory does nothing. Two remedies: who is compared is sorted by what had happened
at a set month (landmark), or month by month (time-varying hazard ratio). Neither removes that trajectories are not
given at random. Source: Anderson, Cain and Gelber (1983), J. Clin. Oncol. 1, 710-719; Van Houwelingen (2007),
Scand. J. Stat. 34, 70-85.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from evalbook.contract.cells import BASE, P_VALUE, PERSONS, RATIO, RATIO_HIGH, RATIO_LOW
from evalbook.estimates.survival import HazardRatio, hazard_ratio, in_two_groups, log_rank
from evalbook.items.cohort import BY_BENEFIT, BY_PERIOD, Cohort, Registers, groups
from evalbook.items.tabulating import Part, by_month, collect, inside, whole
from evalbook.items.work import first_trajectories, time_to_work
from evalbook.items.work_history import WorkHistory
from evalbook.months import month_number

LANDMARKS = (3, 6, 12)
ALL_BENEFITS = (*BY_BENEFIT, "all")
CODES = ("no", "yes")


def items(cohort: Cohort, registers: Registers, *, history: WorkHistory | None) -> Iterator[pd.DataFrame]:
    if history is not None and "trajectories" in registers:
        first = first_trajectories(cohort, registers["trajectories"])
        yield landmark_trajectory(cohort, history, first=first)
        yield trajectory_hazard(cohort, history, first=first)


def landmark_trajectory(cohort: Cohort, history: WorkHistory, *, first: pd.Series) -> pd.DataFrame:
    """Survival without work from each landmark month on, by whether a trajectory had begun by its end.

    The base: still in service and never yet in work at the end of that month, and observed after it.
    """
    parts = []
    for landmark in LANDMARKS:
        base = cohort.participants[_in_service_without_work(cohort, history, landmark)]
        times, begun = time_to_work(base, history), first[base.index] <= landmark
        for key, members in groups(base, benefits=ALL_BENEFITS):
            parts += _compared(cohort, times.loc[members.index], begun[members.index], landmark, key)
    return collect("landmark_trajectory", parts)


def _in_service_without_work(cohort: Cohort, history: WorkHistory, landmark: int) -> np.ndarray:
    persons = cohort.participants
    end = month_number(persons["service_end"]) - persons["start_month"]
    in_service = (end.isna() | (end > landmark)).to_numpy()
    observed = (persons["last_month"] > landmark).to_numpy()
    return history.without_work_at_start & (history.first_month > landmark) & in_service & observed


def _compared(
    cohort: Cohort, times: pd.DataFrame, begun: pd.Series, landmark: int, key: dict[str, str]
) -> Iterator[Part]:
    for code, members in zip(CODES, (~begun, begun), strict=True):
        entry = pd.Series(landmark, times.index[members])
        yield from by_month(cohort, times[members], entry=entry, row=f"landmark={landmark},trajectory={code}", **key)
    counts = in_two_groups(times["month"], times["happened"], begun)
    yield from _ratio(hazard_ratio(*counts), log_rank(*counts)[1], row=f"landmark={landmark}", **key)


def _ratio(estimated: HazardRatio, p_value: float, *, row: str, **key: str) -> Iterator[Part]:
    """A hazard ratio with its limits, and the p of a test of it."""
    numbers = (estimated.ratio, estimated.ci_low, estimated.ci_high, p_value)
    of = {measure: [each] for measure, each in zip((RATIO, RATIO_LOW, RATIO_HIGH, P_VALUE), numbers, strict=True)}
    return inside([row], codes_in="row", of=of, **key)


def trajectory_hazard(cohort: Cohort, history: WorkHistory, *, first: pd.Series) -> pd.DataFrame:
    """The hazard of finding work from the month after a trajectory began, against not having one (yet).

    Work found in the month in which the trajectory begins counts as found without it: the register of jobs
    has no days. `n`: who found work with and without; their base: who was ever at risk so.
    """
    persons = cohort.participants[history.without_work_at_start]
    times = time_to_work(persons, history).assign(first=first[persons.index].fillna(np.inf))
    parts = []
    for key, members in groups(persons, periods=(*BY_PERIOD, "all"), benefits=ALL_BENEFITS):
        parts += _hazards(cohort, times.loc[members.index], key)
    return collect("trajectory_hazard", parts)


def _hazards(cohort: Cohort, times: pd.DataFrame, key: dict[str, str]) -> Iterator[Part]:
    last_without = np.minimum(times["first"], times["month"]).astype(int)
    without = times["happened"] & (times["month"] <= times["first"])
    after = times["first"] < times["month"]
    for code, at_risk, found in (("no", last_without >= 1, without), ("yes", after, after & times["happened"])):
        for measure, chosen in ((PERSONS, found), (BASE, at_risk)):
            keys = cohort.keys[times.index[chosen]]
            yield whole(len(keys), keys.sum(), measure=measure, row=f"trajectory={code}", **key)
    late = times[after]
    months = np.concatenate([last_without, late["month"]])
    happened = np.concatenate([without, late["happened"]])
    entry = np.concatenate([np.ones(len(times), int), late["first"].astype(int) + 1])
    second = np.repeat([False, True], [len(times), len(late)])
    estimated = hazard_ratio(*in_two_groups(months, happened, second, entry=entry))
    yield from _ratio(estimated, estimated.p_value, row="", **key)
