"""What stands behind each mean: how many persons contribute to its sum, and how much the two largest do.

It is what the gate needs to see that no person dominates a mean; it never leaves the closed machine.
Source: ESSnet/DwB output-checking guidelines (dominance).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
import pandas as pd

from evalbook.contract.results import KEY
from evalbook.items.budget import calendar_cells, outcomes
from evalbook.items.cohort import BY_BENEFIT, BY_PERIOD, Cohort, Registers, groups, margins
from evalbook.items.earnings_paths import SHOWN, since_first_job
from evalbook.items.services import WINDOWS, YEARS, dated_costs
from evalbook.items.spending import SERVICES
from evalbook.items.work_history import WorkHistory, work_history

COLUMNS = (*KEY[:-1], "contributors", "largest_two")
PERIODS, BENEFITS = (*BY_PERIOD, "all"), (*BY_BENEFIT, "all")


def contributions(cohort: Cohort, registers: Registers) -> pd.DataFrame:
    """One row a mean, keyed as the results without `statistic`.

    `contributors`: persons whose part of the sum is above 0; `largest_two`: the part (0-1) of the two largest.
    """
    costs = dated_costs(cohort, registers)
    rows = [*_of_conversations(cohort, registers), *_of_costs(cohort, costs)]
    if "jobs" in registers:
        history = work_history(cohort, registers["jobs"])
        rows += _of_earnings(cohort, history)
        rows += _of_results(cohort, history, costs) if set(costs) >= set(SERVICES) else []
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _of_conversations(cohort: Cohort, registers: Registers) -> Iterator[tuple]:
    if "conversations" not in registers:
        return
    held = registers["conversations"]
    held = held.assign(cost=1.0, window=cohort.windows(held, "date"))
    for start, end in WINDOWS:
        amounts = _amounts(cohort, held, start=start, end=end)
        for key, members in groups(cohort.followed(end), periods=BY_PERIOD, benefits=BY_BENEFIT):
            yield ("table_3_1", *key.values(), "", f"{start}-{end}", *_spread(amounts[members.index]))


def _of_costs(cohort: Cohort, services: Mapping[str, pd.DataFrame]) -> Iterator[tuple]:
    spans = {**{f"year={year}": (12 * (year - 1), 12 * year) for year in YEARS}, "years=1-3": (0, 36)}
    for column, (start, end) in spans.items():
        amounts = {name: _amounts(cohort, rows, start=start, end=end) for name, rows in services.items()}
        amounts["total"] = np.sum(list(amounts.values()), axis=0) if amounts else np.zeros(len(cohort.participants))
        for name, each in amounts.items():
            for key, members in groups(cohort.followed(end), periods=PERIODS, benefits=BENEFITS):
                yield ("table_3_4", *key.values(), name, column, *_spread(each[members.index]))
            # The cost under unequal follow-up counts everyone as long as they are seen.
            for key, members in groups(cohort.participants, periods=PERIODS, benefits=BENEFITS):
                spread = _spread(each[members.index])
                yield ("three_year_costs", *key.values(), name, column, *spread)
                if name == "total" and key["benefit"] == "all":  # what going on costs is a multiple of it
                    yield from (("continuation", *key.values(), row, column, *spread) for row in ("", "of_letter"))
                    if key["period"] == "all" and column == "years=1-3":
                        yield from (("calendar_costs", "all", "all", *cell, *spread) for cell in calendar_cells(cohort))


def _of_earnings(cohort: Cohort, history: WorkHistory) -> Iterator[tuple]:
    for month, then in since_first_job(cohort, history):
        for key, members in groups(cohort.participants[history.found_work], benefits=BENEFITS):
            for name, amounts in then.loc[members.index, SHOWN].items():
                yield ("earnings_path", *key.values(), name, f"month={month}", *_spread(amounts.dropna().to_numpy()))


def _of_results(cohort: Cohort, history: WorkHistory, costs: Mapping[str, pd.DataFrame]) -> Iterator[tuple]:
    for months, result, base, euros, _ in outcomes(cohort, history, costs=costs):
        for key, members in margins(cohort.participants[base]):
            yield ("costs_of_results", *key.values(), result, f"months={months}", *_spread(euros[members.index]))


def _amounts(cohort: Cohort, rows: pd.DataFrame, *, start: int, end: int) -> np.ndarray:
    """The sum of each participant in the window of months [start, end)."""
    within = rows[rows["window"].between(start, end, inclusive="left")]
    return np.bincount(within["person"], weights=within["cost"], minlength=len(cohort.participants))


def _spread(amounts: np.ndarray) -> tuple[int, float]:
    total = amounts.sum()
    largest = np.partition(amounts, -2)[-2:].sum() if len(amounts) > 2 else total
    return int((amounts > 0).sum()), float(largest / total) if total else 0.0
