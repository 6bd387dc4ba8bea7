"""What an extract shows of declarations: its results, those without each register, the attack's view of them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

import pandas as pd
from evalbook.gate.tallies import tallies

from attack import Attack, cells
from evalbook.contract.catalogue import DECLARED
from evalbook.contract.results import ESTIMATES, GIVEN, KEY
from evalbook.contract.schema import TABLES
from evalbook.extract.extract import Extract, read_extract
from evalbook.items.evaluation import evaluate
from variations import register_copy

OPTIONAL = ("sector", "employer_size")
REGISTERS = tuple(name for name in TABLES if name != "participants")


@dataclass
class Evidence:
    """An extract's unprotected results, and the keys that are left without each register or optional column."""

    extract: Extract

    @cached_property
    def results(self) -> pd.DataFrame:
        return evaluate(self.extract)

    @cached_property
    def rows(self) -> dict[str, list[dict[str, str]]]:
        """The keys of each item, of curves the first month only."""
        keys = self.results[list(KEY)].to_dict("records")
        return {
            item: [key for key in keys if key["item"] == item and (not key["column"].isdigit() or key["column"] == "0")]
            for item in DECLARED
        }

    @cached_property
    def without(self) -> dict[str, set[tuple[str, ...]]]:
        tables = self.extract.tables
        less = {name: {key: rows for key, rows in tables.items() if key != name} for name in REGISTERS}
        less |= {name: {**tables, "jobs": tables["jobs"].drop(columns=name)} for name in OPTIONAL}
        return {name: keys_of(evaluate(replace(self.extract, tables=kept))) for name, kept in less.items()}

    @cached_property
    def counted(self) -> pd.DataFrame:
        """The groups of all numbers by the declarations as they are."""
        found = tallies(self.results)
        return found[~self.results["statistic"].isin((*ESTIMATES, *GIVEN))]

    @cached_property
    def cells(self) -> list[tuple | None]:
        return [cells(row) for row in self.results.assign(withheld="").itertuples(index=False)]

    @cached_property
    def attacked(self) -> set[tuple | None]:
        """What the attack adds up within a period and benefit: what it calls the total, then the parts."""
        attack = Attack.__new__(Attack)
        attack.bounds = {cell: None for pair in self.cells if pair for cell in pair}
        attack.month = f"{self.extract.edition.experiment_start:%Y-%m}"
        return {in_one_place([(cell[:2], cell[2:]) for cell in (total, *parts)]) for total, parts in attack._sums()}


def keys_of(results: pd.DataFrame) -> set[tuple[str, ...]]:
    return set(results[list(KEY)].itertuples(index=False, name=None))


def codes_of(item: str, known: Evidence) -> list[dict[str, str]]:
    return known.results.loc[known.results["item"] == item, list(KEY)].to_dict("records")


def in_one_place(sum_: list[tuple[tuple, tuple]]) -> tuple | None:
    """The groups of a sum, where all are of one period and benefit."""
    return tuple(what for what, _ in sum_) if len({place for _, place in sum_}) == 1 else None


def evidence(folder: Path, *, one_in: int) -> Evidence:
    """What the shipped extract shows, or one in so many of its persons; by the declarations as they are now."""
    known = Evidence(read_extract(register_copy(folder / f"one_in_{one_in}", one_in=one_in)))
    _ = known.without, known.counted, known.attacked  # before a test changes a declaration
    return known
