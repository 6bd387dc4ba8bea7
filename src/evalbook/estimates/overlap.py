"""Who of the starters and controls of trials can be compared at all: who has a counterpart on the other side.

Source: docs/contract/comparison.md, 'Weights'.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from evalbook.estimates.trials import Trials


@dataclass(frozen=True)
class Overlap:
    """Of the trials that are looked at: which starters are kept, and counts of the controls that are (a row a trial, a
    column a profile; 0 in trials that are not looked at)."""

    starters: np.ndarray
    controls: np.ndarray


def overlap(trials: Trials, looked_at: slice) -> Overlap:
    """Without starters in a trial without controls or with a category that no control has, and without controls in a
    trial without starters or with a category that no starter has, until nothing changes."""
    within = np.zeros(trials.number, bool)
    within[looked_at] = True
    controls = np.where(within[:, None], trials.control_counts, 0)
    starters = within[trials.starters["trial"].to_numpy(int)]
    while True:
        there = _like(trials, controls)
        kept = starters & there[trials.starters["trial"].to_numpy(int), trials.starters["profile"].to_numpy(int)]
        fewer = np.where(_like(trials, trials.starter_counts(kept)), controls, 0)
        if (kept == starters).all() and (fewer == controls).all():
            return Overlap(starters, controls)
        starters, controls = kept, fewer


def _like(trials: Trials, counts: np.ndarray) -> np.ndarray:
    """Whether somebody who is counted is in a trial, and has each of a profile's categories, in whatever trial."""
    in_trial = counts.any(axis=1)
    missing = trials.design[counts.any(axis=0)].sum(axis=0) == 0
    has_all = trials.design @ missing == 0
    return in_trial[:, None] & has_all
