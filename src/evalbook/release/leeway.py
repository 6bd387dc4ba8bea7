"""How far the true number may lie from a released one: what rounding leaves open.

It is what an audit of a protected release needs: whether a published number can be the one that was rounded.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from evalbook.contract.results import COUNTED
from evalbook.release.release import Release

COUNTS = ("n", "n_base")
MEAN_DIGITS = 3


def leeway(release: Release) -> pd.Series:
    """A number a row of the results, in its unit: the most that rounding can have moved it; 0 where nothing is rounded.

    A percentage follows from a count and a base that were each rounded, and is itself whole; a curve from events and
    losses rounded to tens; a mean has three significant digits. nan where a number is withheld.
    """
    results = release.results
    if not release.protected:
        return pd.Series(0.0, results.index)
    persons, events = release.rules["rounded_to"] / 2, release.rules["events_rounded_to"] / 2
    value, base = results["value"], results["base"].where(results["base"] > 0)
    scale = results["statistic"].map({**COUNTED, "survival": 1.0}).astype(float)
    by_counts = (scale + value) * persons / base
    choices = {
        "n": persons,
        "n_base": persons,
        "percent": by_counts + 0.5,
        "share": by_counts,
        "survival": 2 * events / base,
    }
    digits = 10.0 ** (np.floor(np.log10(value.abs().where(value != 0, 1.0))) - MEAN_DIGITS + 1) / 2
    statistic = results["statistic"]
    moved = np.select([statistic == name for name in choices], [each + 0 * value for each in choices.values()], digits)
    return pd.Series(moved, results.index).where(value.notna())
