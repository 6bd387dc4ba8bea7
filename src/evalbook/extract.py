"""An extract: the registers of one edition, read, typed and checked.

Source: contract/extract.md.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from evalbook.checks import check_tables, leave_out_late_events
from evalbook.problems import Findings, Problem
from evalbook.registers import SUFFIXES, find_file, read_register
from evalbook.schema import TABLES
from evalbook.settings import FILE, Edition, Settings, read_settings


@dataclass(frozen=True)
class Extract:
    """The edition and its registers, one frame a table of the contract.

    A register without a file or without rows is not in `tables`. Events after the reference date or the
    person's exit are left out; `warnings` counts them.
    """

    edition: Edition
    tables: Mapping[str, pd.DataFrame]
    warnings: tuple[Problem, ...] = ()
    inputs: Mapping[str, str] = field(default_factory=dict)  # SHA-256 of each file that was read

    def __contains__(self, table: str) -> bool:
        return table in self.tables

    def __getitem__(self, table: str) -> pd.DataFrame:
        return self.tables[table]


def read_extract(folder: Path) -> Extract:
    """The extract in a folder. Raises ExtractError with all that is wrong with it."""
    findings = Findings()
    settings = read_settings(Path(folder), findings)
    findings.stop_on_errors()
    tables = _read_tables(Path(folder), settings, findings)
    findings.stop_on_errors()
    check_tables(tables, settings.edition, findings)
    findings.stop_on_errors()
    tables = leave_out_late_events(tables, settings.edition, findings)
    return Extract(settings.edition, tables, tuple(findings.warnings), _hashes(Path(folder)))


def _hashes(folder: Path) -> dict[str, str]:
    names = [FILE, *(name + suffix for name in TABLES for suffix in SUFFIXES)]
    return {name: file_hash(folder / name) for name in names if (folder / name).is_file()}


def file_hash(path: Path) -> str:
    """The SHA-256 of a file's bytes."""
    with path.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def is_extract(folder: Path) -> bool:
    return (Path(folder) / FILE).is_file()


def _read_tables(folder: Path, settings: Settings, findings: Findings) -> dict[str, pd.DataFrame]:
    tables = {}
    for table in TABLES.values():
        path = find_file(folder, table, findings)
        rows = read_register(path, table, settings, findings) if path else None
        if rows is None:
            continue
        if len(rows):
            tables[table.name] = rows
        else:
            severity = "error" if table.required else "warning"
            remedy = "The book will say that this register is missing."
            findings.add(table.name, "", "has a header and no rows", remedy, severity=severity)
    return tables
