"""All hostile inputs by name, and more by a seeded generator: honest bytes spoilt in one of a few ways."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

from hostile_case import ANSWERED, SETTINGS, Hostile, write_honest, written
from hostile_commands import door_inputs, draft_of, list_inputs, parameter_inputs, project_inputs
from hostile_files import packed_inputs, special_inputs
from hostile_settings import settings_inputs
from hostile_tables import long_inputs, parquet_inputs, statistics_inputs, text_inputs, value_inputs
from hostile_workbooks import workbook_inputs

DRAWN = 30
DRAFTED = (
    *(
        "file: a pipe",
        "file: a device",
        "file: five",
        "file: three",
        "gz: two gigabytes of zeros",
        "zip: two gigabytes of zeros",
        "text: a header of 900",
    ),
    *("text: zeros", "parquet: a zone", "parquet: half", "xlsx: a cell at the far corner w", "xlsx: entities of"),
)
SIGNS = [*"[]{}:|'\"\t\n#~0,", "&a ", "*a", "!!x ", "- ", "? ", ".inf", "\\ud800"]


def _catalogue() -> Iterator[Hostile]:
    yield from settings_inputs()
    yield from special_inputs()
    yield from packed_inputs()
    yield from text_inputs()
    yield from value_inputs()
    yield from long_inputs()
    yield from parquet_inputs()
    yield from workbook_inputs()
    yield from statistics_inputs()
    yield from door_inputs()
    yield from parameter_inputs()
    yield from project_inputs()
    yield from list_inputs()
    yield from draft_of(special_inputs(), DRAFTED)
    yield from draft_of(packed_inputs(), DRAFTED)
    yield from draft_of(text_inputs(), DRAFTED)
    yield from draft_of(parquet_inputs(), DRAFTED)
    yield from draft_of(workbook_inputs(), DRAFTED)


def drawn(seed: int) -> Hostile:
    """An `extract.yaml` with signs of YAML thrown in, or a table of random cells, by the seed."""
    chance = random.Random(seed)
    if seed % 2:
        text = list(SETTINGS)
        for _ in range(chance.randint(1, 30)):
            text.insert(chance.randrange(len(text)), chance.choice(SIGNS) * chance.choice((1, 1, 3, 3000)))
        return Hostile(f"drawn: settings {seed}", written("extract.yaml", "".join(text)), codes=ANSWERED)
    cells = ["A", "2024-02-01", "3", '"', ",", "\n", ";", "", " ", "é", "\t", "9" * 400, "1e400", "NULL", "\r", "=1"]
    lines = (",".join(chance.choice(cells) * chance.choice((1, 1, 1, 2000)) for _ in range(3)) for _ in range(200))
    content = "person_id,date,rung\n" + "\n".join(lines)
    return Hostile(f"drawn: ladder {seed}", written("ladder.csv", content), codes=ANSWERED)


def catalogue(seeds: range = range(DRAWN)) -> dict[str, Hostile]:
    inputs = [*_catalogue(), *map(drawn, seeds)]
    named = {each.name: each for each in inputs}
    assert len(named) == len(inputs)
    return named


def made(each: Hostile, beside: Path) -> list[str]:
    """Makes the input, and gives the arguments of the command that meets it."""
    folder = beside / "extract"
    write_honest(folder)
    each.spoil(folder)
    return [part.format(folder=folder, beside=beside) for part in each.command]
