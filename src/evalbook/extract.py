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


def read_extract(folder: Path) -> Extract:
    """The extract in a folder. Raises ExtractError with all that is wrong with it."""
    folder, findings = Path(folder), Findings()
    settings = read_settings(folder, findings)
    findings.stop_on_errors()
    sources = find_sources(folder, findings)
    registers = _read_registers(sources, settings, findings)
    tables = {name: register.rows for name, register in registers.items() if len(register.rows)}
    check_tables(tables, settings.edition, findings)
    findings.stop_on_errors()
    tables = leave_out_late_events(tables, settings.edition, findings)
    detected = {name: register.detected for name, register in registers.items()}
    paths = {folder / FILE, *(source.path for source in sources.values())}
    inputs = {path.name: file_hash(path) for path in sorted(paths)}
    return Extract(settings.edition, tables, tuple(findings.warnings), detected, inputs)


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
            severity = "error" if TABLES[name].required else "warning"
            remedy = "The book will say that this register is missing."
            findings.add(name, "", "has a header and no rows", remedy, severity=severity)
    return registers
