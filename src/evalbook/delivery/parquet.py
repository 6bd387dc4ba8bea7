"""Parquet, as R (arrow), Spark, Polars and pandas write it: one file, or a folder of parts.

Read without threads: a program that stops on a fault right after reading was once ended by them instead (exit 134).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
import pyarrow
import pyarrow.parquet
from pyarrow import types

from evalbook.delivery.contents import check_unpacked
from evalbook.delivery.headings import (
    COUNTING,
    check_size,
    counts,
    heading_text,
    without_empty,
    without_totals,
)
from evalbook.delivery.written import HEADINGS, UnreadableFile, Written

INDEX = "__index_level_"  # how pandas calls row names that have none
CELL = 8  # bytes that a cell takes at least, once it is read
NO_VALUE = "__HIVE_DEFAULT_PARTITION__"  # in the name of a folder
DAMAGED = UnreadableFile("cannot be read: it is damaged, or not what its ending says", "Write it again.")


def read_parquet(contents: Sequence[bytes], keys: Sequence[Mapping[str, str]] = ()) -> Written:
    """The rows of a Parquet file, or of its parts below each other; `keys`: what the folders of each part tell of it.

    Raises UnreadableFile.
    """
    tables = [parquet_table(content) for content in contents]
    keys = keys or [{}] * len(tables)
    frames = [_frame(table, key) for table, key in zip(tables, keys, strict=True)]
    headings = [sorted(frame) for frame in frames]
    if any(each != headings[0] for each in headings):
        raise UnreadableFile("its parts have different columns", "Write them anew, all with the same columns.")
    frame = frames[0] if len(frames) == 1 else _below(frames)
    unnamed = [name for name in frame if name.startswith(INDEX)]
    counting = [name for name in unnamed if counts(frame[name].tolist())]
    frame = frame.drop(columns=counting).rename(columns={name: "column 1" for name in unnamed})
    written = Written(
        frame,
        np.arange(len(frame)) + HEADINGS + 1,
        {"format": "Parquet" if len(contents) == 1 else f"Parquet in {len(contents)} parts"},
        sum(table.num_rows for table in tables),
        faults=(COUNTING,) if counting else (),
        nested=tuple(heading_text(field.name) for field in tables[0].schema if _is_nested(field.type)),
        passed_over=tuple(counting),
    )
    return without_totals(without_empty(written))


def parquet_table(content: bytes) -> pyarrow.Table:
    """A file as the library reads it, texts as codes. Raises UnreadableFile."""
    try:
        about = check_parquet(content)
        texts = [each.path for each in map(about.schema.column, range(about.num_columns)) if _is_text(each)]
        choices = {"coerce_int96_timestamp_unit": "us", "read_dictionary": texts}
        file = pyarrow.parquet.ParquetFile(pyarrow.BufferReader(content), **choices)
        table = file.read(use_threads=False)
        table.validate(full=True)
    except UnreadableFile:
        raise
    except Exception as fault:  # on damaged files the library raises whatever it likes
        raise DAMAGED from fault
    if table.num_rows != file.metadata.num_rows:
        raise DAMAGED
    return table


def check_parquet(content: bytes) -> pyarrow.parquet.FileMetaData:
    """What the file says of itself. Raises UnreadableFile for more than the limits allow: what is the same in all rows
    is packed in next to nothing; and as the library does for a damaged file."""
    about = pyarrow.parquet.read_metadata(pyarrow.BufferReader(content))
    check_size("rows", about.num_rows)
    check_size("columns", about.num_columns)
    cells = about.num_rows * about.num_columns
    packed = sum(about.row_group(place).total_byte_size for place in range(about.num_row_groups))
    check_unpacked(max(packed, CELL * cells), len(content))
    return about


def _is_text(column: pyarrow.parquet.ColumnSchema) -> bool:
    """Whether a column holds texts: these are kept as codes, as one long text may stand in a million rows."""
    return column.physical_type == "BYTE_ARRAY" and column.logical_type.type == "STRING"


def _frame(table: pyarrow.Table, key: Mapping[str, str]) -> pd.DataFrame:
    try:
        columns = [_column(table.column(place)) for place in range(table.num_columns)]
    except Exception as fault:
        raise DAMAGED from fault
    frame = pd.concat(columns, axis=1) if columns else pd.DataFrame(index=range(table.num_rows))
    frame.columns = [heading_text(name) or f"column {at}" for at, name in enumerate(table.column_names, 1)]
    told = {name: value for name, value in key.items() if name not in frame}
    return frame.assign(**{name: None if value == NO_VALUE else value for name, value in told.items()})


def _below(frames: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """The parts below each other, each value as its own part holds it."""
    order = list(frames[0])
    if len(set(order)) < len(order):
        raise UnreadableFile("its parts have a column twice", "Write them anew, each column once.")
    plain = [frame[order].astype(object) for frame in frames]
    return pd.concat(plain, ignore_index=True)


def _is_nested(kind: pyarrow.DataType) -> bool:
    return types.is_nested(kind) or types.is_union(kind) or types.is_map(kind)


def _column(column: pyarrow.ChunkedArray) -> pd.Series:
    """A column as pandas holds it: whole numbers stay whole beside empty cells, days beyond 2262 stay days, and numbers
    of single precision keep their width, so that each is read as the shortest number that it may be."""
    kind = column.type
    if _is_nested(kind):
        return pd.Series([None] * len(column), dtype=object)
    if types.is_dictionary(kind) and not types.is_string(kind.value_type):
        column = column.cast(kind.value_type)
    if types.is_decimal(column.type) or types.is_fixed_size_binary(column.type) or _is_binary(column.type):
        return pd.Series(column.to_pylist(), dtype=object)
    if types.is_float16(column.type) or types.is_float32(column.type):
        narrow = np.float16 if types.is_float16(column.type) else np.float32
        return pd.Series([None if value is None else narrow(value) for value in column.to_pylist()], dtype=object)
    choices = {"integer_object_nulls": True, "date_as_object": True, "ignore_metadata": True}
    return column.unify_dictionaries().to_pandas(use_threads=False, **choices)


def _is_binary(kind: pyarrow.DataType) -> bool:
    return types.is_binary(kind) or types.is_large_binary(kind)
