"""Moves on the participation ladder: who stands higher, on the same rung or lower, of those who began on a rung."""

from __future__ import annotations

from evalbook.exhibits.exhibit import Exhibit
from evalbook.exhibits.expressions import evaluate
from evalbook.figures.series import Series
from evalbook.release.lookup import Gap, Number

UP, SAME, DOWN = "move=up", "move=same", "move=down"
MOVES = (DOWN, SAME, UP)


def move_of(start: int, end: int) -> str:
    """The direction from a place on the ladder to another, counted from the lowest."""
    return UP if end > start else DOWN if end < start else SAME


def place_of(series: Series) -> int:
    """The place of the rung on which those of a series began, from 0."""
    return int(series.group.removeprefix("start=")) - 1


def moves_of(exhibit: Exhibit, series: Series) -> dict[str, Number | Gap]:
    """The share that made each move, of those who began on a rung; a move that nobody can make is not in it.

    Of two moves one is what the other leaves of the whole, as the sentences say it. So is a move that is not shown,
    where all cells of the others are.
    """
    keys: dict[str, list[str]] = {}
    for end, found in zip(series.positions, series.found, strict=True):
        keys.setdefault(move_of(place_of(series), end), []).append(found.expression)
    found = {move: evaluate(exhibit.release, " + ".join(keys[move])) for move in MOVES if move in keys}
    missing = [move for move, share in found.items() if isinstance(share, Gap)]
    if len(found) == 2 and SAME not in missing:
        missing = [move for move in found if move != SAME]
    if len(missing) != 1:
        return found
    others = " + ".join(key for move in keys if move not in missing for key in keys[move])
    left = evaluate(exhibit.release, f"{others}|complement")
    return found if isinstance(left, Number) and left.few else found | {missing[0]: left}
