"""Chapters 3, 4 and 7: the two periods in one mix of benefits, ages, sexes and diagnoses, and of who was served soon.

The periods differ in who takes part, and in how soon the first conversation or trajectory came: a difference between
them may come of that. Of who is followed through the month itself, so that everyone can be counted.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from evalbook.contract.cells import BASE, ERROR, PERSONS
from evalbook.contract.schema import AGE_CLASSES, BENEFITS, DIAGNOSES, SEXES
from evalbook.items.cohort import BY_PERIOD, Cohort, Registers, groups
from evalbook.items.services import spent_in, time_in_service
from evalbook.items.spending import SERVICES
from evalbook.items.tabulating import Part, collect, inside, summed
from evalbook.items.work_history import WorkHistory

MONTHS = (12, 24)
YEAR = 1  # of costs: of a second one few are followed
KEPT = 12  # months since work was found: two years later few are followed
SOON = 6  # whole months from the start, within which the first conversation or trajectory came
KINDS = {"benefit": BENEFITS, "age": AGE_CLASSES, "sex": SEXES, "diagnosis": DIAGNOSES}
ALL, SERVED = "kind=all", "served"
OF_SERVICE = ("in_service", "trajectory")


def items(cohort: Cohort, registers: Registers, *, history: WorkHistory | None) -> Iterator[pd.DataFrame]:
    soon = served_soon(cohort, registers)
    parts = {"same_mix_service": [], "same_mix_work": []}
    for month in MONTHS:
        for code, outcome in _outcomes(cohort, registers, history, month=month):
            of = parts["same_mix_service" if code in OF_SERVICE else "same_mix_work"]
            for key, members in groups(cohort.participants.loc[outcome.index], periods=BY_PERIOD):
                kinds = _kinds(members, soon)
                of += _counted(cohort, outcome[members.index], kinds, column=f"{code}={month}", **key)
    yield from (collect(item, each) for item, each in parts.items())


def served_soon(cohort: Cohort, registers: Registers) -> pd.Series | None:
    """Who had a conversation or began a trajectory within six months of the start; None where that is not known."""
    days = {"conversations": "date", "trajectories": "start_date"}
    if not days.keys() <= registers.keys():
        return None
    soon = np.zeros(len(cohort.participants), bool)
    for name, day in days.items():
        rows = registers[name]
        windows = cohort.windows(rows, day)
        soon[rows["person"].to_numpy()[(windows >= 0) & (windows < SOON)]] = True
    return pd.Series(soon, cohort.participants.index)


def costs_in_one_mix(cohort: Cohort, registers: Registers, *, costs: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """Euros of all services in the first year, of who is followed through it; where each register is there."""
    soon, parts = served_soon(cohort, registers), []
    if costs.keys() >= {*SERVICES}:
        spent = sum(spent_in(cohort, costs[service], year=YEAR) for service in SERVICES)
        for key, members in groups(cohort.followed(12 * YEAR), periods=BY_PERIOD):
            kinds = _kinds(members, soon)
            there, own = kinds.to_numpy(bool), spent[members.index]
            keys, of = cohort.keys[members.index], {"column": f"year={YEAR}", **key}
            parts.append(summed(keys, there * own[:, None], kinds.columns, codes_in="row", **of))
            count = {"value": there.sum(axis=0), "key": keys @ there.astype(float)}
            parts.append({"measure": BASE, "row": kinds.columns, **count, **of})
            errors = {ERROR: [_error_of_mean(own[chosen]) for chosen in there.T]}
            parts += inside(kinds.columns, codes_in="row", of=errors, **of)
    return collect("same_mix_costs", parts)


def _error_of_mean(amounts: np.ndarray) -> float:
    """nan of fewer than two."""
    return float(amounts.std(ddof=1) / np.sqrt(len(amounts))) if len(amounts) > 1 else np.nan


def _outcomes(
    cohort: Cohort, registers: Registers, history: WorkHistory | None, *, month: int
) -> Iterator[tuple[str, pd.Series]]:
    """Of who is followed through the month: still in service, a trajectory begun, in work in it; of who had none, found
    work by it; of who found it, in work so many months later."""
    followed = cohort.participants["last_month"] >= month
    service = time_in_service(cohort)[followed[cohort.measured.index]]
    yield "in_service", ~(service["happened"] & (service["month"] <= month))
    persons = cohort.participants.index[followed]
    if "trajectories" in registers:
        rows = registers["trajectories"]
        within = rows["person"][cohort.windows(rows, "start_date") < month]
        yield "trajectory", pd.Series(persons.isin(within), persons)
    if history is not None:
        months = history.person_months
        working = months["person"][months["k"] == month]
        yield "in_work", pd.Series(persons.isin(working), persons)
        persons = cohort.participants.index[followed & history.without_work_at_start]
        yield "found_work", pd.Series(history.first_month[persons] <= month, persons)
    if history is not None and month == KEPT:
        later = history.first_month + month
        persons = cohort.participants.index[history.found_work & (cohort.participants["last_month"] >= later)]
        working = months["person"][months["k"] == later[months["person"]]]
        yield "kept", pd.Series(persons.isin(working), persons)


def _kinds(members: pd.DataFrame, soon: pd.Series | None) -> pd.DataFrame:
    """Whether each person is of each kind, a column a kind: all, by category, and the same of who was served soon."""
    own = {ALL: np.ones(len(members), bool)}
    own |= {f"{name}={code}": members[name] == code for name, codes in KINDS.items() for code in codes}
    kinds = pd.DataFrame(own, members.index)
    if soon is None:
        return kinds
    chosen = [ALL, *(name for name in kinds if name.startswith("benefit="))]
    return kinds.join(kinds[chosen].mul(soon[members.index], axis=0).add_prefix(f"{SERVED},"))


def _counted(cohort: Cohort, outcome: pd.Series, kinds: pd.DataFrame, **group: str) -> Iterator[Part]:
    """Persons of each kind, and those of them with the outcome."""
    keys, there = cohort.keys[kinds.index], kinds.to_numpy(float)
    with_it = there * outcome.to_numpy(float)[:, None]
    for measure, counts in ((PERSONS, with_it), (BASE, there)):
        yield {"measure": measure, "value": counts.sum(axis=0), "key": keys @ counts, "row": kinds.columns, **group}
