"""Sums of mean costs: a withheld one must not follow from its total and the other parts.

Services add up to their total, years to three years. Source: disclosure.md, rule `linked`.
"""

from __future__ import annotations

import pandas as pd

from evalbook.results import KEY

ITEM = "three_year_costs"
TOTALS = {"row": "total", "column": "years=1-3"}  # of what adds up along that part of the key


def with_totals(results: pd.DataFrame, why: pd.Series, *, rule: str) -> pd.Series:
    """The rules with that of each total from which the only withheld part of it would follow, until none is left."""
    costs = results[results["item"] == ITEM]
    while more := _telling(costs, why):
        why = why.mask(why.index.isin(more), rule)
    return why


def _telling(costs: pd.DataFrame, why: pd.Series) -> list[int]:
    """The totals that are shown while one of their parts alone is not, and parts alone with a total that is not."""
    found = []
    for along, total in TOTALS.items():
        others = [name for name in KEY if name != along]
        for _, cells in costs.groupby(others, sort=False):
            hidden = cells[why[cells.index] != ""]
            if len(hidden) == 1 and (cells[along] == total).any():
                found.append(_partner(cells, hidden.index[0], along=along, total=total))
    return found


def _partner(cells: pd.DataFrame, hidden: int, *, along: str, total: str) -> int:
    """The total; where it is the one that is withheld, the part of the lowest cost."""
    is_total = cells[along] == total
    return cells.index[is_total][0] if not is_total[hidden] else cells.loc[~is_total, "value"].idxmin()
