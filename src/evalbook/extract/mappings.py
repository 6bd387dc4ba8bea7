"""What the analyst says in `extract.yaml` of files, names, codes, empty cells and ways of writing.

Everything is said of a table or a column of the contract; what is said of something else is a fault with its line.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

FILE = "extract.yaml"
Scope = tuple[str, str]  # a table and a column of it; '' for all
EVERYWHERE: Scope = ("", "")


@dataclass(frozen=True)
class FileSaid:
    """Where the analyst says that a table stands: a file of the folder, and a sheet of it."""

    file: str
    sheet: str = ""


@dataclass(frozen=True)
class Mappings:
    """What is said, by table and column.

    `columns`: by table a register's own heading to the contract's; `categories`: by table and column an own code to
    the contract's, '' for empty; `empty`: texts that mean nothing; `writing`: delimiter, encoding, decimal, thousands
    and date_format of texts.
    """

    files: Mapping[str, tuple[FileSaid, ...]] = field(default_factory=dict)
    columns: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    categories: Mapping[Scope, Mapping[str, str]] = field(default_factory=dict)
    empty: Mapping[Scope, tuple[str, ...]] = field(default_factory=dict)
    writing: Mapping[Scope, Mapping[str, str]] = field(default_factory=dict)
    ignore_columns: tuple[str, ...] = ()
    ignore_files: tuple[str, ...] = ()
    leave_out: tuple[str, ...] = ()

    def writing_of(self, table: str, column: str = "") -> dict[str, str]:
        """How texts of a column are written, the nearest word counting."""
        said = {}
        for scope in (EVERYWHERE, (table, ""), (table, column)):
            said |= self.writing.get(scope, {})
        return said

    def empty_of(self, table: str, column: str) -> tuple[frozenset[str], frozenset[str]]:
        """The texts that mean nothing everywhere or in the table, and those that do in this very column."""
        wide = {text for scope in (EVERYWHERE, (table, "")) for text in self.empty.get(scope, ())}
        return frozenset(wide), frozenset(self.empty.get((table, column), ()))

    def ignores(self, table: str, heading: str) -> bool:
        return f"{table}.{heading}".casefold() in {each.casefold() for each in self.ignore_columns}

    def tables_named(self) -> dict[str, str]:
        """By table the key under which something is said of it, `files` aside."""
        scopes = {"categories": self.categories, "empty": self.empty, "csv": self.writing}
        named = {table: key for key, said in scopes.items() for table, _ in said if table}
        return {**named, **dict.fromkeys(self.columns, "columns")}
