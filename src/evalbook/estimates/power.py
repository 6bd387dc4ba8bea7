"""How large a difference must be to be told from chance. Knows numbers and shares, not this report.

By simulation, since follow-up is censored; where there is a closed form (two shares; Schoenfeld 1981, Biometrika 68,
316-319, for hazards) the tests hold the simulation against it.
"""

from __future__ import annotations

import numpy as np
from scipy.stats import chi2, norm

from evalbook.estimates.intervals import CONFIDENCE, Z

RATIOS = np.array([1.08, 1.15, 1.25, 1.4, 1.7, 2.1])
POINTS = np.array([0.01, 0.02, 0.03, 0.04, 0.06, 0.09, 0.13, 0.18])


def power_of_shares(
    persons: tuple[int, int], share: float, differences: np.ndarray, *, draws: int, random: np.random.Generator
) -> np.ndarray:
    """The chance that two shares, `share` and one that is higher by each difference, are told apart.

    Each trial draws both groups and tests them with the pooled z test, two-sided.
    """
    first = random.binomial(persons[0], share, (len(differences), draws))
    second = random.binomial(persons[1], np.clip(share + differences, 0, 1)[:, None], (len(differences), draws))
    pooled = (first + second) / sum(persons)
    error = np.sqrt(pooled * (1 - pooled) * (1 / persons[0] + 1 / persons[1]))
    found = np.abs(second / persons[1] - first / persons[0]) > Z * error
    return found.mean(axis=1)


def power_of_hazards(
    at_risk: tuple[np.ndarray, np.ndarray],
    hazard: np.ndarray,
    ratios: np.ndarray,
    *,
    draws: int,
    random: np.random.Generator,
) -> np.ndarray:
    """The chance that the log-rank test tells a group with the hazard from one whose hazard is higher by each ratio.

    `hazard`: the chance of the event in each month of who has not had it; `at_risk`: how many of each group are
    followed to each month, events aside. Ratios are of log survival, so that they are the hazard ratios of Cox.
    """
    shape = (len(ratios), draws)
    left = [np.full(shape, group[0], int) for group in at_risk]
    hazards = [np.broadcast_to(hazard, (len(ratios), len(hazard))), 1 - (1 - hazard) ** ratios[:, None]]
    excess, variance = np.zeros((2, *shape))
    for month in range(len(hazard)):
        events = [random.binomial(n, chance[:, [month]]) for n, chance in zip(left, hazards, strict=True)]
        total, happened = left[0] + left[1], events[0] + events[1]
        share = left[1] / np.maximum(total, 1)
        excess += events[1] - happened * share
        variance += happened * share * (1 - share) * (total - happened) / np.maximum(total - 1, 1)
        left = [_followed(n - e, group, month) for n, e, group in zip(left, events, at_risk, strict=True)]
    statistic = excess**2 / np.maximum(variance, 1e-12)
    return (statistic > chi2.ppf(CONFIDENCE, 1)).mean(axis=1)


def _followed(left: np.ndarray, group: np.ndarray, month: int) -> np.ndarray:
    """Who of those left is followed to the next month."""
    if month + 1 == len(group) or group[month] == 0:
        return np.zeros_like(left)
    return np.rint(left * group[month + 1] / group[month]).astype(int)


def least(sizes: np.ndarray, chances: np.ndarray, *, power: float, draws: int) -> float:
    """The size at which the power is reached: a line through the chances on the normal scale, nan if none can be drawn.

    On that scale power is nearly a line in the size, so that all simulated sizes together say where it is reached.
    """
    inside = np.clip(chances, 0.5 / draws, 1 - 0.5 / draws)
    useful = (chances > 0.1) & (chances < 0.999)
    if useful.sum() < 2:
        return np.nan
    slope, intercept = np.polyfit(sizes[useful], norm.ppf(inside[useful]), 1)
    return float((norm.ppf(power) - intercept) / slope) if slope > 0 else np.nan
