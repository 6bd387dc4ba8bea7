"""A register's file: read as it is written, then typed as the schema says."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow

from evalbook.problems import Findings
from evalbook.schema import Column, Table
from evalbook.settings import Settings, nearest

SUFFIXES = (".csv", ".parquet")
NUMBER = r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,2})?"
BOOLEANS = {"true": True, "false": False, "1": True, "0": False}
UNREADABLE = (
    pd.errors.ParserError,
    pd.errors.EmptyDataError,
    UnicodeDecodeError,
    pyarrow.ArrowException,
    OSError,
)


def find_file(folder: Path, table: Table, findings: Findings) -> Path | None:
    """The one file of a table, or None; a required table without a file is an error, as are two files."""
    paths = [folder / (table.name + suffix) for suffix in SUFFIXES]
    paths = [path for path in paths if path.is_file()]
    if len(paths) > 1:
        names = " and ".join(path.name for path in paths)
        findings.add(table.name, "", f"has two files, {names}", "Keep one of them.")
    if not paths and table.required:
        remedy = f"Add {table.name}.csv or {table.name}.parquet."
        findings.add(table.name, "", "the file is not there", remedy)
    return paths[0] if len(paths) == 1 else None


def read_register(path: Path, table: Table, settings: Settings, findings: Findings) -> pd.DataFrame | None:
    """The rows of a file in the contract's columns and types; None when they cannot be read.

    Dates are days, unknown values nan, NaT or ''. Rows stay in the file's order.
    """
    written = _written(path, table, settings, findings)
    if written is None or not _has_columns(written, table, settings, findings):
        return None
    columns = [column for column in table.columns if column.name in written]
    typed = {c.name: _typed(written[c.name], c, table, settings, findings) for c in columns}
    return pd.DataFrame(typed, columns=[column.name for column in columns])


def _written(path: Path, table: Table, settings: Settings, findings: Findings) -> pd.DataFrame | None:
    if path.stat().st_size == 0:
        findings.add(table.name, "", "the file has 0 bytes", "Draw it again; with no rows, keep its header.")
        return None
    try:
        written = _read_csv(path, settings) if path.suffix == ".csv" else pd.read_parquet(path)
    except UNREADABLE:
        remedy = "Save it again in the format that its name says, as UTF-8."
        findings.add(table.name, "", f"{path.name} cannot be read as {path.suffix[1:]}", remedy)
        return None
    names = settings.columns.get(table.name, {})
    return written.rename(columns={str(own): contract for own, contract in names.items()})


def _read_csv(path: Path, settings: Settings) -> pd.DataFrame:
    return pd.read_csv(
        path,
        sep=settings.csv.get("delimiter", ","),
        encoding=settings.csv.get("encoding", "utf-8-sig"),
        dtype=str,
        keep_default_na=False,
        index_col=False,
    )


def _has_columns(written: pd.DataFrame, table: Table, settings: Settings, findings: Findings) -> bool:
    known = tuple(column.name for column in table.columns)
    before = len(findings.errors)
    for name in map(str, written.columns):
        if name not in known and f"{table.name}.{name}" not in settings.ignore_columns:
            remedy = "Map it under `columns`, or list it under `ignore_columns`." + nearest(name, known)
            findings.add(table.name, name, "the column is not known", remedy)
    for column in table.columns:
        if column.name not in written and not column.may_be_missing:
            remedy = "Add it, or map the register's own name to it under `columns`."
            findings.add(table.name, column.name, "the column is missing", remedy)
    for name in sorted(set(written.columns[written.columns.duplicated()])):
        findings.add(table.name, str(name), "the column is there twice", "Keep one of them.")
    return len(findings.errors) == before


def _typed(raw: pd.Series, column: Column, table: Table, settings: Settings, findings: Findings) -> pd.Series:
    """A column's values, each distinct one converted once: registers repeat theirs."""
    codes, distinct = pd.factorize(raw, use_na_sentinel=False)
    distinct = pd.Series(distinct)
    empty = distinct.isna() | (distinct.astype(str).str.strip() == "")
    distinct = _contract_codes(distinct, column, table, settings)
    values = CONVERSIONS[column.kind](distinct.mask(empty), settings)
    wrong = ~empty & (values.isna() | ~_allowed(values, column))
    _report(np.asarray(empty)[codes], np.asarray(wrong)[codes], column, table, findings)
    values = values.where(~wrong, None if values.dtype == object else np.nan)
    values = values.fillna("") if column.kind in ("text", "category") else values
    return pd.Series(values.to_numpy()[codes], name=column.name)


def _report(empty: np.ndarray, wrong: np.ndarray, column: Column, table: Table, findings: Findings) -> None:
    more = {"expected": column.expected}
    if not column.may_be_empty:
        findings.rows(empty, table.name, column.name, "has no value", "Fill it in.", **more)
    remedy = "Mend the values in the register's file."
    if column.kind == "category":
        remedy = "Mend the values, or map the register's codes under `categories`."
    findings.rows(wrong, table.name, column.name, "has values of another kind", remedy, **more)


def _contract_codes(distinct: pd.Series, column: Column, table: Table, settings: Settings) -> pd.Series:
    codes = settings.categories.get(table.name, {}).get(column.name, {})
    mapping = {str(own): contract for own, contract in codes.items()}
    return distinct.map(lambda value: mapping.get(str(value).strip(), value))


def _allowed(values: pd.Series, column: Column) -> pd.Series:
    allowed = pd.Series(True, values.index)
    if column.categories:
        allowed &= values.isin(column.categories)
    if column.at_least is not None:
        allowed &= values >= column.at_least
    if column.at_most is not None:
        allowed &= values <= column.at_most
    return allowed


def _as_text(values: pd.Series, settings: Settings) -> pd.Series:
    return values.map(lambda value: str(value).strip(), na_action="ignore").astype(object)


def _as_date(values: pd.Series, settings: Settings) -> pd.Series:
    form = settings.csv.get("date_format", "%Y-%m-%d")
    texts = [value for value in values if isinstance(value, str)]
    if not texts:
        return pd.to_datetime(values, errors="coerce").astype("datetime64[ns]").dt.normalize()
    return pd.to_datetime(_as_text(values, settings), format=form, errors="coerce").astype("datetime64[ns]")


def _as_month(values: pd.Series, settings: Settings) -> pd.Series:
    days = _as_date(values, settings)
    return days.where(days.dt.day == 1)


def _as_number(values: pd.Series, settings: Settings) -> pd.Series:
    texts = _as_text(values, settings).astype("string")
    if thousands := settings.csv.get("thousands"):
        texts = texts.str.replace(thousands, "", regex=False)
    texts = texts.str.replace(settings.csv.get("decimal", "."), ".", regex=False)
    plain = texts.str.fullmatch(NUMBER).fillna(False).to_numpy(bool)
    numbers = np.full(len(texts), np.nan)
    numbers[plain] = texts[plain].to_numpy(str).astype(float)
    return pd.Series(numbers, values.index)


def _as_integer(values: pd.Series, settings: Settings) -> pd.Series:
    numbers = _as_number(values, settings)
    return numbers.where(numbers % 1 == 0)


def _as_boolean(values: pd.Series, settings: Settings) -> pd.Series:
    return _as_text(values, settings).str.lower().map(BOOLEANS)


CONVERSIONS = {
    "text": _as_text,
    "category": _as_text,
    "date": _as_date,
    "month": _as_month,
    "number": _as_number,
    "integer": _as_integer,
    "boolean": _as_boolean,
}
