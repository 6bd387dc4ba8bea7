"""One content in every format that an analyst may bring; and files that are not what they seem."""

from __future__ import annotations

import gzip
import zipfile
from pathlib import Path

import openpyxl
import pandas as pd
import pyreadstat
import pytest

from evalbook.evaluation import evaluate
from evalbook.extract import read_extract
from evalbook.problems import ExtractError

PEOPLE = """
    007,IVA,vrouw,1980-06-15,psychisch,2023-05-31,2024-02-01,,
    008,oWajong,man,1990-02-28,ontwikkeling,2022-03-01,,2025-01-15,overleden
    009,Wajong2015,onbekend,2000-02-29,onbekend,2024-01-31,,,
"""
JOBS = """
    007,J1,2023-07-01,52.25,612.1,bepaald,False
    007,J1,2023-08-01,,499.99,bepaald,False
    008,J2,2022-03-01,160,1999.95,onbepaald,True
"""
DAYS = ("birth_date", "service_start", "service_end", "exit_date", "month")


@pytest.fixture
def plain(write_extract):
    return write_extract(participants=PEOPLE, jobs=JOBS)


def rewritten(folder, write, suffix):
    """The extract with each table written anew by `write(rows, path)`, rows being texts."""
    for path in folder.glob("*.csv"):
        rows = pd.read_csv(path, dtype=str, keep_default_na=False)
        path.unlink()
        write(rows, path.with_name(path.stem + suffix))
    return folder


def typed(rows):
    """The rows with days, numbers and truth values as a statistics package holds them."""
    days = {name: pd.to_datetime(rows[name]) for name in DAYS if name in rows}
    numbers = {name: pd.to_numeric(rows[name]) for name in ("hours", "wage") if name in rows}
    agency = {"agency": rows["agency"] == "True"} if "agency" in rows else {}
    return rows.assign(**days, **numbers, **agency)


def dutch(rows):
    turned = {
        name: rows[name].str.replace(r"(....)-(..)-(..)", r"\3-\2-\1", regex=True) for name in DAYS if name in rows
    }
    commas = {name: rows[name].str.replace(".", ",") for name in ("hours", "wage") if name in rows}
    return rows.assign(**turned, **commas)


def write_dutch(encoding):
    return lambda rows, path: dutch(rows).to_csv(path, sep=";", index=False, encoding=encoding)


def write_gzip(rows, path):
    path.write_bytes(gzip.compress(rows.to_csv(index=False).encode()))


def write_excel_texts(rows, path):
    dutch(rows).to_excel(path, index=False)


def write_excel_typed(rows, path):
    typed(rows).to_excel(path, index=False)


def write_spss(rows, path):
    rows = typed(rows)
    sexes = {1.0: "man", 2.0: "vrouw", 3.0: "onbekend"}
    if "sex" in rows:
        rows = rows.assign(sex=rows["sex"].map({label: code for code, label in sexes.items()}))
    days = {name: rows[name].dt.date for name in DAYS if name in rows}
    rows = rows.assign(**days)
    if "agency" in rows:
        rows = rows.assign(agency=rows["agency"].astype(float))
    labels = {"sex": sexes} if "sex" in rows else {}
    pyreadstat.write_sav(rows, str(path), variable_value_labels=labels)


def write_parquet(rows, path):
    typed(rows).to_parquet(path)


FORMATS = [
    (write_dutch("utf-8-sig"), ".csv"),
    (write_dutch("cp1252"), ".csv"),
    (write_gzip, ".csv.gz"),
    (write_excel_texts, ".xlsx"),
    (write_excel_typed, ".xlsx"),
    (write_spss, ".sav"),
    (write_parquet, ".parquet"),
]


@pytest.mark.parametrize(("write", "suffix"), FORMATS)
def test_the_same_content_gives_the_same_results_to_the_bit(plain, write, suffix):
    known = evaluate(read_extract(plain))
    pd.testing.assert_frame_equal(evaluate(read_extract(rewritten(plain, write, suffix))), known, check_exact=True)


def test_sas_gives_the_same_results_to_the_bit(write_extract):
    """tests/formats/*.sas7bdat were written by R's haven from the rows above."""
    known = evaluate(read_extract(write_extract(participants=PEOPLE, jobs=JOBS)))
    folder = write_extract()
    for path in (Path(__file__).parent / "formats").glob("*.sas7bdat"):
        (folder / path.name).write_bytes(path.read_bytes())
    pd.testing.assert_frame_equal(evaluate(read_extract(folder)), known, check_exact=True)


def test_one_workbook_may_hold_a_sheet_a_table(plain):
    known = evaluate(read_extract(plain))
    with pd.ExcelWriter(plain / "levering.xlsx") as book:
        for path in plain.glob("*.csv"):
            pd.read_csv(path, dtype=str, keep_default_na=False).to_excel(book, sheet_name=path.stem, index=False)
            path.unlink()
    pd.testing.assert_frame_equal(evaluate(read_extract(plain)), known, check_exact=True)


def test_what_was_detected_is_told(plain):
    detected = read_extract(rewritten(plain, write_dutch("utf-8-sig"), ".csv")).detected["jobs"]
    assert detected["encoding"] == "utf-8 with BOM" and detected["delimiter"] == ";"
    assert detected["month"] == "dates as dd-mm-yyyy" and detected["wage"] == "decimal sign ,"


def test_extract_yaml_overrules_what_would_be_detected(plain):
    table = plain / "jobs.csv"
    rows = pd.read_csv(table, dtype=str, keep_default_na=False)
    rows.assign(wage=["1.250", "2.500", "1.000"]).to_csv(table, index=False, sep=";")
    with (plain / "extract.yaml").open("a") as settings:
        settings.write("\ncsv: {jobs.wage: {thousands: '.', decimal: ','}}\n")
    assert read_extract(plain)["jobs"]["wage"].tolist() == [1250, 2500, 1000]


def fault_of(folder):
    with pytest.raises(ExtractError) as caught:
        read_extract(folder)
    return str(caught.value)


def damaged_parquet(path):
    pd.DataFrame({"person_id": ["007"] * 999}).to_parquet(path)
    path.write_bytes(path.read_bytes()[:-20])


def encrypted_workbook(path):
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512))


def macro_workbook(path):
    openpyxl.Workbook().save(path)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"macro")


def binary(path):
    path.write_bytes(b"person_id,date\n\0\0\0")


@pytest.mark.parametrize(
    ("name", "write", "told"),
    [
        ("ladder.parquet", damaged_parquet, "cannot be read"),
        ("ladder.xlsx", encrypted_workbook, "encrypted"),
        ("ladder.xlsx", macro_workbook, "macros"),
        ("ladder.xlsx", lambda path: path.write_text("person_id,date,rung\n"), "not what its name says"),
        ("ladder.csv", lambda path: path.write_bytes(b"PK\x03\x04" + bytes(99)), "looks like a zip or Excel file"),
        ("ladder.csv", binary, "not text"),
        ("ladder.csv", lambda path: path.touch(), "0 bytes"),
        ("ladder.csv.gz", lambda path: path.write_bytes(gzip.compress(b"x" * 9999)[:30]), "not a whole gzip"),
        ("ladder.sav", lambda path: path.write_bytes(b"$FL2" + bytes(40)), "cannot be read"),
        ("ladder.csv", lambda path: path.write_text("person_id,date,rung\n007,2023-06-01,1,9,9\n"), "more fields"),
    ],
)
def test_a_file_that_cannot_be_read_says_what_to_do(plain, name, write, told):
    write(plain / name)
    message = fault_of(plain)
    assert told in message and "ladder" in message


def test_a_link_out_of_the_folder_is_refused(plain, tmp_path):
    (tmp_path / "elsewhere.csv").write_text("person_id,date,rung\n")
    (plain / "ladder.csv").symlink_to(tmp_path / "elsewhere.csv")
    assert "outside the folder" in fault_of(plain)


def test_two_files_of_one_table_are_refused(plain):
    write_parquet(pd.read_csv(plain / "jobs.csv", dtype=str, keep_default_na=False), plain / "jobs.parquet")
    assert "jobs.csv and jobs.parquet" in fault_of(plain)


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ("007,J1,2023-07-01,1.5,10,bepaald,False\n007,J1,01-08-2023,1.5,10,bepaald,False", "more than one order"),
        ('007,J1,2023-07-01,"1,5",10,bepaald,False\n007,J1,2023-08-01,1.5,10,bepaald,False', "decimal commas and"),
        ('007,J1,2023-07-01,"1,500",10,bepaald,False', "in two ways"),
        ("007,=1+1,2023-07-01,1.5,10,bepaald,False", "formula or HTML"),
        ("007,<b>J</b>,2023-07-01,1.5,10,bepaald,False", "formula or HTML"),
        (f"007,{'x' * 10_000_000},2023-07-01,1.5,10,bepaald,False", "another kind"),
    ],
)
def test_values_that_can_be_misread_are_refused(write_extract, rows, told):
    assert told in fault_of(write_extract(participants=PEOPLE, jobs=rows))
