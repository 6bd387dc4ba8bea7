"""A register: the rows of a table's files, typed as the schema says.

Source: docs/extract.md.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from evalbook.contract.account import Account
from evalbook.contract.schema import PERSON, Table
from evalbook.delivery.files import Place
from evalbook.delivery.forms import read_place
from evalbook.delivery.odd_rows import SWALLOWED
from evalbook.delivery.written import FIELDS, UnreadableFile, Written
from evalbook.extract.cells import Cells
from evalbook.extract.columns import Typed, typed_column
from evalbook.extract.conversions import as_texts
from evalbook.extract.mappings import Mappings
from evalbook.extract.register_headings import are_twice, has_columns, names_of, tell_unmatched
from evalbook.problems import Findings, Numbering

LeftOut = Mapping[tuple[str, int], str]  # of a file and row number, the rule by which the row is left out


@dataclass(frozen=True)
class Register:
    """A register's rows in the contract's columns and types, and the account of each of its files.

    Days are midnights, unknown values nan, NaT or ''; rows stay in the order of the files. `left_out_persons`: the
    pseudonyms in rows that were left out.
    """

    rows: pd.DataFrame
    accounts: tuple[Account, ...]
    left_out_persons: frozenset[str] = frozenset()


@dataclass(frozen=True)
class _Part:
    """What one file gives: the written rows in the contract's headings, and what is to be accounted for."""

    name: str
    whole: bool  # no column that is needed is missing
    written: Written
    account: Account
    left_out: pd.DataFrame


def read_register(
    places: Sequence[Place], table: Table, mappings: Mappings, left_out: LeftOut, findings: Findings
) -> Register | None:
    """The register in one or more files; None, with the reasons in `findings`, when it cannot be used."""
    headings: list[str] = []
    found = [_part(place, table, mappings, left_out, findings, headings, several=len(places) > 1) for place in places]
    tell_unmatched(table, headings, mappings, findings)
    parts = [part for part in found if part]
    if len(parts) < len(found):
        return None
    findings.numbering[table.name] = _numbering(parts)
    typed = _typed(parts, table, mappings, findings)
    if not all(part.whole for part in parts):
        return None
    rows = pd.DataFrame({name: column.values for name, column in typed.items()}, copy=False)
    accounts = tuple(_account(part, at, typed) for at, part in enumerate(parts))
    persons = {text for part in parts if PERSON.name in part.left_out for text in _texts(part.left_out[PERSON.name])}
    return Register(rows, accounts, frozenset(persons))


def _texts(cells: pd.Series) -> pd.Series:
    """Cells as the texts by which they are read, numbers as identifiers among them."""
    return as_texts(cells.astype(object)).dropna()


def _numbering(parts: Sequence[_Part]) -> Numbering:
    numbers = np.concatenate([part.written.numbers for part in parts])
    if len(parts) == 1:
        return Numbering(numbers)
    files = np.repeat([part.name for part in parts], [len(part.written.numbers) for part in parts])
    return Numbering(numbers, files)


def _part(
    place: Place,
    table: Table,
    mappings: Mappings,
    left_out: LeftOut,
    findings: Findings,
    there: list[str],
    *,
    several: bool,
) -> _Part | None:
    own_names = mappings.columns.get(table.name, {})
    known = (*(column.name for column in table.columns), *own_names)
    try:
        written = read_place(place, known=known, writing=mappings.writing_of(table.name))
    except UnreadableFile as fault:
        named = not several or place.shown in fault.problem
        findings.add(table.name, "", fault.problem if named else f"{place.name}: {fault.problem}", fault.remedy)
        return None
    headings = [str(name) for name in written.rows.columns]
    names = names_of(headings, own_names, table, mappings)
    there += headings
    usable = has_columns(names, headings, written, table, findings, file=place.name if several else "")
    _tell_faults(written, place, names, table, left_out, findings, several=several)
    if not usable and (written.nested or are_twice(names)):
        return None
    kept = _in_the_contracts_names(written, headings, names, table)
    others = tuple(heading for heading, name in zip(headings, names, strict=True) if name not in kept.rows)
    account = Account(
        *(table.name, place.shown, place.sheet, written.in_file, len(written.numbers), written.empty_rows),
        *(tuple(kept.rows.columns), (*others, *written.passed_over), written.detected),
    )
    return _without_left_out(_Part(place.name, usable, kept, account, kept.rows.iloc[:0]), left_out)


def _in_the_contracts_names(written: Written, headings: Sequence[str], names: Sequence[str], table: Table) -> Written:
    """The columns that the contract has, under its names."""
    contract = [at for at, name in enumerate(names) if any(name == column.name for column in table.columns)]
    renamed = {heading: name for heading, name in zip(headings, names, strict=True) if name}
    return replace(
        written,
        rows=written.rows.iloc[:, contract].set_axis([names[at] for at in contract], axis=1),
        labels={renamed.get(name, name): labels for name, labels in written.labels.items()},
        missing={renamed.get(name, name): ranges for name, ranges in written.missing.items()},
    )


def _tell_faults(
    written: Written,
    place: Place,
    names: Sequence[str],
    table: Table,
    left_out: LeftOut,
    findings: Findings,
    *,
    several: bool,
) -> None:
    """What is odd about the file, but of rows that are left out for it, and of columns that are passed over."""
    renamed = {str(heading): name for heading, name in zip(written.rows.columns, names, strict=True)}
    for fault in written.faults:
        rows = [row for row in fault.rows if left_out.get((place.name, row)) != fault.rule]
        column = renamed.get(fault.column, fault.column)
        if fault.column and not column and fault.rule != SWALLOWED:
            continue
        problem = f"{place.name}: {fault.problem}" if several or fault.rule == FIELDS else fault.problem
        more = {"severity": fault.severity, "rule": fault.rule}
        if fault.rows:
            more |= {"files": (place.name,) * len(rows)} if several else {}
            findings.numbered(rows, table.name, column or fault.column, problem, fault.remedy, **more)
        else:
            findings.add(table.name, column or fault.column, problem, fault.remedy, **more)


def _without_left_out(part: _Part, left_out: LeftOut) -> _Part:
    """The part without rows that are left out, which are counted by their rule."""
    rules = {row: rule for (name, row), rule in left_out.items() if name == part.name}
    if not rules:
        return part
    written = part.written
    out = np.isin(written.numbers, list(rules))
    shape = set(rules) - set(written.numbers[out].tolist())
    counts = Counter(rules[int(row)] for row in [*written.numbers[out], *shape])
    kept = replace(written, rows=written.rows[~out].reset_index(drop=True), numbers=written.numbers[~out])
    return _Part(
        part.name, part.whole, kept, replace(part.account, left_out=dict(sorted(counts.items()))), written.rows[out]
    )


def _typed(parts: Sequence[_Part], table: Table, mappings: Mappings, findings: Findings) -> dict[str, Typed]:
    typed = {}
    for column in table.columns:
        cells = [_cells(part, table, column.name, mappings) for part in parts if column.name in part.written.rows]
        if len(cells) == len(parts):
            typed[column.name] = typed_column(cells, column, table.name, mappings, findings)
        elif cells:
            files = " and ".join(part.account.file for part in parts if column.name not in part.written.rows)
            problem = f"is in some files of the table, not in {files}"
            findings.add(table.name, column.name, problem, "Give it in all, or list it under `ignore_columns`.")
    return typed


def _cells(part: _Part, table: Table, column: str, mappings: Mappings) -> Cells:
    writing = {**mappings.writing_of(table.name, column), "delimiter": part.written.detected.get("delimiter", "")}
    written = part.written
    return Cells(written.rows[column], writing, written.labels.get(column, {}), written.missing.get(column, ()))


def _account(part: _Part, at: int, typed: Mapping[str, Typed]) -> Account:
    ways = {name: column.ways[at] for name, column in typed.items() if column.ways[at]}
    empty = {name: column.empty[at] for name, column in typed.items() if column.empty[at]}
    return replace(part.account, ways=ways, empty=empty)
