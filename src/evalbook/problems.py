"""What is wrong with an extract, said so that the person who holds the files can mend it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from evalbook.errors import EvalbookError
from evalbook.typed import readable

HEADER_ROWS = 1
UNUSED = "unused"  # the rule of what lies in a delivery and is not read


@dataclass(frozen=True)
class Problem:
    """A fault of one column; `rows` counts the rows that have it. Never a value or an id of a person.

    `rule` names what a row breaks; `row_numbers` are those of all its rows, as an editor or Excel shows them, and
    `files` of each the file, where the table stands in several. `line`: of the key in extract.yaml.
    """

    table: str
    column: str
    problem: str
    remedy: str
    expected: str = ""
    rows: int = 0
    first_row: int = 0
    severity: str = "error"  # a warning does not stop
    rule: str = ""
    row_numbers: tuple[int, ...] = field(default=(), repr=False)
    files: tuple[str, ...] = field(default=(), repr=False)
    line: int = 0

    def __str__(self) -> str:
        where = f"{self.table}.{self.column}" if self.column else self.table
        of_file = f" of {self.files[0]}" if self.files else ""
        count = f" ({self.rows} rows, the first is row {self.first_row}{of_file})" if self.rows else ""
        line = f" (line {self.line})" if self.line else ""
        expected = f" Expected: {self.expected}." if self.expected else ""
        return readable(f"{self.severity}: {where}: {self.problem}{count}{line}.{expected} {self.remedy}")


class ExtractError(EvalbookError):
    """All errors of an extract together."""

    def __init__(self, problems: Sequence[Problem]):
        self.problems = tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))

    def __reduce__(self) -> tuple[type[ExtractError], tuple[tuple[Problem, ...]]]:
        return ExtractError, (self.problems,)


@dataclass(frozen=True)
class Numbering:
    """Of each row of a table, the number that an editor or Excel shows, and the file where there are several."""

    numbers: np.ndarray
    files: np.ndarray | None = None


@dataclass
class Findings:
    """Gathers problems while an extract is read, so that all are told at once."""

    problems: list[Problem] = field(default_factory=list)
    numbering: dict[str, Numbering] = field(default_factory=dict)

    def add(self, table: str, column: str, problem: str, remedy: str, **more: object) -> None:
        self.problems.append(Problem(table, column, problem, remedy, **more))

    def numbered(self, numbers: Sequence[int], table: str, column: str, *texts: str, **more: object) -> None:
        """A problem with the rows of these numbers; none when there are none."""
        if len(numbers):
            rows = tuple(int(number) for number in numbers)
            self.add(table, column, *texts, rows=len(rows), first_row=rows[0], row_numbers=rows, **more)

    def rows(self, wrong: pd.Series | np.ndarray, table: str, column: str, *texts: str, **more: object) -> None:
        """A problem with the rows where `wrong` holds; none when it holds nowhere.

        Rows are numbered as in the file: as `numbering` says of the table, else with its header as row 1.
        """
        places = np.flatnonzero(np.asarray(wrong, bool))
        known = self.numbering.get(table)
        numbers = places + 1 + HEADER_ROWS if known is None else known.numbers[places]
        if known is not None and known.files is not None:
            more = {**more, "files": tuple(known.files[places])}
        self.numbered(numbers, table, column, *texts, **more)

    @property
    def errors(self) -> list[Problem]:
        return [problem for problem in self.problems if problem.severity == "error"]

    def stop_on_errors(self) -> None:
        if self.errors:
            raise ExtractError(self.errors)
