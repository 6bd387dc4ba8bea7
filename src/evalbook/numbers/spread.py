"""Of how many persons limits tell that were computed of persons: the narrower they are, the more there must be.

The limits of a state that two of 200 are in lie half as far apart again as those of one: two digits of them tell
exactly how many there are. Of 15 persons on they tell of no count that is withheld.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from evalbook.contract.cases import KEY
from evalbook.contract.results import MEANS
from evalbook.contract.sides import sides
from evalbook.contract.thresholds import FEWEST_IN_STATE, FEWEST_PERSONS, LARGEST_CHANGE
from evalbook.estimates.intervals import Z

FEWEST_BEHIND = FEWEST_PERSONS + LARGEST_CHANGE  # a count that is withheld is truly below it
STATE, RATIO, TEST = "probability", "hazard_ratio", "p_value"
PLACE = list(KEY[:-1])


def persons_behind(rows: pd.DataFrame) -> pd.Series:
    """At least how many persons there are, by the relative error that the limits give: with a sum, in a state or in
    none of it, or with an event in the smaller group. nan without limits, and for other estimates.
    """
    value = rows["value"].where(rows["statistic"].isin((*MEANS, STATE, RATIO)))
    rarer = value.mask(rows["statistic"] == STATE, value.where(value < 0.5, 1 - value))
    return (rarer / ((rows["ci_high"] - rows["ci_low"]) / (2 * Z))) ** 2


def tell_of_few(rows: pd.DataFrame) -> pd.Series:
    """Whether the limits of a row, or those of a number that it is the difference of, tell of few persons; of a ratio
    of hazards its test too."""
    few = persons_behind(rows) < np.where(rows["statistic"] == STATE, FEWEST_IN_STATE, FEWEST_BEHIND)
    ratios = pd.MultiIndex.from_frame(rows.loc[few & (rows["statistic"] == RATIO), PLACE])
    tests = (rows["statistic"] == TEST) & pd.MultiIndex.from_frame(rows[PLACE]).isin(ratios)
    means = {tuple(key) for key in rows.loc[few & rows["statistic"].isin(MEANS), PLACE].to_numpy()}
    differences = rows[rows["statistic"] == "difference"] if means else rows[:0]
    of_few = [
        any(tuple(side.values()) in means for side in sides(each)) for each in differences[list(KEY)].to_dict("records")
    ]
    return few | tests | rows.index.isin(differences.index[of_few])
