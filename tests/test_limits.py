"""Each limit refuses what is over it, with its name, what it allows and the option; raised by it, it is read."""

from __future__ import annotations

import gzip
import re
import zipfile
from dataclasses import replace

import pandas as pd
import pytest

from evalbook.cli import main
from evalbook.errors import EvalbookError
from evalbook.extract.extract import validate
from evalbook.limits import Limits, in_force, limits, raised
from hostile_commands import PROJECT
from hostile_files import archive
from other_workbooks import write_ods

LADDER = pd.DataFrame({"person_id": ["A"] * 300, "date": ["2024-02-01"] * 300, "rung": [3] * 300})


@pytest.mark.parametrize(
    ("text", "name", "number"),
    [
        ("rows=5", "rows", 5),
        ("file_bytes=4G", "file_bytes", 4 * 2**30),
        ("line_bytes=2k", "line_bytes", 2048),
        ("unpacked_bytes=3M", "unpacked_bytes", 3 * 2**20),
        ("line_bytes=900000000000000G", "line_bytes", 2**62),
        ("program_seconds=900000000000000", "program_seconds", 10**6),
    ],
)
def test_a_limit_is_raised_by_its_name(text, name, number):
    assert raised([text]) == replace(Limits(), **{name: number})


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("row=5", "there is no limit 'row'. Did you mean rows?"),
        ("rows", "write a whole number above 0"),
        ("rows=0", "write a whole number above 0"),
        ("rows=-1", "write a whole number above 0"),
        ("rows=many", "write a whole number above 0"),
        ("rows=G", "write a whole number above 0"),
        ("rows=٣", "write a whole number above 0"),
    ],
)
def test_another_limit_or_value_is_refused(text, told):
    with pytest.raises(EvalbookError, match=re.escape(told)):
        raised([text])


OVER = {
    "file_bytes": lambda folder: LADDER.to_csv(folder / "ladder.csv", index=False),
    "unpacked_bytes": lambda folder: (folder / "ladder.csv.gz").write_bytes(gzip.compress(b"a" * 5000)),
    "rows": lambda folder: LADDER.to_csv(folder / "ladder.csv", index=False),
    "columns": lambda folder: LADDER.assign(a=1, b=1).to_parquet(folder / "ladder.parquet"),
    "line_bytes": lambda folder: (folder / "ladder.csv").write_text("person_id,date,rung\n" + "x" * 200),
    "files": lambda folder: [(folder / f"{at}.txt").touch() for at in range(9)],
    "sheets": lambda folder: write_ods(folder / "ladder.ods", **{f"s{at}": [["a"]] for at in range(9)}),
    "settings_bytes": lambda folder: (folder / "extract.yaml").write_text("# " + "x" * 5000),
    "settings_keys": lambda folder: (folder / "extract.yaml").write_text("files: [a, b, c, d, e, f, g, h, i, j]"),
    "settings_depth": lambda folder: (folder / "extract.yaml").write_text("files: {a: {b: {c: d}}}"),
}
LOW = {"file_bytes": 2000, "unpacked_bytes": 2000, "rows": 100, "columns": 4, "line_bytes": 90, "files": 6}
LOW |= {"sheets": 3, "settings_bytes": 1000, "settings_keys": 9, "settings_depth": 2}


@pytest.mark.program
@pytest.mark.parametrize("name", OVER)
def test_what_is_over_a_limit_is_refused_by_its_name_and_raised_is_not(write_extract, capsys, name):
    folder = write_extract(participants="A,IVA,vrouw,1980-06-15,psychisch,2024-01-15,,,")
    OVER[name](folder)
    assert main_of(folder, f"{name}={LOW[name]}") == 2
    told = capsys.readouterr().out
    assert f"more than the limit {name} allows" in told and f"--limit {name}=" in told
    main_of(folder, f"{name}=1000000")
    assert f"the limit {name}" not in capsys.readouterr().out


def main_of(folder, limit):
    try:
        return main(["validate", str(folder), "--limit", limit])
    except SystemExit as ended:
        return ended.code


def test_folders_below_the_depth_are_not_looked_into(write_extract):
    folder = write_extract(participants="A,IVA,vrouw,1980-06-15,psychisch,2024-01-15,,,")
    (folder / "a" / "b").mkdir(parents=True)
    (folder / "a" / "b" / "x.csv").touch()
    with in_force(Limits(depth=1)):
        told = "\n".join(map(str, validate(folder).problems))
    assert "a: lies too deep to be looked into, more than the limit depth allows (1)" in told


def test_no_more_is_unpacked_than_so_many_times_the_packed_bytes(write_extract):
    folder = write_extract(participants="A,IVA,vrouw,1980-06-15,psychisch,2024-01-15,,,")
    (folder / "jobs.csv.gz").write_bytes(gzip.compress(b"a,b\n" * 2**22) * 5)
    assert "--limit unpacked_times=200" in "\n".join(map(str, validate(folder).errors))


def test_a_project_of_more_members_or_deeper_than_the_limits_is_refused(tmp_path, capsys):
    path = tmp_path / "p.qdpx"
    path.write_bytes(archive({"project.qde": PROJECT, "a": "", "b": ""}))
    command = ["voices", str(path), "--map", str(tmp_path / "map.csv"), "--write-map"]
    assert main([*command, "--limit", "project_members=2"]) == 2
    assert main([*command, "--limit", "project_depth=2"]) == 2
    assert capsys.readouterr().err.count("raise the limit: --limit project_") == 2
    assert main(command) == 0


@pytest.mark.program
def test_a_program_apart_has_the_limits_too(write_extract):
    folder = write_extract(participants="A,IVA,vrouw,1980-06-15,psychisch,2024-01-15,,,")
    LADDER.to_excel(folder / "ladder.xlsx", index=False)
    with zipfile.ZipFile(folder / "ladder.xlsx") as opened:
        parts = {name: opened.read(name) for name in opened.namelist()}
    sheet = (
        parts["xl/worksheets/sheet1.xml"].replace(b'r="A301"', b'r="A3000"').replace(b'<row r="301"', b'<row r="3000"')
    )
    (folder / "ladder.xlsx").write_bytes(archive({**parts, "xl/worksheets/sheet1.xml": sheet}))
    with in_force(Limits(sheet_cells=8_000)):
        assert "has a cell far from its table" in str(validate(folder).errors[0])
    with in_force(Limits(sheet_cells=100_000)):
        assert "far from its table" not in "\n".join(map(str, validate(folder).errors))


def test_limits_hold_only_where_they_are_in_force():
    with in_force(Limits(rows=1)):
        assert limits().rows == 1
    assert limits() == Limits()
