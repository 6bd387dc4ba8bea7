"""A starter for an analyst: `extract.yaml` to fill in, and each table with its header."""

from __future__ import annotations

from pathlib import Path

from evalbook.contract.schema import TABLES, Column, Table
from evalbook.errors import EvalbookError
from evalbook.extract.mappings import FILE

HEAD = """\
version: 1
id: {id}                       # a short name: lower-case letters, digits, - and _
title: ""                      # stands on the cover
# title_en: ""                 # the title in the English book; without it the one above stands there too
kind: register                 # register, or synthetic for invented data
reference_date:                # yyyy-mm-dd: the registers are complete up to and including this day
self_employment_through:       # the last tax year that is known
conversation_cost:             # euro: tariff of one conversation
experiment_start: 2023-04-01   # starts before this day belong to the tolerance period (gedoog)
# history_from: 2020-02-01     # with comparators: from this month on all work of everybody is there
"""
SETTINGS = """\
# What this extract is. Lines that begin with # are explanations; remove the # to use an example.
# All of it is explained in docs/extract.md; `evalbook init --like FOLDER` guesses what stands below from a delivery.
{head}
# The registers' own files and sheets, where they are not called as the tables are:
# files: {{participants: DEELNEMERS.csv, jobs: {{file: levering.xlsx, sheet: Dienstverbanden}}}}
# ignore_files: [leesmij.txt]

# Their own headings and codes, on the left; '' for a code that means nothing:
# columns: {{participants: {{bsn_pseudo: person_id}}}}
# categories: {{participants: {{sex: {{M: man, V: vrouw}}}}}}
# ignore_columns: [jobs.cao_code]

# Texts that mean nothing, everywhere, in a table or in a column:
# empty: ["NULL", "31-12-9999"]
# empty: {{participants.exit_reason: [geen], jobs: ["-"]}}

# How texts are written, where that should not be detected; for all, a table or a column:
# csv: {{delimiter: ";", decimal: ",", thousands: ".", encoding: cp1252, jobs.month: {{date_format: yyyymm}}}}

# Rows to leave out, a list that `evalbook validate --rows FILE` made; the book says how many:
# leave_out: leave_out.csv

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
    settings = SETTINGS.format(head=HEAD.format(id="my-edition"), tables=tables)
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
