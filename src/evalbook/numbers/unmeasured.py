"""How strong something that was not measured would have to be to make a difference with comparable people by itself.

The E-value of a ratio of two shares (VanderWeele and Ding 2017, Annals of Internal Medicine 167:268): as many times as
frequent in the one group as in the other would something have to be, and as many times as often in work who has it, for
the whole ratio to come from it. If the one is weaker, the other has to be stronger.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from evalbook.numbers.source import Source
from evalbook.numbers.wide import GROUP

ITEM, COMPARED, WITHOUT_HISTORY = "comparison_unmeasured", "comparison_in_work", "comparison_without_history"
AT, MONTHS = [*GROUP, "column"], ("12", "24")
SHOWN = ("share_starters", "share_comparable", "difference")


def e_value(ratio: pd.Series) -> pd.Series:
    """Of ratios of shares, whichever is the larger; 1 where they are equal, nan where one of them is 0."""
    known = ratio.where((ratio > 0) & np.isfinite(ratio))
    larger = np.maximum(known, 1 / known)
    return larger + np.sqrt(larger * (larger - 1))


def e_values(source: Source) -> Iterator[pd.DataFrame]:
    """Rows `estimate`, `limit` (the end of the interval nearest to no difference; 1 where that holds none) and
    `work_history`: of how far the ratio moves where nothing of the work before is known. Also where what it is made of
    is withheld: then nothing."""
    if not len(source.made[COMPARED]):
        return
    known, without = (_side_by_side(source.made[item]) for item in (COMPARED, WITHOUT_HISTORY))
    ratio, comparable = known["share_starters"] / known["share_comparable"], known["share_comparable"]
    nearest = known["ci_low"].where(known["difference"] > 0, known["ci_high"])
    beyond = np.sign(nearest) != np.sign(known["difference"])
    limit = ((comparable + nearest) / comparable).mask(beyond & nearest.notna(), 1.0).where(e_value(ratio).notna())
    moved = (without["share_starters"] / without["share_comparable"]) / ratio
    for row, each in (("estimate", ratio), ("limit", limit), ("work_history", moved)):
        made = e_value(each).rename("value").to_frame().assign(row=row, base=known["base"], statistic="e_value")
        few = known["few"] | without["few"].reindex(known.index, fill_value=False)
        yield made.assign(few=few)[made["value"].notna() & made["base"].notna()].reset_index()


def _side_by_side(rows: pd.DataFrame) -> pd.DataFrame:
    """The shares of both, their difference and its limits in the months that are looked at: a row a group and month."""
    chosen = rows[rows["column"].isin(MONTHS) & (rows["row"] == "")]
    by_name = {name: chosen[chosen["statistic"] == name].set_index(AT) for name in SHOWN}
    values = {name: each["value"] for name, each in by_name.items()}
    difference = by_name["difference"]
    numbers = pd.DataFrame(values).join(difference[["ci_low", "ci_high", "base"]]).astype(float)
    return numbers.assign(few=difference["few"].astype(bool))


OWN = {ITEM: e_values}
