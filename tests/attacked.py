"""Releases of the shipped extract as a register, whole and cut down, made to be attacked, with the truth."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache, cached_property
from pathlib import Path

import numpy as np
import pandas as pd

from attack import Attack
from evalbook.contract.cells import PERSONS
from evalbook.contract.thresholds import THRESHOLDS
from evalbook.estimates.resampling import Resampling
from evalbook.extract.extract import Extract, read_extract
from evalbook.gate.compare import as_of, of_persons
from evalbook.gate.kept import read_kept
from evalbook.gate.making import release_protected
from evalbook.items.evaluation import evaluate
from evalbook.release.release import Release, read_release, write_release
from variations import SECRET, register_copy

NOTHING = Path("nothing is kept")
WITHOUT_NOISE = {**THRESHOLDS, "largest_change": 0}


@dataclass(frozen=True)
class Made:
    """A release as it was read from its files, what is kept of it, and of what extract it is."""

    extract: Extract
    release: Release
    kept: pd.DataFrame
    files: Mapping[str, str]

    @cached_property
    def truth(self) -> pd.DataFrame:
        return evaluate(self.extract, Resampling())

    def attack(self, thresholds: Mapping[str, int] = THRESHOLDS) -> Attack:
        cells = self.kept[(self.kept["item"] == "comparison_balance") & (self.kept["measure"] == PERSONS)]
        return Attack(self.release, self.truth, thresholds, cells)


def first_release(extract: Extract, *, secret: bytes) -> Release:
    return release_protected(extract, secret, read_kept(NOTHING))[0]


def made(extract: Extract, past: pd.DataFrame | None = None) -> Made:
    released, kept = release_protected(extract, SECRET, read_kept(NOTHING) if past is None else past)
    with tempfile.TemporaryDirectory() as room:
        folder = Path(room) / "release"
        write_release(released, folder)
        files = {path.name: path.read_text() for path in folder.iterdir()}
        return Made(extract, read_release(folder), kept, files)


@cache
def shipped(one_in: int = 1) -> Extract:
    with tempfile.TemporaryDirectory() as room:
        return read_extract(register_copy(Path(room) / "extract", one_in=one_in))


def ids_of(extract: Extract) -> pd.Index:
    return pd.Index(extract["participants"]["person_id"].astype(str))


def few_of_iva(extract: Extract, persons: int = 3) -> Extract:
    """With so many persons with IVA only."""
    participants = extract["participants"]
    iva = participants.loc[participants["benefit"] == "IVA", "person_id"].astype(str)
    return of_persons(extract, ids_of(extract).difference(iva.iloc[persons:]))


def parts_of_country(extract: Extract, number: int) -> list[Extract]:
    """The persons divided at random over so many parts."""
    where = np.random.default_rng(0).integers(0, number, len(ids_of(extract)))
    return [of_persons(extract, ids_of(extract)[where == part]) for part in range(number)]


def half_a_year_before(extract: Extract) -> Extract:
    day = (pd.Timestamp(extract.edition.reference_date) - pd.DateOffset(months=6)).date()
    return as_of(extract, replace(extract.edition, reference_date=day))
