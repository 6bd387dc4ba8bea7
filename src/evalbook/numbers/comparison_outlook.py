"""Chapter 8: which difference with comparable people can be told from chance, now and at the end of the experiment.

The standard error of now, of as many participants as there will be: a comparison group that is much larger adds little
to it. It rests on `scenario`, and on participants and comparable people staying as they are.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd
from scipy.special import ndtr, ndtri

from evalbook.contract.thresholds import FEWEST_IN_SHARE
from evalbook.numbers.outlook import AT_THE_END, EXAMPLE, NOW
from evalbook.numbers.rows import single
from evalbook.numbers.source import Source

ITEM, COMPARED, FOLLOWED = "tellable_comparison", "comparison_in_work", "followed_at_end"
MONTHS = (12, 24)
BOTH_SIDES = float(ndtri(0.975))
EVERYBODY = {"period": "all", "benefit": "all"}


def tellable_comparison(source: Source) -> Iterator[pd.DataFrame]:
    """`detectable`: the least difference, in percentage points, that is found with the wanted power; `power`: the
    chance to find one of 5 points. `base`: the participants compared, at the end those that are expected to be.

    Nothing where fewer are compared now than a comparison is shown of: both tell its standard error."""
    errors, expected = source.made[COMPARED], source.made[FOLLOWED]
    if not len(errors) or not len(expected):
        return
    for months in MONTHS:
        now = _one(errors, row="", column=str(months), statistic="standard_error")
        later = _one(expected, row="start=all", column=f"months={months}", statistic="expected")
        if now is None or later is None or now["base"] < FEWEST_IN_SHARE:
            continue
        for moment, persons in ((NOW, now["base"]), (AT_THE_END, max(later["value"], now["base"]))):
            error = now["value"] * np.sqrt(now["base"] / persons)
            told = _told(error, source.scenario.power, base=persons, row=f"in_work,{months}", column=moment)
            yield told.assign(few=now["few"])


def _one(rows: pd.DataFrame, **codes: str) -> pd.Series | None:
    """The row of everybody with these codes, if it has a number."""
    chosen = rows[np.logical_and.reduce([rows[name] == code for name, code in {**codes, **EVERYBODY}.items()])]
    return chosen.iloc[0] if len(chosen) and chosen["value"].notna().all() else None


def _told(error: float, power: float, *, base: float, **key: str) -> pd.DataFrame:
    points, chance = 100 * (BOTH_SIDES + ndtri(power)) * error, ndtr(EXAMPLE / error - BOTH_SIDES)
    found = {"detectable": points, "power": chance}
    rows = [single(value, base=base, statistic=name, **EVERYBODY, **key) for name, value in found.items()]
    return pd.concat(rows, ignore_index=True)


OWN = {ITEM: tellable_comparison}
