"""What an extract shows of declarations: its results, those without each register, and who is in its cells."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property, partial
from pathlib import Path

import pandas as pd

from evalbook.contract.catalogue import DECLARED
from evalbook.contract.cells import BASE, CELL, PERSONS
from evalbook.contract.groups import Tally, counted
from evalbook.contract.results import KEY
from evalbook.contract.schema import TABLES
from evalbook.estimates.resampling import Resampling
from evalbook.extract.extract import Extract, read_extract
from evalbook.gate.record_keys import record_keys
from evalbook.items.evaluation import cells_of, evaluate
from variations import SECRET, register_copy

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
    def all_cells(self) -> pd.DataFrame:
        return cells_of(self.extract, Resampling(0), partial(record_keys, secret=SECRET))

    @cached_property
    def cells(self) -> pd.DataFrame:
        """The cells that count persons, with the sum of their record keys."""
        return self.all_cells[self.all_cells["measure"].isin((PERSONS, BASE)) & self.all_cells["key"].notna()]

    @cached_property
    def sizes(self) -> dict[float, int]:
        """How many persons have each sum of keys."""
        return dict(zip(self.cells["key"], self.cells["value"].astype(int), strict=True))

    @property
    def named(self) -> dict[Tally, set[float]]:
        """The sums of keys of each group that the declarations, as they are now, name."""
        found = defaultdict(set)
        for item, declared in DECLARED.items():
            if (item, id(declared)) not in self._named:
                self._named[item, id(declared)] = (
                    declared,
                    list(self._pairs(item)),
                )  # held, so that its id stays its own
            for group, key in self._named[item, id(declared)][1]:
                found[group].add(key)
        return found

    def _pairs(self, item: str) -> Iterator[tuple[Tally, float]]:
        for place, keys in self.places.get(item, ()):
            codes = dict(zip(KEY, (*place, "n"), strict=True))
            own = counted(codes)
            if own and (codes["item"], codes["row"], codes["column"]) not in self.without_number:
                of_start = not codes["column"].isdigit() or codes["column"] == "0"
                for group, key in ((own.group, keys.get(PERSONS)), (own.base, keys.get(BASE) if of_start else None)):
                    if group is not None and key is not None and key == key:
                        yield group, key

    @cached_property
    def _named(self) -> dict:
        return {}

    @cached_property
    def places(self) -> dict[str, list[tuple[tuple[str, ...], dict[str, float]]]]:
        """The places of each item's cells, with the sum of keys of each measure."""
        wide = self.cells.pivot(index=list(CELL[:-1]), columns="measure", values="key")
        found = defaultdict(list)
        for place, keys in zip(wide.index, wide.to_dict("records"), strict=True):
            found[place[0]].append((place, keys))
        return found

    @cached_property
    def without_number(self) -> set[tuple[str, str, str]]:
        """Cells of which no number is made by itself: the sum of a register, who is at risk at first."""
        made = set(self.results[["item", "row", "column"]].itertuples(index=False, name=None))
        return set(self.cells[["item", "row", "column"]].itertuples(index=False, name=None)) - made


def keys_of(results: pd.DataFrame) -> set[tuple[str, ...]]:
    return set(results[list(KEY)].itertuples(index=False, name=None))


def codes_of(item: str, known: Evidence) -> list[dict[str, str]]:
    return known.results.loc[known.results["item"] == item, list(KEY)].to_dict("records")


def evidence(folder: Path, *, one_in: int) -> Evidence:
    """What the shipped extract shows, or one in so many of its persons; by the declarations as they are now."""
    known = Evidence(read_extract(register_copy(folder / f"one_in_{one_in}", one_in=one_in)))
    _ = known.without, known.cells  # before a test changes a declaration
    return known
