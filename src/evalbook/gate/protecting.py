"""Cells in, cells that may leave the closed machine out: what the protection is, all of it.

Counts and sums get noise by the key of their persons (`noise`, `record_keys`), cells that hardly moved since the last
release keep what was released of them (`kept`), what happened so far never falls, and of a count below ten no more is
told than that it is one. Source: docs/disclosure.md.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.optimize import isotonic_regression

from evalbook.contract.cells import (
    AMOUNT,
    AT_START,
    BASE,
    CELL,
    COLUMNS,
    CONTROLS,
    COUNTS,
    ENTRIES,
    ERRORS,
    EVENTS,
    FEW,
    INSIDE,
    LEFT_OUT,
    LOSSES,
    MEASURE,
    MOVES,
    PERSONS,
    SMD_AFTER,
    STARTERS,
    WEIGHTED,
)
from evalbook.contract.results import CALENDAR_MONTH
from evalbook.contract.thresholds import ERROR_NOISE, FEWEST_PERSONS, MOST_OF_TWO_LARGEST
from evalbook.gate.calendar_months import without_outer_months
from evalbook.gate.full_covariates import without_full_covariates
from evalbook.gate.joining import candidates, with_joined
from evalbook.gate.kept import steady
from evalbook.gate.noise import changes, sum_changes
from evalbook.gate.record_keys import MODULUS, cell_keys, record_keys

AT_ONE_TIME = (PERSONS, BASE, AT_START, STARTERS, LEFT_OUT, CONTROLS, *WEIGHTED)
SO_FAR = (EVENTS, LOSSES, ENTRIES, MOVES, AMOUNT)
DIGITS_INSIDE = 2
NOT_RELEASED = -1.0  # as it is kept: one person may make a number impossible, or a sum too much of two


def protect(cells: pd.DataFrame, secret: bytes, past: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The released cells (COLUMNS), and what the closed machine keeps of them for the next release.

    `cells`: exact, with `key`, `largest` and `second` (`cells.OF_PERSONS`); `past`: what is kept of the last release.
    A sum of which the two largest contributions are more than half is not released (nan). What is weighted is counted
    in the largest weight that a person has, and is few as any count is.
    """
    inside = cells[MEASURE].isin(INSIDE)
    cells = pd.concat([cells[~inside], candidates(cells[~inside]), cells[inside]], ignore_index=True)
    steadied = steady(_to_release(cells, secret), past)
    counted = ~cells[MEASURE].isin(INSIDE)
    released = steadied["released"].mask(counted & (steadied["true"] <= 0), 0)
    told = released.mask(released == NOT_RELEASED)
    told = _never_falling(cells, told)
    of_persons = cells["key"].notna()
    unit = steadied["largest"].where(cells[MEASURE].isin(WEIGHTED), 1)
    few = cells[MEASURE].isin(AT_ONE_TIME) & of_persons & (told < FEWEST_PERSONS * unit) & (steadied["true"] > 0)
    shown = cells.assign(value=told.mask(few, FEW * unit), few=few)[list(COLUMNS)]
    shown = pd.concat([with_joined(shown[counted]), shown[~counted]], ignore_index=True)
    return without_full_covariates(without_outer_months(shown)), steadied[[*CELL, "true", "released", "largest"]]


def _to_release(cells: pd.DataFrame, secret: bytes) -> pd.DataFrame:
    """Each cell as `steady` takes it: with noise, in two digits what only persons can tell, or NOT_RELEASED."""
    made = _with_noise(cells, secret)
    inside = cells[MEASURE].isin(INSIDE)
    told = significant(_noisy_errors(cells, secret).where(inside), DIGITS_INSIDE).where(np.isfinite, NOT_RELEASED)
    told = told.mask(cells[MEASURE] == SMD_AFTER, told.round(DIGITS_INSIDE) + 0.0)  # 0 but for the last bits
    of_two = cells["largest"] + cells["second"] > MOST_OF_TWO_LARGEST * cells["value"]
    dominated = (cells[MEASURE] == AMOUNT) & of_two & (cells["value"] > 0)
    released = made["released"].mask(dominated, NOT_RELEASED).mask(inside, told)
    return made.assign(released=released, true=made["true"].mask(inside, 0))


def _noisy_errors(cells: pd.DataFrame, secret: bytes) -> pd.Series:
    """The values, standard errors up to a tenth larger or smaller: exact ones tell exactly how many are in a state.

    By a key of the cell and its value, so that two editions, or a part and the whole, do not tell their ratio.
    """
    errors = cells[cells[MEASURE].isin(ERRORS)]
    texts = ["/".join(cell) + f"={value:.6g}" for *cell, value in errors[[*CELL, "value"]].to_numpy()]
    keys = record_keys(texts, secret) / MODULUS
    return cells["value"].mul(pd.Series(1 + ERROR_NOISE * (2 * keys - 1), errors.index), fill_value=1.0)


def _with_noise(cells: pd.DataFrame, secret: bytes) -> pd.DataFrame:
    """Each cell's `true` value, the `released` one, and the `largest` contribution of a person."""
    keyed = cells["key"].notna()
    keys = np.zeros(len(cells))
    keys[keyed] = cell_keys(cells.loc[keyed, "key"].to_numpy(), secret)
    counts, true = cells[MEASURE].isin(COUNTS).to_numpy(), cells["value"].to_numpy()
    weighted = cells[MEASURE].isin(WEIGHTED).to_numpy()
    largest = np.where(counts, 1.0, cells["largest"].fillna(0))
    whole = np.where(weighted, _in_units(true, np.where(weighted, largest, 1)), np.where(counts, true, 0))
    noise = np.where(counts | weighted, changes(whole.astype(int), keys), 0) * largest
    noise = np.where(counts | weighted, noise, sum_changes(keys, largest))
    told = np.where(weighted, whole * largest, true)
    released = np.where(keyed & (true > 0), np.maximum(told + noise, 0), true)
    return cells[list(CELL)].assign(true=true, released=released, largest=largest)


def _in_units(weighted: np.ndarray, unit: np.ndarray) -> np.ndarray:
    """How often the unit goes into what is weighted, as a whole number: 0 for nothing only."""
    return np.where(weighted > 0, np.maximum(np.floor(weighted / unit + 0.5), 1), 0)


def _never_falling(cells: pd.DataFrame, released: pd.Series) -> pd.Series:
    """What has happened by a month is at least what had by the month before: the nearest numbers that rise.

    The highest so far would do that too, and climb with every month of noise.
    """
    months = cells["column"].str.fullmatch(rf"\d+|{CALENDAR_MONTH}") & (
        cells[MEASURE].isin(SO_FAR) | (cells["row"] == "started")
    )
    months &= released.notna()
    own = [name for name in CELL if name != "column"]
    rising = released[months].groupby([cells.loc[months, name] for name in own], sort=False).transform(_rising)
    return rising.reindex(released.index).fillna(released)


def _rising(numbers: pd.Series) -> np.ndarray:
    """Least squares; whole where all are."""
    risen = isotonic_regression(numbers).x
    return np.floor(risen + 0.5) if (numbers % 1 == 0).all() else risen


def significant(values: pd.Series, digits: int) -> pd.Series:
    """Rounded to a number of significant digits; zero and nan stay."""
    return values.map(lambda value: float(f"{value:.{digits - 1}e}") if np.isfinite(value) else value)
