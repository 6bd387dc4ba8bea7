"""What lies in the folder of a delivery: files, members of archives, folders of parts, and the table that each holds.

Nothing is opened here but archives and workbooks, for the names of what is in them.
"""

from __future__ import annotations

import os
import stat
import unicodedata
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from urllib.parse import unquote

from evalbook.delivery.contents import open_zip, over, read_file, read_member
from evalbook.delivery.written import UnreadableFile
from evalbook.limits import allowed, how_to_raise, limits

TEXTS, WORKBOOKS = (".csv", ".tsv", ".csv.gz", ".tsv.gz"), (".xlsx", ".xlsb", ".xls", ".ods")
STATISTICS = (".sav", ".zsav", ".por", ".sas7bdat")
SUFFIXES = (*TEXTS, ".parquet", *WORKBOOKS, *STATISTICS)
ZIP = ".zip"
# What Excel, LibreOffice, macOS and Windows leave behind (lock files, settings of folders, thumbnails) is passed over,
# and nobody need be told.
LITTER = {
    ".ds_store",
    ".localized",
    ".apdisk",
    "icon\r",
    "thumbs.db",
    "ehthumbs.db",
    "ehthumbs_vista.db",
    "desktop.ini",
    ".directory",
    "__macosx",
    "$recycle.bin",
    "system volume information",
    ".spotlight-v100",
    ".trashes",
    ".fseventsd",
    ".temporaryitems",
    ".documentrevisions-v100",
}
LITTER_STARTS = ("~$", "._", "~wrl", ".nfs", ".~lock.")
MANY = "Give the tables, and only these."


@dataclass(frozen=True)
class Place:
    """Where a table stands: a file, in it a member of an archive, and a sheet of a workbook; or a folder of parts.

    `shown` is its name in messages, relative to the folder of the delivery.
    """

    path: Path
    shown: str
    member: str = ""
    sheet: str = ""
    parts: tuple[Path, ...] = ()

    @property
    def name(self) -> str:
        """What tells it from all other places: the file, and the sheet where it has several."""
        return f"{self.shown}/{self.sheet}" if self.sheet else self.shown

    @property
    def suffix(self) -> str:
        return ".parquet" if self.parts else suffix_of(self.shown)

    @property
    def files(self) -> tuple[Path, ...]:
        """The files on disk that it is read from."""
        return self.parts or (self.path,)

    @property
    def keys(self) -> list[dict[str, str]]:
        """Of each part what the folders above it tell: `jaar=2023` is a column of it."""
        folders = [path.relative_to(self.path).parts[:-1] for path in self.parts]
        return [dict(map(unquote, each.split("=", 1)) for each in above if "=" in each) for above in folders]

    def contents(self) -> list[bytes]:
        """The bytes of the file, or of each part. Raises UnreadableFile."""
        return [read_member(self.path, self.member)] if self.member else [read_file(path) for path in self.files]


@dataclass(frozen=True)
class Lying:
    """Something in the folder: a file (or a member of an archive), or what cannot be used as one, and why."""

    place: Place
    unusable: str = ""
    remedy: str = ""

    @property
    def name(self) -> str:
        """Its own name, without the folders above it and without the ending of its form."""
        name = self.place.shown.rsplit("/", 1)[-1]
        ending = suffix_of(name) or (ZIP if name.lower().endswith(ZIP) else "")
        return name[: len(name) - len(ending)] if ending else name

    @property
    def is_at_top(self) -> bool:
        """Whether it lies in the folder itself or in an archive: only such are taken by their name."""
        return "/" not in self.place.shown or bool(self.place.member)


def suffix_of(name: str) -> str:
    """The ending that names the form, in small letters, or '' when there is none that can be read."""
    return next((each for each in sorted(SUFFIXES, key=len, reverse=True) if name.lower().endswith(each)), "")


def same_name(one: str, other: str) -> bool:
    """Whether two names are the same to a person: case, and how a system writes accents, aside."""
    return _folded(one) == _folded(other)


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()


def is_litter(name: str) -> bool:
    """Whether a file is what a program or system leaves beside the files of a person."""
    lower = name.lower()
    return lower in LITTER or lower.startswith(LITTER_STARTS)


def lying_in(folder: Path, tables: tuple[str, ...], apart: tuple[str, ...]) -> list[Lying]:
    """All that lies in a folder but litter and the files named in `apart`, in the order of their names.

    A folder called as a table, with or without `.parquet`, that holds Parquet files is one table in parts. Raises
    UnreadableFile where there are more than the limits allow.
    """
    found = list(islice(_below(folder, folder, tables, 1), limits().files + 1))
    if len(found) > limits().files:
        raise over("files", f"holds {len(found)} files or more", MANY)
    return [each for each in found if each.place.shown not in apart]


def _below(folder: Path, top: Path, tables: tuple[str, ...], depth: int) -> Iterator[Lying]:
    for path in sorted(_first(folder.iterdir()), key=lambda each: _folded(each.name)):
        if is_litter(path.name):
            continue
        shown = _shown(path, top)
        if not is_within(path, top):
            yield Lying(
                Place(path, shown), "is a link to a file outside the folder", "Put the file itself in the folder."
            )
        elif path.is_dir():
            yield from _of_folder(path, top, tables, depth)
        elif not stat.S_ISREG(os.stat(path).st_mode):
            yield Lying(Place(path, shown), "is no ordinary file", "Put the file itself in the folder.")
        elif path.name.lower().endswith(ZIP):
            yield from _members(path, shown)
        else:
            yield Lying(Place(path, shown))


def _first(paths: Iterable[Path]) -> list[Path]:
    """The paths of a folder. Raises UnreadableFile where there are more than the limits allow."""
    found = list(islice(paths, limits().files + 1))
    if len(found) > limits().files:
        raise over("files", f"has a folder of {len(found)} files or more", MANY)
    return found


def _shown(path: Path, top: Path) -> str:
    """The place of a file as text; signs of its name that are no text are replaced."""
    return os.fsencode(path.relative_to(top).as_posix()).decode("utf-8", "replace")


def _of_folder(folder: Path, top: Path, tables: tuple[str, ...], depth: int) -> Iterator[Lying]:
    shown = _shown(folder, top)
    if not any(folder.iterdir()):
        yield Lying(Place(folder, shown), "is an empty folder", "Put the files in it, or remove it.")
        return
    name = folder.name[: -len(".parquet")] if suffix_of(folder.name) == ".parquet" else folder.name
    parts = tuple(_parts(folder))
    if parts and (name != folder.name or any(same_name(name, table) for table in tables)):
        yield Lying(Place(folder, shown, parts=parts))
    elif depth < limits().depth:
        yield from _below(folder, top, tables, depth + 1)
    else:
        problem = f"lies too deep to be looked into, {allowed('depth')}"
        yield Lying(Place(folder, shown), problem, f"Put its files in the folder itself. Or, {how_to_raise('depth')}")


def _parts(folder: Path) -> list[Path]:
    """The Parquet files below a folder, when it holds nothing else."""
    files = [path for path in sorted(_first(folder.rglob("*"))) if path.is_file() and not is_litter(path.name)]
    files = [path for path in files if not any(map(_is_work, path.relative_to(folder).parts))]
    only = all(suffix_of(path.name) == ".parquet" and is_within(path, folder) for path in files)
    return files if only else []


def _is_work(name: str) -> bool:
    """Whether a file or folder beside the parts of a table is of the program that wrote them: it is no part."""
    return name.startswith(("_", "."))


def _members(path: Path, shown: str) -> Iterator[Lying]:
    """The files in an archive, each under the archive's name."""
    try:
        with open_zip(path) as archive:
            members = [each for each in archive.infolist() if not each.is_dir()]
    except UnreadableFile as fault:
        yield Lying(Place(path, shown), fault.problem, fault.remedy)
        return
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        yield Lying(Place(path, shown), "is not a whole zip file", "Write it again.")
        return
    if not members:
        yield Lying(Place(path, shown), "holds no files", "Pack the tables, and only these.")
        return
    if len(members) > limits().files:
        problem = f"holds {len(members)} files, {allowed('files')}"
        yield Lying(Place(path, shown), problem, f"{MANY} Or, {how_to_raise('files')}")
        return
    for member in sorted(members, key=lambda each: _folded(each.filename)):
        name = member.filename.replace("\\", "/")  # as some packers on Windows write it
        if not any(is_litter(part) for part in name.split("/")):
            place = Place(path, f"{shown}/{name}", member=member.filename)
            locked = "is locked with a password" if member.flag_bits & 1 else ""
            yield Lying(place, locked, "Pack it without one." if locked else "")


def is_within(path: Path, folder: Path) -> bool:
    """Whether a path, its links followed, lies in a folder."""
    try:
        return path.resolve(strict=True).is_relative_to(folder.resolve())
    except (OSError, RuntimeError):  # a link to nothing, or to itself
        return False
