"""The headings of a register's file: which column of the contract each is, and what is wrong with them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence

from evalbook.contract.schema import Table
from evalbook.delivery.written import Written
from evalbook.extract.guesses import column_called
from evalbook.extract.mappings import Mappings
from evalbook.problems import Findings

PASSED_OVER = ""  # the name of a heading that is to be ignored
UNNAMED = re.compile(r"column ([A-Z]{1,3}|\d+)$")


def names_of(headings: Sequence[str], own_names: Mapping[str, str], table: Table, mappings: Mappings) -> list[str]:
    """The contract's name of each heading, PASSED_OVER for one to be ignored, or the heading itself. Case counts only
    where it must."""
    exact = {**{column.name: column.name for column in table.columns}, **own_names}
    folded = {name.casefold(): contract for name, contract in reversed(exact.items())}
    names = [exact.get(heading) or folded.get(heading.casefold(), heading) for heading in headings]
    ignored = [mappings.ignores(table.name, heading) for heading in headings]
    return [PASSED_OVER if out else name for name, out in zip(names, ignored, strict=True)]


def tell_unmatched(table: Table, headings: Sequence[str], mappings: Mappings, findings: Findings) -> None:
    """Headings that the analyst names and that stand in no file of the table."""
    own_names = mappings.columns.get(table.name, {})
    if not headings:
        return
    there = {heading.casefold() for heading in headings}
    for own, name in own_names.items():
        if own.casefold() not in there:
            problem = "a heading that is mapped to it is not in the file"
            findings.add(table.name, name, problem, f"Mend or remove {own!r} under `columns`.", severity="warning")
    for text in mappings.ignore_columns:
        of_table, _, column = text.partition(".")
        if of_table == table.name and column.casefold() not in there:
            problem = "a column that is to be passed over is not in the file"
            findings.add(table.name, column, problem, "Remove it under `ignore_columns`.", severity="warning")


def has_columns(
    names: Sequence[str],
    headings: Sequence[str],
    written: Written,
    table: Table,
    findings: Findings,
    *,
    file: str,
) -> bool:
    known = tuple(column.name for column in table.columns)
    before = len(findings.errors)
    for name, heading in zip(names, headings, strict=True):
        if name in known and heading in written.nested:
            findings.add(table.name, name, "holds lists or records", "Write one value a cell.")
        elif name not in known and name != PASSED_OVER:
            _tell_unknown(heading, [each for each in known if each not in names], table, findings)
    for column in table.columns:
        if column.name not in names and not column.may_be_missing:
            remedy = "Add it, or map the register's own name to it under `columns`."
            problem = f"the column is missing in {file}" if file else "the column is missing"
            findings.add(table.name, column.name, problem, remedy)
    for name, times in Counter(names).items():
        if times > 1 and name in known:
            findings.add(table.name, name, "the column is there twice", "Keep one of them.")
    return len(findings.errors) == before


def are_twice(names: Sequence[str]) -> bool:
    known = [name for name in names if name]
    return len(set(known)) < len(known)


def _tell_unknown(heading: str, missing: Collection[str], table: Table, findings: Findings) -> None:
    if UNNAMED.fullmatch(heading):
        remedy = f"Give it a heading, or list {table.name}.{heading} under `ignore_columns`."
        findings.add(table.name, heading, "holds values and has no heading", remedy)
        return
    guess = column_called(heading, missing)
    remedy = "Map it under `columns`, or list it under `ignore_columns`." + (f" Did you mean {guess}?" if guess else "")
    findings.add(table.name, heading, "the column is not known", remedy)
