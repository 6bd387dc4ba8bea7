"""Chapter 7: what a participant and a result cost, and what going on would cost.

Costs are those of table 3.4: conversations, trajectories and the jobcoach. What is assumed stands in `scenario`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
import pandas as pd

from evalbook.contract.scenario import LETTER, Letter, Scenario, read_scenario
from evalbook.items.accrual import cost_per_result, monthly_means
from evalbook.items.cohort import BY_BENEFIT, Cohort, groups, margins
from evalbook.items.result_rows import collect, single
from evalbook.items.spending import MONTHS, SERVICES, monthly_costs, seen_months
from evalbook.items.work_history import WorkHistory
from evalbook.months import last_complete_month

AFTER = (12, 24)  # months
MONTHS_A_YEAR = 12
CALENDARS = ("continued", "stopped")
DAYS = ("means_until", "no_intake_from", "ends_on")
ASSUMED = "assumed"


def items(
    cohort: Cohort,
    *,
    history: WorkHistory | None,
    costs: Mapping[str, pd.DataFrame],
    three_years: pd.DataFrame,
    scenario: Scenario,
) -> Iterator[pd.DataFrame]:
    yield assumptions(scenario)
    yield recent_inflow(cohort)
    if set(costs) >= set(SERVICES):
        if history is not None:
            yield costs_of_results(cohort, history, costs=costs)
        yield continuation(three_years, scenario)
        yield calendar_costs(cohort, costs=costs, scenario=scenario)


def assumptions(scenario: Scenario) -> pd.DataFrame:
    """What is given, not computed: by the letter, and in the column `assumed` what this book reckons with."""
    a_year = MONTHS_A_YEAR * LETTER.inflow_per_month
    letter = [
        *_given(LETTER),
        ("inflow_per_year", "given", a_year),
        ("costs_per_year", "given_million", LETTER.costs_per_year),
        ("per_participant", "given_eur", LETTER.costs_per_year / a_year),
    ]
    rows = [*((*each, "") for each in letter), *((*each, ASSUMED) for each in _given(scenario))]
    key = {"period": "all", "benefit": "all", "base": np.nan}
    parts = [single(value, row=row, statistic=kind, column=column, **key) for row, kind, value, column in rows]
    return collect("scenario", parts)


def _given(source: Letter | Scenario) -> list[tuple[str, str, int]]:
    """The inflow and the days, these as the number yyyymmdd."""
    days = [(name, "given_day", int(f"{getattr(source, name):%Y%m%d}")) for name in DAYS]
    return [("inflow_per_month", "given", source.inflow_per_month), *days]


def recent_inflow(cohort: Cohort) -> pd.DataFrame:
    """How many started in the last twelve calendar months with a start, rounded to tens: a year's inflow."""
    months = cohort.participants["start_month"]
    recent = cohort.participants[months > months.max() - MONTHS_A_YEAR]
    parts = []
    for key, members in groups(recent, benefits=(*BY_BENEFIT, "all")):
        persons = round_to_tens(len(members))
        parts.append(single(persons, base=persons, statistic="expected", **key))
    return collect("recent_inflow", parts)


def round_to_tens(number: float) -> float:
    """For numbers of persons that stand for a size and not for a count: half up."""
    return 10 * float(np.floor(number / 10 + 0.5))


def outcomes(
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


def costs_of_results(cohort: Cohort, history: WorkHistory, *, costs: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Euros spent on all of a group, divided by its participants, by those who found work, by those in work then.

    `base` is the number divided by. It is not what a result costs to bring about: some would have found work anyway.
    """
    parts = []
    for months, result, base, euros, has_it in outcomes(cohort, history, costs=costs):
        for key, members in margins(cohort.participants[base]):
            value, low, high = cost_per_result(euros[members.index], has_it[members.index])
            if not np.isnan(value):
                key |= {"row": result, "column": f"months={months}", "statistic": "mean_eur"}
                parts.append(single(value, base=has_it[members.index].sum(), **key).assign(ci_low=low, ci_high=high))
    return collect("costs_of_results", parts)


def continuation(three_years: pd.DataFrame, scenario: Scenario) -> pd.DataFrame:
    """Euros in a calendar year once as many leave as enter: the inflow of a year times the mean costs of one.

    From `three_year_costs`: of each year since the start, and of three years together, with their limits. Row
    `of_letter`: as a percentage of the letter's amount.
    """
    means = three_years[(three_years["row"] == "total") & (three_years["benefit"] == "all")]
    persons = MONTHS_A_YEAR * scenario.inflow_per_month
    euros = persons * means[["value", "ci_low", "ci_high"]]
    parts = [
        means.assign(**euros, row="", statistic="eur"),
        means.assign(**100 * euros / LETTER.costs_per_year, row="of_letter", statistic="mean_percent"),
    ]
    return collect("continuation", parts if len(means) else [])


def calendar_costs(cohort: Cohort, *, costs: Mapping[str, pd.DataFrame], scenario: Scenario) -> pd.DataFrame:
    """Euros by calendar year: with the inflow going on, and with its stop; those who started included.

    Each start costs what participants cost on average in each month since theirs, up to the day that all ends. Of
    years after the reference date; the year of that date whole.
    """
    months, ended = seen_months(cohort)
    flow = np.nan_to_num(monthly_means(sum(monthly_costs(costs, months).values()), months, ended))
    reference = last_complete_month(pd.Timestamp(cohort.edition.reference_date))
    last = _month(scenario.ends_on)
    known = cohort.participants["start_month"]
    parts = []
    for row, stop in zip(CALENDARS, (last + 1, _month(scenario.no_intake_from)), strict=True):
        future = pd.Series(scenario.inflow_per_month, range(reference + 1, stop), dtype=float)
        starts = known[known <= reference].value_counts().add(future, fill_value=0.0)
        spent = _by_month(starts, flow, last=last)
        for year, euros in spent.groupby(spent.index // MONTHS_A_YEAR):
            if year >= cohort.edition.reference_date.year:
                key = {"period": "all", "benefit": "all", "row": row, "column": f"calendar={year}"}
                parts.append(single(euros.sum(), base=(months >= 0).sum(), statistic="eur", **key))
    return collect("calendar_costs", parts)


def calendar_cells(cohort: Cohort) -> list[tuple[str, str]]:
    """The row and column of each of the `calendar_costs`."""
    years = range(cohort.edition.reference_date.year, read_scenario().ends_on.year + 1)
    return [(row, f"calendar={year}") for row in CALENDARS for year in years]


def _month(day: object) -> int:
    return day.year * MONTHS_A_YEAR + day.month - 1


def _by_month(starts: pd.Series, flow: np.ndarray, *, last: int) -> pd.Series:
    """Euros in each calendar month (number) through the last."""
    first = int(starts.index.min())
    by_month = starts.reindex(range(first, last + 1), fill_value=0.0).to_numpy()
    return pd.Series(np.convolve(by_month, flow[:MONTHS])[: len(by_month)], range(first, last + 1))
