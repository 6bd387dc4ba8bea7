"""Which state persons are in by month, with censoring, and which of several ends comes first.

Knows persons, months and states, not this report. lifelines' AalenJohansenFitter is not used: it jitters tied
months at random (2 to 3 percentage points on monthly data).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from evalbook.estimates.intervals import log_log

UNSEEN = -1
PERSONS_AT_ONCE = 8192  # their influences fit in a core's own memory: five times faster than all at once


@dataclass(frozen=True)
class Probabilities:
    """Probability by month (row) and state or end (column), standard error, limits, and persons seen by month."""

    value: np.ndarray
    standard_error: np.ndarray
    seen: np.ndarray

    def limits(self) -> tuple[np.ndarray, np.ndarray]:
        """95 % limits, log-log on the probability itself; nan at 0 and 1."""
        inside = np.where(self.value > 0, self.value, np.nan)
        return log_log(self.value, self.standard_error / inside)


def occupation(paths: np.ndarray, *, states: int, final: int = 0, persons: np.ndarray | None = None) -> Probabilities:
    """The probability of each state by month: Aalen and Johansen's product of the monthly transition shares.

    `paths`: a row a month, a column a path, a state's number (0 to `states` - 1) or UNSEEN once censored. `persons`:
    how many have each path, one without it. The
    last `final` states are never left: who enters one is UNSEEN after it. `seen` is who is in another state.
    Everyone is seen in month 0. Assumes that
    censoring tells nothing about the state; not that the past is without influence (Datta and Satten 2001,
    Stat. Probab. Lett. 55, 403-411), and so the standard error is the infinitesimal jackknife, as in R's `survfit`.
    """
    persons = np.ones(paths.shape[1], int) if persons is None else persons
    codes = _transitions(paths, states)
    counts = np.array([np.bincount(month, persons, minlength=states**2 + 1)[:-1] for month in codes])
    moved = counts.reshape(-1, states, states)
    values = product_of_shares(np.bincount(paths[0], persons, minlength=states), moved)
    at_risk = np.maximum(moved.sum(axis=2), 1)
    steps = [
        (shares, _excess(value / risk, shares))
        for shares, value, risk in zip(_shares(moved), values, at_risk, strict=False)
    ]
    initial = (np.eye(states) - values[0]) / persons.sum()
    variances = _variances(initial, paths[0], codes, steps, persons)
    return Probabilities(values, np.sqrt(variances), _seen(paths, states - final) @ persons)


def product_of_shares(initial: np.ndarray, moved: np.ndarray) -> np.ndarray:
    """The probability of each state (column) by month (row), from persons by state at first, and by month from one
    state to another (who stays included): months by states by states."""
    values = [initial / max(initial.sum(), 1)]
    for shares in _shares(moved):
        values.append(values[-1] @ shares)
    return np.array(values)


def _shares(moved: np.ndarray) -> np.ndarray:
    """Of who was in each state the share that came into each; who was in none of it stays."""
    at_risk = moved.sum(axis=2)[:, :, None]
    return np.where(at_risk > 0, moved / np.maximum(at_risk, 1), np.eye(moved.shape[1]))


def _seen(paths: np.ndarray, states: int) -> np.ndarray:
    return (paths != UNSEEN) & (paths < states)


def _transitions(paths: np.ndarray, states: int) -> np.ndarray:
    """Each person's transition of each month as one number; the last is for who is not seen in both months."""
    before, now = paths[:-1], paths[1:]
    codes = before.astype(np.int16) * states + now
    return np.where((before != UNSEEN) & (now != UNSEEN), codes, states**2)


def _excess(weight: np.ndarray, shares: np.ndarray) -> np.ndarray:
    """What one person's transition adds to the probabilities beyond the expected one, a column a transition."""
    states = len(weight)
    excess = weight[:, None, None] * (np.eye(states)[None] - shares[:, None, :])
    return np.hstack([excess.reshape(states**2, states).T, np.zeros((states, 1))])


def _variances(
    initial: np.ndarray,
    first: np.ndarray,
    codes: np.ndarray,
    steps: list[tuple[np.ndarray, np.ndarray]],
    persons: np.ndarray,
) -> np.ndarray:
    """Sums over persons of their squared influence on each probability, a row a month."""
    sums = np.zeros((len(steps) + 1, len(initial)))
    for start in range(0, len(first), PERSONS_AT_ONCE):
        some = slice(start, start + PERSONS_AT_ONCE)
        influence = initial[first[some]].T.copy()
        sums[0] += np.einsum("ij,ij,j->i", influence, influence, persons[some])
        for month, (shares, excess) in enumerate(steps):
            influence = shares.T @ influence + excess[:, codes[month, some]]
            sums[month + 1] += np.einsum("ij,ij,j->i", influence, influence, persons[some])
    return sums


def cumulative_incidence(months: ArrayLike, ends: ArrayLike, *, kinds: int) -> Probabilities:
    """The probability by month that each kind of end has come, before any other: Aalen and Johansen.

    `months`: of the end, or the last month at risk; `ends`: the kind (0 to `kinds` - 1) or UNSEEN where
    censored. Assumes that censoring tells nothing about the ends. The standard error is the infinitesimal
    jackknife, which here equals Greenwood's form. `seen` is who is at risk.
    Source: Aalen and Johansen (1978), Scand. J. Stat. 5, 141-150; R's `survfit`.
    """
    months, ends = np.asarray(months, int), np.asarray(ends, int)
    length = months.max() + 1
    at_risk = np.bincount(months, minlength=length)[::-1].cumsum()[::-1]
    happened = np.bincount(months * (kinds + 1) + ends + 1, minlength=length * (kinds + 1))
    return incidences(at_risk, happened.reshape(length, kinds + 1)[:, 1:])


def incidences(at_risk: np.ndarray, happened: np.ndarray) -> Probabilities:
    """As `cumulative_incidence`, of persons at risk by month and who had each kind of end (a column each) in it."""
    risk = np.maximum(at_risk, 1)
    still = np.cumprod(1 - happened.sum(axis=1) / risk)
    before = np.concatenate([[1.0], still[:-1]])
    incidence = np.cumsum(before[:, None] * happened / risk[:, None], axis=0)
    errors = [
        _incidence_error(risk, happened, kind, incidence[:, kind], before, still) for kind in range(happened.shape[1])
    ]
    return Probabilities(incidence, np.stack(errors, axis=1), at_risk)


def _incidence_error(
    at_risk: np.ndarray, happened: np.ndarray, kind: int, incidence: np.ndarray, before: np.ndarray, still: np.ndarray
) -> np.ndarray:
    """Sum over months s up to t of what the ends of s add to the variance in t."""
    own, other = happened[:, kind], happened.sum(axis=1) - happened[:, kind]
    with np.errstate(divide="ignore", invalid="ignore"):
        # chance of this end in (s, t] of who is left after s: rows t, columns s
        ahead = (incidence[:, None] - incidence[None, :]) / still[None, :]
    ahead = np.where(np.isfinite(ahead), ahead, 0)
    squares = own * (1 - ahead) ** 2 + other * ahead**2
    sums = own * (1 - ahead) - other * ahead
    terms = (before / at_risk) ** 2 * (squares - sums**2 / at_risk)
    return np.sqrt(np.tril(terms).sum(axis=1))
