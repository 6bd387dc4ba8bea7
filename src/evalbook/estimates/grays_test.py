"""Whether an end comes as often in two groups where other ends take persons away: Gray's test.

Knows persons, months and ends, not this report.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.stats import chi2


@dataclass(frozen=True)
class _Group:
    """By month: persons at risk, the end looked at, the other ends, and what is estimated just before and after."""

    at_risk: np.ndarray
    events: np.ndarray
    others: np.ndarray
    before: np.ndarray
    after: np.ndarray
    incidence_before: np.ndarray

    @property
    def scale(self) -> np.ndarray:
        """At risk, over the share in which no end has come yet: how many there would be without other ends."""
        return _over(self.at_risk, self.before)


def grays_test(at_risk: np.ndarray, events: np.ndarray, others: np.ndarray) -> tuple[float, float]:
    """Chi-squared (1 df) and p of equal cumulative incidences of an end in two groups; nan where nothing can differ.

    Persons at risk, those in whom the end comes and those in whom another one does, by month (column) and group (two
    rows). The log-rank test compares who is still at risk; this one what has come of all. Assumes that censoring tells
    nothing about the ends. Source: Gray (1988), Annals of Statistics 16, 1141-1154, without weights, with the variance
    of R's `cmprsk`.
    """
    groups = [_group(*each) for each in zip(at_risk, events, others, strict=True)]
    happened = events.sum(axis=0)
    scales = np.stack([each.scale for each in groups])
    whole = scales.sum(axis=0)
    incidence = np.cumsum(_over(happened, whole))
    before = np.concatenate([[0.0], incidence[:-1]])
    left = np.stack([each.scale * (1 - each.incidence_before) for each in groups])
    expected = happened * _over(left[0], left.sum(axis=0))
    weight = _over(scales.prod(axis=0), whole)
    ahead = np.cumsum(weight * _over(happened, whole * (1 - before)))
    ahead = ahead[-1:].sum() - ahead
    variance = sum(_variance(each, happened, whole, incidence, weight, ahead) for each in groups)
    if not variance > 0:
        return np.nan, np.nan
    statistic = (events[0] - expected).sum() ** 2 / variance
    return float(statistic), float(chi2.sf(statistic, 1))


def _group(at_risk: np.ndarray, events: np.ndarray, others: np.ndarray) -> _Group:
    after = np.cumprod(1 - _over(events + others, at_risk))
    before = np.concatenate([[1.0], after[:-1]])
    incidence = np.cumsum(before * _over(events, at_risk))
    return _Group(at_risk, events, others, before, after, np.concatenate([[0.0], incidence[:-1]]))


def _variance(
    group: _Group,
    happened: np.ndarray,
    whole: np.ndarray,
    incidence: np.ndarray,
    weight: np.ndarray,
    ahead: np.ndarray,
) -> float:
    """What a group adds: of the end looked at and of the others, with as many of a month taken together as came in it.

    `ahead`: what the months still to come add to the weight of who is taken away in a month.
    """
    at_risk = group.at_risk
    rest = _over(1 - incidence, group.after)
    share = np.where(group.after > 0, 1 - rest, 1)
    tied = 1 - np.where(happened > 1, _over(happened - 1, whole * group.before - 1), 0)
    own = tied * group.before * _over(happened, whole * at_risk) * (weight + share * ahead) ** 2
    tied = 1 - np.where(group.others > 1, _over(group.others - 1, at_risk - 1), 0)
    other = tied * group.before**2 * _over(group.others, at_risk**2) * (rest * ahead) ** 2
    return float(own.sum() + other.sum())


def _over(above: np.ndarray, below: np.ndarray) -> np.ndarray:
    """A quotient, zero where there is nobody."""
    return np.divide(above, below, where=below > 0, out=np.zeros(np.broadcast(above, below).shape))
