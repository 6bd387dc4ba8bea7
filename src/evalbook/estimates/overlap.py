"""Who of the starters and controls of trials can be compared at all: who has a counterpart on the other side.

Source: docs/contract/comparison.md, 'Weights'.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from evalbook.estimates.trials import Trials


@dataclass(frozen=True)
class Overlap:
    """Which starters (of all) are kept, and counts of the controls that are: a row a trial that is looked at, a column
    a profile."""

    starters: np.ndarray
    controls: np.ndarray


def overlap(trials: Trials, looked_at: slice) -> Overlap:
    """Without starters in a trial without controls or with a category that no control has, and without controls in a
    trial without starters or with a category that no starter has, until nothing changes."""
    counts = trials.control_counts[looked_at]
    there = counts > 0
    trial, profile = trials.starters["trial"].to_numpy(int) - looked_at.start, trials.starters["profile"].to_numpy(int)
    kept = np.flatnonzero((trial >= 0) & (trial < len(counts)))
    while True:
        in_trial, alike = there.any(axis=1), _alike(trials, there.any(axis=0))
        fewer = kept[in_trial[trial[kept]] & alike[profile[kept]]]
        in_trial, alike = _marked(trial[fewer], len(counts)), _alike(trials, _marked(profile[fewer], len(alike)))
        less = there & in_trial[:, None] & alike
        if len(fewer) == len(kept) and (less == there).all():
            return Overlap(_marked(kept, len(trial)), np.where(there, counts, 0))
        kept, there = fewer, less


def _alike(trials: Trials, profiles: np.ndarray) -> np.ndarray:
    """Whether each category of each profile occurs among some profiles."""
    missing = ~trials.design[profiles].any(axis=0)
    return trials.design @ missing == 0


def _marked(places: np.ndarray, length: int) -> np.ndarray:
    marked = np.zeros(length, bool)
    marked[places] = True
    return marked
