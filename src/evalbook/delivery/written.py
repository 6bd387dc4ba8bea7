"""A table as it stands in a file: its rows as written, where each stands, and what is odd about the file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # a program that reads a workbook starts without them, in a fifth of the time
    import numpy as np
    import pandas as pd

# The rules of rows that a file breaks before anything of it is understood.
FIELDS, TOTALS, ABOVE = "fields", "totals", "above_headings"
MERGED, ERROR_CELL, NOT_COMPUTED, FORMULAS, QUOTES = "merged", "error_cell", "not_computed", "formulas", "quotes"
# Forms without lines of their own are numbered as if their headings stood in row 1, as in a text or on a sheet.
HEADINGS = 1

Line = tuple[int, Sequence[object]]  # a row's number in the file, and its cells


class UnreadableFile(Exception):
    """A file that cannot be read: what it is, and what the analyst can do."""

    def __init__(self, problem: str, remedy: str):
        super().__init__(problem)
        self.problem, self.remedy = problem, remedy

    def told_of(self, name: str) -> str:
        """What is wrong with the file of this name, and what to do: for the person at the keyboard."""
        return f"{name} {self.problem}. {self.remedy}"

    def __reduce__(self) -> tuple[type[UnreadableFile], tuple[str, str]]:
        return UnreadableFile, (self.problem, self.remedy)


@dataclass(frozen=True)
class Fault:
    """Something odd about a file. `rows`: the numbers of its rows; `rule`: by which they may be left out."""

    problem: str
    remedy: str
    column: str = ""
    rows: tuple[int, ...] = ()
    rule: str = ""
    severity: str = "error"


@dataclass(frozen=True)
class Written:
    """The rows of a file or sheet, in its order.

    `rows`: a column a heading, values as the form holds them (texts of CSV; numbers, days and truth values of others),
    None, nan or '' where a cell is empty. `numbers`: of each row, the number that an editor or Excel shows.
    `in_file`: rows below the headings that the file itself counts, empty ones included. `labels`: of a column of SPSS,
    the label of each code; `missing`: its ranges of codes (or texts) that SPSS declares to be no answer. `nested`:
    headings of columns with lists or records; `passed_over`: columns that have no heading and hold nothing, or count
    the rows.
    """

    rows: pd.DataFrame
    numbers: np.ndarray
    detected: Mapping[str, str] = field(default_factory=dict)
    in_file: int = 0
    empty_rows: int = 0
    faults: tuple[Fault, ...] = ()
    labels: Mapping[str, Mapping[object, str]] = field(default_factory=dict)
    missing: Mapping[str, tuple[tuple[object, object], ...]] = field(default_factory=dict)
    nested: tuple[str, ...] = ()
    passed_over: tuple[str, ...] = ()


def letters(place: int) -> str:
    """The letters by which a spreadsheet calls a column: A for 0, AA for 26."""
    above, last = divmod(place, 26)
    return (letters(above - 1) if above else "") + chr(ord("A") + last)
