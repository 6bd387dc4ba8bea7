"""A column of a register: its cells as written, made into the contract's values, each distinct one once."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from evalbook.contract.schema import PERSON, Column
from evalbook.extract.cells import IDENTIFIERS, Cells, Read, distinct_of, read_cells
from evalbook.extract.conversions import LONGEST_TEXT, as_texts
from evalbook.extract.days import writings_of
from evalbook.extract.guesses import code_called
from evalbook.extract.mappings import Mappings
from evalbook.problems import Findings

# A pseudonym may well begin with + or -; a formula that does calls something.
FILL = "Fill it in in the register, or leave the rows out (docs/extract.md)."
SIGNS = "=@\t\r(!|<"  # one of which each has
FORMULA_OR_HTML = r"^[=@\t\r]|^[+-].*[(!|]|<[a-zA-Z/!]"
# What databases and programs write for nothing, where nobody said so.
LIKE_NOTHING = (
    *("null", "(null)", "none", "nil", "nan", "na", "n/a", "<na>", "\\n", "missing", ".", "-", "--", "---", "?", "??"),
    *("(leeg)", "leeg", "nvt", "n.v.t.", "n.v.t", "#n/a", "#n/b", "#n/b!", "#waarde!", "#value!", "#verw!", "#ref!"),
    *("#naam?", "#name?", "#null!", "#leeg!", "#deel/0!", "#div/0!", "#getal!", "#num!"),
)
LIKE_NOTHING_WRITTEN = frozenset(way(text) for text in LIKE_NOTHING for way in (str, str.upper, str.title)) | {"NaN"}


@dataclass(frozen=True)
class Typed:
    """A column's values over all files; of each file how it was written and what stood in its empty cells."""

    values: object
    ways: tuple[str, ...]
    empty: tuple[Mapping[str, int], ...]


def typed_column(parts: Sequence[Cells], column: Column, table: str, mappings: Mappings, findings: Findings) -> Typed:
    """The values of a column, its faults in `findings`."""
    reads = [read_cells(cells, column, table, mappings) for cells in parts]
    _tell(reads, column, table, findings)
    _tell_unmatched(parts, column, table, mappings, findings)
    _tell_like_nothing(reads, column, table, findings)
    empty = tuple(_counted(read) for read in reads)
    as_written = column == PERSON and len(parts) == 1 and reads[0].values is reads[0].written
    as_written &= isinstance(parts[0].written.dtype, pd.CategoricalDtype)
    values = parts[0].written.cat.as_unordered().array if as_written else _values(reads, column)
    return Typed(values, tuple(read.way for read in reads), empty)


def _values(reads: Sequence[Read], column: Column) -> object:
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


def _rows(reads: Sequence[Read], flags: Sequence[pd.Series]) -> np.ndarray:
    """Flags of distinct values as flags of rows, the files below each other."""
    return np.concatenate([flag.to_numpy(bool)[read.positions] for flag, read in zip(flags, reads, strict=True)])


def _tell(reads: Sequence[Read], column: Column, table: str, findings: Findings) -> None:
    more = {"expected": column.expected}
    if not column.may_be_empty:
        empty = _rows(reads, [read.nothing.notna() for read in reads])
        findings.rows(empty, table, column.name, "has no value", FILL, rule="no_value", **more)
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
    wrong = _rows(reads, certain)
    if wrong.any():
        remedy = _remedy(reads, column)
        findings.rows(wrong, table, column.name, "has values of another kind", remedy, rule="another_kind", **more)
    if column.kind == "text":
        _refuse_formulas(reads, column, table, findings)


def _remedy(reads: Sequence[Read], column: Column) -> str:
    """What to do about values of another kind: the words of extract.yaml that may be meant."""
    written = {text for read in reads for text in as_texts(read.written[read.wrong])}
    if written and written <= LIKE_NOTHING_WRITTEN:
        texts = ", ".join(f'"{text}"' for text in sorted(written))
        return f"If they mean nothing, say so in extract.yaml: `empty: [{texts}]`."
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


def _refuse_formulas(reads: Sequence[Read], column: Column, table: str, findings: Findings) -> None:
    suspects = []
    for read in reads:
        texts = "\n".join(read.values.dropna().tolist())  # one pass over a million texts, most often the first
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
    other = [
        text
        for cells in parts
        for code, label in cells.labels.items()
        if label in column.categories and codes.get(text := _code_text(code), label) not in (label, "")
    ]
    if other:
        problem = f"{len(other)} codes are mapped otherwise than their labels in SPSS say"
        findings.add(table, column.name, problem, f"See to {', '.join(map(repr, other))}.", severity="warning")
    _tell_other_numbers(parts, column, table, findings)
    if not codes and not own:
        return
    there: set[str] = set()
    for cells in parts:
        distinct = distinct_of(cells.written)[1].dropna()
        there |= {*as_texts(distinct), *(str(label).strip() for label in cells.labels.values())}
    for said, key in ((tuple(codes), "categories"), (tuple(sorted(own)), "empty")):
        missing = [code for code in said if code and not writings_of(code) & there]
        if missing:
            problem = f"{len(missing)} codes of `{key}` do not occur in it"
            remedy = f"Mend or remove them: {', '.join(map(repr, missing[:20]))}."
            findings.add(table, column.name, problem, remedy, severity="warning")


def _tell_other_numbers(parts: Sequence[Cells], column: Column, table: str, findings: Findings) -> None:
    """Labels of SPSS that are numbers, and other ones than their codes, by which a number is read."""
    labels = [(code, label) for cells in parts for code, label in cells.labels.items()]
    other = [label for code, label in labels if str(label).strip().isdigit() and _code_text(code) != str(label).strip()]
    if other and column.kind in ("number", "integer"):
        problem = f"{len(other)} labels in SPSS are other numbers than their codes, by which they are read"
        findings.add(
            table, column.name, problem, "Map them under `categories` if the labels are meant.", severity="warning"
        )


def _code_text(code: object) -> str:
    return str(as_texts(pd.Series([code], dtype=object))[0])


def _tell_like_nothing(reads: Sequence[Read], column: Column, table: str, findings: Findings) -> None:
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


def _counted(read: Read) -> dict[str, int]:
    """How many cells are empty, by what stood in them."""
    times = np.bincount(read.positions, minlength=len(read.nothing))
    counts: dict[str, int] = {}
    for at, text in read.nothing[read.nothing.notna()].items():
        if times[at]:
            counts[str(text)] = counts.get(str(text), 0) + int(times[at])
    return counts
