"""An extract: the registers of one edition, read, typed and checked.

Source: contract/extract.md.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from evalbook.checks import check_tables, leave_out_late_events, of_known_persons
from evalbook.plausibility import check_plausibility
from evalbook.problems import ExtractError, Findings, Problem
from evalbook.registers import Register, Source, find_sources, read_register
from evalbook.schema import TABLES
from evalbook.settings import FILE, Edition, Settings, read_settings


@dataclass(frozen=True)
class Extract:
    """The edition and its registers, one frame a table of the contract.

    A register without a file or without rows is not in `tables`. Events after the reference date or the
    person's exit are left out; `warnings` counts them. `detected` says how each register was written,
    `inputs` is the SHA-256 of each file that was read.
    """

    edition: Edition
    tables: Mapping[str, pd.DataFrame]
    warnings: tuple[Problem, ...] = ()
    detected: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    inputs: Mapping[str, str] = field(default_factory=dict)

    def __contains__(self, table: str) -> bool:
        return table in self.tables

    def __getitem__(self, table: str) -> pd.DataFrame:
        return self.tables[table]


@dataclass(frozen=True)
class Validation:
    """What the checks of an extract found: the extract itself when nothing stops it, and all problems."""

    extract: Extract | None
    problems: tuple[Problem, ...]
    detected: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @property
    def errors(self) -> tuple[Problem, ...]:
        return tuple(problem for problem in self.problems if problem.severity == "error")


def read_extract(folder: Path) -> Extract:
    """The extract in a folder. Raises ExtractError with all that is wrong with it."""
    validation = validate(folder)
    if validation.extract is None:
        raise ExtractError(validation.errors)
    return validation.extract


def validate(folder: Path) -> Validation:
    """Reads and checks the extract in a folder; never raises for what its files hold."""
    folder, findings = Path(folder), Findings()
    settings = read_settings(folder, findings)
    if settings is None:
        return Validation(None, tuple(findings.problems))
    sources = find_sources(folder, findings)
    registers = _read_registers(sources, settings, findings)
    detected = {name: register.detected for name, register in registers.items()}
    tables = {name: register.rows for name, register in registers.items() if len(register.rows)}
    tables = of_known_persons(tables, findings)
    check_tables(tables, settings.edition, findings)
    if findings.errors:
        return Validation(None, tuple(findings.problems), detected)
    check_plausibility(tables, settings.edition, findings)
    tables = leave_out_late_events(tables, settings.edition, findings)
    paths = {folder / FILE, *(source.path for source in sources.values())}
    inputs = {path.name: file_hash(path) for path in sorted(paths)}
    extract = Extract(settings.edition, tables, tuple(findings.warnings), detected, inputs)
    return Validation(extract, tuple(findings.problems), detected)


def file_hash(path: Path) -> str:
    """The SHA-256 of a file's bytes."""
    with path.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def is_extract(folder: Path) -> bool:
    return (Path(folder) / FILE).is_file()


def _read_registers(sources: Mapping[str, Source], settings: Settings, findings: Findings) -> dict[str, Register]:
    registers = {}
    for name, source in sources.items():
        register = read_register(source, TABLES[name], settings, findings)
        if register is None:
            continue
        registers[name] = register
        if register.rows.empty:
            _report_empty(name, findings)
    return registers


def _report_empty(table: str, findings: Findings) -> None:
    if TABLES[table].required:
        findings.add(table, "", "has a header and no rows", "Draw it again: nothing can be told of nobody.")
    else:
        remedy = "The book will say that this register is missing."
        findings.add(table, "", "has a header and no rows", remedy, severity="warning")
