"""How far the true number may lie from a released one: what noise and rounding leave open.

It is what an audit of a protected release needs: whether a published number can be the one that was changed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from evalbook.contract.results import COUNTED

if TYPE_CHECKING:
    from evalbook.release.release import Release

COUNTS = ("n", "n_base")
MEAN_DIGITS = 3


def leeway(release: Release) -> pd.Series:
    """A number a row of the results, in its unit: the most that can have moved it; 0 where nothing is protected.

    A percentage follows from a count and a base that were each changed, and is itself whole; a curve from who had the
    event and who left so far, each changed. Of a mean only its rounding to three digits is known here: the noise of a
    sum is not told. nan where a number is withheld.
    """
    results = release.results
    if not release.protected:
        return pd.Series(0.0, results.index)
    persons = release.most_off
    value, base = results["value"], results["base"].where(results["base"] > 0)
    scale = results["statistic"].map({**COUNTED, "survival": 1.0}).astype(float)
    by_counts = (scale + value) * persons / base
    choices = {
        "n": persons,
        "n_base": persons,
        "percent": by_counts + 0.5,
        "share": by_counts,
        "survival": 2 * persons / base,
    }
    digits = 10.0 ** (np.floor(np.log10(value.abs().where(value != 0, 1.0))) - MEAN_DIGITS + 1) / 2
    statistic = results["statistic"]
    moved = np.select([statistic == name for name in choices], [each + 0 * value for each in choices.values()], digits)
    return pd.Series(moved, results.index).where(value.notna())
