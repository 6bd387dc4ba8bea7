"""The account of a delivery: of each table where it was read, how much of it, and what was taken for what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Account:
    """What was read of one file or sheet.

    `in_file`: rows below the headings that the file counts itself; `rows`: those that were read, before any was left
    out; `empty_rows`: those in which nothing stands. `columns`: the contract's that were read; `passed_over`: the
    file's own headings that were not. `form`: what was detected of the file; `ways`: how each column is written.
    `empty`: by column how many cells are empty, by what stood there ('' for nothing). `left_out`: rows by rule.
    """

    table: str
    file: str
    sheet: str = ""
    in_file: int = 0
    rows: int = 0
    empty_rows: int = 0
    columns: tuple[str, ...] = ()
    passed_over: tuple[str, ...] = ()
    form: Mapping[str, str] = field(default_factory=dict)
    ways: Mapping[str, str] = field(default_factory=dict)
    empty: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    left_out: Mapping[str, int] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The file, and the sheet where it has several: as rows are listed."""
        return f"{self.file}/{self.sheet}" if self.sheet else self.file

    @property
    def detected(self) -> dict[str, str]:
        """What was detected, of the file and of each column."""
        return {**self.form, **self.ways}
