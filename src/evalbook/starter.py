"""A starter for an analyst: `extract.yaml` to fill in, and each table with its header."""

from __future__ import annotations

from pathlib import Path

from evalbook.errors import EvalbookError
from evalbook.schema import TABLES, Column, Table
from evalbook.settings import FILE

SETTINGS = """\
# What this extract is. Lines that begin with # are explanations; remove the # to use an example.
version: 1
id: {id}                       # a short name: lower-case letters, digits, - and _
title: ""                      # stands on the cover
# title_en: ""                 # the title in the English book; without it the one above stands there too
kind: register                 # register, or synthetic for invented data
reference_date:                # yyyy-mm-dd: the registers are complete up to and including this day
self_employment_through:       # the last tax year that is known
conversation_cost:             # euro: tariff of one conversation
experiment_start: 2023-04-01   # starts before this day belong to the tolerance period (gedoog)

# Columns that may be passed over:
# ignore_columns: [jobs.cao_code]

# The registers' own names of columns and codes, on the left:
# columns: {{participants: {{bsn_pseudo: person_id}}}}
# categories: {{participants: {{sex: {{M: man, V: vrouw}}}}}}

# How CSV files are written, where that should not be detected:
# csv: {{delimiter: ";", decimal: ",", thousands: ".", date_format: "%d-%m-%Y", encoding: cp1252}}

# The tables, a file each. Give what there is: only participants is required.
{tables}
"""


def write_starter(folder: Path) -> None:
    """Writes the starter in a new or empty folder. Raises EvalbookError when something is there already."""
    folder = Path(folder)
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise EvalbookError(f"{folder} is not empty. Name a new folder.")
    folder.mkdir(parents=True, exist_ok=True)
    tables = "\n".join(map(_explained, TABLES.values()))
    settings = SETTINGS.format(id="my-edition", tables=tables)
    (folder / FILE).write_text(settings, encoding="utf-8", newline="\n")
    for table in TABLES.values():
        header = ",".join(column.name for column in table.columns)
        (folder / f"{table.name}.csv").write_text(header + "\n", encoding="utf-8", newline="\n")


def _explained(table: Table) -> str:
    lines = [f"# {table.name}: one row is {table.row}", *map(_column, table.columns)]
    return "\n".join(lines)


def _column(column: Column) -> str:
    notes = ["may be empty"] * column.may_be_empty + ["may be left out"] * column.may_be_missing
    return f"#   {column.name}: {'; '.join([column.expected, *notes])}"
