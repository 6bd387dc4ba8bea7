"""Whether weights above zero meet margins at all, by a linear programme.

There are none when some terms of trials and categories add up to 0 or more in every cell, to more in some cell, and
over the margins to 0 or less (Stiemke): whatever the weights, those of that cell would have to be 0. Such terms are
looked for. Cells are added to the programme as they are violated: a whole population has hundreds of thousands, and
few matter.
"""

from __future__ import annotations

import numpy as np
from scipy.optimize import linprog

LEAST_WEIGHT = 1e-9  # below it a weight counts as 0 (docs/contract/comparison.md)
AT_FIRST, ADDED = 1_000, 300  # cells in the programme, and the most that come with each round
VIOLATED, ABOVE_ZERO, NOTHING = 1e-6, 1e-4, 1e-3  # sums of terms of a cell, and of all; terms lie between -1 and 1
EXACT = {"primal_feasibility_tolerance": 1e-9, "dual_feasibility_tolerance": 1e-9}


def are_there_weights(
    persons: np.ndarray, design: np.ndarray, of_trials: np.ndarray, of_categories: np.ndarray
) -> bool:
    """Whether weights above 0 add up to what is asked of each trial and category.

    `persons`: controls, a row a trial and a column a profile; `design`: a row a profile, a column a category.
    """
    trial, profile = np.nonzero(persons)
    margins = np.concatenate([of_trials, of_categories])
    of_all = np.concatenate([np.bincount(trial, minlength=len(persons)), (persons > 0).sum(axis=0) @ design])
    inside = np.zeros(len(trial), bool)
    inside[:: max(len(trial) // AT_FIRST, 1)] = True
    while True:
        cells = np.hstack([np.eye(len(persons))[trial[inside]], design[profile[inside]]])
        terms = _most(of_all, np.vstack([-cells, margins]))
        of_profiles = design @ terms[len(persons) :]
        sums = terms[trial] + of_profiles[profile]
        if of_all @ terms < NOTHING:  # what cells outside allow is no more
            return True
        violated = np.flatnonzero((sums < -VIOLATED) & ~inside)
        if not len(violated):
            return bool(sums.max() < ABOVE_ZERO)
        inside[violated[np.argsort(sums[violated])[:ADDED]]] = True


def _most(goal: np.ndarray, at_most_zero: np.ndarray) -> np.ndarray:
    """The terms between -1 and 1 with the largest sum over all cells, of which no row adds up to more than 0."""
    found = linprog(
        -goal / goal.max(),
        A_ub=at_most_zero,
        b_ub=np.zeros(len(at_most_zero)),
        bounds=(-1, 1),
        method="highs",
        options=EXACT,
    )
    if found.status != 0:
        raise ArithmeticError(f"the linear programme was not solved: {found.message}")
    return found.x
