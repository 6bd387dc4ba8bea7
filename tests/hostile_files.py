"""Hostile files: what is no ordinary file, what leads elsewhere or nowhere, what unpacks to more than it seems."""

from __future__ import annotations

import gzip
import io
import os
import socket
import stat
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

from hostile_case import ANSWERED, TEXTS, Hostile, written

GIGABYTE = 2**30
JOBS = TEXTS["jobs"]


def special_inputs() -> Iterator[Hostile]:
    for name in ("jobs.csv", "jobs.csv.gz", "jobs.parquet", "jobs.xlsx", "jobs.sav", "jobs.zip"):
        yield Hostile(f"file: a pipe named {name}", lambda folder, name=name: os.mkfifo(folder / name))
        yield Hostile(f"file: a device named {name}", linked(name, "/dev/zero"))
        yield Hostile(f"file: five gigabytes of nothing named {name}", sparse(name, 5 * GIGABYTE))
    yield Hostile("file: a pipe named extract.yaml", instead("extract.yaml", os.mkfifo))
    yield Hostile("file: a folder named extract.yaml", instead("extract.yaml", os.mkdir))
    yield Hostile("file: a device named extract.yaml", linked("extract.yaml", "/dev/zero"))
    yield Hostile("file: five gigabytes of extract.yaml", sparse("extract.yaml", 5 * GIGABYTE))
    yield Hostile("file: extract.yaml is a link to itself", linked("extract.yaml", "extract.yaml"))
    yield Hostile("file: extract.yaml is a link to nothing", linked("extract.yaml", "nothing"))
    yield Hostile("file: a folder named jobs.csv", lambda folder: (folder / "jobs.csv").mkdir(), codes=ANSWERED)
    yield Hostile("file: a socket named jobs.csv", bound)
    yield Hostile("file: a device made as jobs.csv", made_device)
    yield Hostile("file: a link to itself named jobs.csv", linked("jobs.csv", "jobs.csv"))
    yield Hostile("file: two links to each other", lambda f: (linked("jobs.csv", "b")(f), linked("b", "jobs.csv")(f)))
    yield Hostile("file: a link to nothing named jobs.csv", linked("jobs.csv", "nothing"))
    yield Hostile("file: a link to a password file", linked("jobs.csv", "/etc/passwd"))
    yield Hostile("file: a link to the standard input", linked("jobs.csv", "/dev/stdin"))
    yield Hostile("file: a link to the memory", linked("jobs.csv", "/proc/self/mem"))
    yield Hostile("file: a folder that links to its own above", linked("deeper", ".."), codes=ANSWERED)
    yield Hostile("file: a folder that links to itself", linked("deeper", "."), codes=ANSWERED)
    yield Hostile("file: a folder that links to the root", linked("deeper", "/"), codes=ANSWERED)
    yield Hostile("file: a folder jobs that links to itself", linked("jobs", "."), codes=ANSWERED)
    yield Hostile("file: folders five hundred deep", deep, codes=ANSWERED)
    yield Hostile("file: three thousand files", many)
    yield Hostile("file: three thousand parts", many_parts)
    yield Hostile("file: three thousand folders", many_folders)
    yield Hostile(
        "file: a name that is no text",
        lambda f: Path(os.fsdecode(bytes(f / "x\xff.csv"))).write_text("a"),
        codes=ANSWERED,
    )
    yield Hostile("file: a name that is no UTF-8", no_text, codes=ANSWERED)
    yield Hostile("file: a name with line breaks", written("a\nerror: b\x1b[2J.csv", "a"), codes=ANSWERED)
    yield Hostile("file: a name of 255 letters", written("x" * 251 + ".csv", "a"), codes=ANSWERED)
    yield Hostile("file: a file of 0 bytes", written("jobs.csv", ""))
    yield Hostile("file: the extract is a file", lambda f: None, ("validate", "{folder}/extract.yaml"))
    yield Hostile("file: the extract is a pipe", lambda f: os.mkfifo(f / "pipe"), ("validate", "{folder}/pipe"))
    yield Hostile("file: the extract is a device", lambda f: None, ("validate", "/dev/zero"))
    yield Hostile("file: the extract is the folder of devices", lambda f: None, ("validate", "/dev"))
    yield Hostile("file: the extract is not there", lambda f: None, ("validate", "{folder}/nothing"))
    yield Hostile("file: the extract is a link to itself", linked("loop", "loop"), ("validate", "{folder}/loop"))
    yield Hostile("file: the extract has a name of 5,000 letters", lambda f: None, ("validate", "x" * 5000))


def linked(name: str, target: str) -> Callable[[Path], object]:
    def link(folder: Path) -> None:
        (folder / name).unlink(missing_ok=True)
        (folder / name).symlink_to(target)

    return link


def instead(name: str, make: Callable[[Path], object]) -> Callable[[Path], object]:
    return lambda folder: ((folder / name).unlink(), make(folder / name))


def sparse(name: str, size: int) -> Callable[[Path], object]:
    def grow(folder: Path) -> None:
        with (folder / name).open("wb") as opened:
            opened.truncate(size)

    return grow


def bound(folder: Path) -> None:
    os.chdir(folder)  # a socket's name may have a hundred signs at most
    socket.socket(socket.AF_UNIX).bind("jobs.csv")


def made_device(folder: Path) -> None:
    try:
        os.mknod(folder / "jobs.csv", stat.S_IFCHR | 0o666, os.makedev(1, 5))
    except PermissionError:  # only an administrator may
        linked("jobs.csv", "/dev/zero")(folder)


def deep(folder: Path) -> None:
    for _ in range(500):
        folder = folder / "d"
        os.mkdir(folder)
    (folder / "jobs.csv").write_text(JOBS)


def many(folder: Path) -> None:
    for at in range(3_000):
        (folder / f"f{at}.txt").touch()


def many_parts(folder: Path) -> None:
    (folder / "jobs").mkdir()
    for at in range(3_000):
        (folder / "jobs" / f"f{at}.parquet").touch()


def many_folders(folder: Path) -> None:
    for at in range(60):
        for deeper in range(50):
            (folder / f"d{at}" / f"e{deeper}").mkdir(parents=True)


def no_text(folder: Path) -> None:
    Path(os.fsdecode(os.fsencode(folder) + b"/jobs\xff\xfe.csv")).write_text(JOBS)


def packed_inputs() -> Iterator[Hostile]:
    yield Hostile("gz: two gigabytes of zeros", lambda f: gz_bomb(f, bytes(2**24)))
    yield Hostile("gz: two gigabytes of letters", lambda f: gz_bomb(f, b"a" * 2**24))
    yield Hostile("gz: two gigabytes of commas", lambda f: gz_bomb(f, b"," * 2**24))
    yield Hostile("gz: two gigabytes of line breaks", lambda f: gz_bomb(f, b"\n" * 2**24))
    yield Hostile("gz: two gigabytes of one row", lambda f: gz_bomb(f, JOBS.splitlines()[1].encode() + b"\n", 2**19))
    yield Hostile("gz: four gigabytes of zeros", lambda f: gz_bomb(f, bytes(2**24), 256))
    yield Hostile("gz: cut in half", written("jobs.csv.gz", gzip.compress(JOBS.encode())[:40]))
    yield Hostile("gz: a wrong sum", written("jobs.csv.gz", gzip.compress(JOBS.encode())[:-8] + bytes(8)))
    yield Hostile("gz: zeros after it", written("jobs.csv.gz", gzip.compress(JOBS.encode()) + b"x" * 9))
    yield Hostile("gz: gz in gz", written("jobs.csv.gz", gzip.compress(gzip.compress(JOBS.encode()))))
    yield Hostile("gz: a damaged middle", written("jobs.csv.gz", gzip.compress(JOBS.encode())[:20] + b"\xff" * 30))
    yield Hostile("gz: a header only", written("jobs.csv.gz", gzip.compress(b"")[:10]))
    yield Hostile("gz: nothing in it", written("jobs.csv.gz", gzip.compress(b"")))
    yield Hostile("gz: a hundred thousand members", written("jobs.csv.gz", gzip.compress(b"a,b\n") * 100_000))
    yield Hostile("gz: no gz", written("jobs.csv.gz", JOBS))
    yield Hostile("zip: two gigabytes of zeros", lambda f: zip_bomb(f / "jobs.zip", "jobs.csv", bytes(2**24), 128))
    yield Hostile("zip: 1.9 gigabytes of letters", lambda f: zip_bomb(f / "jobs.zip", "jobs.csv", b"a" * 2**24, 119))
    yield Hostile("zip: ten members in the same bytes", lambda f: overlapping(f / "delivery.zip"))
    yield Hostile("zip: seventy thousand members", many_members, codes=ANSWERED)
    yield Hostile("zip: cut in half", lambda f: cut(f / "jobs.zip", archive({"jobs.csv": JOBS})))
    yield Hostile("zip: damaged bytes", lambda f: (f / "jobs.zip").write_bytes(damaged(archive({"jobs.csv": JOBS}))))
    yield Hostile("zip: names above the folder", written("x.zip", archive({"../../jobs.csv": JOBS})), codes=ANSWERED)
    yield Hostile("zip: names from the top", written("x.zip", archive({"/etc/jobs.csv": JOBS})), codes=ANSWERED)
    yield Hostile("zip: one name twice", written("x.zip", twice("jobs.csv")))
    yield Hostile(
        "zip: a zip in a zip", written("x.zip", archive({"jobs.zip": archive({"jobs.csv": JOBS})})), codes=ANSWERED
    )
    yield Hostile("zip: nothing in it", written("jobs.zip", archive({})))
    yield Hostile(
        "zip: packed by bzip2", written("jobs.zip", archive({"jobs.csv": JOBS}, zipfile.ZIP_BZIP2)), codes=(0,)
    )
    yield Hostile("zip: packed by lzma", written("jobs.zip", archive({"jobs.csv": JOBS}, zipfile.ZIP_LZMA)), codes=(0,))
    yield Hostile("zip: two gigabytes by lzma", lzma_bomb)
    yield Hostile("zip: two gigabytes by bzip2", bzip2_bomb)
    yield Hostile("zip: packed in a way that there is not", written("jobs.zip", of_method(99)))
    yield Hostile("zip: locked", written("jobs.zip", locked()))
    yield Hostile("zip: a member that claims an exabyte", written("jobs.zip", claiming(2**60)), codes=ANSWERED)
    yield Hostile("zip: an extract.yaml in it", written("x.zip", archive({"extract.yaml": "id: y"})), codes=ANSWERED)
    yield Hostile(
        "zip: a workbook bomb in it", lambda f: (f / "x.zip").write_bytes(archive({"jobs.xlsx": workbook_bomb()}))
    )
    yield Hostile("zip: a name of 60 kB", written("x.zip", archive({"d/" * 30_000 + "jobs.csv": JOBS})), codes=ANSWERED)
    yield Hostile("zip: a list of rows in it", written("extract.yaml", "leave_out: x.zip/rows.csv\n"))


def gz_bomb(folder: Path, piece: bytes, times: int = 128) -> None:
    """Members after each other, as gzip allows: small, and made at once."""
    whole = piece * max(1, 2**24 // len(piece))
    member = gzip.compress(whole, 9)
    members = max(1, times * len(piece) // len(whole))
    (folder / "jobs.csv.gz").write_bytes(gzip.compress(JOBS.encode()) + member * members)


def archive(members: dict[str, str | bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", method) as opened:
        for name, content in members.items():
            opened.writestr(name, content)
    return packed.getvalue()


def zip_bomb(path: Path, name: str, piece: bytes, times: int, others: dict[str, str | bytes] | None = None) -> None:
    """A member of one piece many times over, of which only one is packed: the others are the same bytes again."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    first = packer.compress(piece) + packer.flush(zlib.Z_FULL_FLUSH)
    packed = first * times + zlib.compressobj(9, zlib.DEFLATED, -15).flush()
    total = 0
    for _ in range(times):
        total = zlib.crc32(piece, total)
    size = len(piece) * times
    local = struct.pack("<4s5H3I2H", b"PK\3\4", 20, 0, 8, 0, 33, total, len(packed), size, len(name), 0) + name.encode()
    more, at, central = b"", len(local) + len(packed), b""
    record = struct.pack("<4s6H3I5H2I", b"PK\1\2", 20, 20, 0, 8, 0, 33, total, len(packed), size, len(name), *[0] * 6)
    central = record + name.encode()
    for other, content in (others or {}).items():
        content = content.encode() if isinstance(content, str) else content
        said = (0, 0, 0, 33, zlib.crc32(content), len(content), len(content), len(other))
        more += struct.pack("<4s5H3I2H", b"PK\3\4", 20, *said, 0) + other.encode()
        central += struct.pack("<4s6H3I5H2I", b"PK\1\2", 20, 20, *said, *[0] * 5, at) + other.encode()
        at += 30 + len(other) + len(content)
        more += content
    count = 1 + len(others or {})
    end = struct.pack("<4s4H2IH", b"PK\5\6", 0, 0, count, count, len(central), at, 0)
    path.write_bytes(local + packed + more + central + end)


def overlapping(path: Path) -> None:
    """Ten tables that are all the same gigabyte."""
    zip_bomb(path, "jobs.csv", b"a" * 2**24, 60)
    content = path.read_bytes()
    at = content.rindex(b"PK\1\2")
    record, end = content[at : content.rindex(b"PK\5\6")], content[content.rindex(b"PK\5\6") :]
    names = [f"t{number}.csv  "[:8].encode() for number in range(9)]
    central = record + b"".join(record[:46] + name for name in names)
    end = end[:8] + struct.pack("<2H2I", 10, 10, len(central), at) + end[20:]
    path.write_bytes(content[:at] + central + end)


def many_members(folder: Path) -> None:
    with zipfile.ZipFile(folder / "x.zip", "w") as opened:
        for at in range(70_000):
            opened.writestr(zipfile.ZipInfo(f"{at}.csv"), b"")


def cut(path: Path, content: bytes) -> None:
    path.write_bytes(content[: len(content) // 2])


def damaged(content: bytes) -> bytes:
    return content[:45] + bytes(byte ^ 255 for byte in content[45:75]) + content[75:]


def twice(name: str) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as opened:
        opened.writestr(name, JOBS)
        opened.writestr("z" + name[1:], JOBS)
    return packed.getvalue().replace(b"z" + name[1:].encode(), name.encode())


def lzma_bomb(folder: Path) -> None:
    _streamed(folder / "jobs.zip", zipfile.ZIP_LZMA)


def bzip2_bomb(folder: Path) -> None:
    _streamed(folder / "jobs.zip", zipfile.ZIP_BZIP2)


def _streamed(path: Path, method: int) -> None:
    """Packing as much takes too long: a hundred megabytes, which the archive says are few."""
    with zipfile.ZipFile(path, "w", method) as opened, opened.open("jobs.csv", "w") as member:
        for _ in range(6):
            member.write(bytes(2**24))


def of_method(number: int) -> bytes:
    content = archive({"jobs.csv": JOBS}, zipfile.ZIP_STORED)
    local, at = bytearray(content), content.index(b"PK\1\2")
    local[8:10] = local[at + 10 : at + 12] = struct.pack("<H", number)
    return bytes(local)


def locked() -> bytes:
    content = bytearray(archive({"jobs.csv": JOBS}))
    at = content.index(b"PK\1\2")
    content[6] |= 1
    content[at + 8] |= 1
    return bytes(content)


def claiming(size: int) -> bytes:
    content = archive({"jobs.csv": JOBS})
    at = content.index(b"PK\1\2")
    name, extra = b"jobs.csv", struct.pack("<2HQ", 1, 8, size)
    record = bytearray(content[at : at + 46])
    record[24:28], record[30:32] = b"\xff" * 4, struct.pack("<H", len(extra))
    central = bytes(record) + name + extra
    return content[:at] + central + struct.pack("<4s4H2IH", b"PK\5\6", 0, 0, 1, 1, len(central), at, 0)


def workbook_bomb(times: int = 119) -> bytes:
    """A workbook of which the sheet unpacks to 1.9 GB, and that is 2 MB."""
    path = Path(os.environ.get("TMPDIR", "/tmp")) / f"hostile-{os.getpid()}.xlsx"
    zip_bomb(path, "xl/worksheets/sheet1.xml", b" " * 2**24, times, WORKBOOK)
    content = path.read_bytes()
    path.unlink()
    return content


MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"'
TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
WORKBOOK = {
    "[Content_Types].xml": f'<Types xmlns="{TYPES}"><Default Extension="xml" ContentType="application/xml"/></Types>',
    "_rels/.rels": f'<Relationships {PACKAGE}><Relationship Id="r" Type="{OFFICE}/officeDocument" '
    'Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook {MAIN} xmlns:r="{OFFICE}"><sheets><sheet name="jobs" sheetId="1" r:id="r1"/>'
    "</sheets></workbook>",
    "xl/_rels/workbook.xml.rels": f'<Relationships {PACKAGE}><Relationship Id="r1" Type="{OFFICE}/worksheet" '
    'Target="worksheets/sheet1.xml"/></Relationships>',
}
