"""A register: found among the files of an extract, read, and typed as the schema says."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pandas as pd

from evalbook.conversions import Converted, as_texts, convert
from evalbook.formats import SUFFIXES, UnreadableFile, Written, read_file, sheet_names, suffix_of
from evalbook.problems import Findings
from evalbook.schema import PERSON, TABLES, Column, Table
from evalbook.settings import Settings, nearest

# A pseudonym may well begin with + or -; a formula that does calls something.
SIGNS = "=@\t\r(!|<"  # one of which each has
FORMULA_OR_HTML = r"^[=@\t\r]|^[+-].*[(!|]|<[a-zA-Z/!]"


@dataclass(frozen=True)
class Source:
    """Where a register stands: a file, and the sheet when the file is a workbook of several."""

    path: Path
    sheet: str = ""


@dataclass(frozen=True)
class Register:
    """A register's rows in the contract's columns and types, and how they were written.

    Days are midnights, unknown values nan, NaT or ''; rows stay in the file's order. `detected` says of the file and
    of each column what was taken for what.
    """

    rows: pd.DataFrame
    detected: Mapping[str, str] = field(default_factory=dict)


def find_sources(folder: Path, findings: Findings) -> dict[str, Source]:
    """Each table's file or sheet; a required table without one, and a table with two, are faults."""
    found: dict[str, list[Source]] = {name: [] for name in TABLES}
    for path in sorted(folder.iterdir()):
        for name, source in _tables_in(path, folder, findings):
            found[name].append(source)
    for name, sources in found.items():
        if len(sources) > 1:
            names = " and ".join(source.path.name for source in sources)
            findings.add(name, "", f"is there twice, in {names}", "Keep one of them.")
        if not sources and TABLES[name].required:
            endings = ", ".join(SUFFIXES)
            findings.add(name, "", "the file is not there", f"Add {name} with one of the endings {endings}.")
    return {name: sources[0] for name, sources in found.items() if len(sources) == 1}


def _tables_in(path: Path, folder: Path, findings: Findings) -> Iterator[tuple[str, Source]]:
    """The tables that a file holds: its own name's, or those that a workbook's sheets are named after."""
    suffix = suffix_of(path)
    name = path.name.removesuffix(suffix)
    if not suffix or not (name in TABLES or suffix == ".xlsx"):
        return
    if not path.resolve().is_relative_to(folder.resolve()):
        findings.add(name, "", "is a link to a file outside the folder", "Put the file itself in the folder.")
    elif name in TABLES:
        yield name, Source(path)
    else:
        yield from ((sheet, Source(path, sheet)) for sheet in _sheets(path, findings) if sheet in TABLES)


def _sheets(path: Path, findings: Findings) -> tuple[str, ...]:
    try:
        return sheet_names(path)
    except UnreadableFile as fault:
        findings.add(path.name, "", fault.problem, fault.remedy)
        return ()


def read_register(source: Source, table: Table, settings: Settings, findings: Findings) -> Register | None:
    """The register in a file; None, with the reasons in `findings`, when it cannot be used."""
    own_names = settings.columns.get(table.name, {})
    known = (*(column.name for column in table.columns), *map(str, own_names))
    try:
        written = read_file(source.path, sheet=source.sheet, known=known, csv_settings=settings.csv)
    except UnreadableFile as fault:
        findings.add(table.name, "", fault.problem, fault.remedy)
        return None
    rows = written.rows.rename(columns=lambda name: own_names.get(str(name).strip(), str(name).strip()))
    if not _has_columns(rows, table, settings, findings):
        return None
    return _typed(Written(rows, written.detected), table, settings, findings)


def _has_columns(rows: pd.DataFrame, table: Table, settings: Settings, findings: Findings) -> bool:
    known = tuple(column.name for column in table.columns)
    before = len(findings.errors)
    for name in rows.columns:
        if name not in known and f"{table.name}.{name}" not in settings.ignore_columns:
            remedy = "Map it under `columns`, or list it under `ignore_columns`." + nearest(name, known)
            findings.add(table.name, name, "the column is not known", remedy)
    for column in table.columns:
        if column.name not in rows and not column.may_be_missing:
            remedy = "Add it, or map the register's own name to it under `columns`."
            findings.add(table.name, column.name, "the column is missing", remedy)
    for name in sorted(set(rows.columns[rows.columns.duplicated()])):
        findings.add(table.name, name, "the column is there twice", "Keep one of them.")
    return len(findings.errors) == before


def _typed(written: Written, table: Table, settings: Settings, findings: Findings) -> Register:
    csv_settings = {**settings.csv}
    if "delimiter" in written.detected:
        csv_settings["delimiter"] = written.detected["delimiter"]
    detected = dict(written.detected)
    typed = {}
    for column in table.columns:
        if column.name in written.rows:
            codes = settings.categories.get(table.name, {}).get(column.name, {})
            values, said = _column(written.rows[column.name], column, table.name, codes, csv_settings, findings)
            typed[column.name] = values
            detected |= {column.name: said} if said else {}
    return Register(pd.DataFrame(typed), detected)


def _column(
    raw: pd.Series,
    column: Column,
    table: str,
    codes: Mapping[str, str],
    csv_settings: Mapping[str, str],
    findings: Findings,
) -> tuple[np.ndarray, str]:
    """A column's values, each distinct one converted once: registers repeat theirs."""
    positions, distinct = _distinct(raw)
    empty = distinct.isna() | (as_texts(distinct) == "")
    distinct = distinct.mask(empty, None)
    if codes:
        mapping = {str(own): contract for own, contract in codes.items()}
        distinct = as_texts(distinct).map(lambda value: mapping.get(value, value))
    converted = convert(distinct, column, csv_settings)
    wrong = ~empty & (converted.values.isna() | ~_allowed(converted.values, column))
    guess = nearest(converted.values[wrong].iloc[0], column.categories) if column.categories and wrong.any() else ""
    _report(empty.to_numpy()[positions], wrong.to_numpy()[positions], column, table, converted, findings, guess)
    if column.kind == "text":
        _refuse_formulas(converted.values, positions, column, table, findings)
    values = _without(converted.values, wrong | empty, column)
    if column == PERSON:  # a pseudonym is looked up once, not once a row
        places, pseudonyms = pd.factorize(values)
        return pd.Categorical.from_codes(places[positions], pseudonyms), converted.detected
    return values.to_numpy()[positions], converted.detected


def _distinct(raw: pd.Series) -> tuple[np.ndarray, pd.Series]:
    """The position of each value among the distinct ones, and these."""
    if isinstance(raw.dtype, pd.CategoricalDtype):
        return raw.cat.codes.to_numpy(), pd.Series(raw.cat.categories, dtype=object)
    positions, distinct = pd.factorize(raw, use_na_sentinel=False)
    return positions, pd.Series(distinct, dtype=object)


def _without(values: pd.Series, unusable: pd.Series, column: Column) -> pd.Series:
    if column.kind in ("text", "category"):
        return values.mask(unusable, "")
    if column.kind == "boolean":
        return values.mask(unusable, False).astype(bool)
    return values.mask(unusable)


def _report(
    empty: np.ndarray,
    wrong: np.ndarray,
    column: Column,
    table: str,
    converted: Converted,
    findings: Findings,
    guess: str,
) -> None:
    more = {"expected": column.expected}
    if not column.may_be_empty:
        findings.rows(empty, table, column.name, "has no value", "Fill it in.", **more)
    if converted.doubt:
        remedy = "Write the column in one way, or say which under `csv` in extract.yaml."
        findings.add(table, column.name, converted.doubt, remedy, **more)
        return
    remedy = "Mend the values in the register's file."
    if column.kind == "category":
        remedy = "Mend the values, or map the register's codes under `categories`." + guess
    findings.rows(wrong, table, column.name, "has values of another kind", remedy, **more)


def _allowed(values: pd.Series, column: Column) -> pd.Series:
    allowed = pd.Series(True, values.index)
    if column.categories:
        allowed &= values.isin(column.categories)
    if column.at_least is not None:
        allowed &= values >= column.at_least
    if column.at_most is not None:
        allowed &= values <= column.at_most
    return allowed


def _refuse_formulas(values: pd.Series, positions: np.ndarray, column: Column, table: str, findings: Findings) -> None:
    texts = "\n".join(values.dropna())  # one pass over a million texts, most often the first
    if not any(sign in texts for sign in SIGNS) or not re.search(FORMULA_OR_HTML, texts, re.MULTILINE):
        return
    suspect = values.astype("string").str.contains(FORMULA_OR_HTML, regex=True, na=False)
    text = "holds texts that a spreadsheet or browser would run as formula or HTML"
    findings.rows(suspect.to_numpy(bool)[positions], table, column.name, text, "Replace them by plain codes.")
