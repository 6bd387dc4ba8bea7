"""Hours a week and euros an hour of each person who worked, in the classes of tables 4.2-4.4."""

from __future__ import annotations

import numpy as np
import pandas as pd

from evalbook.synthetic.draw import expand, generator, shuffled
from evalbook.synthetic.employment import WorkPaths
from evalbook.synthetic.pay import combinations
from evalbook.synthetic.persons import of_group
from evalbook.synthetic.targets import by_group

CLASSES = ["hours", "hourly", "monthly"]
# Rounded up from the hourly minimum wage in the first half of 2024 and of 2025; before 2024 there was none by the hour.
MINIMUM_WAGE = {2022: 11.2, 2023: 12.4, 2024: 13.7, 2025: 14.1}
DISPENSED = "[0,10)"  # a wage below the minimum, with loondispensatie
USUAL_CLASS = "[10,20)"  # of whom the hourly wage is not known
NEAR_MINIMUM = 1.5  # above 1 there are more wages near the minimum than far above it


def wages(people: pd.DataFrame, paths: WorkPaths, seed: int) -> pd.DataFrame:
    """One row a person who worked: `hours_per_week`, `hourly_wage` and `monthly_wage`, missing where not known."""
    random = generator(seed, "wages")
    cells = _cells(people, paths, random)
    choices = dict(list(combinations().groupby(CLASSES)))
    years = _last_years(people, paths).reindex(cells.index)
    pairs = [_pair(cell, year, choices, random) for cell, year in zip(cells.to_numpy(), years, strict=True)]
    rows = pd.DataFrame(pairs, index=cells.index)[["hours_per_week", "hourly_wage", "monthly_wage"]]
    unknown = pd.concat([cells["hours"] == "", cells["hourly"] == "", cells["monthly"] == ""], axis=1)
    return rows.mask(unknown.to_numpy())


def _cells(people: pd.DataFrame, paths: WorkPaths, random: np.random.Generator) -> pd.DataFrame:
    """The planned classes of each person, '' where not known."""
    parts = []
    for group, rows in by_group("earnings"):
        workers = of_group(people[paths.first >= 0], group)
        parts.append(expand(rows).set_axis(shuffled(random, workers.index)))
    return pd.concat(parts).sort_index()[CLASSES]


def _last_years(people: pd.DataFrame, paths: WorkPaths) -> pd.Series:
    months = people["service_start"].dt.to_period("M") + np.maximum(paths.last, 0)
    return months.dt.year


def _pair(cell: np.ndarray, year: int, choices: dict, random: np.random.Generator) -> pd.Series:
    """Hours and wage in the cell, not below the minimum wage where the cell allows it."""
    pairs = choices[tuple(cell)] if all(cell) else _matching(cell, choices)
    legal = pairs[pairs["hourly_wage"] >= MINIMUM_WAGE[year]]
    if len(legal) and cell[1] != DISPENSED:
        pairs = legal
    by_wage = pairs.sort_values("hourly_wage", kind="stable")
    return by_wage.iloc[int(random.random() ** NEAR_MINIMUM * len(by_wage))]


def _matching(cell: np.ndarray, choices: dict) -> pd.DataFrame:
    """All usual pairs in the classes that are known."""
    wanted = [code or None for code in (cell[0], USUAL_CLASS, cell[2])]
    return pd.concat(
        rows
        for key, rows in choices.items()
        if all(want in (None, code) for code, want in zip(key, wanted, strict=True))
    )
