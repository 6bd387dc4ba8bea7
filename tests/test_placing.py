"""Which file each table is, and that nothing that lies in a delivery is passed over in silence."""

from __future__ import annotations

import os
import zipfile

import pandas as pd
import pytest

from evalbook.extract.extract import validate

PEOPLE = "A,IVA,vrouw,1980-06-15,psychisch,2024-01-15,,,"
RUNGS = "person_id,date,rung\nA,2024-02-01,2\n"


@pytest.fixture
def folder(write_extract):
    return write_extract(participants=PEOPLE)


def told(folder):
    return [str(problem) for problem in validate(folder).problems]


def rungs(folder):
    validation = validate(folder)
    assert validation.errors == ()
    return len(validation.extract["ladder"])


@pytest.mark.parametrize("name", ["ladder.csv", "Ladder.csv", "LADDER.CSV", "ladder.Csv"])
def test_case_makes_no_difference(folder, name):
    (folder / name).write_text(RUNGS)
    assert rungs(folder) == 1 and told(folder) == []


@pytest.mark.parametrize(
    ("name", "guess"),
    [
        ("TREDES.csv", "ladder"),
        ("Proefplaatsingen 2025.xlsx.csv", ""),
        ("dienstverbanden_2025.csv", "jobs"),
        ("ladder (2).csv", "ladder"),
        ("ladder.csv.bak", ""),
        ("ladder.txt", ""),
        ("notes.docx", ""),
        ("map/ladder.csv", "ladder"),
    ],
)
def test_every_other_file_is_named(folder, name, guess):
    (folder / name).parent.mkdir(exist_ok=True)
    (folder / name).write_text(RUNGS)
    (said,) = told(folder)
    assert said.startswith(f"warning: {name}: is not used") and (not guess or f"Did you mean {guess}?" in said)


def test_a_file_that_is_to_be_ignored_is_not_named(folder):
    (folder / "notes.docx").touch()
    with (folder / "extract.yaml").open("a") as settings:
        settings.write("\nignore_files: [notes.docx]\n")
    assert told(folder) == []


@pytest.mark.parametrize(
    "name",
    ["~$ladder.xlsx", ".~lock.ladder.ods#", ".DS_Store", "._ladder.csv", "Thumbs.db", "desktop.ini", "__MACOSX/x.csv"]
    + ["~WRL0001.tmp", "$RECYCLE.BIN/x", ".Spotlight-V100/x", "Icon\r"],
)
def test_litter_is_passed_over(folder, name):
    (folder / name).parent.mkdir(exist_ok=True)
    (folder / name).write_bytes(b"\0\1")
    assert told(folder) == []


def test_a_zip_is_looked_into(folder):
    with zipfile.ZipFile(folder / "levering.zip", "w") as archive:
        archive.writestr("uit/Ladder.csv", RUNGS)
        archive.writestr("uit/tredes.csv", RUNGS)
        archive.writestr("__MACOSX/._Ladder.csv", "x")
    assert rungs(folder) == 1
    (said,) = told(folder)
    assert "levering.zip/uit/tredes.csv: is not used" in said


def test_a_damaged_zip_is_named(folder):
    (folder / "levering.zip").write_bytes(b"PK\x03\x04" + bytes(30))
    assert "levering.zip: is not a whole zip file" in told(folder)[0]


def test_a_table_twice_in_another_case_is_refused(folder):
    (folder / "ladder.csv").write_text(RUNGS)
    (folder / "LADDER.CSV").write_text(RUNGS)
    assert any("ladder: is there twice, in" in each for each in told(folder))


def test_the_rows_of_a_table_may_stand_in_several_files(folder):
    (folder / "a.csv").write_text(RUNGS)
    (folder / "b.csv").write_text(RUNGS.replace(",", ";").replace("2024-02-01", "01-03-2024") + "A;01-04-2024;9\n")
    with (folder / "extract.yaml").open("a") as settings:
        settings.write("\nfiles: {ladder: [a.csv, b.csv]}\n")
    (said,) = told(folder)
    assert "ladder.rung: has values of another kind (1 rows, the first is row 3 of b.csv)" in said
    (folder / "b.csv").write_text(RUNGS.replace("2024-02-01", "2024-03-01"))
    assert rungs(folder) == 2 and [each.rows for each in validate(folder).accounts] == [1, 1, 1]


def test_several_files_with_other_columns_are_refused(folder):
    header = "person_id,job_id,month,hours,wage,contract,agency"
    (folder / "a.csv").write_text(f"{header},sector\nA,J1,2024-02-01,1,1,bepaald,ja,zorg\n")
    (folder / "b.csv").write_text(f"{header}\nA,J1,2024-03-01,1,1,bepaald,ja\n")
    with (folder / "extract.yaml").open("a") as settings:
        settings.write("\nfiles: {jobs: [a.csv, b.csv]}\n")
    assert "jobs.sector: is in some files of the table, not in b.csv" in told(folder)[0]


@pytest.mark.program
def test_a_sheet_is_a_table_by_its_name_or_as_mapped(folder):
    rows = pd.DataFrame({"person_id": ["A"], "date": ["2024-02-01"], "rung": [2]})
    with pd.ExcelWriter(folder / "levering.xlsx") as book:
        rows.to_excel(book, sheet_name="Tredes", index=False)
        rows[["person_id", "date"]].to_excel(book, sheet_name="CONVERSATIONS", index=False)
        pd.DataFrame().to_excel(book, sheet_name="Blad3", index=False)
    (said,) = told(folder)
    assert "levering.xlsx, sheet 'Tredes': is not used" in said and "Did you mean ladder?" in said
    with (folder / "extract.yaml").open("a") as settings:
        settings.write("\nfiles: {ladder: {file: levering.xlsx, sheet: tredes}}\n")
    assert rungs(folder) == 1 and len(validate(folder).extract["conversations"]) == 1


@pytest.mark.program
def test_a_mapped_workbook_of_several_sheets_needs_a_sheet(folder):
    rows = pd.DataFrame({"person_id": ["A"], "date": ["2024-02-01"], "rung": [2]})
    with pd.ExcelWriter(folder / "levering.xlsx") as book:
        rows.to_excel(book, sheet_name="een", index=False)
        rows.to_excel(book, sheet_name="twee", index=False)
    with (folder / "extract.yaml").open("a") as settings:
        settings.write("\nfiles: {ladder: levering.xlsx}\n")
    assert any("levering.xlsx has several sheets" in each and "een, twee" in each for each in told(folder))


def test_what_is_no_ordinary_file_is_named_and_not_opened(folder):
    os.mkfifo(folder / "ladder.csv")
    assert told(folder) == ["error: ladder: is no ordinary file. Put the file itself in the folder."]


def test_a_link_to_itself_is_named(folder):
    (folder / "ladder.csv").symlink_to(folder / "ladder.csv")
    assert "error: ladder: is a link" in told(folder)[0]


def test_without_extract_yaml_the_files_are_told_all_the_same(folder):
    (folder / "extract.yaml").unlink()
    (folder / "jobs.csv").write_text("x\n")
    said = told(folder)
    assert "extract.yaml: the file is not there. `evalbook init --like FOLDER` drafts one." in said[0]
    assert any("jobs.month: the column is missing" in each for each in said)
