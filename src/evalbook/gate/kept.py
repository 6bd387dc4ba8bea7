"""What the closed machine keeps of the last release, and which numbers stand still because of it.

Noise that is the same for the same persons does not hide one person more or less: cells without her stay, cells with
her change. So a cell of which the true value has moved by less than ten persons' worth keeps the value that was
released, until it has moved by as much since *that value was made*. Not since the last edition: who adds five persons
an edition would else never see it move.

A cell's past is its true value when its released value was made, and that value; both stay together. What is said of
a cell (zero; fewer than ten) follows from both, so it stands still as the value does:

- truly zero when it was made, one to nine persons now: stays 0, and is shown as zero. To say "fewer than 10" from now
  on would tell of the one person who came that she is in this cell.
- one to nine persons then, truly zero now: stays "fewer than 10". To say zero would tell of the last who left.

A shown zero of a later edition is therefore a zero or at most nine persons who came since; of a first release it is a
true one.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from evalbook.contract.cells import AT_START, BASE, COUNTS, INSIDE, MOVES, SUMS, WEIGHTED
from evalbook.contract.thresholds import STEADY_BELOW
from evalbook.delivery.own_tables import read_own_csv
from evalbook.errors import EvalbookError
from evalbook.machine.swap import whole_file

FILE = "cells.csv"  # in the secret's folder
KEY = ["item", "period", "benefit", "row", "column", "measure"]
PAST = ["true", "released", "largest"]


def steady(cells: pd.DataFrame, kept: pd.DataFrame) -> pd.DataFrame:
    """The cells as they are to be released and kept: those that stand still with the past that they had.

    A row is a cell: `KEY`, its `true` value, the `released` one that its key gives now, and `largest`, the largest
    contribution of a person (1 for a count of persons, 0 where nobody contributes). It stands still while its true
    value moved by less than STEADY_BELOW times the larger of the largest contributions, then and now. A sum moves as
    well when the count of its persons does (at the same place, or at the start of its group), else a mean would be of
    old euros and new persons. What only persons can tell (INSIDE) moves with the counts of its group alone: made of
    exact data, it would tell of one person else. Whether a cell is truly zero is read from the `true` that is given
    back. A cell that `kept` has not was never released: cells without persons have to be there as rows. Raises
    ValueError for a number that is missing.
    """
    if cells[PAST].isna().any(axis=None):
        raise ValueError("a cell without its true value, released value or largest contribution")
    then = cells[KEY].merge(kept, on=KEY, how="left", validate="one_to_one").set_index(cells.index)
    known = then["true"].notna()
    moved = (cells["true"] - then["true"]).abs()
    still = ((moved < STEADY_BELOW * np.maximum(cells["largest"], then["largest"])) | (moved == 0)) & known
    told = cells["measure"].isin(INSIDE)
    still = (still & ~_counts_move(cells, still)).mask(told, known & ~_group_moves(cells, known & ~still & ~told))
    return cells.assign(**{name: then[name].where(still, cells[name]) for name in PAST})


def kept_after(released: pd.DataFrame, kept: pd.DataFrame) -> pd.DataFrame:
    """What is kept for the next release: all cells of this one as `steady` gave them, and those that only earlier ones
    had: an item that one edition lacks comes back with its past.
    """
    gone = kept.merge(released[KEY], on=KEY, how="left", indicator=True).query("_merge == 'left_only'")
    return pd.concat([released[KEY + PAST], gone[KEY + PAST]]).sort_values(KEY, ignore_index=True)


def read_kept(path: Path) -> pd.DataFrame:
    """The cells of the last release, `KEY` and `PAST`; no rows where there was none.

    Raises EvalbookError for a file that `write_kept` has not written.
    """
    types = {name: float if name in PAST else str for name in KEY + PAST}
    try:
        kept = read_own_csv(path.read_bytes(), types)
        if kept[PAST].isna().any(axis=None) or kept.duplicated(KEY).any():
            raise ValueError("a cell that is there twice or without a number")
        return kept
    except FileNotFoundError:
        return pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in types.items()})
    except ValueError as fault:
        raise EvalbookError(
            f"The cells of the last release, {path}, are not as evalbook writes them ({fault}): take back a copy. Only "
            "where there is none, delete it: then this release is made as a first one, and who lays it beside the last "
            "may learn of single persons who came or left."
        ) from None
    except OSError as fault:
        raise EvalbookError(f"The cells of the last release, {path}, cannot be read: {fault.strerror}.") from None


def write_kept(kept: pd.DataFrame, path: Path) -> None:
    """As CSV, sorted by key, numbers in full; for the owner's eyes only. The old file stays until the new is whole."""
    try:
        with whole_file(path) as making:
            making.chmod(0o600)
            written = kept[KEY + PAST].astype(dict.fromkeys(PAST, float)).sort_values(KEY)
            written.to_csv(making, index=False, lineterminator="\n")
    except OSError as fault:
        raise EvalbookError(f"The cells of this release cannot be kept in {path}: {fault.strerror}.") from None


def _counts_move(cells: pd.DataFrame, still: pd.Series) -> pd.Series:
    """Whether a cell is a sum, or weighted, of which persons move: those at its place, or at the start of its group."""
    moves = pd.Series(False, cells.index)
    for measure, place in ((BASE, KEY[:-1]), (AT_START, KEY[:3])):
        moving = pd.MultiIndex.from_frame(cells.loc[(cells["measure"] == measure) & ~still, place])
        moves |= pd.MultiIndex.from_frame(cells[place]).isin(moving)
    return moves & cells["measure"].isin((*SUMS, *WEIGHTED))


def _group_moves(cells: pd.DataFrame, moving: pd.Series) -> pd.Series:
    """Whether a count of the group of each cell moves: where months are counted, one of its own month."""
    counts = cells["measure"].isin((*COUNTS, MOVES))
    group = KEY[:3]
    by_month = pd.MultiIndex.from_frame(cells[[*group, "column"]])
    moves = by_month.isin(by_month[counts & moving])
    whole = pd.MultiIndex.from_frame(cells[group])
    elsewhere = ~by_month.isin(by_month[counts])
    return pd.Series(moves | (elsewhere & whole.isin(whole[counts & moving])), cells.index)
