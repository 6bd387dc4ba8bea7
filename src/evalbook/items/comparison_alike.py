"""Who of one group of the comparison can be compared, and how alike both sides are before and after weighting.

Source: docs/contract/comparison.md, 'Outcomes and items'.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from evalbook.estimates.compared import weights_by_person
from evalbook.estimates.entropy_balancing import Balanced
from evalbook.estimates.trials import Trials
from evalbook.items.comparison_findings import Balance, Overlaps
from evalbook.items.comparison_people import Group


def balance_of(group: Group, trials: Trials, weighted: Balanced, those: slice) -> Iterator[tuple[str, Balance]]:
    kept = trials.starter_counts(weighted.starters).sum(axis=0)
    before = trials.control_counts[those].sum(axis=0)
    after = (weighted.weights * weighted.persons).sum(axis=0)
    rows = trials.starters[weighted.starters]
    keys = group.people.keys[rows["person"].to_numpy(int)]
    of_profiles = np.bincount(rows["profile"].to_numpy(int), keys, len(trials.profiles))
    of_each = (each @ trials.design for each in (kept, of_profiles, before, after))
    for (name, code), starters, key, controls, weights in zip(trials.columns, *of_each, strict=True):
        own = (kept.sum(), keys.sum(), starters, key, before.sum(), controls, weights, those.stop - those.start)
        yield f"{name}={code}", Balance(*own)


def overlaps_of(group: Group, trials: Trials, weighted: Balanced, those: slice) -> Overlaps:
    number = trials.starters["trial"].to_numpy(int)
    starters = (number >= those.start) & (number < those.stop)
    left_out = starters & ~weighted.starters
    by_person = weights_by_person(trials, weighted)
    there = by_person > 0
    return Overlaps(
        starters.sum(),
        _keys(group, trials, starters),
        left_out.sum(),
        _keys(group, trials, left_out),
        there.sum(),
        group.people.keys[there].sum(),
        by_person.sum(),
        by_person @ by_person,
    )


def _keys(group: Group, trials: Trials, chosen: np.ndarray) -> float:
    return group.people.keys[trials.starters["person"].to_numpy(int)[chosen]].sum()
