"""Chapter 7: what those with a result have cost.

Costs are those of table 3.4: conversations, trajectories and the jobcoach.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
import pandas as pd

from evalbook.contract.cells import BASE, FACTOR
from evalbook.items.accrual import factor_of_cost
from evalbook.items.cohort import Cohort, margins
from evalbook.items.spending import SERVICES
from evalbook.items.tabulating import collect, inside, summed, whole
from evalbook.items.work_history import WorkHistory

AFTER = (12, 24)  # months


def items(cohort: Cohort, *, history: WorkHistory | None, costs: Mapping[str, pd.DataFrame]) -> Iterator[pd.DataFrame]:
    if history is not None and set(costs) >= set(SERVICES):
        yield costs_of_results(cohort, history, costs=costs)


def costs_of_results(cohort: Cohort, history: WorkHistory, *, costs: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Euros spent on all of a group, and how many are participants, found work, are in work then.

    It is not what a result costs to bring about: some would have found work anyway.
    """
    parts = []
    for months, result, base, euros, has_it in _outcomes(cohort, history, costs=costs):
        row, column = [result], f"months={months}"
        for key, members in margins(cohort.participants[base]):
            keys, own, having = cohort.keys[members.index], euros[members.index], has_it[members.index]
            parts.append(summed(keys, own[:, None], row, codes_in="row", column=column, **key))
            parts.append(whole(having.sum(), keys @ having, measure=BASE, row=result, column=column, **key))
            factor = {FACTOR: [factor_of_cost(own, having)]}
            parts += inside(row, codes_in="row", of=factor, column=column, **key)
    return collect("costs_of_results", parts)


def _outcomes(
    cohort: Cohort, history: WorkHistory, *, costs: Mapping[str, pd.DataFrame]
) -> Iterator[tuple[int, str, np.ndarray, np.ndarray, np.ndarray]]:
    """Months, result, and a value a participant: who is in the base, euros in these months, who has the result.

    Followed for the months and in their payroll month. Who had work at the start cannot find it.
    """
    working = np.zeros((len(AFTER), len(cohort.participants)), bool)
    for number, months in enumerate(AFTER):
        rows = history.person_months
        working[number, rows["person"][rows["k"] == months]] = True
        persons = cohort.participants
        base = ((persons["followed_months"] >= months) & (persons["last_month"] >= months)).to_numpy()
        euros = _spent(costs, months, len(persons))
        yield months, "participant", base, euros, base
        yield months, "found_work", base & history.without_work_at_start, euros, history.first_month <= months
        yield months, "in_work", base, euros, working[number]


def _spent(costs: Mapping[str, pd.DataFrame], months: int, persons: int) -> np.ndarray:
    """The euros of each participant in the first months, all services together."""
    rows = pd.concat([costs[service] for service in SERVICES])
    rows = rows[rows["window"].between(0, months, inclusive="left")]
    return np.bincount(rows["person"], weights=rows["cost"], minlength=persons)
