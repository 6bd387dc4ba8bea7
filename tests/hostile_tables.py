"""Hostile tables: texts, Parquet and files of statistics packages that are not what a register is."""

from __future__ import annotations

import datetime
import random
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pandas as pd
import pyarrow
import pyarrow.parquet
import pyreadstat

from hostile_case import ANSWERED, HEADERS, ROWS, TEXTS, Hostile, written

FORMATS = Path(__file__).parent / "formats"
JOBS, JOB = HEADERS["jobs"], ROWS["jobs"]
LADDER = HEADERS["ladder"]


def many_jobs(rows: int) -> str:
    """Honest rows, of as many persons and jobs as it takes."""
    return (
        JOBS
        + "\n"
        + "\n".join(
            f"A,j{at},{2024 + at % 12 // 10}-{1 + at % 10:02}-01,40,600.{at % 100:02},bepaald,false"
            for at in range(rows)
        )
        + "\n"
    )


def text_inputs() -> Iterator[Hostile]:
    contents: dict[str, Callable[[], str | bytes]] = {
        "a header of a million commas": lambda: "," * 1_000_000,
        "a header of a million names": lambda: ",".join(f"k{at}" for at in range(1_000_000)),
        "a header of 900 near names": lambda: JOBS + "".join(f",montha{at}" for at in range(900)) + "\n",
        "a heading of a megabyte": lambda: "k" * 2**20 + "," + JOBS + "\nx," + JOB + "\n",
        "a row of a million commas": lambda: TEXTS["jobs"] + "," * 1_000_000 + "\n",
        "a row of a million fields": lambda: TEXTS["jobs"] + "1," * 1_000_000 + "\n",
        "ten thousand rows of a thousand commas": lambda: JOBS + "\n" + ("," * 1_000 + "\n") * 10_000,
        "ten thousand rows of a thousand fields": lambda: JOBS + "\n" + ("1," * 1_000 + "\n") * 10_000,
        "one short row among a million": lambda: many_jobs(1_000_000) + "A,j\n" + JOB + "\n",
        "a stray quote among 200,000 rows": lambda: many_jobs(200_000) + 'A,"j1,2024-03-01\n' + JOB + "\n",
        "a quoted line break among 200,000 rows": lambda: many_jobs(200_000) + '"A\nB"' + JOB[1:] + "\n",
        "ten million line breaks": lambda: "\n" * 10_000_000,
        "ten million line breaks below a table": lambda: TEXTS["jobs"] + "\n" * 10_000_000,
        "ten million line breaks of old": lambda: TEXTS["jobs"].replace("\n", "\r") + "\r" * 10_000_000,
        "twenty million spaces": lambda: " " * 20_000_000,
        "a million quotes": lambda: '"' * 1_000_001,
        "200,000 rows of a quote": lambda: JOBS + "\n" + '"\n' * 200_000,
        "a field of 100 MB": lambda: JOBS + "\n" + "x" * 100_000_000 + JOB + "\n",
        "a quoted field of 100 MB": lambda: JOBS + '\n"' + "x\n" * 50_000_000 + '"' + JOB[1:] + "\n",
        "200,000 different wrong values": lambda: LADDER + "\n" + "".join(f"A,d{at},r{at}\n" for at in range(200_000)),
        "200,000 unknown persons": lambda: LADDER + "\n" + "".join(f"B{at},2024-02-01,3\n" for at in range(200_000)),
        "zeros": lambda: TEXTS["jobs"] + "\0",
        "UTF-16 cut in half": lambda: TEXTS["jobs"].encode("utf-16")[:-1],
        "UTF-32": lambda: TEXTS["jobs"].encode("utf-32"),
        "UTF-7": lambda: TEXTS["jobs"].encode("utf-7").replace(b"A", b"+AAA-"),
        "random bytes": lambda: random.Random(1).randbytes(1_000_000),
        "a mark alone": lambda: b"\xef\xbb\xbf",
        "surrogates": lambda: TEXTS["jobs"] + "\ud800" + JOB + "\n",
        "a header only": lambda: JOBS,
        "no table": lambda: "x\n",
        "a delimiter that is announced and a quote": lambda: 'sep="\n' + TEXTS["jobs"],
        "a delimiter that is announced and a letter": lambda: "sep=j\n" + TEXTS["jobs"],
        "every heading twice": lambda: JOBS + "," + JOBS + "\n" + JOB + "," + JOB + "\n",
        "an HTML page": lambda: "<html><body><table>" + "<tr><td>A</td></tr>" * 1000 + "</table></body></html>",
        "PDF": lambda: b"%PDF-1.7\n" + bytes(1000),
    }
    read = {
        "a header only",
        "ten million line breaks below a table",
        "ten million line breaks of old",
        "a row of a million commas",
        "ten thousand rows of a thousand commas",
    }
    for name, content in contents.items():
        codes = ANSWERED if name in read else (2,)
        yield Hostile(f"text: {name}", written("jobs.csv", content), codes=codes)
    wide = "\n".join(ROWS["participants"].replace("A", f"{at}", 1) for at in range(2))
    yield Hostile(
        "text: participants twice", written("participants.csv", HEADERS["participants"] + "\n" + wide * 2 + "\n")
    )


VALUES = {
    "hours": ("9" * 5_000, "1e999", "-1e308", "nan", "inf", "1e999999999", "0x10", "1_000", "٣", "１２"),
    "wage": ("1e-999999999", "-0", "1,2,3,4", "€ 1", "=1+1", "1.2.3", "9" * 100_000),
    "month": ("9999-12-31", "0000-00-00", "2024-02-30", "20240301" * 1000, "1e400", "٢٠٢٤-٠٣-٠١", "-2024-01-01",
              "2024-03-01T00:00:00+99:99", "2024-03-01 24:00:00", "99999999999999999999", "now", "NaT"),
    "agency": ("maybe", "2", "\u202e", "false\u0000"[:5] + "\u200b"),
    "person_id": ("\u202eA", "A\u0301" * 100_000, "x" * 1_000_000, "=cmd|' /C calc'!A0", "1.234E+18", "#REF!"),
    "contract": ("\ufffd", "bepaald\u2028onbepaald", "\x1b[2J"),
}  # fmt: skip


def value_inputs() -> Iterator[Hostile]:
    headings = JOBS.split(",")
    for column, values in VALUES.items():
        for at, value in enumerate(values):
            cells = JOB.split(",")
            cells[headings.index(column)] = f'"{value}"' if "," in value else value
            content = JOBS + "\n" + ",".join(cells) + "\n"
            yield Hostile(f"value: {column} {at}", written("jobs.csv", content), codes=ANSWERED)


LONG = {
    "digits": "1" * 300_000 + "x",
    "spaces": "1" + " " * 300_000 + "x",
    "points": "1." * 150_000 + "x",
    "commas": "1,234" + ",567" * 75_000 + "x",
    "dashes": "2024-" * 60_000 + "x",
    "zeros": "0" * 300_000,
    "totals": "totaal " + " " * 300_000 + "\nx",
}


def long_inputs() -> Iterator[Hostile]:
    """One long text in every column: what is tried in several ways takes the square of its length."""
    for name, text in LONG.items():
        content = JOBS + "\n" + ",".join([f'"{text}"'] * 7) + f"\n{JOB}\n"
        yield Hostile(f"long: {name}", written("jobs.csv", content))


def parquet_inputs() -> Iterator[Hostile]:
    one = {name: [value] for name, value in zip(JOBS.split(","), JOB.split(","), strict=True)}
    odd = {
        "a zone of its own": pyarrow.array([0], pyarrow.timestamp("us", "+23:59")),
        "a zone that there is not": pyarrow.array([0], pyarrow.timestamp("us", "Mars/Phobos")),
        "a zone of a path": pyarrow.array([0], pyarrow.timestamp("us", "../../../etc/passwd")),
        "moments beyond years": pyarrow.array([2**62], pyarrow.timestamp("us")),
        "moments beyond years with a zone": pyarrow.array([2**62], pyarrow.timestamp("us", "Europe/Amsterdam")),
        "days beyond years": pyarrow.array([2**31 - 1], pyarrow.date32()),
        "lists": pyarrow.array([[["a"]]]),
        "records": pyarrow.array([{"a": {"b": [1]}}]),
        "maps": pyarrow.array([[("a", 1)]], pyarrow.map_(pyarrow.string(), pyarrow.int64())),
        "nothing": pyarrow.array([None], pyarrow.null()),
        "bytes": pyarrow.array([b"\xff\xfe"], pyarrow.binary()),
        "wide decimals": pyarrow.array([None], pyarrow.decimal256(76, 70)),
        "half numbers": pyarrow.array([float("nan")], pyarrow.float16()),
        "great whole numbers": pyarrow.array([2**64 - 1], pyarrow.uint64()),
        "durations": pyarrow.array([2**62], pyarrow.duration("ns")),
        "times of day": pyarrow.array([datetime.time(1)], pyarrow.time64("us")),
        "codes of numbers": pyarrow.array([5.5]).dictionary_encode(),
        "texts that are no text": pyarrow.array([b"\xff\xfe"], pyarrow.binary()).view(pyarrow.string()),
    }
    for name, column in odd.items():
        table = pyarrow.table({**one, "month": column})
        codes = ANSWERED if name == "a zone of its own" else (2,)
        spoil = lambda f, t=table: pyarrow.parquet.write_table(t, f / "jobs.parquet")  # noqa: E731
        yield Hostile(f"parquet: {name}", spoil, codes=codes)
    for column in ("hours", "person_id", "agency"):
        for name in ("lists", "moments beyond years with a zone", "bytes", "durations", "nothing", "wide decimals"):
            table = pyarrow.table({**one, column: odd[name]})
            spoil = lambda f, t=table: pyarrow.parquet.write_table(t, f / "jobs.parquet")  # noqa: E731
            yield Hostile(f"parquet: {name} as {column}", spoil, codes=ANSWERED)
    whole = _parquet_bytes(pyarrow.table(one))
    yield Hostile("parquet: cut in half", written("jobs.parquet", whole[: len(whole) // 2]))
    yield Hostile("parquet: a footer that claims all", written("jobs.parquet", whole[:-8] + b"\xff\xff\xff\x7fPAR1"))
    yield Hostile("parquet: its first and last bytes only", written("jobs.parquet", b"PAR1PAR1"))
    yield Hostile("parquet: damaged in the middle", written("jobs.parquet", whole[:20] + b"\xff" * 60 + whole[80:]))
    for at in range(12):
        yield Hostile(f"parquet: a changed byte {at}", written("jobs.parquet", changed(whole, at)), codes=ANSWERED)
    yield Hostile("parquet: no columns", lambda f: pyarrow.parquet.write_table(pyarrow.table({}), f / "jobs.parquet"))
    yield Hostile("parquet: five thousand columns", five_thousand_columns)
    yield Hostile("parquet: a column twice", lambda f: pyarrow.parquet.write_table(_twice(one), f / "jobs.parquet"))
    yield Hostile("parquet: half a milliard rows of nothing", lambda f: same_rows(f, 500_000_000, 1))
    yield Hostile("parquet: twenty million rows of 100 columns", lambda f: same_rows(f, 20_000_000, 100))
    yield Hostile("parquet: a text of a megabyte in a million rows", long_texts)
    yield Hostile("parquet: two gigabytes of one letter", packed_text)
    yield Hostile("parquet: parts with other columns", other_parts)
    yield Hostile("parquet: parts of which one is a text", one_text_part)
    yield Hostile("parquet: lists a hundred deep", deep_lists)


def _parquet_bytes(table: pyarrow.Table) -> bytes:
    out = pyarrow.BufferOutputStream()
    pyarrow.parquet.write_table(table, out)
    return out.getvalue().to_pybytes()


def changed(content: bytes, seed: int) -> bytes:
    changed = bytearray(content)
    changed[random.Random(seed).randrange(4, len(changed) - 4)] ^= 0xFF
    return bytes(changed)


def _twice(one: dict) -> pyarrow.Table:
    return pyarrow.Table.from_arrays([pyarrow.array(["A"])] * 2, names=["person_id"] * 2)


def five_thousand_columns(folder: Path) -> None:
    pyarrow.parquet.write_table(pyarrow.table({f"k{at}": [1] for at in range(5_000)}), folder / "jobs.parquet")


def same_rows(folder: Path, rows: int, columns: int) -> None:
    """Rows that are all the same are packed in next to nothing."""
    piece = pyarrow.table({f"k{at}": pyarrow.nulls(1_000_000, pyarrow.int64()) for at in range(columns)})
    with pyarrow.parquet.ParquetWriter(folder / "jobs.parquet", piece.schema, write_statistics=False) as writer:
        for _ in range(rows // 1_000_000):
            writer.write_table(piece)


def long_texts(folder: Path) -> None:
    """A dictionary of one long text that each of many rows points to."""
    texts = pyarrow.DictionaryArray.from_arrays(pyarrow.array([0] * 1_000_000, pyarrow.int32()), ["x" * 2**20])
    pyarrow.parquet.write_table(pyarrow.table({"person_id": texts}), folder / "jobs.parquet", store_schema=False)


def packed_text(folder: Path) -> None:
    """Texts without a dictionary, packed a thousand times smaller."""
    piece = pyarrow.table({"person_id": ["x" * 2**20] * 64})
    choices = {"compression": "zstd", "use_dictionary": False, "write_statistics": False}
    with pyarrow.parquet.ParquetWriter(folder / "jobs.parquet", piece.schema, **choices) as writer:
        for _ in range(32):
            writer.write_table(piece)


def other_parts(folder: Path) -> None:
    (folder / "jobs").mkdir()
    for at in range(3):
        pyarrow.parquet.write_table(pyarrow.table({f"k{at}": [1]}), folder / "jobs" / f"{at}.parquet")


def one_text_part(folder: Path) -> None:
    other_parts(folder)
    (folder / "jobs" / "0.parquet").write_text("no Parquet")


def deep_lists(folder: Path) -> None:
    kind = pyarrow.string()
    for _ in range(100):
        kind = pyarrow.list_(kind)
    pyarrow.parquet.write_table(pyarrow.table({"person_id": pyarrow.array([None], kind)}), folder / "jobs.parquet")


def statistics_inputs() -> Iterator[Hostile]:
    frame = pd.DataFrame({"person_id": ["A"], "job_id": ["j"], "hours": [40.0]})
    yield Hostile("sav: cut in half", lambda f: cut_sav(f, frame, 0.5))
    yield Hostile("sav: more rows claimed", lambda f: claiming_sav(f, frame, 2**30))
    yield Hostile("sav: wide columns claimed", lambda f: claiming_sav(f, frame, 2**30, at=68))
    yield Hostile("sav: its first bytes only", written("jobs.sav", b"$FL2" + bytes(200)))
    yield Hostile("zsav: damaged", lambda f: cut_sav(f, frame, 0.9, "jobs.zsav"))
    yield Hostile("por: letters", written("jobs.por", b"A" * 5000))
    yield Hostile("sas: cut in half", lambda f: cut_sas(f))
    yield Hostile("sas: pages claimed", lambda f: claiming_sas(f))


def cut_sav(folder: Path, frame: pd.DataFrame, share: float, name: str = "jobs.sav") -> None:
    pyreadstat.write_sav(frame, str(folder / name), compress=name.endswith(".zsav"))
    content = (folder / name).read_bytes()
    (folder / name).write_bytes(content[: int(len(content) * share)])


def claiming_sav(folder: Path, frame: pd.DataFrame, number: int, at: int = 80) -> None:
    pyreadstat.write_sav(frame, str(folder / "jobs.sav"))
    content = bytearray((folder / "jobs.sav").read_bytes())
    content[at : at + 4] = number.to_bytes(4, "little")
    (folder / "jobs.sav").write_bytes(content)


def cut_sas(folder: Path) -> None:
    shutil.copy(FORMATS / "jobs.sas7bdat", folder)
    content = (folder / "jobs.sas7bdat").read_bytes()
    (folder / "jobs.sas7bdat").write_bytes(content[: len(content) // 2])


def claiming_sas(folder: Path) -> None:
    content = bytearray((FORMATS / "jobs.sas7bdat").read_bytes())
    content[200:212] = b"\xff" * 12
    (folder / "jobs.sas7bdat").write_bytes(content)
