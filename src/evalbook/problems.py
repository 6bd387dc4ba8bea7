"""What is wrong with an extract, said so that the person who holds the files can mend it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from evalbook.errors import EvalbookError

HEADER_ROWS = 1


@dataclass(frozen=True)
class Problem:
    """A fault of one column; `rows` counts the rows that have it. Never a value or an id of a person."""

    table: str
    column: str
    problem: str
    remedy: str
    expected: str = ""
    rows: int = 0
    first_row: int = 0
    severity: str = "error"  # a warning does not stop

    def __str__(self) -> str:
        where = f"{self.table}.{self.column}" if self.column else self.table
        count = f" ({self.rows} rows, the first is row {self.first_row})" if self.rows else ""
        expected = f" Expected: {self.expected}." if self.expected else ""
        return f"{self.severity}: {where}: {self.problem}{count}.{expected} {self.remedy}"


class ExtractError(EvalbookError):
    """All errors of an extract together."""

    def __init__(self, problems: Sequence[Problem]):
        self.problems = tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))


@dataclass
class Findings:
    """Gathers problems while an extract is read, so that all are told at once."""

    problems: list[Problem] = field(default_factory=list)

    def add(self, table: str, column: str, problem: str, remedy: str, **more: object) -> None:
        self.problems.append(Problem(table, column, problem, remedy, **more))

    def rows(self, wrong: pd.Series | np.ndarray, table: str, column: str, *texts: str, **more: object) -> None:
        """A problem with the rows where `wrong` holds; none when it holds nowhere.

        Rows are numbered as in the file, its header being row 1.
        """
        positions = np.flatnonzero(np.asarray(wrong, bool))
        if len(positions):
            first = int(positions[0]) + 1 + HEADER_ROWS
            self.add(table, column, *texts, rows=len(positions), first_row=first, **more)

    @property
    def errors(self) -> list[Problem]:
        return [problem for problem in self.problems if problem.severity == "error"]

    @property
    def warnings(self) -> list[Problem]:
        return [problem for problem in self.problems if problem.severity == "warning"]

    def stop_on_errors(self) -> None:
        if self.errors:
            raise ExtractError(self.errors)
