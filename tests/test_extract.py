"""What an extract may hold and how faults are told."""

import pickle

import pandas as pd
import pytest

from evalbook.extract.extract import read_extract
from evalbook.problems import ExtractError, Problem

PEOPLE = "A,IVA,vrouw,1980-06-15,psychisch,2024-01-15,,,"


def faults(folder):
    with pytest.raises(ExtractError) as caught:
        read_extract(folder)
    return str(caught.value)


def test_registers_are_typed_and_empty_ones_are_not_there(write_extract):
    extract = read_extract(write_extract(participants=PEOPLE, jobs="A,J1,2024-02-01,,10.5,bepaald,True", ladder=""))
    job = extract["jobs"].iloc[0]
    assert pd.isna(job["hours"]) and job["wage"] == 10.5 and job["agency"]
    assert "ladder" not in extract
    assert [warning.table for warning in extract.warnings] == ["ladder"]


def test_parquet_reads_as_csv_does(write_extract):
    folder = write_extract(participants=PEOPLE, jobs="A,J1,2024-02-01,,10.5,bepaald,True")
    from_csv = read_extract(folder)
    for name, rows in from_csv.tables.items():
        (folder / f"{name}.csv").unlink()
        rows.to_parquet(folder / f"{name}.parquet")
    for name, rows in read_extract(folder).tables.items():
        pd.testing.assert_frame_equal(rows, from_csv[name])


def test_leading_zeros_of_a_pseudonym_survive(write_extract):
    people = PEOPLE.replace("A,", "007,", 1)
    assert read_extract(write_extract(participants=people))["participants"]["person_id"].tolist() == ["007"]


def test_all_problems_are_told_at_once_without_a_value_or_an_id(write_extract):
    people = """
        SECRET,IVAA,vrouw,1980-06-15,psychisch,2024-01-15,,,
        SECRET,IVA,vrouw,2015-06-15,psychisch,2024-01-15,2024-01-14,,
    """
    message = faults(write_extract(participants=people, jobs="SECRET,J1,2024-02-02,-1,x,bepaald,True"))
    for column in ("participants.benefit", "jobs.month", "jobs.hours", "jobs.wage"):
        assert column in message
    assert "1 rows, the first is row 2" in message
    assert "SECRET" not in message and "IVAA" not in message


@pytest.mark.parametrize(
    ("tables", "column", "text"),
    [
        ({"participants": PEOPLE + "\n" + PEOPLE}, "participants.person_id", "repeat"),
        ({"conversations": "B,2024-02-01"}, "conversations.person_id", "not in participants"),
        ({"trajectories": "A,ips,2024-02-02,2024-02-01,1"}, "trajectories.end_date", "before start_date"),
        ({"ladder": "A,2024-02-30,1"}, "ladder.date", "another kind"),
        ({"ladder": "A,2024-02-01,7"}, "ladder.rung", "another kind"),
        ({"participants": PEOPLE.replace("1980", "2010")}, "participants.birth_date", "younger than 15"),
        ({"participants": PEOPLE.replace("2024-01", "2026-01")}, "participants.service_start", "after the reference"),
        ({"participants": ""}, "participants", "no rows"),
    ],
)
def test_a_fault_names_table_and_column(write_extract, tables, column, text):
    message = faults(write_extract(**{"participants": PEOPLE, **tables}))
    assert f"error: {column}:" in message and text in message


def test_an_event_after_the_exit_is_a_warning_and_not_counted(write_extract):
    people = "A,IVA,vrouw,1980-06-15,psychisch,2024-01-15,,2024-03-01,aow"
    extract = read_extract(write_extract(participants=people, conversations="A,2024-03-01\nA,2024-03-02"))
    assert len(extract["conversations"]) == 1
    assert [(warning.table, warning.rows) for warning in extract.warnings] == [("conversations", 1)]


@pytest.mark.parametrize(
    ("settings", "text"),
    [
        ("reference_dat: 2025-01-01", "Did you mean reference_date?"),
        ("version: 2", "another version"),
        ("kind: real", "synthetic or register"),
        ("reference_date: 2025-02-30", "a date as yyyy-mm-dd"),
        ("reference_date: 20250331", "a date as yyyy-mm-dd"),
        ("reference_date: 2025-W14-1", "a date as yyyy-mm-dd"),
        ("conversation_cost: 1_0", "euros with a decimal point"),
        ("conversation_cost: 1e308", "euros with a decimal point"),
        ("conversation_cost: ١٢", "euros with a decimal point"),
        ("self_employment_through: 2_023", "a year"),
        ("title: \u200d", "a text on one line"),
    ],
)
def test_a_fault_of_extract_yaml_names_its_key(write_extract, settings, text):
    assert text in faults(write_extract(settings, participants=PEOPLE))


def test_an_unknown_column_is_an_error_unless_it_is_passed_over(write_extract):
    folder = write_extract(participants=PEOPLE)
    table = folder / "participants.csv"
    header, row = table.read_text().splitlines()
    table.write_text(f"{header},nots\n{row},x\n")
    assert "participants.nots" in faults(folder)
    with (folder / "extract.yaml").open("a") as settings:
        settings.write("\nignore_columns: [participants.nots]\n")
    assert "nots" not in read_extract(folder)["participants"]


def test_own_names_and_codes_are_mapped(write_extract):
    folder = write_extract(participants=PEOPLE.replace("vrouw", "V"))
    table = folder / "participants.csv"
    table.write_text(table.read_text().replace("person_id", "bsn_pseudo"))
    with (folder / "extract.yaml").open("a") as settings:
        settings.write("\ncolumns: {participants: {bsn_pseudo: person_id}}")
        settings.write("\ncategories: {participants: {sex: {M: man, V: vrouw}}}\n")
    assert read_extract(folder)["participants"]["sex"].tolist() == ["vrouw"]


def test_a_file_of_0_bytes_is_an_error(write_extract):
    folder = write_extract(participants=PEOPLE)
    (folder / "jobs.csv").touch()
    assert "0 bytes" in faults(folder)


def test_the_input_is_not_changed(write_extract):
    folder = write_extract(participants=PEOPLE)
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    read_extract(folder)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_the_faults_of_an_extract_come_whole_out_of_another_process():
    told = ExtractError([Problem("jobs", "hours", "is empty", "Fill it in.", rows=2), Problem("jobs", "", "a", "b")])
    again = pickle.loads(pickle.dumps(told))
    assert (str(again), again.problems) == (str(told), told.problems)
