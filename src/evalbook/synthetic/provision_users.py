"""Who has which provisions in the years of table 5.1: the planned users of each kind and of any."""

from __future__ import annotations

import numpy as np
import pandas as pd

from evalbook.months import months_later
from evalbook.synthetic.draw import pick
from evalbook.synthetic.edition import EXPERIMENT_START
from evalbook.synthetic.persons import of_group
from evalbook.synthetic.targets import by_group

GOES_ON = 0.6  # of the first year's users who work in the second year as well
DISPENSATION = "loondispensatie"
LOW_WAGE_WEIGHT = 200.0  # loondispensatie explains a wage below the minimum
MONTHS_LEFT = 3  # of the first year when the experiment, and loondispensatie with it, began


def planned_users(
    people: pd.DataFrame, bases: dict[int, np.ndarray], low_wage: np.ndarray, random: np.random.Generator
) -> pd.DataFrame:
    """One row a `person`, `year` and `kind`; `bases` are persons who worked in each year, `low_wage` is by person."""
    parts = []
    for group, rows in by_group("provisions"):
        members = of_group(people, group)
        before = pd.DataFrame({"person": [], "kind": []}, dtype=int)
        for year, planned in rows.groupby("year"):
            base = np.intersect1d(bases[year], members.index)
            users = Users(base, planned.set_index("kind")["persons"], low_wage, _dispensed(members.loc[base], year))
            users.go_on(before, random)
            users.begin(random)
            before = users.rows()
            parts.append(before.assign(year=year))
    return pd.concat(parts, ignore_index=True)


def _dispensed(base: pd.DataFrame, year: int) -> np.ndarray:
    """Whose year reaches far enough into the experiment for loondispensatie."""
    reached = months_later(base["service_start"], 12 * year - MONTHS_LEFT) >= EXPERIMENT_START
    return base.index[reached].to_numpy()


class Users:
    """The users of one group and year, given out one by one until the plan is filled.

    `left` is how many of each kind are still to come, `new_users` how many persons, `further_kinds` how many
    second and third kinds of persons who have one.
    """

    def __init__(self, base: np.ndarray, planned: pd.Series, low_wage: np.ndarray, dispensed: np.ndarray) -> None:
        self.base, self.low_wage, self.dispensed = base, low_wage, dispensed
        self.kinds: dict[int, set[str]] = {}
        self.left = planned.drop(["all", "base"]).to_dict()
        self.new_users = int(planned["all"])
        self.further_kinds = sum(self.left.values()) - self.new_users

    def go_on(self, before: pd.DataFrame, random: np.random.Generator) -> None:
        """Some users of the year before keep what they had."""
        here = before[before["person"].isin(self.base)]
        stay = pick(random, here["person"].unique(), round(GOES_ON * here["person"].nunique()))
        for person, kind in here[here["person"].isin(stay)].itertuples(index=False):
            room = self.further_kinds if person in self.kinds else self.new_users
            if self.left[kind] and room:
                self._give(person, kind)

    def begin(self, random: np.random.Generator) -> None:
        """The others begin; loondispensatie first, for those whose wage asks for it."""
        for kind in sorted(self.left, key=lambda kind: kind != DISPENSATION):
            while self.left[kind]:
                pool = self._candidates(kind, random)
                weights = np.where(self.low_wage[pool] & (kind == DISPENSATION), LOW_WAGE_WEIGHT, 1.0)
                self._give(int(pick(random, pool, 1, weights)[0]), kind)

    def _give(self, person: int, kind: str) -> None:
        if person in self.kinds:
            self.further_kinds -= 1
        else:
            self.new_users -= 1
        self.kinds.setdefault(person, set()).add(kind)
        self.left[kind] -= 1

    def _candidates(self, kind: str, random: np.random.Generator) -> np.ndarray:
        """New users, or users of another kind as often as the plan asks for further kinds."""
        having = np.array([person for person, kinds in sorted(self.kinds.items()) if kind not in kinds], int)
        new = np.setdiff1d(self.dispensed if kind == DISPENSATION else self.base, list(self.kinds))
        further = random.random() < self.further_kinds / (self.further_kinds + self.new_users)
        return having if len(having) and (further or not len(new)) else new

    def rows(self) -> pd.DataFrame:
        rows = [(person, kind) for person, kinds in sorted(self.kinds.items()) for kind in sorted(kinds)]
        return pd.DataFrame(rows, columns=["person", "kind"])
