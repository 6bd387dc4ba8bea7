"""The comparison's estimator on public data, against a general solver and plain least squares that go row by row.

Unemployment spells of the United States (`UnempDur` of McCall 1996, in the R package Ecdat, GPL-2 or later): who got
unemployment insurance beside who did not, by age, tenure and wage, in a trial for each region of replacement rate.
No published weights of such categories are known to us, so they are worked out here in another way: the dual of the
divergence over single rows, by a quasi-Newton method of scipy, and raking (iterative proportional fitting).
"""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy.optimize import minimize

from evalbook.estimates.compared import compared, weights_by_person
from evalbook.estimates.entropy_balancing import balanced
from evalbook.estimates.trials import trials_of

CLASSES = {"age": (0, 26, 35, 45, 99), "tenure": (-1, 0, 3, 9, 99), "logwage": (0, 5.3, 5.8, 6.2, 99)}
CODES = ("a", "b", "c", "d")


@pytest.fixture(scope="module")
def spells():
    """A row a spell: whether its person got insurance, and left unemployment within four periods."""
    rows = pd.read_csv(Path(__file__).parent / "reference" / "UnempDur.csv")
    classes = {name: pd.cut(rows[name], limits, labels=CODES).astype(str) for name, limits in CLASSES.items()}
    trial = (rows["reprate"] > rows["reprate"].median()).astype(int)
    found = (rows["spell"] <= 4) & (rows[["censor1", "censor2", "censor3"]].sum(axis=1) > 0)
    return pd.DataFrame(classes).assign(
        person=range(len(rows)), trial=trial, starter=rows["ui"].eq("yes"), found=found.to_numpy(float)
    )


@pytest.fixture(scope="module")
def ours(spells):
    trials = trials_of(spells, dict.fromkeys(CLASSES, CODES))
    weighted = balanced(trials, slice(0, 2))
    return weights_by_person(trials, weighted), compared(trials, weighted, lambda _: spells["found"].to_numpy() > 0)


@pytest.fixture(scope="module")
def design(spells):
    """Indicators of trials and of all categories but the first of each covariate, a row a spell."""
    own = pd.get_dummies(spells[["trial", *CLASSES]].astype(str))
    return own.drop(columns=[f"{name}_a" for name in CLASSES]).to_numpy(float)


def test_weights_are_those_of_a_general_solver(spells, ours, design):
    starts = spells["starter"].to_numpy()
    margins, controls = design[starts].sum(axis=0), design[~starts]

    def dual(terms):
        weights = np.exp(controls @ terms)
        return weights.sum() - margins @ terms, controls.T @ weights - margins

    begin = np.concatenate([np.zeros(2), np.zeros(design.shape[1] - 2)])
    solved = minimize(dual, begin, jac=True, method="BFGS", options={"gtol": 1e-8, "maxiter": 2000})
    weights = np.exp(controls @ solved.x)
    assert starts.sum() > 1000 and np.abs(controls.T @ weights - margins).max() < 1e-4
    assert np.allclose(ours[0][~starts], weights, rtol=1e-6, atol=0) and (ours[0][starts] == 0).all()


def test_and_of_raking(spells, ours):
    starts = spells["starter"].to_numpy()
    weights = np.ones((~starts).sum())
    for _ in range(300):
        for name in ("trial", *CLASSES):
            codes, wanted = spells[name][~starts].to_numpy(), spells[name][starts].value_counts()
            sums = pd.Series(weights).groupby(codes).sum()
            weights *= (wanted / sums)[codes].to_numpy()
    assert np.allclose(ours[0][~starts], weights, rtol=1e-8, atol=0)


def test_the_difference_and_its_error_are_those_of_least_squares_row_by_row(spells, ours, design):
    starts, y = spells["starter"].to_numpy(), spells["found"].to_numpy()
    weights = ours[0][~starts]
    root = np.sqrt(weights)[:, None]
    terms = np.linalg.lstsq(design[~starts] * root, y[~starts] * root[:, 0], rcond=None)[0]
    residuals = y - design @ terms
    influence = np.concatenate([residuals[starts] - residuals[starts].mean(), -weights * residuals[~starts]])
    assert ours[1].difference == pytest.approx(y[starts].mean() - np.average(y[~starts], weights=weights), abs=1e-12)
    assert ours[1].standard_error == pytest.approx(np.sqrt((influence**2).sum()) / starts.sum(), rel=1e-9)
    assert 0.01 < ours[1].standard_error < 0.03 and ours[1].difference < -0.1
