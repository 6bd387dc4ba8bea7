"""Time to an event in whole months, with censoring and late entry, and how much faster it comes in one of two groups.

Knows persons, months and events, not this report.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from lifelines import KaplanMeierFitter
from numpy.typing import ArrayLike
from scipy.stats import chi2, norm

from evalbook.estimates.intervals import Z, log_log

MOST_STEPS = 50  # of Newton, for a hazard ratio
CLOSE = 1e-12


def risk_sets(months: ArrayLike, happened: ArrayLike, *, entry: ArrayLike | None = None) -> tuple[np.ndarray, ...]:
    """Persons at risk and events in each month from 0 to the last with anyone.

    `months` (0 or more) is the month of the event where `happened`, else the last month at risk; `entry` is
    the first month at risk (0 without it). Who would enter after `months` is never at risk.
    """
    months, happened = np.asarray(months, int), np.asarray(happened, bool)
    entry = np.zeros_like(months) if entry is None else np.asarray(entry, int)
    there = entry <= months
    months, happened, entry = months[there], happened[there], entry[there]
    length = months.max(initial=-1) + 1
    entered = np.bincount(entry, minlength=length).cumsum()
    left = np.bincount(months + 1, minlength=length + 1).cumsum()[:length]
    return entered - left, np.bincount(months[happened], minlength=length)


def kaplan_meier(months: ArrayLike, happened: ArrayLike, *, entry: ArrayLike | None = None) -> pd.DataFrame:
    """The product-limit estimate by month, one row a month with someone at risk.

    Arguments as in `risk_sets`. Columns: `month`, `survival` (just after the month's events), `at_risk`
    (persons), `ci_low` and `ci_high` (Greenwood, log-log; nan where the estimate is 1 or 0, for which it is
    not defined). Assumes that censoring, and entry where it is late, tell nothing about the event.
    Source: Kaplan and Meier (1958); Kalbfleisch and Prentice (2002), section 1.4; late entry: Klein and
    Moeschberger (2003), section 4.6.
    """
    return product_limit(*risk_sets(months, happened, entry=entry))


def product_limit(at_risk: np.ndarray, events: np.ndarray) -> pd.DataFrame:
    """As `kaplan_meier`, of persons at risk and events by month from 0 on (whole numbers)."""
    losses = at_risk - events - np.append(at_risk[1:], 0)
    late = (losses < 0).any()
    survival, low, high = _with_late_entry(at_risk, events) if late else _fitted(events, losses)
    curve = {"survival": survival, "at_risk": at_risk, "ci_low": low, "ci_high": high}
    return pd.DataFrame({"month": np.arange(len(at_risk)), **curve})[at_risk > 0].reset_index(drop=True)


def _fitted(events: np.ndarray, losses: np.ndarray) -> tuple[np.ndarray, ...]:
    """lifelines' fit, on persons counted by month and event, so that it takes as long for many as for few."""
    timeline = np.arange(len(events))
    persons = np.concatenate([events, losses])
    if not persons.any():
        return (np.full(len(events), np.nan),) * 3
    month, event = np.tile(timeline, 2), np.repeat([True, False], len(timeline))
    some = persons > 0
    fitted = KaplanMeierFitter().fit(month[some], event[some], weights=persons[some], timeline=timeline)
    survival = fitted.survival_function_.iloc[:, 0].to_numpy()
    limits = fitted.confidence_interval_.to_numpy(copy=True)
    limits[(survival == 1) | (survival <= 0)] = np.nan
    return survival, limits[:, 0], limits[:, 1]


def _with_late_entry(at_risk: np.ndarray, events: np.ndarray) -> tuple[np.ndarray, ...]:
    """The same by hand: lifelines refuses a curve with months in which nobody is at risk yet."""
    with np.errstate(divide="ignore", invalid="ignore"):
        steps = np.where(at_risk > 0, np.log(at_risk - events) - np.log(at_risk), 0)
        survival = np.exp(np.cumsum(steps))
        variances = events / (at_risk * (at_risk - events))
    variances = np.cumsum(np.where(np.isfinite(variances), variances, 0))
    return survival, *log_log(survival, np.sqrt(variances))


def in_two_groups(
    months: ArrayLike, happened: ArrayLike, second: ArrayLike, *, entry: ArrayLike | None = None
) -> tuple[np.ndarray, np.ndarray]:
    """Persons at risk and events by month, in two rows: those not in `second`, those in it (else as `risk_sets`)."""
    months, happened, second = np.asarray(months), np.asarray(happened), np.asarray(second, bool)
    entry = np.zeros_like(months) if entry is None else np.asarray(entry)
    counts = [risk_sets(months[part], happened[part], entry=entry[part]) for part in (~second, second)]
    length = max(len(at_risk) for at_risk, _ in counts)
    padded = [[np.pad(each, (0, length - len(each))) for each in pair] for pair in counts]
    at_risk, events = (np.stack(each) for each in zip(*padded, strict=True))
    return at_risk, events


def log_rank(at_risk: np.ndarray, events: np.ndarray) -> tuple[float, float]:
    """Chi-squared (1 df) and p of equal hazards in two groups, from `in_two_groups`; nan where nothing can differ.

    Source: Mantel (1966); with the hypergeometric variance, as R's `survdiff`.
    """
    persons, happened = at_risk.sum(axis=0), events.sum(axis=0)
    share = np.divide(at_risk[1], persons, where=persons > 0, out=np.zeros(len(persons)))
    excess = (events[1] - happened * share).sum()
    spread = happened * share * (1 - share) * (persons - happened)
    variance = np.divide(spread, persons - 1, where=persons > 1, out=np.zeros(len(persons))).sum()
    if variance <= 0:
        return np.nan, np.nan
    statistic = excess**2 / variance
    return statistic, chi2.sf(statistic, 1)


@dataclass(frozen=True)
class HazardRatio:
    """A hazard ratio with its 95 % interval (Wald, on the log scale) and two-sided p; nan where not estimable."""

    ratio: float
    ci_low: float
    ci_high: float
    p_value: float


def hazard_ratio(at_risk: np.ndarray, events: np.ndarray) -> HazardRatio:
    """Cox's ratio of the second group's hazard to the first's, from `in_two_groups`; Efron's ties.

    A person may move from one group to the other and may enter late: only who is at risk in a month counts.
    Assumes that the ratio is the same in every month. Not estimable where a group has no event, or where one
    has them only in months in which the other is not at risk.
    Source: Cox (1972); Efron (1977), J. Am. Stat. Assoc. 72, 557-565; R's `coxph`.
    """
    log_ratio, information = 0.0, 0.0
    first, second = _efron_terms(at_risk, events)
    for _ in range(MOST_STEPS):
        share = second * np.exp(log_ratio) / (first + second * np.exp(log_ratio))
        information = (share * (1 - share)).sum()
        if information < CLOSE or not events.sum(axis=1).all():
            return HazardRatio(np.nan, np.nan, np.nan, np.nan)
        step = (events[1].sum() - share.sum()) / information
        log_ratio += np.clip(step, -1, 1)
        if abs(step) < CLOSE:
            break
    half = Z / np.sqrt(information)
    limits = np.exp([log_ratio, log_ratio - half, log_ratio + half])
    return HazardRatio(*limits, 2 * norm.sf(abs(log_ratio) * np.sqrt(information)))


def _efron_terms(at_risk: np.ndarray, events: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Each event's risk set by group: of the d events of a month the j-th is averaged as j/d of them gone."""
    happened = events.sum(axis=0)
    month = np.repeat(np.arange(len(happened)), happened)
    order = np.arange(len(month)) - np.repeat(happened.cumsum() - happened, happened)
    gone = order / happened[month]
    return tuple(at_risk[group, month] - gone * events[group, month] for group in (0, 1))
