"""The bytes of files and of what is packed in them, read up to the limits: what a file says of itself is not believed.

Only ordinary files are opened. A pipe would be waited for without end, and a device has no end.
"""

from __future__ import annotations

import gzip
import io
import os
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from evalbook.delivery.written import UnreadableFile
from evalbook.limits import allowed, how_to_raise, limits

PIECE = 2**22
FEW = 64 * 2**20  # bytes: less is no bomb, however well it was packed
MEMBER = 100  # bytes that a zip's list takes for each member, about
LONGEST_LIST = 16 * 2**20  # bytes of it, which are some 160,000 members
NO_ORDINARY_FILE = "is no ordinary file"


def over(name: str, what: str, remedy: str) -> UnreadableFile:
    """The error of a file that is over a limit; `what` it is or holds, and what else could be done."""
    return UnreadableFile(f"{what}, {allowed(name)}", f"{remedy} Or, {how_to_raise(name)}")


def read_file(path: Path, most: str = "file_bytes") -> bytes:
    """The bytes of an ordinary file, links followed. Raises UnreadableFile; `most` names the limit."""
    try:
        with open(path, "rb", opener=_without_waiting) as opened:
            size = _check_ordinary(opened, most)
            content = opened.read(size + 1)
    except FileNotFoundError as fault:
        raise UnreadableFile("is not there", "Mend its name.") from fault
    except IsADirectoryError as fault:
        raise UnreadableFile(NO_ORDINARY_FILE, "Name the file.") from fault
    except (OSError, ValueError) as fault:  # a name may hold what no name can
        said = getattr(fault, "strerror", "") or "its name is none"
        raise UnreadableFile(f"cannot be opened: {said}", "Look whether you may read it.") from fault
    if len(content) > size:  # a file of the system, or one that grows
        raise UnreadableFile("has more bytes than it says", "Put a copy of it there that nothing writes to.")
    return content


def _without_waiting(path: str, flags: int) -> int:
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0))


@contextmanager
def open_zip(path: Path) -> Iterator[zipfile.ZipFile]:
    """An ordinary file as a zip whose list of members can be held. Raises UnreadableFile, and as `zipfile` does."""
    with open(path, "rb", opener=_without_waiting) as opened:
        _check_ordinary(opened, "file_bytes")
        check_members(opened)
        with zipfile.ZipFile(opened) as archive:
            yield archive


def _check_ordinary(opened: BinaryIO, most: str) -> int:
    """The size of an ordinary file, which is no larger than a limit. Raises UnreadableFile for what is none."""
    about = os.fstat(opened.fileno())
    if not stat.S_ISREG(about.st_mode):
        raise UnreadableFile(NO_ORDINARY_FILE, "Put the file itself there.")
    if about.st_size > getattr(limits(), most):
        raise over(most, f"has {about.st_size} bytes", "Give the tables only.")
    return about.st_size


def check_members(opened: BinaryIO) -> None:
    """Raises UnreadableFile for a zip whose list of members is too long to be read. Source: APPNOTE.TXT 6.3.10, 4.3."""
    end = opened.seek(0, os.SEEK_END)
    opened.seek(max(0, end - 2**16 - 200))
    tail = opened.read()
    opened.seek(0)
    ends = ((b"PK\5\6", 12, "<I"), (b"PK\6\6", 40, "<Q"))
    sizes = [
        struct.unpack_from(form, tail, at + place)[0]
        for sign, place, form in ends
        if (at := tail.rfind(sign)) >= 0 and len(tail) >= at + place + struct.calcsize(form)
    ]
    listed = max((size for size in sizes if size < end), default=0)
    if listed > LONGEST_LIST:
        raise over("files", f"lists about {listed // MEMBER} files", "Pack the tables only.")


def read_member(path: Path, member: str) -> bytes:
    """A file in a zip. Raises UnreadableFile."""
    try:
        with open_zip(path) as archive:
            packed = archive.getinfo(member).compress_size
            with archive.open(member) as opened:
                return unpacked(opened, packed)
    except UnreadableFile:
        raise
    except Exception:  # each way of packing has errors of its own
        raise UnreadableFile("cannot be unpacked: the zip file is damaged or locked", "Pack it again.") from None


def unzipped(content: bytes) -> bytes:
    """A gzip file's content. Raises UnreadableFile for one that is cut off or unpacks beyond measure."""
    try:
        with gzip.open(io.BytesIO(content)) as opened:
            return unpacked(opened, len(content))
    except (OSError, EOFError, zlib.error) as fault:
        raise UnreadableFile("is not a whole gzip file", "Write it again.") from fault


def unpacked(opened: BinaryIO, packed: int) -> bytes:
    """All that comes out of something packed in so many bytes, as long as it stays within the limits."""
    content = io.BytesIO()
    while piece := opened.read(PIECE):
        content.write(piece)
        check_unpacked(content.tell(), packed)
    return content.getvalue()


def check_unpacked(size: int, packed: int) -> None:
    """Raises UnreadableFile for a size that something of so many packed bytes may not have."""
    as_parquet = "Give the table as Parquet."
    if size > limits().unpacked_bytes:
        raise over("unpacked_bytes", f"unpacks to {size} bytes or more", as_parquet)
    if size > FEW and size > limits().unpacked_times * packed:
        raise over("unpacked_times", f"unpacks to over {size // max(packed, 1)} times its size", "Give it unpacked.")
