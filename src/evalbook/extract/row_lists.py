"""Lists of rows: those that the checks name, and those that the analyst leaves out for it.

A list has no value and no id, only where a row stands and which rule it breaks. A row is left out only while it breaks
the rule that the list names, so that a list of another delivery is found out.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from evalbook.delivery.contents import read_file
from evalbook.delivery.files import Place, is_within
from evalbook.delivery.texts import read_text
from evalbook.delivery.written import UnreadableFile
from evalbook.problems import Findings, Problem

COLUMNS = ("table", "row", "column", "rule")
FILE_COLUMN = "file"  # only where a table stands in several files
# What may be left out; other rules are about a file as a whole, or no fault of a row.
RULES = (
    "fields",
    "totals",
    "no_value",
    "another_kind",
    "rounded",
    "like_nothing",
    "made_a_day",
    "formula",
    "unknown_person",
    "in_both",
    "repeated",
    "end_before_start",
    "start_after_reference",
    "too_young",
)
OF_A_PERSON = "person_left_out"  # the rule of rows that go with a participant


@dataclass(frozen=True)
class ListedRow:
    """A row of a list: the table, the file where there are several, the number of the row, and the rule."""

    table: str
    row: int
    column: str
    rule: str
    file: str = ""


def listed_rows(problems: Iterable[Problem]) -> list[ListedRow]:
    """All rows that problems name, in the order of tables, files and numbers."""
    rows = {
        ListedRow(each.table, number, each.column, each.rule, each.files[at] if each.files else "")
        for each in problems
        for at, number in enumerate(each.row_numbers)
    }
    return sorted(rows, key=lambda each: (each.table, each.file, each.row, each.column, each.rule))


def write_rows(rows: Sequence[ListedRow], path: Path) -> None:
    """The list as CSV; the file of a row is told only where some table stands in several."""
    names = [*COLUMNS, *([FILE_COLUMN] if any(each.file for each in rows) else [])]
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(names)
    writer.writerows([getattr(each, name) for name in names] for each in rows)
    path.write_text(text.getvalue(), encoding="utf-8", newline="\n")


def is_list(path: Path) -> bool:
    """Whether a file begins as such a list does."""
    with path.open("rb") as opened:
        return opened.readline().startswith(",".join(COLUMNS).encode())


def read_rows(folder: Path, names: Sequence[str], findings: Findings) -> list[ListedRow]:
    """The rows of the lists in a folder, warnings aside; a list that cannot be used is in `findings`."""
    rows = []
    for name in names:
        path = folder / name
        if not is_within(path, folder):
            findings.add("extract.yaml", "leave_out", f"the file {name} is not there", "Mend its name.")
            continue
        try:
            content = read_file(path, "listed_bytes")
        except UnreadableFile as fault:
            findings.add("extract.yaml", "leave_out", f"the file {name} {fault.problem}", fault.remedy)
            continue
        try:
            found = list(_rows(content))
        except (UnreadableFile, ValueError, KeyError, TypeError, csv.Error):
            problem = f"{name} is no list of rows"
            remedy = "Make it with `evalbook validate --rows FILE`, and remove lines of it at most."
            findings.add("extract.yaml", "leave_out", problem, remedy, expected=f"columns {', '.join(COLUMNS)}")
            continue
        rows += [row for row in found if row.rule in RULES]
        if others := sorted({row.rule for row in found} - {*RULES}):
            number = sum(row.rule in others for row in found)
            problem = f"{number} rows of {name} are no errors of rows, and stay"
            remedy = f"Mend them in the register's file if need be. Their rules: {', '.join(map(repr, others))}."
            findings.add("extract.yaml", "leave_out", problem, remedy, severity="warning")
    return rows


def _rows(content: bytes) -> Iterator[ListedRow]:
    rows = read_text(content, known=COLUMNS, writing={}, tabs=False).rows.astype(object)
    if not {*COLUMNS} <= {*rows}:
        raise ValueError
    files = rows[FILE_COLUMN] if FILE_COLUMN in rows else [""] * len(rows)
    for *row, file in zip(*(rows[name].fillna("") for name in COLUMNS), files, strict=True):
        table, number, column, rule = map(str, row)
        yield ListedRow(table, int(number), column, rule, str(file))


def rows_to_leave_out(
    listed: Sequence[ListedRow],
    problems: Sequence[Problem],
    places: Mapping[str, Sequence[Place]],
    findings: Findings,
) -> dict[tuple[str, str, int], str]:
    """By table, file and number the rule by which a row is left out. Rows that do not break it now are told."""
    broken = {(each.table, each.file, each.row, each.column, each.rule) for each in listed_rows(problems)}
    stale: Counter[str] = Counter()
    out: dict[tuple[str, str, int], str] = {}
    for each in listed:
        files = [place.name for place in places.get(each.table, ())]
        file = each.file or (files[0] if len(files) == 1 else "")
        told = each.file if len(files) > 1 else ""
        if (each.table, told, each.row, each.column, each.rule) in broken and file in files:
            out.setdefault((each.table, file, each.row), each.rule)
        else:
            stale[each.table] += 1
    for table, rows in stale.items():
        problem = f"{rows} rows are to be left out that do not break the rule that is named"
        remedy = "The list is of another delivery: make it again with `evalbook validate --rows FILE`."
        findings.add(table, "", problem, remedy)
    return out
