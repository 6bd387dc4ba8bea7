"""Cells of a column in one file: what each distinct one means, and which mean nothing."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from evalbook.contract.schema import Column
from evalbook.extract.conversions import BOOLEANS, LONGEST_TEXT, Converted, as_texts, convert, lost_digits
from evalbook.extract.days import read_value, writings_of
from evalbook.extract.mappings import Mappings
from evalbook.extract.ordinary import lines_of

IDENTIFIERS = ("person_id", "job_id", "respondent_id")
MIDNIGHT = r"[T ]0?0:00(:00)?([.,]0+)?$"
NO_END = "year 9999: no end"
ROUNDING = "E+"  # what stands in a number that a spreadsheet shortened


@dataclass(frozen=True)
class Cells:
    """The cells of a column in one file, how its texts are written, and what SPSS says of its codes."""

    written: pd.Series
    writing: Mapping[str, str] = field(default_factory=dict)
    labels: Mapping[object, str] = field(default_factory=dict)
    missing: Sequence[tuple[object, object]] = ()


@dataclass(frozen=True)
class Read:
    """Distinct values of one file's column, and the place of each cell among them."""

    positions: np.ndarray
    written: pd.Series
    values: pd.Series
    nothing: pd.Series  # what stood where a cell is empty, None elsewhere
    wrong: pd.Series
    rounded: pd.Series
    day: pd.Series  # where a text column holds a day
    converted: Converted
    way: str


def read_cells(cells: Cells, column: Column, table: str, mappings: Mappings) -> Read:
    """What the distinct cells of a column mean: own codes and labels mapped, empty ones found, types converted."""
    positions, distinct = distinct_of(cells.written)
    if column.kind == "text" and _stand_as_they_are(distinct, cells, column, table, mappings):
        nothing, never = pd.Series(None, distinct.index, dtype=object), pd.Series(False, distinct.index)
        return Read(positions, distinct, distinct, nothing, never, never, never, Converted(distinct), "")
    nothing = _nothing(distinct, cells, column, table, mappings)
    rounded = lost_digits(distinct) & nothing.isna() if column.name in IDENTIFIERS else pd.Series(False, distinct.index)
    day = pd.Series(False, distinct.index)
    if column.kind == "text":
        day = distinct.map(lambda value: not isinstance(value, str) and read_value(value) is not None).astype(bool)
    meant, labelled = _meant(distinct.mask(nothing.notna(), None), cells, column, table, mappings)
    nothing = nothing.where(meant != "", as_texts(distinct))
    meant = meant.mask(nothing.notna(), None)
    converted = convert(meant, column, cells.writing)
    values, is_open = converted.values, converted.open
    if is_open is not None and column.may_be_empty and is_open.any():
        nothing = nothing.mask(is_open & nothing.isna(), NO_END)
    wrong = nothing.isna() & (values.isna() | ~_allowed(values, column))
    kept = _kept_though_declared(meant, distinct, cells)
    way = ", ".join(filter(None, (converted.detected, labelled, kept)))
    return Read(positions, distinct, values, nothing, wrong, rounded, day & nothing.isna(), converted, way)


def _stand_as_they_are(distinct: pd.Series, cells: Cells, column: Column, table: str, mappings: Mappings) -> bool:
    """Whether texts need no reading: none is empty, odd or said to be something else."""
    said = (cells.labels, cells.missing, mappings.categories.get((table, column.name)))
    if any(said) or any(mappings.empty_of(table, column.name)):
        return False
    lines = lines_of(distinct)
    if not lines or ROUNDING in lines:
        return False
    lengths = [*map(len, lines.split("\n"))]
    return min(lengths) > 0 and max(lengths) <= LONGEST_TEXT


def distinct_of(raw: pd.Series) -> tuple[np.ndarray, pd.Series]:
    """The position of each value among the distinct ones, and these. An empty cell of a category has its own."""
    if isinstance(raw.dtype, pd.CategoricalDtype):
        codes, distinct = raw.cat.codes.to_numpy(), pd.Series(raw.cat.categories, dtype=object)
        if (codes >= 0).all():
            return codes, distinct
        return np.where(codes < 0, len(distinct), codes), pd.Series([*distinct, None], dtype=object)
    positions, distinct = pd.factorize(raw, use_na_sentinel=False)
    return positions, pd.Series(distinct, dtype=object)


def _nothing(distinct: pd.Series, cells: Cells, column: Column, table: str, mappings: Mappings) -> pd.Series:
    """What stands where a cell means nothing: '' for an empty one, the text that means it, None elsewhere."""
    texts = as_texts(distinct)
    nothing = pd.Series([None] * len(distinct), distinct.index, dtype=object)
    codes = mappings.categories.get((table, column.name), {})
    if not codes.get(""):
        nothing = nothing.mask(distinct.isna() | (texts == ""), "")
    wide, own = mappings.empty_of(table, column.name)
    wide = {text for text in wide if text not in column.categories and text not in codes}
    said = wide | own
    if column.kind in ("date", "month") and (said or cells.missing):
        said = {written for text in said for written in writings_of(text)}
        texts = texts.map(lambda text: re.sub(MIDNIGHT, "", text), na_action="ignore")
    if said:
        labels = distinct.map(lambda value: str(cells.labels.get(value, "")).strip())
        nothing = nothing.mask(nothing.isna() & texts.isin(said), texts)
        nothing = nothing.mask(nothing.isna() & labels.isin(said) & (labels != ""), labels)
    for at in distinct.index[nothing.isna()] if cells.missing else ():
        label = cells.labels.get(distinct[at], "")
        known = str(texts[at]) in codes or label in codes or label in column.categories
        if not known and _is_declared(distinct[at], cells.missing):
            nothing[at] = f"{texts[at]} (SPSS: missing)"
    return nothing


def _is_declared(value: object, ranges: Sequence[tuple[object, object]]) -> bool:
    try:
        return any(low <= value <= high for low, high in ranges)
    except TypeError:
        return any(str(value).strip() == str(low).strip() for low, _ in ranges)


def _meant(distinct: pd.Series, cells: Cells, column: Column, table: str, mappings: Mappings) -> tuple[pd.Series, str]:
    """The values with own codes and labels turned into the contract's, '' where one is mapped to nothing."""
    codes = mappings.categories.get((table, column.name), {})
    if not codes and not cells.labels:
        return distinct, ""
    if column.kind in ("date", "month"):
        codes = {written: code for own, code in codes.items() for written in writings_of(own)}
    texts, labels = as_texts(distinct), distinct.map(lambda value: str(cells.labels.get(value, "")).strip() or None)
    meant, by_label = [], False
    for value, text, label in zip(distinct, texts, labels, strict=True):
        own = next((each for each in ("" if pd.isna(text) else text, label) if each in codes), None)
        if own is not None:
            meant.append(codes[own])
        elif label is not None and _takes_label(column, label):
            by_label = True
            meant.append(label)
        else:
            meant.append(value)
    return pd.Series(meant, distinct.index, dtype=object), "labels of SPSS" if by_label else ""


def _kept_though_declared(meant: pd.Series, distinct: pd.Series, cells: Cells) -> str:
    """What SPSS declares to be no answer and is one here, since its label or mapping is a code of the column."""
    if not cells.missing:
        return ""
    kept = [
        f"{code} read as {value}"
        for code, value in zip(as_texts(distinct), meant, strict=True)
        if value is not None and _is_declared(_number(code), cells.missing)
    ]
    return f"declared missing in SPSS, but a code here: {'; '.join(kept)}" if kept else ""


def _number(text: object) -> object:
    try:
        return float(str(text))
    except ValueError:
        return text


def _takes_label(column: Column, label: str) -> bool:
    """Whether a label says more than its code: of a number, day or identifier it does not."""
    if column.kind == "category":
        return label in column.categories
    if column.kind == "boolean":
        return label.lower() in BOOLEANS
    return column.kind == "text" and column.name not in IDENTIFIERS


def _allowed(values: pd.Series, column: Column) -> pd.Series:
    allowed = pd.Series(True, values.index)
    if column.categories:
        allowed &= values.isin(column.categories)
    if column.at_least is not None:
        allowed &= values >= column.at_least
    if column.at_most is not None:
        allowed &= values <= column.at_most
    return allowed
