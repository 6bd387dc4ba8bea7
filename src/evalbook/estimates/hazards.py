"""How much faster an event comes in one group than in another. Knows persons, months and events, not this report."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.stats import norm

from evalbook.estimates.intervals import Z

MOST_STEPS = 50
CLOSE = 1e-12


@dataclass(frozen=True)
class HazardRatio:
    """A hazard ratio with its 95 % interval (Wald, on the log scale) and two-sided p; nan where not estimable."""

    ratio: float
    ci_low: float
    ci_high: float
    p_value: float


def hazard_ratio(at_risk: np.ndarray, events: np.ndarray) -> HazardRatio:
    """Cox's ratio of the second group's hazard to the first's, from `survival.in_two_groups`; Efron's ties.

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
