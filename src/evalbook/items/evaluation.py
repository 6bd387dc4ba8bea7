"""All results of an extract."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from evalbook.contract.catalogue import ITEMS
from evalbook.contract.results import COLUMNS
from evalbook.contract.scenario import Scenario, read_scenario
from evalbook.errors import EvalbookError
from evalbook.estimates.resampling import Resampling
from evalbook.extract.extract import Extract
from evalbook.items import (
    budget,
    competing_events,
    differences,
    durations,
    earnings_paths,
    ladder,
    landmark,
    outlook,
    participants,
    services,
    spending,
    support,
    work,
    work_states,
)
from evalbook.items.cohort import Cohort, Registers, cohort_of, registers_of
from evalbook.items.work_history import WorkHistory, work_history

WITHOUT_BOOTSTRAPS = Resampling(replicates=0)


def evaluate(
    extract: Extract, resampling: Resampling = WITHOUT_BOOTSTRAPS, scenario: Scenario | None = None
) -> pd.DataFrame:
    """The unprotected results, one row a number: the report's items in its order, then the new ones.

    With `resampling` means have their intervals, by bootstrap; the same seed gives the same numbers. An item without
    its register, or with nobody in its base, has no rows. `scenario`: what is assumed about the future, else the
    committed file's.
    """
    cohort = cohort_of(extract)
    registers = registers_of(extract, cohort)
    history = work_history(cohort, registers["jobs"]) if "jobs" in registers else None
    costs = services.dated_costs(cohort, registers)
    frames = list(_published(cohort, registers, history=history, costs=costs, resampling=resampling))
    published = pd.concat([frame for frame in frames if len(frame)], ignore_index=True)
    frames.append(differences.differences(published, cohort, _times(cohort, registers, history)))
    three_years = spending.three_year_costs(cohort, costs=costs)
    frames += [three_years, *_new(cohort, registers, history)]
    estimates = {"history": history, "scenario": scenario or read_scenario()}
    frames += budget.items(cohort, costs=costs, three_years=three_years, **estimates)
    frames += outlook.items(cohort, **estimates)
    found = {frame["item"].iat[0]: frame for frame in frames if len(frame)}
    if unknown := sorted({*found} - {*ITEMS}):
        raise EvalbookError(f"{', '.join(unknown)}: computed, but not declared. Declare it in contract/declarations.")
    ordered = [found[item] for item in ITEMS if item in found]
    return pd.concat(ordered, ignore_index=True)[list(COLUMNS)]


def _published(cohort: Cohort, registers: Registers, **given: object) -> Iterator[pd.DataFrame]:
    history = {"history": given["history"]}
    yield from participants.items(cohort, registers)
    yield from services.items(cohort, registers, costs=given["costs"], resampling=given["resampling"])
    yield from work.items(cohort, registers, **history)
    yield from ladder.items(cohort, registers)
    yield from support.items(cohort, registers, **history)


def _new(cohort: Cohort, registers: Registers, history: WorkHistory | None) -> Iterator[pd.DataFrame]:
    """Estimates, and what the interim report leaves open and registers can answer."""
    for room in (landmark, competing_events):
        yield from room.items(cohort, registers, history=history)
    for room in (work_states, earnings_paths):
        yield from room.items(cohort, history=history)
    yield from work.estimates(cohort, history=history)
    yield from durations.items(cohort, registers)
    for room in (participants, ladder, support):
        yield from room.estimates(cohort, registers)


def _times(cohort: Cohort, registers: Registers, history: WorkHistory | None) -> dict[str, pd.DataFrame]:
    """The times to an event behind each pair of figures with survival curves."""
    times = dict.fromkeys(("figure_3_1", "figure_3_2"), services.time_in_service(cohort))
    if history is not None:
        without = cohort.participants[history.without_work_at_start]
        times |= dict.fromkeys(("figure_4_1", "figure_4_2"), work.time_to_work(without, history))
    if "trial_placements" in registers:
        placements = support.time_to_placement(cohort, registers["trial_placements"])
        times |= dict.fromkeys(("figure_5_1", "figure_5_2"), placements)
    return times
