"""Nested trials: who begins something in a calendar month beside who could have and did not, month after month.

Hernán and Robins (2016), Am J Epidemiol 183:758; Danaei et al. (2013), Stat Methods Med Res 22:70. A person may be a
control in many trials and a starter in one. People with the same categories are one profile, and all that is solved is
solved on counts of profiles by trial.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

Categories = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Trials:
    """Person-trials of one group of persons.

    `profiles`: a row a combination of categories, a column a covariate, in it the category's place among `categories`.
    `controls`: a row a trial, a column a person, in it the number of the person's profile then, or how many profiles
    there are where the person is no control. `starters`: `person`, `trial` and `profile`, a row a starter.
    """

    categories: Categories
    profiles: np.ndarray
    controls: np.ndarray
    starters: pd.DataFrame

    @property
    def number(self) -> int:
        """How many trials there are."""
        return len(self.controls)

    @property
    def columns(self) -> list[tuple[str, str]]:
        """Covariate and category of each column of the design."""
        return [(name, code) for name, codes in self.categories.items() for code in codes]

    @cached_property
    def design(self) -> np.ndarray:
        """A row a profile, a column a category of a covariate: 1 where the profile has it."""
        blocks = [np.eye(len(codes))[self.profiles[:, at]] for at, codes in enumerate(self.categories.values())]
        return np.hstack(blocks) if blocks else np.zeros((len(self.profiles), 0))

    @cached_property
    def control_counts(self) -> np.ndarray:
        """Person-trials of controls: a row a trial, a column a profile."""
        many = len(self.profiles)
        counts = [np.bincount(row, minlength=many + 1)[:many] for row in self.controls]
        return np.array(counts, float).reshape(self.number, many)

    def without(self, covariates: Sequence[str]) -> Trials:
        """The same people, told apart by the other covariates only."""
        left = {name: codes for name, codes in self.categories.items() if name not in covariates}
        places = [list(self.categories).index(name) for name in left]
        table, at = np.unique(self.profiles[:, places], axis=0, return_inverse=True)
        at = np.append(at.reshape(-1), len(table)).astype(np.int32)
        starters = self.starters.assign(profile=at[self.starters["profile"].to_numpy(int)])
        return Trials(left, table, at[self.controls], starters)

    def starter_counts(self, chosen: np.ndarray) -> np.ndarray:
        """Chosen starters: a row a trial, a column a profile."""
        rows = self.starters[chosen]
        places = rows["trial"].to_numpy() * len(self.profiles) + rows["profile"].to_numpy()
        return np.bincount(places, minlength=self.number * len(self.profiles)).reshape(self.number, -1).astype(float)


def trials_of(person_trials: pd.DataFrame, categories: Categories) -> Trials:
    """The trials of a frame with `person` and `trial` (numbers from 0), `starter` (bool) and a column of codes a
    covariate; one row a person and trial. Raises ValueError for a code that is not among the categories."""
    codes = [pd.Categorical(person_trials[name], codes).codes for name, codes in categories.items()]
    if any((each < 0).any() for each in codes):
        raise ValueError("a code is not among the categories of its covariate")
    table = np.column_stack(codes) if codes else np.zeros((len(person_trials), 0), int)
    profiles, profile = np.unique(table, axis=0, return_inverse=True)
    rows = person_trials[["person", "trial"]].assign(profile=profile.reshape(-1))
    starts = person_trials["starter"].to_numpy(bool)
    shape = rows["trial"].max() + 1, rows["person"].max() + 1
    controls = np.full(shape, len(profiles), np.int32)
    those = rows[~starts]
    controls[those["trial"], those["person"]] = those["profile"]
    return Trials(categories, profiles, controls, rows[starts].reset_index(drop=True))
