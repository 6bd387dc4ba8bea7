"""`voices.csv`: the interviews of a new wave as `interviews` counts them, read as strictly as they are written.

A row is a perspective, theme and direction, with the class of how many say so and a number of conversations.
"""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd

from evalbook.contract.codebook import DIRECTIONS, PERSPECTIVES, SHARED, read_codebook
from evalbook.contract.thresholds import FEWEST_PERSONS, ROUNDED_TO
from evalbook.delivery.contents import read_file
from evalbook.delivery.own_tables import read_own_csv
from evalbook.delivery.written import UnreadableFile
from evalbook.errors import EvalbookError

COLUMNS = ("wave", "perspective", "theme", "direction", "shared", "conversations", "withheld")
ALL = "all"  # the theme and direction of the row that tells how many conversations a perspective has
WAVES = range(1990, 2101)
NUMBER = re.compile(r"[1-9]\d{0,8}", re.ASCII)


def empty_interviews() -> pd.DataFrame:
    return pd.DataFrame(columns=list(COLUMNS))


def read_interviews(path: Path) -> pd.DataFrame:
    """The file that `evalbook voices` wrote. Raises EvalbookError when it is another file, or was changed by hand."""
    try:
        content = read_file(path, "listed_bytes")
    except UnreadableFile as fault:
        raise EvalbookError(f"{fault.told_of(Path(path).name)} `evalbook voices` makes it.") from None
    return interviews_of(Path(path).name, content, canonical=False)


def interviews_of(name: str, content: bytes, *, canonical: bool = True) -> pd.DataFrame:
    """As `read_interviews`, of the bytes of a file; `canonical`: byte for byte as they are written."""
    try:
        rows = read_own_csv(content, dict.fromkeys(COLUMNS, str), canonical=canonical)
    except ValueError as fault:
        told = f"{name} is not as `evalbook voices` writes it: {fault}"
        raise EvalbookError(f"{told}. Make it again.") from None
    if rows.duplicated(list(COLUMNS[:4])).any() or not all(map(_is_sound, rows.itertuples(index=False))):
        raise EvalbookError(f"{name} is not as `evalbook voices` writes it. Make it again.")
    return rows


def _is_sound(row: tuple) -> bool:
    themes, number = read_codebook().themes.index, row.conversations
    of_all = (row.theme, row.direction, row.shared) == (ALL, ALL, "")
    said = row.theme in themes and row.direction in DIRECTIONS and row.shared in ("", *SHARED[1:])
    shown = NUMBER.fullmatch(number) and int(number) >= FEWEST_PERSONS and int(number) % ROUNDED_TO == 0
    codes = row.perspective in PERSPECTIVES and (of_all or said) and row.wave in map(str, WAVES)
    return bool(codes and row.withheld == ("" if shown else "count") and (shown or not number))
