"""Whether weights above zero meet margins at all: what the largest least weight can be, by a linear programme."""

from __future__ import annotations

import numpy as np
from scipy import sparse
from scipy.optimize import linprog

LEAST_WEIGHT = 1e-9  # below it a weight counts as 0 (docs/contract/comparison.md)
EXACT = {"primal_feasibility_tolerance": 1e-10, "dual_feasibility_tolerance": 1e-10}


def largest_least_weight(
    counts: np.ndarray, design: np.ndarray, of_trials: np.ndarray, of_categories: np.ndarray
) -> float:
    """The least weight of one control where it is as large as can be; -1 where no weights meet the margins.

    `counts` of controls: a row a trial, a column a profile; `design`: a row a profile, a column a category.
    """
    trial, profile = np.nonzero(counts)
    persons = counts[trial, profile]
    scale = persons.sum() / of_trials.sum()  # weights are then about 1, whatever the number of controls
    cells = np.arange(len(trial))
    rows = sparse.csr_array((np.ones(len(cells)), (trial, cells)), shape=(len(counts), len(cells)))
    rows = sparse.vstack([rows, sparse.csr_array(design[profile].T)])
    # A cell's weights together: as many times the least weight as there are persons, and what comes on top.
    matrix = sparse.hstack([rows, sparse.csr_array((rows @ (persons / scale))[:, None])])
    goal = np.append(np.zeros(len(cells)), -1.0)
    margins = np.concatenate([of_trials, of_categories])
    found = linprog(goal, A_eq=matrix.tocsc(), b_eq=margins, bounds=(0, None), method="highs", options=EXACT)
    return -1.0 if found.status == INFEASIBLE else float(-found.fun / scale)


INFEASIBLE = 2
