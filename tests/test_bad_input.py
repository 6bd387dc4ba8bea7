"""Every bad input gives a message that names table and column and says what to do, exit code 2, and no traceback."""

from __future__ import annotations

import zipfile

import openpyxl
import pandas as pd
import pytest

from evalbook.cli import main

pytestmark = pytest.mark.program

PEOPLE = """
    A,IVA,vrouw,1980-06-15,psychisch,2023-05-31,2024-02-01,,
    B,oWajong,man,1990-02-28,ontwikkeling,2022-03-01,,2025-01-15,overleden
"""
JOBS = "A,J1,2023-07-01,52,612,bepaald,False"


def rows(name, text):
    """Another row for a table."""

    def spoil(folder):
        with (folder / f"{name}.csv").open("a") as table:
            table.write(text + "\n")

    return spoil


def replaced(name, old, new):
    def spoil(folder):
        path = folder / name
        path.write_text(path.read_text().replace(old, new))

    return spoil


def written(name, content):
    return lambda folder: (folder / name).write_bytes(content)


def without(name):
    return lambda folder: (folder / name).unlink()


def without_column(name, column):
    def spoil(folder):
        path = folder / f"{name}.csv"
        pd.read_csv(path, dtype=str).drop(columns=column).to_csv(path, index=False)

    return spoil


def truncated_parquet(folder):
    path = folder / "ladder.parquet"
    pd.DataFrame({"person_id": ["A"] * 999}).to_parquet(path)
    path.write_bytes(path.read_bytes()[:-20])


def macro_workbook(folder):
    openpyxl.Workbook().save(folder / "ladder.xlsx")
    with zipfile.ZipFile(folder / "ladder.xlsx", "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"macro")


def formula_workbook(folder):
    book = openpyxl.Workbook()
    book.active.append(["person_id", "date", "rung"])
    book.active.append(["A", "2023-06-01", "=1+1"])
    book.save(folder / "ladder.xlsx")


def link_out(folder):
    outside = folder.parent / "outside.csv"
    outside.write_text("person_id,date,rung\n")
    (folder / "ladder.csv").symlink_to(outside)


def added(text):
    def spoil(folder):
        with (folder / "extract.yaml").open("a") as settings:
            settings.write("\n" + text + "\n")

    return spoil


BAD = {
    "a missing file": (without("participants.csv"), "participants: the file is not there"),
    "a missing column": (without_column("jobs", "wage"), "jobs.wage: the column is missing"),
    "a header with a name too few": (replaced("jobs.csv", ",wage", ""), "jobs.csv: rows have more fields"),
    "HTML in the title": (replaced("extract.yaml", "A test", "<b>A test</b>"), "extract.yaml.title: has another form"),
    "an unknown column": (replaced("jobs.csv", "wage", "wages"), "jobs.wages: the column is not known"),
    "a file of 0 bytes": (written("jobs.csv", b""), "jobs: the file has 0 bytes"),
    "participants with a header only": (
        lambda folder: (folder / "participants.csv").write_text(
            (folder / "participants.csv").read_text().split("\n")[0] + "\n"
        ),
        "participants: has a header and no rows",
    ),
    "text in a number": (
        rows("jobs", "A,J2,2023-07-01,many,1,bepaald,False"),
        "jobs.hours: has values of another kind",
    ),
    "a date that does not exist": (rows("ladder", "A,2023-02-30,1"), "ladder.date: has values of another kind"),
    "mixed date orders": (rows("ladder", "A,2023-06-01,1\nA,01-07-2023,1"), "ladder.date: has dates in more than one"),
    "duplicate persons": (
        rows("participants", "A,IVA,man,1980-01-01,hart,2024-01-01,,,"),
        "participants.person_id: rows",
    ),
    "an unknown person": (rows("ladder", "Z,2023-06-01,1"), "ladder.person_id: persons who are not in participants"),
    "an end before its start": (
        rows("trajectories", "A,ips,2024-02-02,2024-02-01,1"),
        "trajectories.end_date: lies before start_date",
    ),
    "rung 7": (rows("ladder", "A,2023-06-01,7"), "ladder.rung: has values of another kind"),
    "a negative wage": (rows("jobs", "A,J2,2023-07-01,1,-1,bepaald,False"), "jobs.wage: has values of another kind"),
    "a category with a typing error": (replaced("participants.csv", "IVA", "IAV"), "Did you mean IVA?"),
    "a truncated Parquet": (truncated_parquet, "ladder.parquet cannot be read"),
    "a file that is not what its name says": (
        written("jobs.csv", b"PK\x03\x04" + bytes(50)),
        "looks like a zip or Excel",
    ),
    "an encrypted workbook": (
        written("population.xlsx", b"\xd0\xcf\x11\xe0" + bytes(99)),
        "encrypted or old Excel file",
    ),
    "a macro workbook": (macro_workbook, "holds macros"),
    "a formula in a workbook": (formula_workbook, "ladder.rung: holds a formula whose value was never computed"),
    "a formula in a text field": (
        rows("jobs", "A,=cmd(),2023-07-01,1,1,bepaald,False"),
        "jobs.job_id: holds texts that",
    ),
    "HTML in a text field": (rows("jobs", "A,<script>,2023-07-01,1,1,bepaald,False"), "jobs.job_id: holds texts that"),
    "10 MB in one field": (rows("jobs", f"A,{'x' * 10**7},2023-07-01,1,1,bepaald,False"), "jobs.job_id: has values of"),
    "a symbolic link out of the folder": (link_out, "is a link to a file outside the folder"),
    "an unknown key in extract.yaml": (added("reference_day: 2025-01-01"), "Did you mean reference_date?"),
    "YAML that constructs objects": (added("columns: !!python/object/apply:os.system [ls]"), "is not plain YAML"),
    "a key twice in extract.yaml": (added("title: other"), "extract.yaml.title: the key is there twice"),
    "no extract.yaml": (without("extract.yaml"), "extract.yaml: the file is not there"),
}


def told_by(folder, capsys):
    code = main(["results", str(folder), "--output", str(folder.parent / "results.csv"), "--unprotected"])
    return code, capsys.readouterr().err


@pytest.mark.parametrize("name", BAD)
def test_a_bad_input_is_told_and_stops(write_extract, capsys, name):
    needs_own_ladder = name in (
        "a truncated Parquet",
        "a macro workbook",
        "a formula in a workbook",
        "a symbolic link out of the folder",
    )
    tables = {"participants": PEOPLE, "jobs": JOBS, "trajectories": ""}
    folder = write_extract(**tables if needs_own_ladder else {**tables, "ladder": ""})
    spoil, expected = BAD[name]
    spoil(folder)
    code, told = told_by(folder, capsys)
    assert code == 2
    assert expected in told and "Traceback" not in told
    assert not (folder.parent / "results.csv").exists()


def test_the_good_extract_beneath_them_is_used(write_extract, capsys):
    folder = write_extract(participants=PEOPLE, jobs=JOBS, trajectories="", ladder="")
    assert told_by(folder, capsys)[0] == 0


@pytest.mark.parametrize("name", ["nowhere", "extract.yaml"])
def test_a_source_that_is_no_folder_is_told(tmp_path, capsys, name):
    (tmp_path / "extract.yaml").touch()
    code, told = told_by(tmp_path / name, capsys)
    assert code == 2 and "Traceback" not in told
