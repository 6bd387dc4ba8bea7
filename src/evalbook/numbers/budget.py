"""Chapter 7: what going on would cost.

Costs are those of table 3.4: conversations, trajectories and the jobcoach. What is assumed stands in `scenario`.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from evalbook.contract.cells import AT_START, PERSONS
from evalbook.contract.scenario import LETTER, Letter, Scenario
from evalbook.months import last_complete_month, part_of_month_left
from evalbook.numbers.cost_flow import KNOWN_YEARS, Flow, flows, spent, staying_on
from evalbook.numbers.rows import single
from evalbook.numbers.source import Source

MONTHS_A_YEAR = 12
CALENDARS = ("continued", "stopped")
KNOWN = len(KNOWN_YEARS)
LIMITS = ["value", "ci_low", "ci_high"]
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

    From `three_year_costs`: of each year since the start, and of three years together, with their limits. `year=4+`: if
    costs go on as `cost_flow` projects them, and `years=all` with these. Row `of_letter`: as a percentage of the
    letter's amount.
    """
    means = source.made["three_year_costs"]
    means = means[(means["row"] == "total") & (means["benefit"] == "all")]
    means = pd.concat([means, *_beyond(means, staying_on(source))], ignore_index=True)
    persons = MONTHS_A_YEAR * source.scenario.inflow_per_month
    euros = persons * means[["value", "ci_low", "ci_high"]]
    yield means.assign(**euros, row="", statistic="eur")
    yield means.assign(**100 * euros / LETTER.costs_per_year, row="of_letter", statistic="mean_percent")


def _beyond(means: pd.DataFrame, ratio: float) -> Iterator[pd.DataFrame]:
    """Costs after the third year, of both periods together, and of all years; limits as far as those of the parts."""
    own = means[means["period"] == "all"].set_index("column")
    if 0 <= ratio < 1 and {"year=3", "years=1-3"} <= {*own.index}:
        later = own.loc[["year=3"]].assign(**ratio / (1 - ratio) * own.loc[["year=3"], LIMITS])
        whole = own.loc[["years=1-3"]].assign(**own.loc[["years=1-3"], LIMITS] + later[LIMITS].to_numpy())
        yield later.reset_index().assign(column="year=4+")
        yield whole.reset_index().assign(column="years=all")


def calendar_costs(source: Source) -> Iterator[pd.DataFrame]:
    """Euros by calendar year: with the inflow going on, and with its stop; those who started included.

    Each start costs what participants cost on average in each month since theirs, up to the day that all ends; for
    three years, and in rows ending in `beyond` also after these (`cost_flow`). Of years after the reference date; the
    year of that date whole. `after_means`: the years after the means together. Limits are those of mean costs, as if
    those of all years went together; the inflow has none.
    """
    known, streams = _starts(source), flows(source)
    if known.empty or not streams:
        return
    scenario, group = source.scenario, source.of("three_year_costs").query("period == 'all' and benefit == 'all'")
    last = calendar_number(scenario.ends_on)
    for row, stop in zip(CALENDARS, (last + 1, calendar_number(scenario.no_intake_from)), strict=True):
        starts = known.add(inflow_to_come(source, stop=stop), fill_value=0.0)
        for name, used in ((row, streams[:KNOWN]), (f"{row},beyond", streams[KNOWN:] and streams)):
            for column, euros in _by_year(source, starts, used, last=last):
                key = {"period": "all", "benefit": "all", "row": name, "column": column, "statistic": "eur"}
                yield euros.assign(base=group[AT_START].sum(), **key)


def _by_year(source: Source, starts: pd.Series, used: list[Flow], *, last: int) -> Iterator[tuple[str, pd.DataFrame]]:
    """Value and limits of each calendar year from that of the reference date, and of those after the means."""
    columns = {
        name: [spent(starts, (1.0 if part is None else getattr(each, part)) * each.euros, last=last) for each in used]
        for name, part in (("value", None), ("ci_low", "low"), ("ci_high", "high"))
    }
    if not used:
        return
    months = pd.DataFrame({name: sum(each) for name, each in columns.items()})
    years = months.groupby(months.index // MONTHS_A_YEAR).sum(min_count=1)
    for year in years.index[years.index >= source.edition.reference_date.year]:
        yield f"calendar={year}", years.loc[[year]].reset_index(drop=True)
    after = years.reindex(source.scenario.years_without_means)
    if source.edition.reference_date.year <= after.index[0]:
        yield "after_means", after.sum(skipna=False).to_frame().T


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


OWN = {
    "scenario": assumptions,
    "recent_inflow": recent_inflow,
    "continuation": continuation,
    "calendar_costs": calendar_costs,
}
