"""Chapter 7: what going on would cost.

Costs are those of table 3.4: conversations, trajectories and the jobcoach. What is assumed stands in `scenario`.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from evalbook.contract.cells import AMOUNT, AT_START, PERSONS
from evalbook.contract.scenario import LETTER, Letter, Scenario
from evalbook.months import last_complete_month, part_of_month_left
from evalbook.numbers.costs import MONTHS, monthly_flow, seen_and_still
from evalbook.numbers.rows import single
from evalbook.numbers.source import Source

MONTHS_A_YEAR = 12
CALENDARS = ("continued", "stopped")
DAYS = ("means_until", "no_intake_from", "ends_on")
ASSUMED = "assumed"


def assumptions(source: Source) -> Iterator[pd.DataFrame]:
    """What is given, not computed: by the letter, and in the column `assumed` what this book reckons with."""
    a_year = MONTHS_A_YEAR * LETTER.inflow_per_month
    letter = [
        *_given(LETTER),
        ("inflow_per_year", "given", a_year),
        ("costs_per_year", "given_million", LETTER.costs_per_year),
        ("per_participant", "given_eur", LETTER.costs_per_year / a_year),
    ]
    rows = [*((*each, "") for each in letter), *((*each, ASSUMED) for each in _given(source.scenario))]
    key = {"period": "all", "benefit": "all", "base": np.nan}
    for row, kind, value, column in rows:
        yield single(value, row=row, statistic=kind, column=column, **key)


def _given(source: Letter | Scenario) -> list[tuple[str, str, int]]:
    """The inflow and the days, these as the number yyyymmdd."""
    days = [(name, "given_day", int(f"{getattr(source, name):%Y%m%d}")) for name in DAYS]
    return [("inflow_per_month", "given", source.inflow_per_month), *days]


def recent_inflow(source: Source) -> Iterator[pd.DataFrame]:
    """How many started in the last twelve calendar months with a start that are complete, rounded to tens: a year's
    inflow."""
    cells = source.of("figure_2_1")
    complete = cells[
        calendar_month(cells["column"]) <= last_complete_month(pd.Timestamp(source.edition.reference_date))
    ]
    for benefit, starts in complete.groupby("benefit", sort=False):
        starts = starts.iloc[-MONTHS_A_YEAR:]
        persons = round_to_tens(starts[PERSONS].sum())
        if starts[PERSONS].any():
            yield single(persons, base=persons, statistic="expected", period="all", benefit=benefit)


def round_to_tens(number: float) -> float:
    """For numbers of persons that stand for a size and not for a count: half up."""
    return 10 * float(np.floor(number / 10 + 0.5))


def continuation(source: Source) -> Iterator[pd.DataFrame]:
    """Euros in a calendar year once as many leave as enter: the inflow of a year times the mean costs of one.

    From `three_year_costs`: of each year since the start, and of three years together, with their limits. Row
    `of_letter`: as a percentage of the letter's amount.
    """
    means = source.made["three_year_costs"]
    means = means[(means["row"] == "total") & (means["benefit"] == "all")]
    persons = MONTHS_A_YEAR * source.scenario.inflow_per_month
    euros = persons * means[["value", "ci_low", "ci_high"]]
    yield means.assign(**euros, row="", statistic="eur")
    yield means.assign(**100 * euros / LETTER.costs_per_year, row="of_letter", statistic="mean_percent")


def calendar_costs(source: Source) -> Iterator[pd.DataFrame]:
    """Euros by calendar year: with the inflow going on, and with its stop; those who started included.

    Each start costs what participants cost on average in each month since theirs, up to the day that all ends. Of
    years after the reference date; the year of that date whole.
    """
    costs = source.of("three_year_costs")
    known = _starts(source)
    if not (costs["row"] == "total").any() or known.empty:
        return
    group = costs[(costs["period"] == "all") & (costs["benefit"] == "all")]
    total = group.loc[(group["row"] == "total") & group["column"].str.isdigit(), AMOUNT].to_numpy()
    flow = monthly_flow(total, *seen_and_still(group))
    scenario, day = source.scenario, source.edition.reference_date
    last = calendar_number(scenario.ends_on)
    for row, stop in zip(CALENDARS, (last + 1, calendar_number(scenario.no_intake_from)), strict=True):
        spent = _by_month(known.add(inflow_to_come(source, stop=stop), fill_value=0.0), flow, last=last)
        for year, euros in spent.groupby(spent.index // MONTHS_A_YEAR):
            if year >= day.year:
                key = {"period": "all", "benefit": "all", "row": row, "column": f"calendar={year}"}
                yield single(euros.sum(), base=group[AT_START].sum(), statistic="eur", **key)


def inflow_to_come(source: Source, *, stop: int) -> pd.Series:
    """Starts still to come by calendar month (number) before the stop, of the month of the reference date its rest."""
    day = pd.Timestamp(source.edition.reference_date)
    months = pd.Series(1.0, range(calendar_number(day), stop))
    months[months.index == calendar_number(day)] = part_of_month_left(day)
    return source.scenario.inflow_per_month * months


def _starts(source: Source) -> pd.Series:
    """Starts by calendar month (number)."""
    starts = source.of("figure_2_1").query("benefit == 'all'")
    return pd.Series(starts[PERSONS].to_numpy(), calendar_month(starts["column"]), dtype=float)


def calendar_month(codes: pd.Series) -> pd.Series:
    """The number of each calendar month, of its code `yyyy-mm`."""
    return MONTHS_A_YEAR * codes.str[:4].astype(int) + codes.str[5:].astype(int) - 1


def calendar_number(day: object) -> int:
    """The number of a day's calendar month."""
    return day.year * MONTHS_A_YEAR + day.month - 1


def _by_month(starts: pd.Series, flow: np.ndarray, *, last: int) -> pd.Series:
    """Euros in each calendar month (number) through the last."""
    first = int(starts.index.min())
    by_month = starts.reindex(range(first, last + 1), fill_value=0.0).to_numpy()
    return pd.Series(np.convolve(by_month, flow[:MONTHS])[: len(by_month)], range(first, last + 1))


OWN = {
    "scenario": assumptions,
    "recent_inflow": recent_inflow,
    "continuation": continuation,
    "calendar_costs": calendar_costs,
}
