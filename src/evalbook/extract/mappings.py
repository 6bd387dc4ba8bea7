"""What the analyst says in `extract.yaml` of files, names, codes, empty cells and ways of writing: delimiter, encoding,
signs of numbers, forms of dates.

Everything is said of a table or a column of the contract; what is said of something else is a fault with its line.
"""

from __future__ import annotations

import codecs
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from evalbook.extract.days import Unusable, day_form

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


def _delimiter(text: str) -> str:
    signs = {"tab": "\t", "\\t": "\t", "comma": ",", "komma": ",", "semicolon": ";", "puntkomma": ";", "pipe": "|"}
    sign = signs.get(text.strip().lower(), text)
    if len(sign) != 1 or sign in '"\n\r\0' or sign.isalnum() or ord(sign) > 127:
        raise Unusable
    return sign


def _decimal(text: str) -> str:
    if text not in (",", "."):
        raise Unusable
    return text


def _thousands(text: str) -> str:
    signs = {"space": " ", "spatie": " "}
    if signs.get(text, text) not in (",", ".", " ", "'", "’", "\xa0", "\u202f"):
        raise Unusable
    return signs.get(text, text)


def _encoding(text: str) -> str:
    for name in (text, f"cp{text}"):
        try:
            found = codecs.lookup(name)
            "".encode(name)  # a codec of bytes to bytes is none of texts
            return found.name
        except (LookupError, ValueError, TypeError):
            continue
    raise Unusable


def _date_format(text: str) -> str:
    day_form(text)
    return text


WRITING: dict[str, tuple[str, Callable[[str], str]]] = {
    "delimiter": ("one sign, such as ; or tab", _delimiter),
    "encoding": ("the name of an encoding, such as utf-8 or cp1252", _encoding),
    "decimal": (", or .", _decimal),
    "thousands": (", or . or a space or '", _thousands),
    "date_format": ("a form such as dd-mm-yyyy, yyyymm or %d-%m-%Y", _date_format),
}
OF_A_COLUMN = ("decimal", "thousands", "date_format")
