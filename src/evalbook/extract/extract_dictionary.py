"""`docs/extract.md`: what goes into an extract, made from the schema and the words of registers.

`python -m evalbook.extract.extract_dictionary` writes it; a test holds the file to it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import Field, fields
from pathlib import Path

from evalbook.contract.code_meanings import CODE_MEANINGS
from evalbook.contract.edition import EXPERIMENT_START
from evalbook.contract.schema import TABLES, YOUNGEST_AGE, Column, Table
from evalbook.delivery.files import SUFFIXES
from evalbook.extract.guesses import known_words
from evalbook.extract.row_lists import OF_A_PERSON, RULES
from evalbook.limits import Limits, written
from evalbook.places import REPOSITORY

PATH = REPOSITORY / "docs" / "extract.md"
HEAD = Path(__file__).with_suffix(".md")


def dictionary() -> str:
    """The page as Markdown."""
    head = HEAD.read_text(encoding="utf-8").format(
        suffixes=", ".join(f"`{suffix}`" for suffix in SUFFIXES),
        experiment_start=EXPERIMENT_START.isoformat(),
        limits="\n".join(map(_limit, fields(Limits))),
        of_a_person=OF_A_PERSON,
        rules=", ".join(f"`{rule}`" for rule in RULES),
        youngest=YOUNGEST_AGE,
    )
    return head + "\n" + "\n".join("\n".join(_table(table)) for table in TABLES.values())


def _limit(each: Field) -> str:
    return f"| `{each.name}` | {written(each.name, each.default)} | {each.metadata['meaning']} |"


def _table(table: Table) -> Iterator[str]:
    also = ", ".join(known_words()["tables"].get(table.name, ()))
    yield f"### `{table.name}`{' (required)' if table.required else ''}"
    unique = f" Unique: {', '.join(f'`{name}`' for name in table.unique)}." if table.unique else ""
    yield f"One row is {table.row}.{unique} Also called: {also}."
    yield ""
    yield "| column | values | meaning | also called |"
    yield "|---|---|---|---|"
    yield from map(_column, table.columns)
    yield ""


def _column(column: Column) -> str:
    notes = ["may be empty"] * column.may_be_empty + ["may be left out"] * column.may_be_missing
    values = f"one of {', '.join(map(_code, column.categories))}" if column.categories else column.expected
    also = ", ".join(known_words()["columns"].get(column.name, ()))
    return f"| `{column.name}` | {'; '.join([values, *notes])} | {column.meaning} | {also} |"


def _code(code: str) -> str:
    meaning = CODE_MEANINGS.get(code, code)
    return f"`{code}`" if meaning == code else f"`{code}` ({meaning})"


if __name__ == "__main__":
    PATH.write_text(dictionary(), encoding="utf-8", newline="\n")
