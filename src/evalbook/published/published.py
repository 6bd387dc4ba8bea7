"""The report's own numbers beside the rebuilt ones.

Source: data/published (837 cells of the report's tables, 59 quantities of its prose, its errata) and
data/calibration/contradictions.csv (which published number a missed one contradicts).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from pathlib import Path

import numpy as np
import pandas as pd

from evalbook.contract.results import KEY, key_texts
from evalbook.places import CALIBRATION, PUBLISHED
from evalbook.release.leeway import leeway
from evalbook.release.release import Release
from evalbook.words.labels import round_half_up

MET = "met"
NOT_MET = "not_met"
CONTRADICTED = "contradicted"
NOT_COMPARABLE = "not_comparable"
VERDICTS = (MET, CONTRADICTED, NOT_MET, NOT_COMPARABLE)
# A statement's limits are decimal texts; a share of persons can miss one by 1e-16 in binary.
TOLERANCE = 1e-9


@dataclass(frozen=True)
class Published:
    """What was published: `tables` one row a cell, `statements` one row a quantity, `errata` one row a
    contradiction, `contradictions` one row a number that cannot hold together with another."""

    tables: pd.DataFrame
    statements: pd.DataFrame
    errata: pd.DataFrame
    contradictions: pd.DataFrame
    statement_contradictions: pd.DataFrame


def read_published(folder: Path = PUBLISHED, *, contradictions: Path = CALIBRATION) -> Published:
    return Published(
        _read(folder / "tables.csv").query("value != ''").astype({"value": float, "decimals": int}),
        _read(folder / "statements.csv").merge(_read(folder / "measures.csv"), on="id", how="left").fillna(""),
        _read(folder / "errata.csv"),
        _read(contradictions / "contradictions.csv"),
        _read(contradictions / "statement_contradictions.csv"),
    )


def _read(path: Path) -> pd.DataFrame:
    return pd.read_csv(path, dtype=str, keep_default_na=False)


def read_texts(language: str, folder: Path = PUBLISHED) -> pd.DataFrame:
    """What each statement and erratum says in a language, one row an id: `text`, `resolution`."""
    return _read(folder / f"texts_{language}.csv").set_index("id")


def audit_tables(published: Published, released: Release) -> pd.DataFrame:
    """Each published cell with the rebuilt `value`, the `verdict` and, when it is not met, the reason.

    One row a cell: its key, `published`, `decimals`, `rebuilt` (nan when withheld or not there),
    `verdict` (see VERDICTS), `contradicts` (the key of a published number or the id of an erratum).
    A cell is met when the rebuilt value, rounded half up as published, equals it; one that protection rounded, when a
    number that it may stand for does (`leeway`).
    """
    rebuilt = released.results[[*KEY, "value"]].rename(columns={"value": "rebuilt"}).assign(leeway=leeway(released))
    cells = published.tables.rename(columns={"value": "published"}).merge(rebuilt, on=list(KEY), how="left")
    pairs = zip(cells["rebuilt"], cells["decimals"], strict=True)
    rounded = [np.nan if np.isnan(value) else float(round_half_up(value, d)) for value, d in pairs]
    met = np.asarray(rounded) == cells["published"].to_numpy()
    apart = (cells["rebuilt"] - cells["published"]).abs()
    met |= ((cells["leeway"] > 0) & (apart <= cells["leeway"] + 0.5 * 10.0 ** -cells["decimals"])).to_numpy()
    cells = cells.merge(published.contradictions[[*KEY, *REASONS]], on=list(KEY), how="left")
    cells[list(REASONS)] = cells[list(REASONS)].fillna("")
    return cells.assign(key=key_texts(cells), verdict=_verdicts(cells, met))


REASONS = ("contradicts", "reason", "reason_nl")
REASON_IN = {"nl": "reason_nl", "en": "reason"}  # the column of a language


def _verdicts(rows: pd.DataFrame, met: np.ndarray) -> np.ndarray:
    states = [rows["rebuilt"].isna(), met, rows["contradicts"] != ""]
    return np.select(states, [NOT_COMPARABLE, MET, CONTRADICTED], NOT_MET)


def audit_statements(published: Published, released: Release) -> pd.DataFrame:
    """Each quantity of the report's prose with its limits, the rebuilt one and the verdict.

    One row a statement; `rebuilt` is nan when no result measures it, or one is withheld or not there.
    """
    results = released.results.assign(leeway=leeway(released)).set_index(key_texts(released.results))
    results = results[["value", "base", "statistic", "leeway"]]
    rows = published.statements.astype({"low": float, "high": float})
    pairs = list(zip(rows["operation"], rows["keys"], strict=True))
    rows["rebuilt"] = [_measured(operation, keys, results) for operation, keys in pairs]
    doubt = np.array([_doubt(*pair, results, released.most_off) for pair in pairs])
    met = (rows["rebuilt"] >= rows["low"] - TOLERANCE - doubt) & (rows["rebuilt"] <= rows["high"] + TOLERANCE + doubt)
    reasons = published.statement_contradictions[["id", *REASONS]]
    rows = rows.merge(reasons, on="id", how="left").fillna({name: "" for name in REASONS})
    return rows.assign(verdict=_verdicts(rows, met.to_numpy()))


def _measured(operation: str, keys: str, results: pd.DataFrame) -> float:
    """A statement's quantity from the results that `keys` (separated by blanks) name."""
    named = results.reindex(keys.split())
    if not operation or named["value"].isna().any():
        return np.nan
    return OPERATIONS[operation](named)


def _doubt(operation: str, keys: str, results: pd.DataFrame, most_off: int) -> float:
    """How far protection may have moved a quantity: of sums and differences all parts add up, else the farthest."""
    named = results.reindex(keys.split())
    if not operation or named["value"].isna().any():
        return 0.0
    moved = named["leeway"].where(named["statistic"] != "percent", named["leeway"] / 100)
    if operation == "base_sum":  # bases are counts
        return len(named) * most_off
    if operation == "share_of_last_base":
        return float(moved.iloc[:-1].sum() / named["base"].iloc[-1])
    return float(moved.sum() if operation in ADDING else moved.max())


def _unit(named: pd.DataFrame) -> pd.Series:
    """Values with percentages as shares (0-1), the form in which statements are given."""
    return named["value"].where(named["statistic"] != "percent", named["value"] / 100)


def _pooled(named: pd.DataFrame) -> float:
    return float(np.average(_unit(named), weights=named["base"]))


def _pooled_groups(named: pd.DataFrame) -> float:
    """Sums within a group (item, period, benefit), pooled over groups by their bases."""
    group = named.index.str.split("/").str[:3].str.join("/")
    sums, bases = _unit(named).groupby(group).sum(), named["base"].groupby(group).first()
    return float(np.average(sums, weights=bases))


def _pooled_curves(named: pd.DataFrame) -> float:
    """Values of curves, each followed by the row whose base is the curve's number of persons."""
    return float(np.average(_unit(named).iloc[::2], weights=named["base"].iloc[1::2]))


OPERATIONS = {
    "value": lambda named: float(_unit(named).iloc[0]),
    "complement": lambda named: 1 - float(_unit(named).iloc[0]),
    "sum": lambda named: float(_unit(named).sum()),
    "mean": lambda named: float(_unit(named).mean()),
    "base_sum": lambda named: float(named["base"].sum()),
    "difference": lambda named: float(reduce(lambda a, b: a - b, _unit(named))),
    "difference_of_complements": lambda named: float(_unit(named).iloc[1] - _unit(named).iloc[0]),
    # the last key's base is the whole population of which the others are counted
    "share_of_last_base": lambda named: float(named["value"].iloc[:-1].sum() / named["base"].iloc[-1]),
    "pooled": _pooled,
    "pooled_groups": _pooled_groups,
    "pooled_curves": _pooled_curves,
    "pooled_curves_complement": lambda named: 1 - _pooled_curves(named),
}


ADDING = ("sum", "difference", "difference_of_complements")


def shares_met(audited: pd.DataFrame) -> pd.DataFrame:
    """How many published numbers of each item have which verdict, one row an item."""
    counts = pd.crosstab(audited["item"], audited["verdict"])
    return counts.reindex(columns=VERDICTS, fill_value=0)
