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

from evalbook.estimates.intervals import square_and_add
from evalbook.estimates.survival import hazard_ratio, in_two_groups, log_rank
from evalbook.items.cohort import BY_BENEFIT, BY_PERIOD, Cohort, Registers, groups
from evalbook.items.result_rows import collect, counted, curve, single
from evalbook.items.work import first_trajectories, time_to_work
from evalbook.items.work_history import WorkHistory
from evalbook.months import month_number

LANDMARKS = (3, 6, 12)
SET_MONTHS = (12, 24)
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
            parts += _compared(times.loc[members.index], begun[members.index], landmark, key)
    return collect("landmark_trajectory", parts)


def _in_service_without_work(cohort: Cohort, history: WorkHistory, landmark: int) -> np.ndarray:
    persons = cohort.participants
    end = month_number(persons["service_end"]) - persons["start_month"]
    in_service = (end.isna() | (end > landmark)).to_numpy()
    observed = (persons["last_month"] > landmark).to_numpy()
    return history.without_work_at_start & (history.first_month > landmark) & in_service & observed


def _compared(times: pd.DataFrame, begun: pd.Series, landmark: int, key: dict[str, str]) -> Iterator[pd.DataFrame]:
    curves = {}
    for code, members in zip(CODES, (~begun, begun), strict=True):
        if members.any():
            entry = pd.Series(landmark, times.index[members])
            row = f"landmark={landmark},trajectory={code}"
            curves[code] = curve(times[members], entry=entry, row=row, **key)
            yield curves[code]
    if len(curves) == len(CODES):
        yield _found_more(curves, landmark).assign(**key)
        yield from _faster(times, begun, landmark, key)


def _found_more(curves: dict[str, pd.DataFrame], landmark: int) -> pd.DataFrame:
    """With minus without a trajectory, in the share that has found work by each set month."""
    no, yes = (curves[code].set_index("column") for code in CODES)
    months = [month for month in SET_MONTHS if month > landmark and month in no.index and month in yes.index]
    no, yes = no.loc[months], yes.loc[months]
    low, high = square_and_add(*(tuple(each[name] for name in ("value", "ci_low", "ci_high")) for each in (no, yes)))
    difference = {"column": months, "value": no["value"] - yes["value"], "ci_low": low, "ci_high": high}
    base = np.minimum(no["base"], yes["base"])
    return pd.DataFrame({**difference, "base": base}).assign(row=f"landmark={landmark}", statistic="difference")


def _faster(times: pd.DataFrame, begun: pd.Series, landmark: int, key: dict[str, str]) -> Iterator[pd.DataFrame]:
    counts = in_two_groups(times["month"], times["happened"], begun)
    key = {**key, "row": f"landmark={landmark}", "base": min(begun.sum(), (~begun).sum())}
    estimated, _ = _ratio(counts, **key)
    yield estimated
    yield single(log_rank(*counts)[1], statistic="p_value", **key)


def _ratio(counts: tuple[np.ndarray, np.ndarray], **key: object) -> tuple[pd.DataFrame, pd.DataFrame]:
    """A hazard ratio with its interval, and its p."""
    estimated = hazard_ratio(*counts)
    limits = {"ci_low": estimated.ci_low, "ci_high": estimated.ci_high}
    hazard = single(estimated.ratio, statistic="hazard_ratio", **key).assign(**limits)
    return hazard, single(estimated.p_value, statistic="p_value", **key)


def trajectory_hazard(cohort: Cohort, history: WorkHistory, *, first: pd.Series) -> pd.DataFrame:
    """The hazard of finding work from the month after a trajectory began, against not having one (yet).

    Work found in the month in which the trajectory begins counts as found without it: the register of jobs
    has no days. `n`: who found work with and without; their base: who was ever at risk so.
    """
    persons = cohort.participants[history.without_work_at_start]
    times = time_to_work(persons, history).assign(first=first[persons.index].fillna(np.inf))
    parts = []
    for key, members in groups(persons, periods=(*BY_PERIOD, "all"), benefits=ALL_BENEFITS):
        parts += _hazards(times.loc[members.index], key)
    return collect("trajectory_hazard", parts)


def _hazards(times: pd.DataFrame, key: dict[str, str]) -> Iterator[pd.DataFrame]:
    after = times[times["first"] < times["month"]]
    last_without = np.minimum(times["first"], times["month"]).astype(int)
    found_without = times["happened"] & (times["month"] <= times["first"])
    months = np.concatenate([last_without, after["month"]])
    happened = np.concatenate([found_without, after["happened"]])
    entry = np.concatenate([np.ones(len(times), int), after["first"].astype(int) + 1])
    second = np.repeat([False, True], [len(times), len(after)])
    counts = in_two_groups(months, happened, second, entry=entry)
    bases = {"no": int((last_without >= 1).sum()), "yes": len(after)}
    if not all(bases.values()):
        return
    yield from _ratio(counts, base=min(bases.values()), **key)
    for (code, base), found in zip(bases.items(), counts[1].sum(axis=1), strict=True):
        yield counted(pd.Series({f"trajectory={code}": found}), base=base, statistics=("n",), **key)
