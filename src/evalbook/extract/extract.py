"""An extract: the registers of one edition, read, typed and checked.

Source: docs/extract.md.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from evalbook.contract.account import Account
from evalbook.contract.edition import Edition
from evalbook.contract.schema import TABLES
from evalbook.delivery.files import is_litter
from evalbook.extract import canonical
from evalbook.extract.checks import check_tables, leave_out_late_events, of_known_persons
from evalbook.extract.days import writings_of
from evalbook.extract.mappings import FILE, Mappings
from evalbook.extract.orphans import without_orphans
from evalbook.extract.placing import Places, find_places
from evalbook.extract.plausibility import check_plausibility
from evalbook.extract.registers import Register, read_register
from evalbook.extract.row_lists import ListedRow, listed_rows, read_rows, rows_to_leave_out
from evalbook.extract.settings import Settings, read_settings
from evalbook.problems import ExtractError, Findings, Problem

LeftOut = Mapping[tuple[str, str, int], str]  # by table, file and number of a row the rule by which it is left out
IDS = ("person_id", "respondent_id")


@dataclass(frozen=True)
class Extract:
    """The edition and its registers, one frame a table of the contract.

    A register without a file or without rows is not in `tables`. Events after the reference date or the
    person's exit are left out; `warnings` counts them. The rows stand in one order, whatever that of the files.
    `accounts` tell of each file how it was read and what was left out of it.
    """

    edition: Edition
    tables: Mapping[str, pd.DataFrame]
    warnings: tuple[Problem, ...] = ()
    accounts: tuple[Account, ...] = ()

    def __contains__(self, table: str) -> bool:
        return table in self.tables

    def __getitem__(self, table: str) -> pd.DataFrame:
        return self.tables[table]

    @property
    def detected(self) -> dict[str, dict[str, str]]:
        """How each table was written, the first of its files."""
        return {each.table: each.detected for each in reversed(self.accounts)}


@dataclass(frozen=True)
class Validation:
    """What the checks of an extract found: the extract itself when nothing stops it, the accounts and all problems.

    `left_out`: the rows that the analyst leaves out, which stand in the next list of rows too.
    """

    extract: Extract | None
    problems: tuple[Problem, ...]
    accounts: tuple[Account, ...] = ()
    left_out: tuple[ListedRow, ...] = ()

    @property
    def errors(self) -> tuple[Problem, ...]:
        return tuple(problem for problem in self.problems if problem.severity == "error")

    @property
    def rows(self) -> list[ListedRow]:
        """The rows that break a rule, those that are left out for it included."""
        return sorted({*listed_rows(self.problems), *self.left_out}, key=lambda each: (each.table, each.file, each.row))


def read_extract(folder: Path) -> Extract:
    """The extract in a folder. Raises ExtractError with all that is wrong with it."""
    validation = validate(folder)
    if validation.extract is None:
        raise ExtractError(validation.errors)
    return validation.extract


def validate(folder: Path) -> Validation:
    """Reads and checks the extract in a folder; never raises for what its files hold."""
    folder, said = Path(folder), Findings()
    if not folder.is_dir():
        said.add(str(folder), "", "is no folder", "Name the folder of the delivery.")
        return Validation(None, tuple(said.problems))
    settings = read_settings(folder, said)
    places = find_places(folder, settings.mappings, said)
    listed = read_rows(folder, settings.mappings.leave_out, said)
    before = _marks(folder, places, settings.mappings)
    judged = _judge(places, settings, {})
    if listed:
        left_out = rows_to_leave_out(listed, judged.findings.problems, places, said)
        judged = _judge(places, settings, left_out)
        listed = [each for each in listed if (each.table, _file(each, places), each.row) in left_out]
    _tell_changed(before, _marks(folder, places, settings.mappings), said)
    problems = (*said.problems, *judged.findings.problems)
    if any(problem.severity == "error" for problem in problems):
        return Validation(None, problems, judged.accounts, tuple(listed))
    warnings = tuple(problem for problem in problems if problem.severity == "warning")
    tables = canonical.in_order(judged.tables)
    extract = Extract(settings.edition, tables, warnings, judged.accounts)
    return Validation(extract, problems, judged.accounts, tuple(listed))


def _file(row: ListedRow, places: Places) -> str:
    files = [place.name for place in places.get(row.table, ())]
    return row.file or (files[0] if files else "")


def is_extract(folder: Path) -> bool:
    return (Path(folder) / FILE).is_file()


def kind_of(folder: Path) -> str:
    """What `extract.yaml` says that the extract is; '' where it does not say so rightly."""
    return getattr(said_edition(folder), "kind", "")


def said_edition(folder: Path) -> Edition | None:
    """The edition that `extract.yaml` says the extract is of; None where it does not say so rightly."""
    return read_settings(folder, Findings()).edition


def person_ids(extract: Extract) -> frozenset[str]:
    """Every id of a person in an extract: participants and respondents."""
    ids = [rows[name].dropna().unique() for rows in extract.tables.values() for name in IDS if name in rows]
    return frozenset(str(each) for column in ids for each in column if each)


def files_of(folder: Path) -> dict[str, Path]:
    """All files of an extract's folder by their place in it, litter aside."""
    found = (path for path in sorted(Path(folder).rglob("*")) if path.is_file() and not is_litter(path.name))
    return {path.relative_to(folder).as_posix(): path for path in found}


def _marks(folder: Path, places: Places, mappings: Mappings) -> dict[str, tuple[int, ...]]:
    """What the system says of each file that is read: it is another when somebody wrote to it."""
    paths = {path for of_table in places.values() for place in of_table for path in place.files}
    paths |= {folder / FILE, *(folder / name for name in mappings.leave_out)}
    return {path.relative_to(folder).as_posix(): _mark(path) for path in sorted(paths)}


def _mark(path: Path) -> tuple[int, ...]:
    try:
        known = path.stat()
    except OSError:  # what is missing is told where it is read
        return ()
    return known.st_ino, known.st_size, known.st_mtime_ns, known.st_ctime_ns


def _tell_changed(
    before: Mapping[str, tuple[int, ...]], after: Mapping[str, tuple[int, ...]], findings: Findings
) -> None:
    for name in sorted(before):
        if before[name] != after[name]:
            findings.add(name, "", "changed while it was read", "Wait until it is written, then run this again.")


@dataclass(frozen=True)
class _Judged:
    """The tables that can be used, what was found wrong with them, and the account of each file."""

    tables: Mapping[str, pd.DataFrame]
    findings: Findings
    accounts: tuple[Account, ...]


def _judge(places: Places, settings: Settings, left_out: LeftOut) -> _Judged:
    """Reads and checks all tables, without the rows that are left out and those of participants that are."""
    findings = Findings()
    registers = _read_registers(places, settings.mappings, left_out, findings)
    registers = without_orphans(registers, findings)
    tables = {name: register.rows for name, register in registers.items() if len(register.rows)}
    tables = of_known_persons(tables, findings)
    check_tables(tables, settings.edition, findings)
    if settings.edition is not None and "participants" in tables and not findings.errors:
        check_plausibility(tables, settings.edition, findings)
        tables = leave_out_late_events(tables, settings.edition, findings)
    accounts = tuple(account for register in registers.values() for account in register.accounts)
    _tell_empty_nowhere(settings.mappings, accounts, findings)
    return _Judged(tables, findings, accounts)


def _read_registers(places: Places, mappings: Mappings, left_out: LeftOut, findings: Findings) -> dict[str, Register]:
    registers = {}
    for name, of_table in places.items():
        rules = {(file, row): rule for (table, file, row), rule in left_out.items() if table == name}
        register = read_register(of_table, TABLES[name], mappings, rules, findings)
        if register is None:
            continue
        registers[name] = register
        if register.rows.empty and all(each.in_file == each.empty_rows for each in register.accounts):
            _report_empty(name, findings)
    return registers


def _tell_empty_nowhere(mappings: Mappings, accounts: tuple[Account, ...], findings: Findings) -> None:
    """Texts that are said to mean nothing, everywhere or in a table, and that stand in no cell."""
    for (table, column), texts in mappings.empty.items():
        own = [account for account in accounts if table in ("", account.table)]
        stood = {text for account in own for counts in account.empty.values() for text in counts}
        missing = [text for text in texts if not writings_of(text) & stood and text]
        if missing and own and not column:
            problem = f"{len(missing)} texts that are said to mean nothing stand nowhere"
            remedy = f"Mend or remove them: {', '.join(map(repr, missing[:20]))}."
            where = f"empty.{table}" if table else "empty"
            findings.add(FILE, where, problem, remedy, severity="warning")


def _report_empty(table: str, findings: Findings) -> None:
    if TABLES[table].required:
        findings.add(table, "", "has a header and no rows", "Draw it again: nothing can be told of nobody.")
    else:
        remedy = "The book will say that this register is missing."
        findings.add(table, "", "has a header and no rows", remedy, severity="warning")
