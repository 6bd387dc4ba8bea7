"""How released numbers are rounded: counts, percentages, means, and curves from rounded events.

Source: docs/disclosure.md; OpenSAFELY's output rules (counts to 5, percentages from rounded counts, survival curves
from rounded cumulative events).
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from evalbook.contract.thresholds import EVENTS_ROUNDED_TO, ROUNDED_TO
from evalbook.estimates.intervals import log_log

SIGNIFICANT_DIGITS = 3


def rounded(values: np.ndarray | pd.Series, to: int = ROUNDED_TO) -> np.ndarray:
    """To the nearest multiple, half up."""
    return to * np.floor(np.asarray(values, float) / to + 0.5)


def significant(values: np.ndarray | pd.Series, digits: int = SIGNIFICANT_DIGITS) -> np.ndarray:
    """Rounded to a number of significant digits; zero and nan stay."""
    return np.array([float(f"{value:.{digits - 1}e}") if np.isfinite(value) else value for value in values])


def events_of(survival: np.ndarray, at_risk: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The events of each month, and who left without one, of a product-limit curve.

    Who enters later (delayed entry) counts as a negative number that leaves.
    """
    before = np.concatenate([[1.0], survival[:-1]])
    with np.errstate(invalid="ignore", divide="ignore"):
        events = np.where(before > 0, at_risk * (1 - survival / before), 0.0).round()
    left = at_risk - events - np.append(at_risk[1:], 0.0)
    return events, left.round()


def rounded_at_risk(at_risk: np.ndarray, gone: np.ndarray) -> np.ndarray:
    """Who is at risk in each month, from the rounded start and the rounded number gone by then."""
    return np.maximum(rounded(at_risk[0]) - np.concatenate([[0.0], gone[:-1]]), 0.0)


def rounded_curve(survival: np.ndarray, at_risk: np.ndarray) -> pd.DataFrame:
    """A product-limit curve from its cumulative events and losses, each rounded; Greenwood log-log limits.

    One row a month; `value`, `base`, `ci_low`, `ci_high` as in the results.
    """
    events, left = events_of(survival, at_risk)
    events, left = (rounded(each.cumsum(), EVENTS_ROUNDED_TO) for each in (events, left))
    base = rounded_at_risk(at_risk, events + left)
    new = np.minimum(np.diff(events, prepend=0.0), base)
    with np.errstate(invalid="ignore", divide="ignore"):
        value = np.cumprod(np.where(base > 0, 1 - new / base, 1.0))
        variance = np.cumsum(np.where(base > new, new / (base * (base - new)), 0.0))
    return pd.DataFrame({"value": value, "base": base, **log_log_limits(value, variance)})


def log_log_limits(survival: np.ndarray, variance: np.ndarray) -> dict[str, np.ndarray]:
    """95 % limits on the scale log(-log); `variance` is Greenwood's sum. nan where survival is 0 or 1."""
    with np.errstate(over="ignore", invalid="ignore"):  # so near to 1 that the scale has no end
        low, high = log_log(survival, np.sqrt(variance))
    return {"ci_low": low, "ci_high": high}


def rounded_incidences(incidences: np.ndarray, at_risk: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Cumulative incidences (months by causes) from rounded events of each cause and rounded losses.

    Also one minus the product-limit estimate of each cause alone, and the rounded number at risk.
    """
    free = 1 - incidences.sum(axis=1)
    before = np.concatenate([[1.0], free[:-1]])[:, None]
    steps = np.diff(incidences, axis=0, prepend=0.0)
    with np.errstate(invalid="ignore", divide="ignore"):
        events = np.where(before > 0, at_risk[:, None] * steps / before, 0.0).round()
    left = (at_risk - events.sum(axis=1) - np.append(at_risk[1:], 0.0)).round()
    events, left = rounded(events.cumsum(axis=0), EVENTS_ROUNDED_TO), rounded(left.cumsum(), EVENTS_ROUNDED_TO)
    base = rounded_at_risk(at_risk, events.sum(axis=1) + left)
    hazards = np.minimum(np.diff(events, axis=0, prepend=0.0) / np.where(base > 0, base, np.inf)[:, None], 1.0)
    hazards /= np.maximum(hazards.sum(axis=1), 1.0)[:, None]
    free = np.cumprod(1 - hazards.sum(axis=1))
    values = np.cumsum(np.concatenate([[1.0], free[:-1]])[:, None] * hazards, axis=0)
    return values, 1 - np.cumprod(1 - hazards, axis=0), base
