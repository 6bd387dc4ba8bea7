"""Chapter 4: hours and wage since the first job, beside who is still in work, and who comes near a reassessment.

Sub-questions 9 and 10 of the report's appendix 1. Means are of who is in work, and so of other persons each time; what
the same persons had in their first month stands beside them.

Sub-question 10 names three limits of a reassessment: twelve months at 20 % of the minimum wage or more (Wajong2010),
more than four hours a day structurally (Wajong), more than 20 % of the reference earner's wage (maatmanloon; IVA).
During the experiment nobody is reassessed for working (note 36), so this tells of work, not of benefits. The registers
do not hold days worked: of that limit there are bounds. Nor do they hold the reference wage, which is capped nowhere,
and of a part-timer lies below the full-time minimum: of that limit there are no bounds, but two yardsticks.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from evalbook.contract.cells import ABOVE, BASE, BELOW
from evalbook.contract.minimum_wages import minimum_wage
from evalbook.estimates.intervals import Z
from evalbook.items.cohort import BY_BENEFIT, Cohort, groups
from evalbook.items.tabulating import Part, by_flag, collect, inside, summed
from evalbook.items.work_history import WEEKS_PER_MONTH, WorkHistory

MONTHS = (0, 6, 12, 18, 24)  # since the first month in work
MEASURES = {  # row: statistic
    "hours_per_week": "mean",
    "monthly_wage": "mean_eur",
    "of_minimum_month": "mean_percent",
    "of_minimum_hour": "mean_percent",
}
SHOWN = [*MEASURES, *(f"{name}_first" for name in MEASURES)]
BENEFITS = ("all", *BY_BENEFIT)
FOLLOWED, IN_A_ROW = 24, 12  # months
PART_OF_WAGE = 20.0  # percent
HOURS_A_DAY, MOST_DAYS, FEWEST_DAYS = 4, 31, 1  # days a month
# The maximum daily wage, up to which a benefit follows the wage: 21.75 times 228.76 euro against 1,725.00 in January
# 2022, and the two move together (UWV, Staatscourant).
MAXIMUM_OF_MINIMUM = 21.75 * 228.76 / 1725.00
# Row: of which benefit. The last two set the wage beside a fifth of the minimum wage and of the maximum daily wage.
LIMITS = {"wajong2010": "Wajong2010", "wajong": "Wajong", "iva_minimum": "IVA", "iva_maximum": "IVA"}
SIDES = ("surely", "possibly")


def items(cohort: Cohort, *, history: WorkHistory | None) -> Iterator[pd.DataFrame]:
    if history is not None:
        yield earnings_path(cohort, history)
        yield reassessment(cohort, history)


def earnings(cohort: Cohort, history: WorkHistory) -> pd.DataFrame:
    """Hours and wage of each person and month in work since the start, one row each, all jobs together.

    Columns: `person`, `k`, `hours`, `wage` and the measures; nan where one of the jobs does not tell it.
    """
    return cohort.once("earnings", lambda: _earnings(cohort, history))


def _earnings(cohort: Cohort, history: WorkHistory) -> pd.DataFrame:
    jobs = history.job_months[["person", "k", "hours", "wage"]]
    unknown = jobs[["hours", "wage"]].isna()
    sums = jobs.groupby(["person", "k"], as_index=False)[["hours", "wage"]].sum()
    for name in unknown:
        parts = jobs.loc[unknown[name], ["person", "k"]].drop_duplicates().assign(gap=True)
        if len(parts):
            sums[name] = sums[name].mask(sums[["person", "k"]].merge(parts, how="left")["gap"].notna())
    month = cohort.of(sums, "start_month") + sums["k"].to_numpy()
    ages = (month - cohort.of(sums, "birth_month")) // 12
    monthly, hourly = (minimum_wage(month, ages, unit=unit) for unit in ("monthly_euro", "hourly_euro"))
    paid = sums["hours"].where(sums["hours"] > 0)
    return sums.assign(
        hours_per_week=sums["hours"] / WEEKS_PER_MONTH,
        monthly_wage=sums["wage"],
        of_minimum_month=100 * sums["wage"] / monthly,
        of_minimum_hour=100 * sums["wage"] / paid / hourly,
    )


def since_first_job(cohort: Cohort, history: WorkHistory) -> Iterator[tuple[int, pd.DataFrame]]:
    """Each of MONTHS with the `earnings` then of who found work, a row a participant, nan for who is not in work.

    Columns: the measures, and with `_first` behind their name those of the first month in work, where both are known.
    """
    rows = earnings(cohort, history)
    m = rows["k"].to_numpy() - history.first_month[rows["person"]]
    chosen = history.found_work[rows["person"]] & np.isin(m, MONTHS)
    rows, m = rows[chosen], m[chosen]
    everyone = cohort.participants.index
    first = rows[m == 0].set_index("person")[list(MEASURES)].reindex(everyone)
    for month in MONTHS:
        then = rows[m == month].set_index("person")[["k", *MEASURES]].reindex(everyone)
        known = then[list(MEASURES)].notna() & first.notna()
        now = then[list(MEASURES)].where(known)
        parts = [then["k"].notna().rename("in_work"), now, first.where(known).add_suffix("_first")]
        yield month, pd.concat(parts, axis=1)


def earnings_path(cohort: Cohort, history: WorkHistory) -> pd.DataFrame:
    """Who is in work m months after the first month in work, of who is followed so long; and what they then have.

    A row ending in `_first` is what the same persons had in their first month. Limits of means are normal ones.
    """
    found = cohort.participants[history.found_work]
    seen = found["last_month"] - history.first_month[found.index]
    parts = []
    for m, then in since_first_job(cohort, history):
        for key, members in groups(found[seen >= m], benefits=BENEFITS):
            own = then.loc[members.index]
            key |= {"column": f"month={m}"}
            parts += by_flag(cohort.keys, own[["in_work"]], **key)
            parts += _means(cohort.keys[members.index], own[SHOWN].to_numpy(float), **key)
    return collect("earnings_path", parts)


def _means(keys: np.ndarray, values: np.ndarray, **key: str) -> Iterator[Part]:
    """The sum of each of SHOWN over the persons of whom it is known, who they are, and the limits of its mean."""
    there = ~np.isnan(values)
    persons = there.sum(axis=0)
    yield summed(keys, values, SHOWN, codes_in="row", **key)
    yield {"measure": BASE, "value": persons, "key": keys @ there, "row": SHOWN, **key}
    with np.errstate(divide="ignore", invalid="ignore"):
        mean = np.nansum(values, axis=0) / persons
        spread = np.nansum((values - mean) ** 2, axis=0) / np.where(persons > 1, persons - 1, np.nan)
        half = Z * np.sqrt(spread / persons)
    yield from inside(SHOWN, codes_in="row", of={BELOW: half, ABOVE: half}, **key)


def reassessment(cohort: Cohort, history: WorkHistory) -> pd.DataFrame:
    """Who passed a limit for twelve months in a row in the first two years: for sure, and at most.

    Of who is seen in all of these months. An unknown wage or number of hours passes `possibly` only. More than four
    hours a day is certain where a month's hours are more than four on each of its days, and possible where all of
    them may be of one day.
    """
    rows = earnings(cohort, history)
    rows = rows[rows["k"] < FOLLOWED]
    passed = {limit: _long_enough(rows, flags, len(cohort.participants)) for limit, flags in _limits(rows).items()}
    followed = cohort.participants[cohort.participants["last_month"] >= FOLLOWED - 1]
    parts = []
    for limit, benefit in LIMITS.items():
        for key, members in groups(followed, benefits=(benefit,)):
            for side in SIDES:
                flags = pd.Series(passed[limit, side][members.index], members.index)
                parts += by_flag(cohort.keys, flags, row=[limit], column=side, **key)
    return collect("reassessment", parts)


def _limits(rows: pd.DataFrame) -> dict[tuple[str, str], pd.Series]:
    """Whether each month in work passes each limit."""
    wage, hours = rows["of_minimum_month"], rows["hours"]
    maximum = PART_OF_WAGE * MAXIMUM_OF_MINIMUM
    return {
        ("wajong2010", "surely"): wage >= PART_OF_WAGE,
        ("wajong2010", "possibly"): ~(wage < PART_OF_WAGE),
        ("wajong", "surely"): hours > HOURS_A_DAY * MOST_DAYS,
        ("wajong", "possibly"): ~(hours <= HOURS_A_DAY * FEWEST_DAYS),
        ("iva_minimum", "surely"): wage > PART_OF_WAGE,
        ("iva_minimum", "possibly"): ~(wage <= PART_OF_WAGE),
        ("iva_maximum", "surely"): wage > maximum,
        ("iva_maximum", "possibly"): ~(wage <= maximum),
    }


def _long_enough(rows: pd.DataFrame, flags: pd.Series, persons: int) -> np.ndarray:
    """Whether each participant has so many flagged months in a row."""
    months = np.zeros((FOLLOWED, persons), bool)
    months[rows["k"].to_numpy()[flags], rows["person"].to_numpy()[flags]] = True
    run, longest = np.zeros((2, persons), int)
    for month in months:
        run = (run + 1) * month
        longest = np.maximum(longest, run)
    return longest >= IN_A_ROW
