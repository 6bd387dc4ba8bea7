"""One content in every format that an analyst may bring; and files that are not what they seem."""

from __future__ import annotations

import gzip
import zipfile
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import pandas as pd
import pyarrow.parquet
import pyreadstat
import pytest

from evalbook.extract.extract import read_extract
from evalbook.items.evaluation import evaluate
from evalbook.problems import ExtractError
from other_workbooks import write_ods, write_xlsb

pytestmark = pytest.mark.program

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
MORE = {"wage": ["612.1", "", "1999.95"], "sector": ["zorg", "", "horeca"], "employer_size": ["0-9", "250+", ""]}


_evaluated = []


def results(extract):
    """Its results, which follow from its tables and edition: of extracts that are the same to the bit made once."""
    for other, made in _evaluated:
        if is_same(extract, other):
            return made
    _evaluated.append((extract, evaluate(extract)))
    return _evaluated[-1][1]


def is_same(one, other):
    if one.edition != other.edition or one.tables.keys() != other.tables.keys():
        return False
    try:
        for name, rows in one.tables.items():
            pd.testing.assert_frame_equal(rows, other.tables[name], check_exact=True)
    except AssertionError:
        return False
    return True


@pytest.fixture
def plain(write_extract):
    """Registers in which each column that may be empty is so in some row, not the last one only."""
    folder = write_extract(participants=PEOPLE, jobs=JOBS)
    jobs = pd.read_csv(folder / "jobs.csv", dtype=str, keep_default_na=False)
    jobs.assign(**MORE).to_csv(folder / "jobs.csv", index=False)
    return folder


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


def write_factors(rows, path):
    rows.replace("", None).astype("category").to_parquet(path)


def write_arrow(rows, path, **choices):
    """Decimals, large strings, and days as `day` makes them, as R, Spark and Polars may write them."""
    columns = {}
    for name in rows:
        values = [value or None for value in rows[name]]
        if name in DAYS:
            columns[name] = choices["day"](values)
        elif name in ("hours", "wage"):
            numbers = [Decimal(value) if value else None for value in values]
            columns[name] = pyarrow.array(numbers, pyarrow.decimal128(12, 3))
        else:
            columns[name] = pyarrow.array(values, pyarrow.large_string())
    pyarrow.parquet.write_table(
        pyarrow.table(columns), path, use_deprecated_int96_timestamps=choices.get("int96", False)
    )


def date32(values):
    return pyarrow.array([date.fromisoformat(value) if value else None for value in values])


def moments(zone):
    def of(values):
        days = [pd.Timestamp(value, tz="Europe/Amsterdam") if value else None for value in values]
        days = [day if day is None or zone else day.tz_localize(None) for day in days]
        return pyarrow.array(days, pyarrow.timestamp("us", tz=zone or None))

    return of


def write_days(rows, path):
    write_arrow(rows, path, day=date32)


def write_utc(rows, path):
    write_arrow(rows, path, day=moments("UTC"))


def write_int96(rows, path):
    write_arrow(rows, path, day=moments(""), int96=True)


def write_index(rows, path):
    rows.set_index("person_id").to_parquet(path)


def write_unnamed_index(rows, path):
    rows.set_axis(pd.Index([*range(len(rows))], dtype="int64")).to_parquet(path)


def write_parts(rows, path):
    path.mkdir()
    for at in range(len(rows)):
        rows.iloc[at : at + 1].astype("category").to_parquet(path / f"part-{at}.parquet")
    (path / "_SUCCESS").touch()


def write_zsav(rows, path):
    pyreadstat.write_sav(rows, str(path), compress=True)


def write_tsv(rows, path):
    rows.to_csv(path, sep="\t", index=False)


def write_zip(rows, path):
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(f"map/{path.stem}.csv", rows.to_csv(index=False))


def as_cells(rows):
    """Rows as cells: numbers, days and truth values typed."""
    cells = typed(rows).astype(object).where(rows != "", None)
    for name in DAYS:
        if name in cells:
            cells[name] = [value if value is None else pd.Timestamp(value).date() for value in cells[name]]
    return [list(rows), *cells.values.tolist()]


def write_libreoffice(rows, path):
    write_ods(path, **{path.stem: as_cells(rows)})


def write_binary_excel(rows, path):
    write_xlsb(path, Blad1=[list(rows), *rows.values.tolist()])


FORMATS = [
    (write_dutch("utf-8-sig"), ".csv"),
    (write_dutch("cp1252"), ".csv"),
    (write_gzip, ".csv.gz"),
    (write_excel_texts, ".xlsx"),
    (write_excel_typed, ".xlsx"),
    (write_spss, ".sav"),
    (write_parquet, ".parquet"),
    (write_factors, ".parquet"),
    (write_days, ".parquet"),
    (write_utc, ".parquet"),
    (write_int96, ".parquet"),
    (write_index, ".parquet"),
    (write_unnamed_index, ".parquet"),
    (write_parts, ".parquet"),
    (write_zsav, ".zsav"),
    (write_tsv, ".tsv"),
    (write_zip, ".zip"),
    (write_libreoffice, ".ods"),
    (write_binary_excel, ".xlsb"),
]


@pytest.mark.parametrize(("write", "suffix"), FORMATS)
def test_the_same_content_gives_the_same_results_to_the_bit(plain, write, suffix):
    known = results(read_extract(plain))
    pd.testing.assert_frame_equal(results(read_extract(rewritten(plain, write, suffix))), known, check_exact=True)


def test_extracts_that_differ_are_not_taken_for_the_same(plain):
    known = read_extract(plain)
    jobs = known["jobs"]
    for other in (jobs.iloc[::-1], jobs.assign(wage=jobs["wage"] + 2e-13), jobs.astype({"hours": "float32"})):
        assert not is_same(known, replace(known, tables={**known.tables, "jobs": other}))
    assert is_same(known, replace(known, tables={**known.tables, "jobs": jobs.copy()}))


def test_sas_gives_the_same_results_to_the_bit(write_extract):
    """tests/formats/*.sas7bdat were written by R's haven from the rows above."""
    known = results(read_extract(write_extract(participants=PEOPLE, jobs=JOBS)))
    folder = write_extract()
    for path in (Path(__file__).parent / "formats").glob("*.sas7bdat"):
        (folder / path.name).write_bytes(path.read_bytes())
    pd.testing.assert_frame_equal(results(read_extract(folder)), known, check_exact=True)


def test_excel_of_97_gives_the_same_results_to_the_bit(plain):
    """tests/formats/*.xls were written by xlwt from the registers of `plain`, typed."""
    known = results(read_extract(plain))
    for name in ("participants", "jobs"):
        (plain / f"{name}.csv").unlink()
        (plain / f"{name}.xls").write_bytes((Path(__file__).parent / f"formats/{name}.xls").read_bytes())
    pd.testing.assert_frame_equal(results(read_extract(plain)), known, check_exact=True)


def test_portable_spss_gives_the_same_results_to_the_bit(plain):
    """Its names have eight signs at most, so they are mapped."""
    known, own = results(read_extract(plain)), []
    for path in plain.glob("*.csv"):
        rows = pd.read_csv(path, dtype=str, keep_default_na=False)
        path.unlink()
        names = {name: f"V{at}" for at, name in enumerate(rows)}
        pyreadstat.write_por(rows.rename(columns=names), str(path.with_suffix(".por")))
        own.append(f"  {path.stem}: {{{', '.join(f'{short}: {name}' for name, short in names.items())}}}")
    with (plain / "extract.yaml").open("a") as settings:
        settings.write("\ncolumns:\n" + "\n".join(own) + "\n")
    pd.testing.assert_frame_equal(results(read_extract(plain)), known, check_exact=True)


def test_parts_with_other_columns_are_refused(plain):
    rows = pd.read_csv(plain / "jobs.csv", dtype=str)
    (plain / "jobs.csv").unlink()
    (plain / "jobs").mkdir()
    rows.to_parquet(plain / "jobs" / "a.parquet")
    rows.drop(columns="hours").to_parquet(plain / "jobs" / "b.parquet")
    assert "its parts have different columns" in fault_of(plain)


def test_lists_in_a_column_that_is_needed_are_refused_and_passed_over_elsewhere(plain):
    rows = pd.read_csv(plain / "jobs.csv", dtype=str, keep_default_na=False)
    (plain / "jobs.csv").unlink()
    rows.assign(cao=[["a"], [], None]).to_parquet(plain / "jobs.parquet")
    assert "jobs.cao: the column is not known" in fault_of(plain)
    with (plain / "extract.yaml").open("a") as settings:
        settings.write("\nignore_columns: [jobs.cao]\n")
    assert len(read_extract(plain)["jobs"]) == 3
    rows.assign(hours=[[1.0], [], None], cao="x").to_parquet(plain / "jobs.parquet")
    assert "jobs.hours: holds lists or records" in fault_of(plain)


def test_whole_numbers_beside_empty_cells_stay_whole(plain):
    """Identifiers of 18 digits, of which a number with a point would lose the last."""
    people = pd.read_csv(plain / "participants.csv", dtype=str, keep_default_na=False)
    people["person_id"] = [123456789012345678, 123456789012345679, 123456789012345680]
    (plain / "participants.csv").unlink()
    (plain / "jobs.csv").unlink()
    people.to_parquet(plain / "participants.parquet")
    assert read_extract(plain)["participants"]["person_id"].tolist()[1] == "123456789012345679"


def test_one_workbook_may_hold_a_sheet_a_table(plain):
    known = results(read_extract(plain))
    with pd.ExcelWriter(plain / "levering.xlsx") as book:
        for path in plain.glob("*.csv"):
            pd.read_csv(path, dtype=str, keep_default_na=False).to_excel(book, sheet_name=path.stem, index=False)
            path.unlink()
    pd.testing.assert_frame_equal(results(read_extract(plain)), known, check_exact=True)


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
