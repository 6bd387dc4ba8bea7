"""Limits of what is read: far over any honest delivery, far under what a machine chokes on.

A file over one is refused before it is read, by name, with the option that raises the limit. They stand on the command
line and not in `extract.yaml`, since that file may be the hostile one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field, fields, replace

from evalbook.errors import EvalbookError
from evalbook.suggestions import nearest

HIGHEST, HIGHEST_SECONDS = 2**62, 10**6  # what the system can count with: more than anybody has
SIZES = {"K": 2**10, "M": 2**20, "G": 2**30}


def _most(number: int, meaning: str) -> int:
    return field(default=number, metadata={"meaning": meaning})


@dataclass(frozen=True)
class Limits:
    """The most that is read of each thing; names that end in `bytes` count bytes, the others count what they say.

    An extract of 10 million job months is 0.7 GB of CSV with 10 columns, ten times smaller when packed: it stays under
    all of them.
    """

    file_bytes: int = _most(2 * 2**30, "of a file as it lies on the disk")
    unpacked_bytes: int = _most(
        3 * 2**30,
        "of a packed text, a file in a zip, a workbook or a Parquet file, unpacked; of Parquet 8 a cell at least",
    )
    unpacked_times: int = _most(100, "how many times larger than its packed bytes something over 64 MB may unpack to")
    rows: int = _most(50_000_000, "of a table")
    columns: int = _most(1_000, "of a table")
    sheet_cells: int = _most(3_000_000, "of a sheet from its first cell to its last, where most of them are empty")
    sheets: int = _most(200, "of a workbook")
    line_bytes: int = _most(16 * 2**20, "of a line or a quoted field of a text")
    files: int = _most(2_000, "in a folder with all below it, in a zip, or as parts of a table")
    depth: int = _most(4, "folders within each other, that of the delivery included")
    settings_bytes: int = _most(256 * 2**10, "of extract.yaml or a file of parameters")
    settings_keys: int = _most(10_000, "keys and values in extract.yaml or a file of parameters")
    settings_depth: int = _most(8, "maps and lists within each other in extract.yaml or a file of parameters")
    listed_bytes: int = _most(64 * 2**20, "of a list of rows, a map of codes or a file of interviews")
    project_bytes: int = _most(64 * 2**20, "of the project file in a .qdpx, unpacked")
    project_members: int = _most(50_000, "files in a .qdpx")
    project_depth: int = _most(200, "elements within each other in a .qdpx: codes in codes")
    program_bytes: int = _most(4 * 2**30, "addresses of the program apart that reads a workbook, SPSS or SAS")
    program_seconds: int = _most(60, "of the processor for that program")


_IN_FORCE: ContextVar[Limits] = ContextVar("limits", default=Limits())  # noqa: B039 - frozen
NAMES = tuple(each.name for each in fields(Limits))


def limits() -> Limits:
    """The limits in force."""
    return _IN_FORCE.get()


@contextmanager
def in_force(chosen: Limits) -> Iterator[None]:
    """Limits for all that is read within."""
    token = _IN_FORCE.set(chosen)
    try:
        yield
    finally:
        _IN_FORCE.reset(token)


def raised(texts: Iterable[str]) -> Limits:
    """The limits with those that `NAME=VALUE` texts name; a value may end in K, M or G. Raises EvalbookError."""
    return replace(Limits(), **dict(map(_named, texts)))


def _named(text: str) -> tuple[str, int]:
    name, equals, value = text.partition("=")
    if name not in NAMES:
        raise EvalbookError(f"--limit: there is no limit {name!r}.{nearest(name, NAMES)}")
    number, size = (value[:-1], SIZES[value[-1].upper()]) if value[-1:].upper() in SIZES else (value, 1)
    if not (equals and number.isascii() and number.isdigit() and 0 < len(number) <= 15 and int(number)):
        raise EvalbookError(f"--limit {name}: write a whole number above 0, such as {name}=2000 or {name}=4G.")
    return name, min(int(number) * size, HIGHEST_SECONDS if name.endswith("_seconds") else HIGHEST)


def written(name: str, number: int) -> str:
    """A limit as a person reads it, and as the option takes it: bytes as 3G or 256K, others in full."""
    if not name.endswith("_bytes"):
        return str(number)
    sign = next((sign for sign in "GMK" if number % SIZES[sign] == 0), "")
    return f"{number // SIZES.get(sign, 1)}{sign}"


def allowed(name: str) -> str:
    """For a message: the limit, what it allows, and the option that raises it."""
    return f"more than the limit {name} allows ({written(name, getattr(limits(), name))})"


def how_to_raise(name: str) -> str:
    """For a message: the option, with the limit twice as high."""
    return f"if it is as it should be, raise the limit: --limit {name}={written(name, 2 * getattr(limits(), name))}."
