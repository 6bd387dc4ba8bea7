"""A release made of an extract, through the gate: the one way out of the closed machine."""

from __future__ import annotations

import pandas as pd

from evalbook.contract.thresholds import ROUNDED_TO, THRESHOLDS
from evalbook.estimates.resampling import Resampling
from evalbook.extract.canonical import fingerprints
from evalbook.extract.extract import Extract
from evalbook.gate.gate import protect
from evalbook.items.cohort import cohort_of, registers_of
from evalbook.items.contributions import contributions
from evalbook.items.evaluation import evaluate
from evalbook.problems import UNUSED, Problem
from evalbook.release.reading import reading
from evalbook.release.release import WARNING_COLUMNS, Release


def release(extract: Extract, *, unprotected: bool = False) -> Release:
    """The release of an extract: a register extract protected, a synthetic one as it is.

    `unprotected` is for reading inside the closed machine only: the release, and every page made of it, says so.
    """
    protected = extract.edition.kind == "register" and not unprotected
    results = evaluate(extract, Resampling())
    return Release(
        extract.edition,
        _protected(extract, results) if protected else results,
        {name: _shown(len(rows), protected) for name, rows in extract.tables.items()},
        _warnings(extract.warnings, protected),
        protected,
        {} if extract.edition.kind == "register" else fingerprints(extract.tables),
        dict(THRESHOLDS) if protected else {},
        reading=reading(extract.accounts, protected=protected),
    )


def _protected(extract: Extract, results: pd.DataFrame) -> pd.DataFrame:
    cohort = cohort_of(extract)
    spread = contributions(cohort, registers_of(extract, cohort))
    return protect(results, spread=spread, experiment_start=extract.edition.experiment_start)


def _shown(rows: int, protected: bool) -> int:
    """A number of rows; a protected one is rounded, and is never 0 where there are rows."""
    return max(ROUNDED_TO, ROUNDED_TO * round(rows / ROUNDED_TO)) if protected and rows else rows


def _warnings(warnings: tuple[Problem, ...], protected: bool) -> pd.DataFrame:
    """What was noticed; of files that are no register only how many there are: their names are nobody's business."""
    rows = [(w.table, w.column, w.problem, _shown(w.rows, protected)) for w in warnings if w.rule != UNUSED]
    unused = sum(w.rule == UNUSED for w in warnings)
    rows += [("", "", "files or sheets that are not used", unused)] if unused else []
    return pd.DataFrame(rows, columns=list(WARNING_COLUMNS))
