"""Chapter 7: what a start costs in each calendar month after it, by year since the start, and how sure that is.

Costs are known of three years since the start. What follows is a projection: service goes on ending as it did in the
third year, and who is still served costs as much as then.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from evalbook.contract.cells import AMOUNT
from evalbook.numbers.costs import MONTHS, monthly_flow, seen_and_still
from evalbook.numbers.source import Source

YEAR = 12
KNOWN_YEARS = ("year=1", "year=2", "year=3")
LONGEST = 600  # months, after which what is left is nothing


@dataclass(frozen=True)
class Flow:
    """Euros of one start in each calendar month from that of the start on, for one year since the start.

    `low` and `high`: the limits of the year's mean costs, as parts of it; nan where it has none.
    """

    euros: np.ndarray
    low: float
    high: float


def flows(source: Source) -> list[Flow]:
    """One for each of the three years that are known, and one for all that follow, where its course is known."""
    costs = source.of("three_year_costs")
    group = costs[(costs["period"] == "all") & (costs["benefit"] == "all")]
    total = group.loc[(group["row"] == "total") & group["column"].str.isdigit(), AMOUNT].to_numpy()
    if not len(total):
        return []
    by_window = monthly_flow(total, *seen_and_still(group))[:MONTHS]
    limits = list(_limits(source))
    ratio = staying_on(source)
    years = [np.where(np.arange(MONTHS) // YEAR == year, by_window, 0.0) for year in range(len(KNOWN_YEARS))]
    known = [Flow(in_calendar_months(each), *limit) for each, limit in zip(years, limits, strict=True)]
    if not 0 <= ratio < 1:
        return known
    monthly = by_window[-YEAR:].mean() * ratio ** (1 + (np.arange(LONGEST) - (YEAR - 1) / 2) / YEAR)
    return [*known, Flow(in_calendar_months(np.concatenate([np.zeros(MONTHS), monthly])), *limits[-1])]


def in_calendar_months(by_window: np.ndarray) -> np.ndarray:
    """Amounts of months counted from the day of a start, by calendar month: starting on any day of a month, half of
    each falls in the next."""
    return np.convolve(by_window, [0.5, 0.5])


def staying_on(source: Source) -> float:
    """Of who was served two years after the start, the part that was so a year later; nan where that is not known."""
    rows = source.made.get("service_end_competing")
    if rows is None or not len(rows):
        return np.nan
    ended = rows[(rows["period"] == "all") & (rows["benefit"] == "all") & (rows["statistic"] == "incidence")]
    by_month = ended.groupby("column")["value"].sum()
    if not {"24", "36"} <= {*by_month.index} or by_month["24"] >= 1:
        return np.nan
    return float(np.clip((1 - by_month["36"]) / (1 - by_month["24"]), 0, 1))


def _limits(source: Source) -> Iterator[tuple[float, float]]:
    """The limits of the mean costs of each year, as parts of the mean."""
    means = source.made["three_year_costs"]
    means = means[(means["row"] == "total") & (means["period"] == "all") & (means["benefit"] == "all")]
    for year in KNOWN_YEARS:
        row = means[means["column"] == year]
        value = row["value"].sum()
        yield tuple(
            float(row[name].sum(min_count=1)) / value if value > 0 else np.nan for name in ("ci_low", "ci_high")
        )


def spent(starts: pd.Series, euros: np.ndarray, *, last: int) -> pd.Series:
    """Euros in each calendar month (number) through the last, of starts by calendar month."""
    first = int(starts.index.min())
    by_month = starts.reindex(range(first, last + 1), fill_value=0.0).to_numpy()
    return pd.Series(np.convolve(by_month, euros)[: len(by_month)], range(first, last + 1))
