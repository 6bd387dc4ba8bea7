"""Chapter 3: what a participant costs over three years, also when not everyone was followed for three years.

Beside table 3.4, whose yearly means are of other persons each year. Source: report section 3.1.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd
from scipy.sparse import csr_array

from evalbook.items.accrual import partitioned_means
from evalbook.items.cohort import BY_BENEFIT, BY_PERIOD, Cohort, groups
from evalbook.items.tabulating import Part, accrued, accruing, by_month, collect, inside, limits

MONTHS = 36
PARTS = {"year=1": (0, 12), "year=2": (12, 24), "year=3": (24, 36), "years=1-3": (0, 36)}
SERVICES = ("conversations", "trajectories", "jobcoach")


def three_year_costs(cohort: Cohort, *, costs: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """Euros by service and month since the start, and who is still seen, for means partitioned by month (Lin; Bang and
    Tsiatis).

    Death, state pension and leaving end the costs; the reference date censors them, in the last whole month
    before it. Of all participants of the group who are seen for at least a month, or until their exit.
    `total` only where the register of each service is there.
    """
    months, ended = seen_months(cohort)
    persons = cohort.participants[months >= 0]
    times = pd.DataFrame(
        {"month": months.clip(max=MONTHS), "happened": ended & (months < MONTHS)}, cohort.participants.index
    )
    services = {name: (amounts, accrued(amounts)) for name, amounts in _by_service(costs, months)} if costs else {}
    parts = []
    for key, members in groups(persons, periods=(*BY_PERIOD, "all"), benefits=(*BY_BENEFIT, "all")):
        parts += by_month(cohort, times.loc[members.index], length=MONTHS + 1, **key)
        who = members.index.to_numpy()
        there = np.zeros(len(months), bool)
        there[who] = True
        for service, (amounts, so_far) in services.items():
            chosen = np.flatnonzero(there[so_far["person"]])
            own = {name: of_all[chosen] for name, of_all in so_far.items()}
            of = {"row": service, **key}
            parts.append(accruing(cohort.keys, own, range(MONTHS), codes_in="column", **of))
            parts += _mean_limits(amounts[who], months[who], ended[who], **of)
    return collect("three_year_costs", parts if services else [])


def _mean_limits(amounts: csr_array, months: np.ndarray, ended: np.ndarray, **key: str) -> Iterator[Part]:
    """The limits of partitioned means, where anybody is seen."""
    if len(months):
        means = partitioned_means(amounts, months, ended, parts=tuple(PARTS.values()))
        yield from inside(list(PARTS), codes_in="column", of=limits(*means.T), **key)


def seen_months(cohort: Cohort) -> tuple[np.ndarray, np.ndarray]:
    """The last month since the start (from 0) seen whole or to an exit, -1 for none; and whether it ends in an exit."""
    persons = cohort.participants
    through_reference = cohort.months_to_reference() - 1
    exits = cohort.windows(pd.DataFrame({"person": persons.index, "day": persons["observed_until"]}), "day")
    ended = persons["exit"].notna().to_numpy() & (exits <= through_reference)
    return np.where(ended, exits, through_reference), ended


def _by_service(costs: dict[str, pd.DataFrame], months: np.ndarray) -> Iterator[tuple[str, csr_array]]:
    """Each service's euros through the last month seen, a row a participant, a column a month; and their sum."""
    services = monthly_costs(costs, months)
    yield from services.items()
    if len(services) == len(SERVICES):
        yield "total", sum(services.values())


def monthly_costs(costs: dict[str, pd.DataFrame], months: np.ndarray) -> dict[str, csr_array]:
    """Each service's euros through the last month seen: a row a participant, a column a month since the start."""
    return {service: _monthly(costs[service], months) for service in SERVICES if service in costs}


def _monthly(expenses: pd.DataFrame, months: np.ndarray) -> csr_array:
    persons, window = expenses["person"].to_numpy(), expenses["window"].to_numpy()
    seen = (window >= 0) & (window < MONTHS) & (window <= months[persons])
    cells = (expenses["cost"].to_numpy()[seen], (persons[seen], window[seen]))
    return csr_array(cells, shape=(len(months), MONTHS))
