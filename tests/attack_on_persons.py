"""One person more: who knows everybody else, and has the release without her and the one with her.

`python tests/attack_on_persons.py [PERSONS] [ONE_IN]` tries as many persons of the shipped extract as a register.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd

from evalbook.contract.cells import CELL, COLUMNS
from evalbook.estimates.resampling import Resampling
from evalbook.extract.extract import Extract, read_extract
from evalbook.gate.compare import of_persons
from evalbook.gate.kept import kept_after, read_kept
from evalbook.gate.protecting import protect
from evalbook.gate.record_keys import record_keys
from evalbook.items.evaluation import cells_of
from variations import SECRET, register_copy

Released = Callable[[pd.DataFrame], pd.DataFrame]  # exact cells to released ones
NONE_KEPT = Path("nothing is kept")


def exact_cells(extract: Extract) -> pd.DataFrame:
    return cells_of(extract, Resampling(), partial(record_keys, secret=SECRET))


def second_release(first: pd.DataFrame, *, lost: bool = False) -> tuple[pd.DataFrame, Released]:
    """What is released of the first exact cells, and how it is of later ones; `lost`: nothing is kept (a control)."""
    nothing = read_kept(NONE_KEPT)
    released, made = protect(first, SECRET, nothing)
    past = nothing if lost else kept_after(made, nothing)
    return released, lambda cells: protect(cells, SECRET, past)[0]


def unlike(one: pd.DataFrame, other: pd.DataFrame) -> set[tuple]:
    """The cells of which not the same is told, those included that are in one of them only."""
    sides = [frame[list(COLUMNS)].set_index(list(CELL)) for frame in (one, other)]
    both = sides[0].join(sides[1], how="outer", lsuffix="_one", rsuffix="_other")
    same = both["value_one"].eq(both["value_other"]) | (both["value_one"].isna() & both["value_other"].isna())
    there = both.index.isin(sides[0].index) & both.index.isin(sides[1].index)
    return {*both.index[~(same & both["few_one"].eq(both["few_other"]) & there)]}


def tried(extract: Extract, persons: Sequence[str], *, lost: bool = False) -> tuple[list[int], float]:
    """Of each person how many cells told that she came; and how well two candidates were told apart: the area under
    the curve, 0.5 for a guess.

    The attacker computes which cells each candidate would change, and takes who explains best which cells did change.
    """
    ids = pd.Index(extract["participants"]["person_id"])
    before = exact_cells(of_persons(extract, ids.difference(persons)))
    first, later = second_release(before, lost=lost)
    with_her = [exact_cells(of_persons(extract, ids.difference(persons).append(pd.Index([each])))) for each in persons]
    would = [unlike(before, cells) for cells in with_her]
    told = [unlike(first, later(cells)) for cells in with_her]
    fits = [[_fit(seen, each) for each in would] for seen in told]
    wins = [
        np.sign(row[own] - row[other]) for own, row in enumerate(fits) for other in range(len(persons)) if other != own
    ]
    return [len(each) for each in told], float(np.mean(wins) / 2 + 0.5)


def _fit(seen: set[tuple], would: set[tuple]) -> int:
    """Cells that changed and would, less those that changed and would not."""
    return len(seen & would) - len(seen - would)


def main() -> None:
    number, one_in = map(int, [*sys.argv[1:], *("200", "8")[len(sys.argv) - 1 :]])
    with tempfile.TemporaryDirectory() as room:
        extract = read_extract(register_copy(Path(room) / "extract", one_in=one_in))
    persons = np.random.default_rng(1).choice(extract["participants"]["person_id"], number, replace=False)
    told, area = tried(extract, list(persons))
    print(f"{number} persons: {sum(map(bool, told))} told by a cell, area {area:.3f}")


if __name__ == "__main__":
    main()
