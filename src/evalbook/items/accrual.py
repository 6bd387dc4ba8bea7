"""What accrues to persons month after month, under censoring and an end.

Knows persons, months and amounts, not this report.
"""

from __future__ import annotations

import numpy as np
from scipy.sparse import csr_array

from evalbook.estimates.intervals import Z


def partitioned_means(
    amounts: np.ndarray | csr_array, months: np.ndarray, ended: np.ndarray, *, parts: tuple[tuple[int, int], ...]
) -> np.ndarray:
    """Mean amount a person in each part [a, b) of months, one row a part: value, low, high; nan if not seen so far.

    `amounts`: a row a person, a column a month, nothing after the person's last; `months`: the last month (from 0)
    in which a person is seen whole, -1 for none; `ended`: whether nothing can accrue after it, else the person is
    censored. The estimate sums over months the chance not to have ended before it times the mean of who is seen in
    it: Lin's estimator with monthly intervals, equal to Bang and Tsiatis' partitioned one and to Ghosh and Lin's
    mean. Assumes that censoring tells nothing about amounts. Interval: normal, infinitesimal jackknife by person.
    Source: Lin et al. (1997), Biometrics 53, 419-434; Bang and Tsiatis (2000), Biometrika 87, 329-343; Ghosh and
    Lin (2000), Biometrics 56, 554-562.
    """
    length = amounts.shape[1]
    seen = _at_least(months, length)
    ends = np.bincount(months[ended & (months >= 0) & (months < length)], minlength=length)
    with np.errstate(divide="ignore", invalid="ignore"):
        hazard = np.where(seen > 0, ends / seen, 0)
        still = np.concatenate([[1.0], np.cumprod(1 - hazard)[:-1]])
        weight = np.where(seen > 0, still / seen, 0)
        leaving = np.where((seen > 0) & (hazard < 1), 1 / (seen * (1 - hazard)), 0)
    means = np.divide(amounts.sum(axis=0), seen, where=seen > 0, out=np.zeros(length))
    chosen = np.array([(np.arange(length) >= start) & (np.arange(length) < end) for start, end in parts]).T
    flow = (still * means)[:, None] * chosen
    ahead = (flow.sum(axis=0) - flow.cumsum(axis=0)) * leaving[:, None]
    at = np.clip(months, -1, length)  # what follows from a person's last month is looked up by it
    last = np.arange(-1, length + 1)
    expected, before = (_through(each, last) for each in (flow / np.maximum(seen, 1)[:, None], ahead * hazard[:, None]))
    influence = amounts @ (weight[:, None] * chosen)
    influence -= expected[at + 1]
    influence += np.concatenate([before, before - _at(ahead, last)])[at + 1 + len(last) * ended]
    value, half = flow.sum(axis=0), Z * np.sqrt((influence**2).sum(axis=0))
    value = np.where([seen[end - 1] > 0 for _, end in parts], value, np.nan)
    return np.stack([value, value - half, value + half], axis=1)


def factor_of_cost(amounts: np.ndarray, results: np.ndarray) -> float:
    """By how much the 95 % limits of all amounts over the persons with a result lie above and below it; nan without.

    Delta method on the log scale, persons being independent; amount and result of one person go together.
    """
    if not results.any() or not amounts.sum() > 0:
        return np.nan
    spread = amounts / amounts.sum() - results / results.sum()
    return float(np.exp(Z * np.sqrt((spread**2).sum())))


def _at_least(months: np.ndarray, length: int) -> np.ndarray:
    """How many persons are seen in each month."""
    last = np.clip(months, -1, length - 1)
    return np.bincount(last + 1, minlength=length + 1)[::-1].cumsum()[::-1][1:]


def _through(monthly: np.ndarray, months: np.ndarray) -> np.ndarray:
    """The sum of a monthly quantity through each last month seen."""
    sums = np.vstack([np.zeros(monthly.shape[1]), monthly.cumsum(axis=0)])
    return sums[np.clip(months + 1, 0, len(monthly))]


def _at(monthly: np.ndarray, months: np.ndarray) -> np.ndarray:
    """The value in each last month seen; 0 where that is none or beyond the last."""
    padded = np.vstack([monthly, np.zeros(monthly.shape[1])])
    return padded[np.where((months >= 0) & (months < len(monthly)), months, len(monthly))]
