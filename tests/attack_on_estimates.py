"""The best guess of withheld counts: least squares over everything that one or more releases say, and what it is worth.

Each group is a number to be estimated, each released count an observation of it with the variance of the noise, each
sum an observation of zero with almost none. Several releases (parts of the persons, editions) stand side by side, a
group as (release, group), with sums between them.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence

import numpy as np
from scipy.sparse import coo_array, diags_array
from scipy.sparse.linalg import splu

from attack import MOST_FEW, SMALL, Attack, Seen
from evalbook.contract.thresholds import FEWEST_PERSONS, VARIANCE

CERTAIN, VAGUE, OF_FEW = 1e-3, 1e5, 9.0  # variances: of a sum, of what nobody knows, of a count below ten


def side_by_side(attacks: Mapping[str, Attack], more: Sequence[tuple[Hashable, Sequence[Hashable]]]) -> Attack:
    """The attacks of several releases as one; `more`: sums between their groups."""
    groups = {(name, group): seen for name, each in attacks.items() for group, seen in each.groups.items()}
    own = [
        ((name, total), [(name, part) for part in parts])
        for name, each in attacks.items()
        for total, parts in each.sums
    ]
    parts = [((name, part), (name, whole)) for name, each in attacks.items() for part, whole in each.parts]
    return Attack(groups, [*own, *more], parts)


def estimates(attack: Attack, wanted: Sequence[Hashable]) -> dict[Hashable, tuple[float, float]]:
    """The estimate of each wanted group and its standard error."""
    groups = {group: at for at, group in enumerate(attack.groups)}
    lines, known, variances = [], [], []
    for group, seen in attack.groups.items():
        value, variance = _belief(seen)
        lines.append([(groups[group], 1.0)])
        known.append(value)
        variances.append(variance)
    for total, parts in attack.sums:
        lines.append([(groups[total], -1.0), *((groups[part], 1.0) for part in parts)])
        known.append(0.0)
        variances.append(CERTAIN)
    at, place, sign = zip(*((at, *each) for at, line in enumerate(lines) for each in line), strict=True)
    design = coo_array((sign, (at, place)), shape=(len(lines), len(groups))).tocsr()
    weighted = design.T @ diags_array(1 / np.array(variances))
    solver = splu((weighted @ design).tocsc())
    value = solver.solve(weighted @ np.array(known))
    return {
        group: (value[groups[group]], np.sqrt(solver.solve(np.eye(1, len(groups), groups[group])[0])[groups[group]]))
        for group in wanted
    }


def _belief(seen: Seen) -> tuple[float, float]:
    """What a release says of a group by itself: its size, and the variance of that."""
    if seen.high == 0:
        return 0.0, CERTAIN
    if seen.released:
        # The same persons have the same noise wherever they stand: several numbers are one observation.
        return float(np.median(seen.released)), float(VARIANCE)
    if seen.withheld:
        return FEWEST_PERSONS / 2, OF_FEW
    return (seen.low + min(seen.high, 2 * MOST_FEW)) / 2, VAGUE


def guesses(attack: Attack, true: Mapping[Hashable, int]) -> dict[str, float]:
    """How many withheld counts of 1 to 9 there are, and the shares of them that are guessed right.

    `most_frequent`: by always guessing the most frequent size; `rounded`: by the rounded estimate; `likeliest`: by the
    estimate and, more than anyone can know, how frequent each size truly is among the withheld.
    """
    hidden = [group for group, size in true.items() if size in SMALL and attack.groups.get(group, Seen()).withheld]
    size = np.array([true[group] for group in hidden])
    found = estimates(attack, hidden)
    value, error = np.array([found[group] for group in hidden]).T
    frequent = np.bincount(size, minlength=FEWEST_PERSONS)[1:FEWEST_PERSONS] / len(size)
    rounded = np.clip(np.round(value), 1, FEWEST_PERSONS - 1)
    return {
        "tried": len(size),
        "most_frequent": frequent.max(),
        "rounded": (rounded == size).mean(),
        "likeliest": (_likeliest(value, error, frequent) == size).mean(),
    }


def _likeliest(value: np.ndarray, error: np.ndarray, frequent: np.ndarray) -> np.ndarray:
    """The size with the largest posterior probability; what is withheld is taken out of the estimate's own prior."""
    precision = np.maximum(1 / error**2 - 1 / OF_FEW, 1e-6)
    mean = (value / error**2 - FEWEST_PERSONS / 2 / OF_FEW) / precision
    sizes = np.array(SMALL)
    logarithm = -precision[:, None] / 2 * (sizes - mean[:, None]) ** 2 + np.log(np.maximum(frequent, 1e-12))
    return sizes[logarithm.argmax(axis=1)]
