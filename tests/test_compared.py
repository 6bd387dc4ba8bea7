"""Shares, differences and standard errors, beside an explicit design matrix with a row a person-trial."""

import numpy as np

import naive_comparison
from drawn_trials import CATEGORIES, drawn, outcomes, rows_of
from evalbook.estimates.compared import compared
from evalbook.estimates.entropy_balancing import balanced
from evalbook.estimates.trials import trials_of
from test_overlap import trials


def both(frame):
    made = trials_of(frame, CATEGORIES)
    weighted, naive = balanced(made, slice(0, made.number)), naive_comparison.balance(rows_of(frame))
    if naive is None:
        return None
    return compared(made, weighted, lambda trial: outcomes(frame)[trial]), naive_comparison.estimate(
        *naive, lambda row: row["y"]
    )


def error_of(naive):
    return np.nan if naive["influence"] is None else np.sqrt(sum(each**2 for each in naive["influence"].values()))


def test_both_give_the_same():
    errors = []
    for seed in range(60):
        found = both(drawn(seed, persons=int(np.random.default_rng(seed).integers(8, 70)), starters=0.2))
        if found is None:
            continue
        ours, naive = found
        assert ours.starters == len(naive["outcomes"]) and ours.share == np.mean(naive["outcomes"])
        assert np.isclose(ours.comparable, naive["comparable"], rtol=0, atol=1e-10)
        assert np.isclose(ours.standard_error, error_of(naive), rtol=0, atol=1e-9, equal_nan=True)
        errors.append(ours.standard_error)
    assert np.isfinite(errors).sum() > 20


def test_a_fitted_value_that_is_not_unique_has_no_error():
    # All controls that are old are men: what a woman who is old would have had follows from nothing.
    rows = ["0 0 s man old", "1 0 s vrouw young", "2 0 s man young", "3 0 s vrouw young"]
    rows += ["4 0 c man old", "5 0 c man young", "6 0 c vrouw young", "7 0 c vrouw young"]
    without = trials(*rows)
    nobody = np.zeros(8, bool)
    weighted = balanced(without, slice(0, 1))
    assert np.isfinite(compared(without, weighted, lambda _: nobody).standard_error)
    # One trial has old controls only and the other young ones: the trial and the age cannot be told apart.
    rows = ["0 0 s man old", "1 1 s man young", "2 0 s man young", "3 1 s man old", "4 0 c man old", "5 1 c man young"]
    alike = trials(*rows)
    weighted = balanced(alike, slice(0, 2))
    assert np.isnan(compared(alike, weighted, lambda _: np.zeros(6, bool)).standard_error)


def test_who_is_control_and_later_starter_has_one_influence():
    frame = drawn(7)
    own = both(frame)[0].standard_error
    apart = frame.assign(person=np.where(frame["starter"], frame["person"] + 1000, frame["person"]))
    assert abs(both(apart)[0].standard_error - own) > 1e-4
