"""A column of a register: its cells as written, made into the contract's values, each distinct one once."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from evalbook.conversions import BOOLEANS, LONGEST_TEXT, Converted, as_texts, convert, lost_digits
from evalbook.days import read_value, writings_of
from evalbook.guesses import code_called
from evalbook.mappings import Mappings
from evalbook.problems import Findings
from evalbook.schema import PERSON, Column

# A pseudonym may well begin with + or -; a formula that does calls something.
SIGNS = "=@\t\r(!|<"  # one of which each has
FORMULA_OR_HTML = r"^[=@\t\r]|^[+-].*[(!|]|<[a-zA-Z/!]"
IDENTIFIERS = ("person_id", "job_id", "respondent_id")
# What databases and programs write for nothing, where nobody said so.
LIKE_NOTHING = (
    *("null", "(null)", "none", "nil", "nan", "na", "n/a", "<na>", "\\n", "missing", ".", "-", "--", "---", "?", "??"),
    *("(leeg)", "leeg", "nvt", "n.v.t.", "n.v.t", "#n/a", "#n/b", "#n/b!", "#waarde!", "#value!", "#verw!", "#ref!"),
    *("#naam?", "#name?", "#null!", "#leeg!", "#deel/0!", "#div/0!", "#getal!", "#num!"),
)
LIKE_NOTHING_WRITTEN = frozenset(way(text) for text in LIKE_NOTHING for way in (str, str.upper, str.title)) | {"NaN"}
MIDNIGHT = r"[T ]0?0:00(:00)?([.,]0+)?$"
NO_END = "year 9999: no end"


@dataclass(frozen=True)
class Cells:
    """The cells of a column in one file, how its texts are written, and what SPSS says of its codes."""

    written: pd.Series
    writing: Mapping[str, str] = field(default_factory=dict)
    labels: Mapping[object, str] = field(default_factory=dict)
    missing: Sequence[tuple[object, object]] = ()


@dataclass(frozen=True)
class Typed:
    """A column's values over all files; of each file how it was written and what stood in its empty cells."""

    values: object
    ways: tuple[str, ...]
    empty: tuple[Mapping[str, int], ...]


@dataclass(frozen=True)
class _Read:
    """Distinct values of one file's column, and the place of each cell among them."""

    positions: np.ndarray
    values: pd.Series
    nothing: pd.Series  # what stood where a cell is empty, None elsewhere
    wrong: pd.Series
    rounded: pd.Series
    day: pd.Series  # where a text column holds a day
    converted: Converted
    way: str


def typed_column(parts: Sequence[Cells], column: Column, table: str, mappings: Mappings, findings: Findings) -> Typed:
    """The values of a column, its faults in `findings`."""
    reads = [_read(cells, column, table, mappings) for cells in parts]
    _tell(reads, column, table, findings)
    _tell_unmatched(parts, column, table, mappings, findings)
    _tell_like_nothing(reads, column, table, findings)
    empty = tuple(_counted(read) for read in reads)
    return Typed(_values(reads, column), tuple(read.way for read in reads), empty)


def _distinct(raw: pd.Series) -> tuple[np.ndarray, pd.Series]:
    """The position of each value among the distinct ones, and these. An empty cell of a category has its own."""
    if isinstance(raw.dtype, pd.CategoricalDtype):
        codes, distinct = raw.cat.codes.to_numpy(), pd.Series(raw.cat.categories, dtype=object)
        if (codes >= 0).all():
            return codes, distinct
        return np.where(codes < 0, len(distinct), codes), pd.Series([*distinct, None], dtype=object)
    positions, distinct = pd.factorize(raw, use_na_sentinel=False)
    return positions, pd.Series(distinct, dtype=object)


def _read(cells: Cells, column: Column, table: str, mappings: Mappings) -> _Read:
    positions, distinct = _distinct(cells.written)
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
    return _Read(positions, values, nothing, wrong, rounded, day & nothing.isna(), converted, way)


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
    if column.kind in ("date", "month"):
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


def _values(reads: Sequence[_Read], column: Column) -> object:
    distinct = [_without(read.values, read.wrong | read.nothing.notna(), column) for read in reads]
    if column == PERSON:  # a pseudonym is looked up once, not once a row
        lengths = np.cumsum([0, *map(len, distinct)])
        places, pseudonyms = pd.factorize(pd.concat(distinct, ignore_index=True))
        positions = np.concatenate([read.positions + start for read, start in zip(reads, lengths, strict=False)])
        return pd.Categorical.from_codes(places[positions], pseudonyms)
    return np.concatenate([values.to_numpy()[read.positions] for values, read in zip(distinct, reads, strict=True)])


def _without(values: pd.Series, unusable: pd.Series, column: Column) -> pd.Series:
    if column.kind in ("text", "category"):
        return values.mask(unusable, "")
    if column.kind == "boolean":
        return values.mask(unusable, False).astype(bool)
    return values.mask(unusable)


def _rows(reads: Sequence[_Read], flags: Sequence[pd.Series]) -> np.ndarray:
    """Flags of distinct values as flags of rows, the files below each other."""
    return np.concatenate([flag.to_numpy(bool)[read.positions] for flag, read in zip(flags, reads, strict=True)])


def _tell(reads: Sequence[_Read], column: Column, table: str, findings: Findings) -> None:
    more = {"expected": column.expected}
    if not column.may_be_empty:
        empty = _rows(reads, [read.nothing.notna() for read in reads])
        findings.rows(empty, table, column.name, "has no value", "Fill it in.", rule="no_value", **more)
    rounded = _rows(reads, [read.rounded for read in reads])
    text = "holds numbers of which the last digits are lost"
    findings.rows(rounded, table, column.name, text, "Draw them again as text.", rule="rounded")
    text = "holds days where a text is meant: Excel makes one of 1-9"
    days = _rows(reads, [read.day for read in reads])
    findings.rows(days, table, column.name, text, "Draw it again as text.", rule="made_a_day")
    for doubt in dict.fromkeys(read.converted.doubt for read in reads if read.converted.doubt):
        remedy = "Write the column in one way, or say which under `csv` in extract.yaml."
        findings.add(table, column.name, doubt, remedy, **more)
    certain = [read.wrong & (not read.converted.doubt) for read in reads]
    remedy = _remedy(reads, column)
    wrong = _rows(reads, certain)
    findings.rows(wrong, table, column.name, "has values of another kind", remedy, rule="another_kind", **more)
    if column.kind == "text":
        _refuse_formulas(reads, column, table, findings)


def _remedy(reads: Sequence[_Read], column: Column) -> str:
    """What to do about values of another kind: the words of extract.yaml that may be meant."""
    wrong = [str(value) for read in reads for value in read.converted.values[read.wrong].dropna()]
    if column.kind == "category":
        guess = code_called(wrong[0], column.categories) if wrong else ""
        said = f" Did you mean {guess}?" if guess else ""
        return "Mend the values, or map the register's codes under `categories`, to '' if they mean nothing." + said
    nothing = "say under `empty` which texts mean nothing"
    if column.kind in ("date", "month"):
        return f"Mend the values, or name their form under `csv: date_format`, or {nothing}."
    if column.kind in ("number", "integer"):
        return f"Mend the values, or name their signs under `csv: decimal, thousands`, or {nothing}."
    if column.kind == "text":
        return f"Give texts of at most {LONGEST_TEXT} signs."
    return f"Mend the values in the register's file, or {nothing}."


def _refuse_formulas(reads: Sequence[_Read], column: Column, table: str, findings: Findings) -> None:
    suspects = []
    for read in reads:
        texts = "\n".join(read.values.dropna())  # one pass over a million texts, most often the first
        plain = not any(sign in texts for sign in SIGNS) or not re.search(FORMULA_OR_HTML, texts, re.MULTILINE)
        if plain:
            suspects.append(pd.Series(False, read.values.index))
        else:
            suspects.append(
                read.values.astype("string").str.contains(FORMULA_OR_HTML, regex=True, na=False).astype(bool)
            )
    text = "holds texts that a spreadsheet or browser would run as formula or HTML"
    findings.rows(_rows(reads, suspects), table, column.name, text, "Replace them by plain codes.", rule="formula")


def _tell_unmatched(parts: Sequence[Cells], column: Column, table: str, mappings: Mappings, findings: Findings) -> None:
    """Codes and empty texts that the analyst names for this column and that do not occur in it."""
    codes, (_, own) = mappings.categories.get((table, column.name), {}), mappings.empty_of(table, column.name)
    if not codes and not own:
        return
    other = [
        text
        for cells in parts
        for code, label in cells.labels.items()
        if label in column.categories and codes.get(text := _code_text(code), label) not in (label, "")
    ]
    if other:
        problem = f"{len(other)} codes are mapped otherwise than their labels in SPSS say"
        findings.add(table, column.name, problem, f"See to {', '.join(map(repr, other))}.", severity="warning")
    there: set[str] = set()
    for cells in parts:
        distinct = _distinct(cells.written)[1].dropna()
        there |= {*as_texts(distinct), *(str(label).strip() for label in cells.labels.values())}
    for said, key in ((tuple(codes), "categories"), (tuple(sorted(own)), "empty")):
        missing = [code for code in said if not {code, *writings_of(code)} & there]
        if missing:
            problem = f"{len(missing)} codes of `{key}` do not occur in it"
            remedy = f"Mend or remove them: {', '.join(map(repr, missing[:20]))}."
            findings.add(table, column.name, problem, remedy, severity="warning")


def _code_text(code: object) -> str:
    return str(as_texts(pd.Series([code], dtype=object))[0])


def _tell_like_nothing(reads: Sequence[_Read], column: Column, table: str, findings: Findings) -> None:
    """Texts such as NULL that would count as a sector of their own."""
    if column.kind != "text":
        return
    flags = [read.values.isin(LIKE_NOTHING_WRITTEN) & read.nothing.isna() for read in reads]
    if not any(flag.any() for flag in flags):
        return
    problem = "holds texts that often mean nothing, such as NULL"
    severity = "error" if column.name in IDENTIFIERS else "warning"
    remedy = "Say so under `empty`, or keep them if they mean something."
    if column.name in IDENTIFIERS:
        remedy = "An identifier should be one; leave the rows out, or draw them again."
    findings.rows(_rows(reads, flags), table, column.name, problem, remedy, severity=severity, rule="like_nothing")


def _counted(read: _Read) -> dict[str, int]:
    """How many cells are empty, by what stood in them."""
    times = np.bincount(read.positions, minlength=len(read.nothing))
    counts: dict[str, int] = {}
    for at, text in read.nothing[read.nothing.notna()].items():
        if times[at]:
            counts[str(text)] = counts.get(str(text), 0) + int(times[at])
    return counts
