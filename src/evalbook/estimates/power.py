"""How large a difference must be to be told from chance. Knows numbers and shares, not this report.

In closed form; the tests hold it against simulated samples.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from scipy.optimize import brentq
from scipy.stats import norm

from evalbook.estimates.intervals import Z


def power_of_shares(persons: tuple[int, int], share: float, difference: float) -> float:
    """The chance that two shares, `share` and one that is higher by the difference, are told apart.

    By the pooled z test, two-sided. Source: Fleiss, Levin and Paik (2003), Statistical Methods for Rates and
    Proportions, section 4.2, without correction for continuity.
    """
    second = min(share + difference, 1.0)
    pooled = (persons[0] * share + persons[1] * second) / sum(persons)
    under_none = np.sqrt(pooled * (1 - pooled) * (1 / persons[0] + 1 / persons[1]))
    under_this = np.sqrt(share * (1 - share) / persons[0] + second * (1 - second) / persons[1])
    return _two_sided(second - share, under_none, under_this)


def power_of_hazards(at_risk: tuple[np.ndarray, np.ndarray], hazard: np.ndarray, ratio: float) -> float:
    """The chance that the log-rank test tells a group with the hazard from one whose hazard is higher by the ratio.

    `hazard`: the chance of the event in each month of who has not had it; `at_risk`: how many of each group are
    followed through each of these months, events aside. The ratio is of log survival, so that it is the hazard ratio of
    Cox. By the expected excess of events in the second group and its variance, month by month. Source: Schoenfeld
    (1981), Biometrika 68, 316-319; Lakatos (1988), Biometrics 44, 229-241.
    """
    hazards = np.stack([hazard, 1 - (1 - hazard) ** ratio])
    still = np.column_stack([np.ones(2), np.cumprod(1 - hazards, axis=1)[:, :-1]])  # without the event before the month
    persons = np.stack(at_risk) * still
    events, total = (persons * hazards).sum(axis=0), np.maximum(persons.sum(axis=0), 1e-12)
    share = persons[1] / total
    excess = (persons[1] * hazards[1] - events * share).sum()
    left = np.clip((total - events) / np.maximum(total - 1, 1e-12), 0, 1)
    under_none = np.sqrt((events * share * (1 - share) * left).sum())
    each = persons * hazards * (1 - hazards)
    under_this = np.sqrt((each[1] * (1 - share) ** 2 + each[0] * share**2).sum())
    return _two_sided(excess, under_none, under_this)


def _two_sided(excess: float, under_none: float, under_this: float) -> float:
    if not (under_none > 0 and under_this > 0):
        return np.nan
    return float(sum(norm.cdf((sign * excess - Z * under_none) / under_this) for sign in (1, -1)))


def least(chance: Callable[[float], float], *, power: float, smallest: float, largest: float) -> float:
    """The size between these at which the power is reached; nan where it is not."""
    ends = chance(smallest), chance(largest)
    if np.isnan(ends).any() or not ends[0] < power <= ends[1]:
        return np.nan
    return float(brentq(lambda size: chance(size) - power, smallest, largest))
