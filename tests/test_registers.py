"""Registers as deliveries hold them: several files, forms of statistics packages, codes that deny their labels."""

from __future__ import annotations

import datetime as dt
import shutil
import zipfile
from decimal import Decimal

import numpy as np
import openpyxl
import pandas as pd
import pyarrow
import pyarrow.parquet
import pyreadstat
import pytest

from evalbook.extract.extract import validate
from evalbook.extract.validation import as_json, as_text
from other_workbooks import write_ods

PEOPLE = """
    A,IVA,vrouw,1980-06-15,psychisch,2024-01-15,,,
    B,IVA,man,1981-06-15,psychisch,2024-01-16,,,
"""
HEADER = ["person_id", "job_id", "month", "hours", "wage", "contract", "agency"]
ROWS = [
    ["A", "J1", "2024-02-01", "1", "10", "bepaald", "False"],
    ["B", "J2", "2024-02-01", "2", "20", "bepaald", "True"],
]


@pytest.fixture
def folder(write_extract):
    return write_extract(participants=PEOPLE)


def say(folder, lines):
    with (folder / "extract.yaml").open("a") as settings:
        settings.write(f"\n{lines}\n")


def told(folder):
    return [str(problem) for problem in validate(folder).problems]


def jobs_of(folder):
    validation = validate(folder)
    assert validation.errors == (), told(folder)
    return validation.extract["jobs"]


def jobs(**columns):
    return pd.DataFrame(ROWS, columns=HEADER).assign(**columns)


def write_jobs(folder, **columns):
    pyarrow.parquet.write_table(
        pyarrow.Table.from_pandas(jobs(**columns), preserve_index=False), folder / "jobs.parquet"
    )


# Parquet


def test_what_the_folders_of_parts_tell_is_a_column(folder):
    for sector, at in (("zorg", 0), ("horeca", 1)):
        (folder / f"jobs/sector={sector}").mkdir(parents=True)
        jobs()[at : at + 1].to_parquet(folder / f"jobs/sector={sector}/p.parquet")
    assert sorted(jobs_of(folder)["sector"]) == ["horeca", "zorg"]


def test_what_a_program_has_not_finished_is_no_part(folder):
    for place in ("jobs", "jobs/_temporary/0", "jobs/.staging"):
        (folder / place).mkdir(parents=True, exist_ok=True)
        jobs().to_parquet(folder / place / "p.parquet")
    assert len(jobs_of(folder)) == 2


def test_parts_may_hold_a_column_in_different_types(folder):
    (folder / "jobs").mkdir()
    jobs(month=[dt.date(2024, 2, 1)] * 2)[:1].to_parquet(folder / "jobs/a.parquet")
    jobs(month=pd.Timestamp("2024-03-01"))[1:].to_parquet(folder / "jobs/b.parquet")
    assert [str(day.date()) for day in jobs_of(folder)["month"]] == ["2024-02-01", "2024-03-01"]


@pytest.mark.parametrize("ids", [np.float32([16777217, 16777219]), [1234567890123450.0, 1234567890123460.0]])
def test_identifiers_that_were_rounded_are_refused(folder, ids):
    write_jobs(folder, job_id=ids)
    assert "jobs.job_id: holds numbers of which the last digits are lost (2 rows" in told(folder)[0]


def test_single_precision_is_read_as_the_shortest_number(folder):
    write_jobs(folder, wage=np.float32([612.1, 499.99]))
    assert jobs_of(folder)["wage"].tolist() == [612.1, 499.99]


def test_identifiers_of_30_digits_are_texts(folder):
    write_jobs(folder, job_id=[Decimal(10**30 + 1), Decimal(10**30 + 2)])
    assert jobs_of(folder)["job_id"].tolist() == [str(10**30 + 1), str(10**30 + 2)]


def test_bytes_that_are_no_text_stay_different(folder):
    write_jobs(folder, job_id=[b"\xff" * 16, b"\xfe" * 16])
    assert jobs_of(folder)["job_id"].nunique() == 2


@pytest.mark.parametrize("moment", ["2023-05-31 23:59:59", "2023-06-01 12:00"])
def test_a_time_of_day_in_a_zone_is_told(folder, moment):
    write_jobs(folder)
    people = pd.read_csv(folder / "participants.csv", dtype=str, keep_default_na=False)
    (folder / "participants.csv").unlink()
    people.assign(service_start=pd.Timestamp(moment, tz="UTC")).to_parquet(folder / "participants.parquet")
    way = validate(folder).accounts[0].ways["service_start"]
    assert "days in Amsterdam" in way and "times of day left out" in way


def test_year_9999_with_a_zone_is_no_end(folder):
    write_jobs(folder)
    people = pd.read_csv(folder / "participants.csv", dtype=str, keep_default_na=False).to_dict("list")
    open_end = pyarrow.array([253402300799 * 10**6] * 2, pyarrow.timestamp("us", tz="UTC"))
    (folder / "participants.csv").unlink()
    pyarrow.parquet.write_table(pyarrow.table({**people, "exit_date": open_end}), folder / "participants.parquet")
    assert validate(folder).accounts[0].empty["exit_date"] == {"year 9999: no end": 2}


def test_one_midnight_does_not_hide_that_the_others_are_of_another_zone(folder):
    write_jobs(folder)
    people = pd.read_csv(folder / "participants.csv", dtype=str, keep_default_na=False)
    (folder / "participants.csv").unlink()
    births = pd.to_datetime(["1980-06-14 22:00", "1965-01-01 00:00"])
    people.assign(birth_date=births).to_parquet(folder / "participants.parquet")
    assert "participants.birth_date: has only times of 22:00 and 23:00" in told(folder)[0]


def test_an_index_that_does_not_count_is_a_column_without_a_heading(folder):
    jobs().set_axis(["zorg", "horeca"]).to_parquet(folder / "jobs.parquet")
    assert "jobs.column 1: holds values and has no heading" in told(folder)[0]


def test_a_column_twice_is_told_as_such(folder):
    table = pyarrow.Table.from_pandas(jobs(), preserve_index=False)
    twice = pyarrow.Table.from_arrays([*table.columns, table["hours"]], names=[*HEADER, "hours"])
    pyarrow.parquet.write_table(twice, folder / "jobs.parquet")
    assert told(folder) == ["error: jobs.hours: the column is there twice. Keep one of them."]


# SPSS


def write_spss(folder, labels=None, missing=None, **columns):
    rows = jobs(**columns)
    pyreadstat.write_sav(
        rows, str(folder / "jobs.sav"), variable_value_labels=labels or {}, missing_ranges=missing or {}
    )


@pytest.mark.program
def test_a_damaged_file_of_spss_is_named_and_ends_no_program(folder):
    """The type of a variable that there is not, on which the library ends the program (a segmentation fault)."""
    write_spss(folder, hours=[1.0, 2.0], wage=[10.0, 20.0])
    content = bytearray((folder / "jobs.sav").read_bytes())
    ends = set()
    for at in range(176, len(content), 8):
        damaged = content.copy()
        damaged[at + 4] = 127
        (folder / "jobs.sav").write_bytes(damaged)
        ends |= {each for each in told(folder) if "cannot be read" in each}
        if ends:
            break
    assert ends and all("jobs.sav" in each for each in ends)


@pytest.mark.program
def test_a_truth_value_is_what_its_label_says_where_that_says_one(folder):
    write_spss(folder, {"agency": {1.0: "nee", 2.0: "ja"}}, agency=[1.0, 2.0])
    assert jobs_of(folder)["agency"].tolist() == [False, True]
    write_spss(folder, {"agency": {0.0: "Geen uitzendkracht", 1.0: "Uitzendkracht"}}, agency=[0.0, 1.0])
    assert jobs_of(folder)["agency"].tolist() == [False, True]


@pytest.mark.program
def test_a_label_that_means_nothing_is_empty(folder):
    write_spss(folder, {"sector": {9.0: "onbekend", 1.0: "zorg"}}, sector=[1.0, 9.0])
    say(folder, "empty: {jobs.sector: [onbekend]}")
    assert jobs_of(folder)["sector"].tolist() == ["zorg", ""] and told(folder) == []


@pytest.mark.program
def test_a_mapping_that_contradicts_the_labels_is_told(folder):
    write_spss(folder, {"contract": {1.0: "bepaald", 2.0: "onbepaald"}}, contract=[1.0, 2.0])
    say(folder, "categories: {jobs: {contract: {1: onbepaald, 2: bepaald}}}")
    assert any("2 codes are mapped otherwise than their labels in SPSS say" in each for each in told(folder))


@pytest.mark.program
def test_empty_rows_are_passed_over_and_counted(folder):
    rows = pd.concat([jobs(), pd.DataFrame([[None] * 7], columns=HEADER)])
    pyreadstat.write_sav(rows, str(folder / "jobs.sav"))
    account = validate(folder).accounts[1]
    assert (account.in_file, account.rows, account.empty_rows) == (3, 2, 1)


# Workbooks


def write_workbook(folder, rows, name="jobs.xlsx", **sheets):
    book = openpyxl.Workbook()
    book.active.title = "Toelichting"
    for title, cells in {**sheets, "gegevens": rows}.items():
        sheet = book.create_sheet(title)
        for row in cells:
            sheet.append(row)
    book["Toelichting"].append(["Zie de brief."])
    book.save(folder / name)


@pytest.mark.program
def test_the_sheet_with_the_headings_is_taken(folder):
    write_workbook(folder, [HEADER, *ROWS])
    assert len(jobs_of(folder)) == 2 and "sheet 'Toelichting': is not used" in told(folder)[0]


@pytest.mark.program
def test_a_day_that_excel_made_of_a_text_is_named(folder):
    rows = [[*row, dt.date(2026, 9, 1)] for row in ROWS]
    write_workbook(folder, [[*HEADER, "employer_size"], *rows])
    assert any("jobs.employer_size: holds days where a text is meant" in each for each in told(folder))


@pytest.mark.program
def test_a_workbook_without_a_value_is_empty_not_damaged(folder):
    openpyxl.Workbook().save(folder / "jobs.xlsx")
    assert "the sheet is empty" in told(folder)[0]


@pytest.mark.program
def test_a_cell_to_the_far_right_is_refused_before_it_takes_all_memory(folder):
    rows = [*ROWS] * 900
    book = openpyxl.Workbook()
    for row in [HEADER, *rows]:
        book.active.append(row)
    book.active["XFD4"] = "x"
    book.save(folder / "jobs.xlsx")
    assert "has a cell far from its table, in row 1801 or column XFD" in told(folder)[0]


@pytest.mark.program
@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ('<table:table-cell table:formula="of:=1+1"/>', "has cells whose value was never computed"),
        ('<table:table-cell office:value-type="float"><text:p>52,25</text:p></table:table-cell>', "never computed"),
        (
            '<table:table-cell table:formula="of:=x" office:value-type="float" office:value="0"><text:p>#NAAM?</text:p>'
            "</table:table-cell>",
            "has cells that show an error",
        ),
        (
            '<table:table-cell office:value-type="float" office:value="1" table:number-rows-spanned="2">'
            "<text:p>1</text:p></table:table-cell>",
            "has merged cells",
        ),
    ],
)
def test_cells_of_libreoffice_that_only_seem_empty_are_told(folder, cell, said):
    write_ods(folder / "plain.ods", jobs=[HEADER, *ROWS], other=[["x"]])
    with zipfile.ZipFile(folder / "plain.ods") as old, zipfile.ZipFile(folder / "delivery.ods", "w") as new:
        for name in old.namelist():
            text = old.read(name).decode()
            plain = '<table:table-cell office:value-type="string"><text:p>1</text:p></table:table-cell>'
            new.writestr(name, text.replace(plain, cell))
    (folder / "plain.ods").unlink()
    assert any(said in each and each.startswith("error: jobs") for each in told(folder)), told(folder)


# Several files, own words


@pytest.mark.program
def test_rows_of_two_sheets_are_told_apart(folder):
    header, row = ["person_id", "date"], ["A", "2024-02-01"]
    write_workbook(folder, [header, row, ["Z", "2024-02-01"]], "l.xlsx", meer=[header, row, ["B", "2024-02-02"]])
    say(folder, "files: {conversations: [{file: l.xlsx, sheet: gegevens}, {file: l.xlsx, sheet: meer}]}")
    say(folder, "ignore_files: [l.xlsx/Toelichting]")
    line = "conversations,3,person_id,unknown_person,l.xlsx/gegevens"
    (folder / "weg.csv").write_text(f"table,row,column,rule,file\n{line}\n")
    assert any("row 3 of l.xlsx/gegevens" in each for each in told(folder))
    say(folder, "leave_out: weg.csv")
    assert len(validate(folder).extract["conversations"]) == 3


def test_a_row_of_another_file_does_not_break_the_rule(folder):
    for name, contract in (("a.csv", ""), ("b.csv", "bepaald")):
        jobs(contract=contract)[:1].assign(job_id=name).to_csv(folder / name, index=False)
    say(folder, "files: {jobs: [a.csv, b.csv]}\nleave_out: weg.csv")
    lines = ["table,row,column,rule,file", "jobs,2,contract,no_value,a.csv", "jobs,2,contract,no_value,b.csv"]
    (folder / "weg.csv").write_text("\n".join(lines) + "\n")
    assert any("1 rows are to be left out that do not break the rule" in each for each in told(folder))


def test_rows_of_shape_in_one_of_several_files_go_round_too(folder):
    for name in ("a.csv", "b.csv"):
        jobs(job_id=name).to_csv(folder / name, index=False)
    (folder / "b.csv").write_text((folder / "b.csv").read_text() + "A,J9\nB,J3,2024-03-01,1,1,bepaald,ja\n")
    say(folder, "files: {jobs: [a.csv, b.csv]}\nleave_out: weg.csv")
    (folder / "weg.csv").write_text("table,row,column,rule,file\njobs,4,,fields,b.csv\n")
    assert len(jobs_of(folder)) == 5


@pytest.mark.parametrize("files", ["{jobs: [jobs.csv, jobs.csv]}", "{jobs: jobs.csv, conversations: jobs.csv}"])
def test_a_file_is_read_once(folder, files):
    jobs().to_csv(folder / "jobs.csv", index=False)
    say(folder, f"files: {files}")
    assert any("jobs.csv is read twice" in each for each in told(folder))


def test_files_of_the_same_content_are_told(folder):
    pd.DataFrame({"person_id": ["A"], "date": ["2024-02-01"]}).to_csv(folder / "a.csv", index=False)
    shutil.copy(folder / "a.csv", folder / "b.csv")
    say(folder, "files: {conversations: [a.csv, b.csv]}")
    assert any("stands in files of the same content" in each for each in told(folder))


def test_a_file_that_is_named_may_have_any_ending(folder):
    jobs().to_csv(folder / "jobs.txt", index=False, sep="\t")
    assert "jobs.txt: is not used" in told(folder)[0]
    say(folder, "files: {jobs: jobs.txt}")
    assert len(jobs_of(folder)) == 2


def test_an_optional_column_can_be_passed_over_and_a_file_be_ignored(folder):
    jobs(sector="zorg").to_csv(folder / "jobs.csv", index=False)
    jobs().to_csv(folder / "jobs.tsv", index=False, sep="\t")
    say(folder, "ignore_columns: [jobs.SECTOR]\nignore_files: [jobs.tsv]")
    assert "sector" not in jobs_of(folder) and told(folder) == []


def test_what_is_said_of_a_table_that_no_file_holds_is_told(folder):
    say(folder, "columns: {ladder: {Trede: rung}}")
    assert "ladder: `columns` is said of a table that no file holds" in told(folder)[0]


def test_an_empty_cell_can_mean_a_code(folder):
    path = folder / "participants.csv"
    path.write_text(path.read_text().replace("vrouw", ""))
    say(folder, "categories: {participants: {sex: {'': onbekend}}}")
    assert told(folder) == []
    assert validate(folder).extract["participants"]["sex"].tolist() == ["onbekend", "man"]


def test_a_total_among_the_categories_of_the_population_is_named(write_extract):
    folder = write_extract(participants=PEOPLE, population="IVA,sex,man,145\nIVA,sex,totaal,145")
    assert (
        "population.category: looks like a total, which is no category (1 rows, the first is row 3)" in told(folder)[0]
    )


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ("IVA,sex,1,60\nIVA,sex,2,63", "error: population.category: is no category of participants (2 rows"),
        ("IVA,sex,man,60\nIVA,sex,Vrouw,63", "warning: population.category: is no category of participants (1 rows"),
        ("IVA,sex,man,60\nIVA,age,0-24,9", "population.persons: dimensions that count different numbers of persons"),
    ],
)
def test_categories_of_the_population_are_those_of_participants(write_extract, rows, said):
    folder = write_extract(participants=PEOPLE, population=rows)
    assert any(said in each for each in told(folder))


def test_headings_that_differ_between_the_files_of_a_table_are_all_mapped(folder):
    (folder / "a.csv").write_text("pseudo,Begin\nA,2024-02-01\n")
    (folder / "b.csv").write_text("bsn,Datum,Opm\nB,2024-02-02,x\n")
    say(folder, "files: {conversations: [a.csv, b.csv]}\nignore_columns: [conversations.Opm]")
    say(folder, "columns: {conversations: {pseudo: person_id, bsn: person_id, Begin: date, Datum: date}}")
    assert told(folder) == [] and len(validate(folder).extract["conversations"]) == 2


def test_identifiers_that_lost_their_zeros_are_recognised(write_extract):
    folder = write_extract(participants=PEOPLE.replace(" A,", " 001045,").replace(" B,", " 021046,"))
    (folder / "conversations.csv").write_text("person_id,date\n1045,2024-02-01\n")
    assert "With zeros before them some are known" in told(folder)[0]


def test_columns_that_are_there_are_checked_beside_one_that_is_missing(folder):
    (folder / "jobs.csv").write_text("person_id,job_id,maand,hours,wage,contract,agency\nA,J1,202402,x,-1,vast,ja\n")
    said = " ".join(told(folder))
    for each in ("jobs.month: the column is missing", "jobs.hours", "jobs.wage", "jobs.contract", "jobs.maand"):
        assert each in said


@pytest.mark.program
def test_labels_that_are_other_numbers_than_their_codes_are_told(folder):
    rows = pd.DataFrame({"person_id": ["A"], "date": ["2024-02-01"], "rung": [1.0]})
    pyreadstat.write_sav(rows, str(folder / "ladder.sav"), variable_value_labels={"rung": {1.0: "6"}})
    assert "1 labels in SPSS are other numbers than their codes" in told(folder)[0]


def test_a_reason_without_a_day_of_exit_is_told(write_extract):
    folder = write_extract(participants="A,IVA,vrouw,1980-06-15,psychisch,2024-01-15,,,aow")
    assert "participants.exit_reason: says why and exit_date does not say when" in told(folder)[0]


def test_rows_that_are_there_twice_are_told_where_they_cost(write_extract):
    folder = write_extract(participants=PEOPLE, provisions="A,jobcoach,2024-02-01,,100\nA,jobcoach,2024-02-01,,100")
    assert "provisions.cost: rows that are the same as an earlier one (1 rows" in told(folder)[0]


def test_an_exit_before_the_start_is_told(write_extract):
    folder = write_extract(participants="A,IVA,vrouw,1980-06-15,psychisch,2024-01-15,,1900-01-01,")
    assert "participants.exit_date: lies before service_start" in told(folder)[0]


def test_a_file_name_that_is_no_text_ends_nothing(folder, tmp_path):
    (folder / b"levering_\x89.csv".decode("utf-8", "surrogateescape")).touch()
    validation = validate(folder)
    assert "levering_\ufffd.csv" in as_text(validation) and as_json(validation).encode()
