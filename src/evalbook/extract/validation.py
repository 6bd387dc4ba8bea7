"""What the checks of an extract found, for the terminal and as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict

from evalbook.contract.account import Account
from evalbook.extract.canonical import fingerprints
from evalbook.extract.extract import Validation
from evalbook.typed import readable

NOTHING = "nothing"
DETECTED = "read: {table}: {file}, {rows} rows of {in_file} in the file, {columns} columns; {detected}"


def as_text(validation: Validation) -> str:
    """The account of each file and all problems, errors first, a line each; last, what stands before a book."""
    accounts = [line for account in validation.accounts for line in _account_lines(account)]
    return "\n".join([*map(_on_one_line, accounts), *_problem_lines(validation), _verdict(validation)])


def _on_one_line(line: str) -> str:
    """A line as it is, what cannot be read in it replaced: the name of a file may hold anything."""
    return line[: len(line) - len(line.lstrip(" "))] + readable(line)


def as_json(validation: Validation) -> str:
    """The same for a program: `usable`, `accounts`, `detected` and `problems`, each with all its rows.

    `checksums` of what the registers say: the colophon of a book of invented ones shows them.
    """
    told = {
        "usable": validation.extract is not None,
        "accounts": [asdict(account) for account in validation.accounts],
        "detected": {account.table: account.detected for account in reversed(validation.accounts)},
        "problems": [asdict(problem) for problem in validation.problems],
        "rows": [asdict(row) for row in validation.rows],
        "checksums": fingerprints(validation.extract.tables) if validation.extract else {},
    }
    return json.dumps(told, indent=2, ensure_ascii=False) + "\n"


def _account_lines(account: Account) -> Iterator[str]:
    where = f"{account.file}, sheet {account.sheet}" if account.sheet else account.file
    said = "; ".join(f"{name}: {what}" for name, what in account.detected.items() if name != "sheet")
    told = {"table": account.table, "file": where, "rows": account.rows, "in_file": account.in_file}
    yield DETECTED.format(**told, columns=len(account.columns), detected=said)
    if account.empty:
        yield f"      empty: {'; '.join(_empty(name, counts) for name, counts in account.empty.items())}"
    if account.empty_rows:
        yield f"      passed over: {account.empty_rows} rows in which nothing stands"
    if account.passed_over:
        yield f"      passed over: the columns {', '.join(account.passed_over)}"
    for rule, rows in account.left_out.items():
        yield f"      left out: {rows} rows by the rule {rule}"


def _empty(column: str, counts: dict[str, int]) -> str:
    """`service_end 12 (9999 3)`: how many cells are empty, and of those in which something stood, what."""
    stood = [f"{text} {number}" for text, number in counts.items() if text]
    return f"{column} {sum(counts.values())}" + (f" ({', '.join(stood)})" if stood else "")


def _problem_lines(validation: Validation) -> list[str]:
    return [str(problem) for problem in sorted(validation.problems, key=lambda each: each.severity)]


def _verdict(validation: Validation) -> str:
    errors = len(validation.errors)
    warnings = len(validation.problems) - errors
    if errors:
        return f"{errors} errors to mend and {warnings} warnings. Nothing was made of this extract."
    return f"No errors, {warnings} warnings. This extract can be used."
