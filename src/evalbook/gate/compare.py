"""Two editions beside each other: which numbers moved, and by how much; on the closed machine also why.

Why is known when both extracts are at hand, and of a register never leaves the machine. The later edition is then
evaluated in steps from the earlier one: its registers for the same persons up to the earlier reference date (what moves
is revised history), up to its own reference date (new follow-up), with its own tariff and period boundary (settings),
and with everybody (new entrants). The steps add up to the whole move.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd

from evalbook.contract.edition import Edition
from evalbook.contract.results import BEFORE, CHANGES, COMPARISON, GONE, KEY, MOVED, NEW, SAME, read_results
from evalbook.contract.schema import TABLES
from evalbook.delivery.contents import read_file
from evalbook.delivery.written import UnreadableFile
from evalbook.errors import EvalbookError
from evalbook.extract.extract import Extract, is_extract, read_extract
from evalbook.gate.exposed import exposed, is_first_again, told_of
from evalbook.gate.making import EXPOSED, Made, made
from evalbook.items.evaluation import evaluate
from evalbook.release.release import Release, is_release, read_release
from evalbook.release.voices_file import read_interviews

STEPS = ("revised", "follow_up", "settings", "entrants")
# Sums in another order differ by 1e-13; no number of the report is that fine.
NOTHING = 1e-9


def compare_results(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """Each number of either edition: `before`, `after`, `change` and `state` (same, moved, new, gone).

    One row a key. A withheld number counts as not there; `change` is nan unless both editions have it.
    """
    sides = [_values(before, "before"), _values(after, "after")]
    joined = sides[0].join(sides[1], how="outer")
    order = pd.concat([before, after])[list(KEY)].drop_duplicates()
    joined = joined.reindex(pd.MultiIndex.from_frame(order))
    change = joined["after"] - joined["before"]
    states = [joined["before"].isna() & joined["after"].isna(), joined["before"].isna(), joined["after"].isna()]
    state = np.select([*states, change.abs() <= NOTHING], [SAME, NEW, GONE, SAME], MOVED)
    return joined.assign(change=change, state=state).reset_index()


def _values(results: pd.DataFrame, name: str) -> pd.DataFrame:
    return results.set_index(list(KEY))[["value"]].rename(columns={"value": name})


def compare_extracts(before: Extract, after: Extract) -> pd.DataFrame:
    """As `compare_results`, on unprotected results, with the part of each step and the largest as `reason`.

    Parts are nan where a step has no number to compare; `reason` is '' for what did not move.
    """
    stages = [evaluate(before), *(evaluate(stage) for stage in _stages(before, after))]
    compared = compare_results(stages[0], stages[-1])
    values = [compared[list(KEY)].merge(stage[[*KEY, "value"]], how="left")["value"] for stage in stages]
    parts = {
        step: later.to_numpy() - earlier.to_numpy()
        for step, earlier, later in zip(STEPS, values, values[1:], strict=False)
    }
    compared = compared.assign(**parts)
    sizes = compared[list(STEPS)].abs().fillna(0)
    reason = sizes.idxmax(axis=1).where((compared["state"] != SAME) & (sizes.max(axis=1) > NOTHING), "")
    return compared.assign(reason=reason.mask(compared["state"].isin((NEW, GONE)), _first_step(values)))


def _first_step(values: list[pd.Series]) -> np.ndarray:
    """For a number that came or went, the first step at which it did."""
    there = np.column_stack([value.notna() for value in values])
    turned = there[:, 1:] != there[:, :-1]
    return np.asarray(STEPS, dtype=object)[turned.argmax(axis=1)]


def _stages(before: Extract, after: Extract) -> list[Extract]:
    persons = pd.Index(before["participants"]["person_id"])
    later = replace(
        before.edition,
        reference_date=after.edition.reference_date,
        self_employment_through=after.edition.self_employment_through,
    )
    known = of_persons(after, persons)
    return [
        as_of(known, before.edition),
        replace(known, edition=later),
        replace(known, edition=after.edition),
        after,
    ]


def of_persons(extract: Extract, persons: pd.Index) -> Extract:
    """The extract with these participants only; tables of others stay whole."""
    tables = {
        name: rows[rows["person_id"].isin(persons)].reset_index(drop=True) if _is_of_participants(name, rows) else rows
        for name, rows in extract.tables.items()
    }
    return replace(extract, tables={name: rows for name, rows in tables.items() if len(rows)})


def _is_of_participants(name: str, rows: pd.DataFrame) -> bool:
    return "person_id" in rows and TABLES[name].persons == "participants"


def as_of(extract: Extract, edition: Edition) -> Extract:
    """The extract as it would have been drawn at an earlier edition's reference date: without who started later."""
    last = pd.Timestamp(edition.reference_date)
    participants = extract["participants"]
    started = participants[participants["service_start"] <= last]
    ends = {name: started[name].mask(started[name] > last) for name in ("service_end", "exit_date")}
    tables = {**extract.tables, "participants": started.assign(**ends).reset_index(drop=True)}
    for name, rows in extract.tables.items():
        if day := TABLES[name].event_date:
            tables[name] = rows[rows[day] <= last]
    return of_persons(replace(extract, edition=edition, tables=tables), started["person_id"])


def compare_sources(before: Path, after: Path, *, unprotected: bool = False) -> pd.DataFrame:
    """Two editions, each a release, a file of results, or an extract: of a register with `unprotected` only.

    Of two extracts each number has the parts of the steps and a `reason` too: that stays on the closed machine.
    """
    return compare_sides(*(read_side(each, unprotected=unprotected) for each in (before, after)))


def compare_sides(before: Side, after: Side) -> pd.DataFrame:
    """As `compare_sources`, of what was read."""
    if isinstance(before, Extract) and isinstance(after, Extract):
        return compare_extracts(before, after)
    return compare_results(*map(_results_of, (before, after)))


def changes_since(previous: Path, made: Release, extract: Extract) -> pd.DataFrame:
    """What the book tells of the last edition: numbers of both, the state, and of exact editions the reason.

    `made`: the release of `extract`. What is told of a protected one is the difference of two releases.
    """
    return _changes_since(read_side(previous, unprotected=not made.protected), made, extract)


def _changes_since(before: Side, made: Release, extract: Extract) -> pd.DataFrame:
    compared = compare_sides(before, made if made.protected else extract)
    if made.protected and not isinstance(before, Release):  # a file of results, which may be exact
        compared = compared[~compared["item"].isin(COMPARISON)]
    told = _results_of(before)[[*KEY, "base", "ci_low", "ci_high"]].set_axis([*KEY, *BEFORE], axis="columns")
    compared = compared.merge(told, on=list(KEY), how="left", validate="one_to_one")
    compared[list(BEFORE)] = compared[list(BEFORE)].where(compared["before"].notna())
    return compared.reindex(columns=list(CHANGES)).fillna({"reason": ""})


def edition_of(side: Side) -> Edition | None:
    """The edition of a side; None of results alone, which do not say."""
    return None if isinstance(side, pd.DataFrame) else side.edition


def released(
    folder: Path,
    extract: Extract,
    *,
    internal: bool = False,
    previous: Path | None = None,
    voices: Path | None = None,
    secret: Path | None = None,
    withhold: bool = False,
) -> Made:
    """The release of the extract in a folder, with what changed since `previous` and the new interviews `voices`.

    `withhold`: what the release and a previous one would tell of single persons, if they do.
    """
    exact = internal or extract.edition.kind != "register"
    before = read_side(previous, unprotected=exact) if previous is not None else None
    last = before if isinstance(before, Release) else None
    check_withhold(withhold, exact=exact, last=last)
    done = made(extract, folder, unprotected=internal, secret=secret, last=last, withhold=withhold)
    release = replace(done.release, voices=read_interviews(voices)) if voices else done.release
    if before is not None:
        release = replace(release, changes=_changes_since(before, release, extract), previous=edition_of(before))
    return replace(done, release=release)


def check_withhold(withhold: bool, *, exact: bool, last: Release | None) -> None:
    """Raises EvalbookError where nothing can be withheld of two releases."""
    if withhold and exact:
        raise EvalbookError("--withhold is of a register that is protected: here nothing is.")
    if withhold and last is None:
        raise EvalbookError("--withhold needs the release of the last edition: name it with --previous.")


Side = Extract | Release | pd.DataFrame  # an edition as it is at hand; results alone without what they are of


def read_side(path: Path, *, unprotected: bool = False) -> Side:
    """Raises EvalbookError where there is no edition, and for the extract of a register unless `unprotected`."""
    path = Path(path)
    if is_release(path):
        return read_release(path)
    if is_extract(path):
        extract = read_extract(path)
        if extract.edition.kind == "register" and not unprotected:
            told = f"{path} is an extract of a register: name its release (`evalbook release`)"
            raise EvalbookError(f"{told}, or compare with --unprotected, for reading on this machine.")
        return extract
    if path.suffix in (".csv", ".parquet") and path.is_file():
        return _results(path)
    raise EvalbookError(f"{path} is no extract, no release and no file of results (.csv, .parquet).")


def _results_of(side: Side) -> pd.DataFrame:
    if isinstance(side, Extract):
        return evaluate(side)
    return side.results if isinstance(side, Release) else side


def exposed_by(before: Path, after: Path) -> str:
    """What two protected releases together tell of single persons, where the later one was made as a first release;
    '' where nothing does, or nothing can be known of it."""
    if not (is_release(before) and is_release(after)):
        return ""
    sides = read_release(before), read_release(after)
    keys = exposed(*(each.results for each in sides)) if is_first_again(*sides) else ()
    return EXPOSED.format(told_of(keys)) if len(keys) else ""


def _results(path: Path) -> pd.DataFrame:
    try:
        return read_results(path.name, read_file(path, "listed_bytes"))
    except UnreadableFile as fault:
        raise EvalbookError(fault.told_of(path.name)) from fault


def moves(compared: pd.DataFrame) -> pd.DataFrame:
    """How many numbers of each item are in which state, one row an item; items without a move left out."""
    counts = pd.crosstab(compared["item"], compared["state"]).reindex(columns=[MOVED, NEW, GONE, SAME], fill_value=0)
    counts = counts.reindex(compared["item"].unique())
    return counts[counts[[MOVED, NEW, GONE]].any(axis=1)]
