"""How the registers of an edition were read, as it may be told outside the closed machine.

Source: the accounts of the delivery (`account`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import pandas as pd

from evalbook.contract.account import Account
from evalbook.contract.schema import TABLES
from evalbook.contract.thresholds import FEWEST_PERSONS, ROUNDED_TO
from evalbook.delivery.own_tables import read_own_csv
from evalbook.typed import readable

COLUMNS = ("table", "file", "what", "column", "text", "number", "withheld")
# What a row tells: of a file its form, the rows in it and those read, its columns read and passed over; of a column how
# it is written, or how many cells are empty by what stands in them; of a rule how many rows were left out by it.
WHATS = ("form", "in_file", "rows", "empty_rows", "columns", "passed_over", "written", "empty", "left_out")
OF_A_FILE = ("form", "in_file", "rows", "empty_rows", "columns")  # each file has all of these
OF_A_COLUMN = ("written", "empty")
WITHOUT_NUMBER = ("form", "passed_over", "written")
NUMBER = re.compile(r"\d{1,12}", re.ASCII)


def reading(accounts: Sequence[Account], *, protected: bool) -> pd.DataFrame:
    """One row a fact, COLUMNS; of a protected release numbers are rounded, and withheld where few cells or rows, or
    all but a few, are meant."""
    rows = [tuple(map(readable, row)) for account in accounts for row in _rows(account, protected)]
    return pd.DataFrame(rows, columns=list(COLUMNS)).astype(str)


def no_reading() -> pd.DataFrame:
    return reading((), protected=False)


def read_reading(content: bytes) -> pd.DataFrame:
    """The file as `reading` made it. Raises ValueError when it is another one."""
    rows = read_own_csv(content, dict.fromkeys(COLUMNS, str))
    if not all(_is_sound(row) for row in rows.itertuples()):
        raise ValueError("another file")
    for _, facts in rows.groupby(["table", "file"]):
        if not {*OF_A_FILE} <= {*facts["what"]}:
            raise ValueError("another file")
    return rows


def _is_sound(row: tuple) -> bool:
    """Whether tables, columns and numbers are known ones; the names and texts of a file may be any."""
    if row.table not in TABLES or row.what not in WHATS:
        return False
    if row.what in OF_A_COLUMN and row.column not in {column.name for column in TABLES[row.table].columns}:
        return False
    shown = NUMBER.fullmatch(row.number) and not row.withheld
    withheld = row.number == "" and row.withheld == "count"
    return bool(row.number == row.withheld == "" if row.what in WITHOUT_NUMBER else shown or withheld)


def _rows(account: Account, protected: bool) -> Iterator[tuple[str, ...]]:
    file = f"{account.file}, {account.sheet}" if account.sheet else account.file
    start = (account.table, file)
    form = "; ".join(
        text if name in ("format", "end") else f"{name} {text}"
        for name, text in account.form.items()
        if name != "sheet"
    )
    yield (*start, "form", "", form, "", "")
    for what in ("in_file", "rows", "empty_rows"):
        yield (*start, what, "", "", *_number(getattr(account, what), account.in_file, protected))
    yield (*start, "columns", "", "", str(len(account.columns)), "")
    for column in account.passed_over:
        yield (*start, "passed_over", column, "", "", "")
    for column, way in account.ways.items():
        yield (*start, "written", column, way, "", "")
    for column, counts in account.empty.items():
        for text, number in counts.items():
            yield (*start, "empty", column, text, *_number(number, account.rows, protected))
    for rule, number in account.left_out.items():
        yield (*start, "left_out", "", rule, *_number(number, account.in_file, protected))


def _number(number: int, of: int, protected: bool) -> tuple[str, str]:
    """A number and why it is withheld: of a register neither a few nor all but a few are told."""
    if not protected:
        return str(number), ""
    if 0 < number < FEWEST_PERSONS or 0 < of - number < FEWEST_PERSONS:
        return "", "count"
    return str(ROUNDED_TO * round(number / ROUNDED_TO)), ""
