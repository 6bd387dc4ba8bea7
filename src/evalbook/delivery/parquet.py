"""Parquet, as R (arrow), Spark, Polars and pandas write it: one file, or a folder of parts.

Read without threads: a program that stops on a fault right after reading was once ended by them instead (exit 134).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
import pyarrow
import pyarrow.parquet
from pyarrow import types

from evalbook.delivery.headings import COUNTING, without_totals
from evalbook.delivery.written import HEADINGS, UnreadableFile, Written

INDEX = "__index_level_"  # how pandas calls row names that have none
NESTED = (types.is_nested, types.is_union, types.is_map)
DAMAGED = UnreadableFile("cannot be read: it is damaged, or not what its ending says", "Write it again.")


def read_parquet(contents: Sequence[bytes]) -> Written:
    """The rows of a Parquet file, or of its parts below each other. Raises UnreadableFile."""
    tables = [_table(content) for content in contents]
    headings = [table.column_names for table in tables]
    if any(sorted(each) != sorted(headings[0]) for each in headings):
        raise UnreadableFile("its parts have different columns", "Write them anew, all with the same columns.")
    tables = [table.select(headings[0]) for table in tables] if len(set(headings[0])) == len(headings[0]) else tables
    if len({table.schema for table in tables}) > 1:
        tables = [_plain(table) for table in tables]
    frame, nested = _frame(tables)
    unnamed = [name for name in frame if str(name).startswith(INDEX)]
    written = Written(
        frame.drop(columns=unnamed),
        np.arange(len(frame)) + HEADINGS + 1,
        {"format": "Parquet" if len(contents) == 1 else f"Parquet in {len(contents)} parts"},
        sum(table.num_rows for table in tables),
        faults=(COUNTING,) if unnamed else (),
        nested=nested,
        passed_over=tuple(unnamed),
    )
    return without_totals(written)


def _table(content: bytes) -> pyarrow.Table:
    try:
        file = pyarrow.parquet.ParquetFile(pyarrow.BufferReader(content), coerce_int96_timestamp_unit="us")
        table = file.read(use_threads=False)
        table.validate(full=True)
    except Exception as fault:  # on damaged files the library raises whatever it likes
        raise DAMAGED from fault
    if table.num_rows != file.metadata.num_rows:
        raise DAMAGED
    return table


def _plain(table: pyarrow.Table) -> pyarrow.Table:
    """The table without dictionaries, whose codes differ from part to part."""
    fields = [field.with_type(_value_type(field.type)) for field in table.schema]
    return table.cast(pyarrow.schema(fields))


def _value_type(kind: pyarrow.DataType) -> pyarrow.DataType:
    return _value_type(kind.value_type) if types.is_dictionary(kind) else kind


def _frame(tables: Sequence[pyarrow.Table]) -> tuple[pd.DataFrame, tuple[str, ...]]:
    try:
        joined = pyarrow.concat_tables(tables, promote_options="permissive").unify_dictionaries()
        columns = [_column(joined.column(place)) for place in range(joined.num_columns)]
    except Exception as fault:
        raise DAMAGED from fault
    nested = tuple(field.name for field in joined.schema if any(is_kind(field.type) for is_kind in NESTED))
    frame = pd.concat(columns, axis=1) if columns else pd.DataFrame(index=range(joined.num_rows))
    frame.columns = [str(name) for name in joined.column_names]
    return frame, nested


def _column(column: pyarrow.ChunkedArray) -> pd.Series:
    """A column as pandas holds it: whole numbers stay whole beside empty cells, days beyond 2262 stay days."""
    kind = column.type
    if any(is_kind(kind) for is_kind in NESTED):
        return pd.Series([None] * len(column), dtype=object)
    if types.is_dictionary(kind) and not types.is_string(kind.value_type):
        column = column.cast(kind.value_type)
    if types.is_decimal(column.type) or types.is_binary(column.type) or types.is_large_binary(column.type):
        return pd.Series(column.to_pylist(), dtype=object)
    choices = {"integer_object_nulls": True, "date_as_object": True, "ignore_metadata": True}
    return column.to_pandas(use_threads=False, **choices)
