"""All cells of an extract, and all results of them."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from evalbook.contract.catalogue import ITEMS
from evalbook.contract.scenario import Scenario
from evalbook.estimates.resampling import Resampling
from evalbook.extract.extract import Extract
from evalbook.items import (
    comparison,
    competing_events,
    durations,
    earnings_paths,
    entry_quarters,
    expected,
    ladder,
    landmark,
    participants,
    results_costs,
    same_mix,
    self_employment,
    services,
    spending,
    support,
    two_moments,
    work,
    work_definitions,
    work_states,
)
from evalbook.items.cohort import Cohort, RecordKeys, Registers, cohort_of, registers_of, without_keys
from evalbook.items.work_history import WorkHistory, work_history
from evalbook.numbers.evaluation import evaluate_cells, exact

WITHOUT_BOOTSTRAPS = Resampling(replicates=0)


def evaluate(
    extract: Extract, resampling: Resampling = WITHOUT_BOOTSTRAPS, scenario: Scenario | None = None
) -> pd.DataFrame:
    """The unprotected results, one row a number: the report's items in its order, then the new ones.

    With `resampling` means have their intervals, by bootstrap; the same seed gives the same numbers. An item without
    its register, or with nobody in its base, has no rows. `scenario`: what is assumed about the future, else the
    committed file's.
    """
    return exact(evaluate_cells(cells_of(extract, resampling), extract.edition, scenario))


def cells_of(extract: Extract, resampling: Resampling, keys: RecordKeys = without_keys) -> pd.DataFrame:
    """The cells of all items, exact: one row a count, a sum, or what only persons can tell.

    Columns: those of the contract (`cells.COLUMNS`) and `cells.OF_PERSONS`. `keys` gives each pseudonym its record key.
    """
    cohort = cohort_of(extract, keys)
    registers = registers_of(extract, cohort, keys)
    history = work_history(cohort, registers["jobs"]) if "jobs" in registers else None
    cells = [*_cells(cohort, registers, history, resampling), *comparison.items(extract, keys)]
    found = {frame["item"].iat[0]: frame for frame in cells if len(frame)}
    return pd.concat([found.pop(item) for item in ITEMS if item in found] + [*found.values()], ignore_index=True)


def _cells(
    cohort: Cohort, registers: Registers, history: WorkHistory | None, resampling: Resampling
) -> Iterator[pd.DataFrame]:
    costs = services.dated_costs(cohort, registers)
    given = {"history": history}
    yield from participants.items(cohort, registers)
    yield from services.items(cohort, registers, costs=costs, resampling=resampling)
    yield from work.items(cohort, registers, **given)
    yield from self_employment.items(cohort, registers)
    yield from ladder.items(cohort, registers)
    yield from support.items(cohort, registers, **given)
    for room in (two_moments, same_mix, entry_quarters, work_definitions):
        yield from room.items(cohort, registers, **given)
    yield same_mix.costs_in_one_mix(cohort, registers, costs=costs)
    yield spending.three_year_costs(cohort, costs=costs)
    for room in (landmark, competing_events):
        yield from room.items(cohort, registers, **given)
    for room in (work_states, earnings_paths, expected):
        yield from room.items(cohort, **given)
    yield from work.estimates(cohort, **given)
    yield from durations.items(cohort, registers)
    for room in (participants, ladder, support):
        yield from room.estimates(cohort, registers)
    yield from results_costs.items(cohort, costs=costs, **given)
