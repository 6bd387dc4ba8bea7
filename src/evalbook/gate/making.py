"""A release made of an extract: the one way out of the closed machine."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd

from evalbook.contract.cells import AMOUNT, BASE
from evalbook.contract.thresholds import FEWEST_PARTICIPANTS, rules_of
from evalbook.errors import EvalbookError
from evalbook.estimates.resampling import Resampling
from evalbook.extract.canonical import fingerprints
from evalbook.extract.extract import Extract
from evalbook.gate import kept
from evalbook.gate.exposed import exposed_since, told_of
from evalbook.gate.few_compared import with_withheld, without_few_comparable
from evalbook.gate.file_rows import protect_rows
from evalbook.gate.held import held_release
from evalbook.gate.protecting import protect
from evalbook.gate.record_keys import record_keys
from evalbook.gate.secret import Secret, find_secret
from evalbook.items.evaluation import cells_of
from evalbook.items.tabulating import collect, summed, whole
from evalbook.numbers.evaluation import evaluate_cells, exact
from evalbook.numbers.shown import shown
from evalbook.problems import UNUSED, Problem
from evalbook.release.reading import reading
from evalbook.release.release import WARNING_COLUMNS, Release

LOST = "If there was one before, take back a copy of them: two editions may else tell of single persons."
EXPOSED = (
    "This release was not made with the cells that are kept of the last one. Who has both releases may find out single "
    "persons who came or left, by {}. Do not let it leave this machine: take back a copy of the cells of the last "
    "release beside the secret; or make that release once more from its extract, with the same secret; or, where "
    "neither can be done, withhold what would tell, with --withhold."
)
HELD = (
    "This release and the last one would together tell of single persons, by {}. So what may not have moved by ten "
    "persons stands as it was released, or is withheld. Nothing is kept of this release: as long as the cells of the "
    "last one are not taken back, the next release needs --withhold too."
)
ROWS = "registers"  # what the cells that count the rows of registers stand under; no item of the report


@dataclass(frozen=True)
class Made:
    """A release; `keep` says that it left the closed machine, once it has: what was released of each cell is kept.

    `secret`: what protects it, None where nothing does; `exposed`: what is to be said of what it and the
    last release tell of single persons.
    """

    release: Release
    keep: Callable[[], None]
    secret: Secret | None = None
    exposed: str = ""


def made(
    extract: Extract,
    folder: Path,
    *,
    unprotected: bool = False,
    secret: Path | None = None,
    last: Release | None = None,
    withhold: bool = False,
) -> Made:
    """The release of the extract that was read from a folder: a register protected, a synthetic one as it is.

    `unprotected` is for reading inside the closed machine only: the release, and every page made of it, says so.
    `secret`: its file, where it is not found by itself (`find_secret`). `last`: the release of the last edition:
    it is told what the two expose, and with `withhold` that is withheld. Raises EvalbookError for a register of too few
    participants.
    """
    if unprotected or extract.edition.kind != "register":
        return Made(release_exact(extract), lambda: None)
    if len(extract["participants"]) < FEWEST_PARTICIPANTS:
        told = f"An edition of fewer than {FEWEST_PARTICIPANTS} participants is not made: it would tell of persons"
        raise EvalbookError(f"{told}. --internal (of results: --unprotected) makes one for reading on this machine.")
    found = find_secret(folder, secret)
    place = found.path.parent / kept.FILE
    past = kept.read_kept(place)
    release, keeps = release_protected(extract, found.value, past)
    keys = exposed_since(last, release, past) if last and last.protected else []
    if len(keys) and withhold:  # nothing is kept of it: what stands was not made of the cells of now
        held = release_protected(extract, found.value, past, held_to=last)[0]
        return Made(held, lambda: None, found, HELD.format(told_of(keys)))
    told = EXPOSED.format(told_of(keys)) if len(keys) else ""
    return Made(release, partial(kept.write_kept, keeps, place), found, told)


def tell_of_protection(done: Made) -> None:
    """Says where a new secret is and what it is for, that the cells of the last release are not there, and what two
    releases together would tell."""
    if done.exposed:
        print(done.exposed, file=sys.stderr)
    if done.secret and not (done.secret.is_new or done.secret.path.with_name(kept.FILE).exists()):
        print(f"No cells are kept beside {done.secret.path}: this is made as a first release. {LOST}", file=sys.stderr)
    elif done.secret and done.secret.is_new:
        told = (
            f"A new secret was made: {done.secret.path}. Every edition needs it, and the cells that are kept beside it"
        )
        print(f"{told}: keep a copy on this machine, and let neither leave it.", file=sys.stderr)


def release_exact(extract: Extract) -> Release:
    cells = cells_of(extract, Resampling())
    return Release(
        extract.edition,
        exact(evaluate_cells(cells, extract.edition)),
        {name: len(rows) for name, rows in extract.tables.items()},
        _warnings(extract.warnings),
        False,
        {} if extract.edition.kind == "register" else fingerprints(extract.tables),
        reading=reading(extract.accounts, protected=False),
    )


def release_protected(
    extract: Extract, secret: bytes, past: pd.DataFrame, *, held_to: Release | None = None
) -> tuple[Release, pd.DataFrame]:
    """The release of a register, and what is kept of it; `past`: what is kept of the last one.

    `held_to`: the last release, where what is kept is not of it: nothing that would tell of single persons is told.
    """
    keys = partial(record_keys, secret=secret)
    own = cells_of(without_few_comparable(extract), Resampling(), keys)
    cells = pd.concat([own, _rows_of_registers(extract, keys)], ignore_index=True)
    released, keeps = protect(cells, secret, past)
    of_registers = released["item"] == ROWS
    accounts, warnings, rows = protect_rows(
        extract.accounts, extract.warnings, extract.tables, secret=secret, past=past
    )
    made = Release(
        extract.edition,
        with_withheld(shown(evaluate_cells(released[~of_registers], extract.edition)), extract),
        _registers(released[of_registers], extract),
        _warnings(warnings),
        True,
        {},
        rules_of(later=len(past) > 0),
        reading=reading(accounts, protected=True),
    )
    if held_to is not None:
        made = held_release(made, exact(evaluate_cells(own, extract.edition)), held_to, extract.tables)
    return made, kept.kept_after(pd.concat([keeps, rows], ignore_index=True), past)


def _rows_of_registers(extract: Extract, keys: Callable[[pd.Series], np.ndarray]) -> pd.DataFrame:
    """How many rows each register of persons has, as a sum over persons."""
    parts = []
    for name, rows in extract.tables.items():
        if "person_id" in rows:
            persons = rows["person_id"].astype(str).value_counts(sort=False)
            own = keys(persons.index.to_series())
            parts.append(summed(own, persons.to_numpy(float)[:, None], [name], codes_in="row"))
            parts.append(whole(len(own), own.sum(), measure=BASE, row=name))
    return collect(ROWS, parts)


def _registers(released: pd.DataFrame, extract: Extract) -> dict[str, int]:
    """Rows of each register: of persons the released number, where nobody has most of them; of others as they are."""
    rows = released.pivot(index="row", columns="measure", values="value")
    rows = rows[AMOUNT].fillna(rows[BASE]) if len(rows) else rows
    return {
        name: max(round(rows.get(name, len(table))), 1) if len(table) else 0 for name, table in extract.tables.items()
    }


def _warnings(warnings: Iterable[Problem]) -> pd.DataFrame:
    """What was noticed; of files that are no register only how many there are: their names are nobody's business."""
    warnings = list(warnings)
    rows = [(w.table, w.column, w.problem, w.rows) for w in warnings if w.rule != UNUSED]
    unused = sum(w.rule == UNUSED for w in warnings)
    rows += [("", "", "files or sheets that are not used", unused)] if unused else []
    return pd.DataFrame(rows, columns=list(WARNING_COLUMNS))
