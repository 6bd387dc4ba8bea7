"""Tables that `evalbook` itself wrote, read as strictly as they are written: such a file may come from elsewhere."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping

import numpy as np
import pandas as pd
import pyarrow
from pyarrow import types

from evalbook.delivery.parquet import parquet_table

FORMS = {
    float: re.compile(r"-?\d{1,40}(?:\.\d{1,40})?(?:e[+-]?\d{1,3})?|", re.ASCII),  # nothing where there is no number
    int: re.compile(r"\d{1,12}", re.ASCII),
}


def read_own_csv(content: bytes, columns: Mapping[str, type], *, canonical: bool = True) -> pd.DataFrame:
    """The rows of a file with these columns: texts, whole numbers, or numbers that may be missing (nan).

    Raises ValueError, which names what is wrong: the columns, a row with more or fewer fields, a column with what is
    no number. `canonical`: also where the rows, written again, do not give the same bytes.
    """
    try:
        read = csv.reader(io.StringIO(content.decode("utf-8"), newline=""), strict=True)
        if tuple(next(read, ())) != tuple(columns):
            raise ValueError("its columns")
        rows = list(_whole(read, len(columns)))
    except (csv.Error, UnicodeDecodeError):
        raise ValueError("its signs") from None
    texts = pd.DataFrame(rows, columns=list(columns), dtype=object)
    frame = pd.DataFrame({name: _typed(texts[name], kind) for name, kind in columns.items()})
    if canonical and frame.to_csv(index=False, lineterminator="\n").encode() != content:
        raise ValueError("the writing of its rows")
    return frame


def _whole(read: Iterator[list[str]], width: int) -> Iterator[list[str]]:
    for row in read:
        if len(row) != width:
            raise ValueError("the number of fields in a row")
        yield row


def _typed(texts: pd.Series, kind: type) -> pd.Series:
    if kind is str:
        return texts
    if not all(map(FORMS[kind].fullmatch, texts)):
        raise ValueError(texts.name)
    return pd.Series([kind(text) if text else np.nan for text in texts], dtype=kind)


def read_own_parquet(content: bytes, columns: Mapping[str, type]) -> pd.DataFrame:
    """As `read_own_csv`, of texts and numbers that may be missing. Raises UnreadableFile for a damaged file too."""
    table = parquet_table(content)
    if table.column_names != list(columns):
        raise ValueError("its columns")
    for (name, kind), column in zip(columns.items(), table.columns, strict=True):
        if not (_is_text(column.type) if kind is str else _is_number(column.type)):
            raise ValueError(name)
    rows = table.to_pandas(ignore_metadata=True, use_threads=False)
    for name, kind in columns.items():
        if kind is str and rows[name].isna().any():
            raise ValueError(f"{name} (cells are empty)")
    return rows.astype({name: object if kind is str else kind for name, kind in columns.items()})


def _is_text(kind: pyarrow.DataType) -> bool:
    values = kind.value_type if types.is_dictionary(kind) else kind
    return types.is_string(values) or types.is_large_string(values)


def _is_number(kind: pyarrow.DataType) -> bool:
    return types.is_floating(kind) or types.is_integer(kind)
