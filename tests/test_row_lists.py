"""Rows that break a rule: all of them listed, left out where the analyst says so, and counted in the book."""

from __future__ import annotations

import json

import pandas as pd
import pytest

from evalbook.cli import main
from evalbook.exhibits.about import about
from evalbook.extract.extract import read_extract, validate
from evalbook.gate.making import release_exact
from evalbook.release.release import read_release, write_release

PEOPLE = """
    A,IVA,vrouw,1980-06-15,psychisch,2024-01-15,,,
    B,IVA,man,2015-06-15,psychisch,2024-01-16,,,
    A,IVA,vrouw,1980-06-15,psychisch,2024-01-15,,,
"""
JOBS = """
    A,J1,2024-02-01,1,10,bepaald,True
    B,J2,2024-02-01,1,10,bepaald,True
    A,J3,2024-02-01,x,10,bepaald,True
    C,J4,2024-02-01,1,10,bepaald,True
"""
LIST = [
    "table,row,column,rule",
    "jobs,4,hours,another_kind",
    "jobs,5,person_id,unknown_person",
    "participants,3,birth_date,too_young",
    "participants,4,person_id,repeated",
]


@pytest.fixture
def folder(write_extract):
    return write_extract(participants=PEOPLE, jobs=JOBS)


def leave_out(folder, lines=LIST, name="rows.csv", delimiter=","):
    (folder / name).write_text("\n".join(lines).replace(",", delimiter) + "\n")
    with (folder / "extract.yaml").open("a") as settings:
        settings.write(f"\nleave_out: {name}\n")


def test_all_affected_rows_are_written_without_a_value(folder, tmp_path, capsys):
    with pytest.raises(SystemExit):
        main(["validate", str(folder), "--rows", str(tmp_path / "rows.csv"), "--json", str(tmp_path / "v.json")])
    assert (tmp_path / "rows.csv").read_text().splitlines() == LIST
    told = json.loads((tmp_path / "v.json").read_text())
    assert [(each["table"], each["row"], each["rule"]) for each in told["rows"]] == [
        (table, int(row), rule) for table, row, _, rule in (line.split(",") for line in LIST[1:])
    ]
    assert {tuple(each["row_numbers"]) for each in told["problems"]} == {(3,), (4,), (5,)}


@pytest.mark.parametrize("delimiter", [",", ";"])
def test_the_list_is_taken_back_and_what_is_of_the_person_goes_with_it(folder, delimiter):
    leave_out(folder, delimiter=delimiter)
    extract = read_extract(folder)
    assert extract["participants"]["person_id"].tolist() == ["A"] and extract["jobs"]["job_id"].tolist() == ["J1"]
    left_out = {account.table: dict(account.left_out) for account in extract.accounts}
    assert left_out["participants"] == {"repeated": 1, "too_young": 1}
    assert left_out["jobs"] == {"another_kind": 1, "person_left_out": 1, "unknown_person": 1}


@pytest.mark.program
def test_what_is_of_a_person_goes_along_where_identifiers_are_numbers(write_extract):
    folder = write_extract(participants=PEOPLE.replace(" A,", " 7,").replace(" B,", " 8,"))
    people = pd.read_csv(folder / "participants.csv", dtype=str).astype({"person_id": float})
    (folder / "participants.csv").unlink()
    people.to_excel(folder / "participants.xlsx", index=False)
    (folder / "conversations.csv").write_text("person_id,date\n7,2024-02-01\n8,2024-02-01\n")
    leave_out(folder, [LIST[0], *LIST[3:]])
    extract = read_extract(folder)
    assert extract["conversations"]["person_id"].tolist() == ["7"]
    assert extract.accounts[1].left_out == {"person_left_out": 1}


def test_the_list_of_a_run_with_a_list_holds_its_rows_too(folder, tmp_path):
    leave_out(folder, LIST[:2])
    with pytest.raises(SystemExit):
        main(["validate", str(folder), "--rows", str(tmp_path / "rows.csv")])
    assert (tmp_path / "rows.csv").read_text().splitlines() == LIST


def test_a_list_of_another_delivery_is_found_out(folder):
    leave_out(folder, [*LIST, "jobs,2,hours,another_kind"])
    (error,) = validate(folder).errors
    assert error.table == "jobs" and "1 rows are to be left out that do not break the rule" in error.problem


def test_what_is_no_error_of_a_row_stays_and_is_told(folder):
    leave_out(folder, [*LIST, "jobs,2,wage,unlikely"])
    assert [each.problem for each in validate(folder).problems] == [
        "1 rows of rows.csv are no errors of rows, and stay"
    ]


@pytest.mark.parametrize("lines", [["a,b"], ["table,row,column,rule", "jobs,x,hours,another_kind"]])
def test_what_is_no_list_is_refused(folder, lines):
    leave_out(folder, lines)
    assert any("rows.csv is no list of rows" in each.problem for each in validate(folder).errors)


def test_rows_of_another_width_can_be_left_out(folder):
    with (folder / "jobs.csv").open("a") as table:
        table.write("A,J9\nA,J10,2024-03-01,1,10,bepaald,True\n")
    leave_out(folder, [*LIST, "jobs,6,,fields"])
    assert read_extract(folder)["jobs"]["job_id"].tolist() == ["J1", "J10"]


def test_rows_that_a_quote_swallowed_cannot(folder):
    with (folder / "jobs.csv").open("a") as table:
        table.write('A,"J9\nA,J10",2024-03-01,1,10,bepaald,True\n')
    leave_out(folder, [*LIST, "jobs,6,job_id,swallowed"])
    assert any("stray quote" in each.problem for each in validate(folder).errors)


@pytest.mark.slow
def test_the_book_says_how_many_rows_were_left_out_by_which_rule(folder, tmp_path):
    leave_out(folder)
    write_release(release_exact(read_extract(folder)), tmp_path / "release")
    page = about(read_release(tmp_path / "release"), language="en")
    assert "Rows that the analyst left out, by reason" in page and "a person who is no participant" in page


def test_a_person_who_is_left_out_does_not_lend_others_her_exit(write_extract):
    # The register of persons knows the pseudonym of the row that is left out: the exits of others stay theirs.
    people = """
        A,IVA,nobody,1980-06-15,psychisch,2024-01-15,,,
        B,IVA,man,1980-06-15,psychisch,2024-01-15,,2024-03-01,overleden
        C,IVA,man,1980-06-15,psychisch,2024-01-15,,,
    """
    folder = write_extract(participants=people, conversations="A,2024-02-01\nB,2024-06-01\nC,2024-06-01")
    leave_out(folder, ["table,row,column,rule", "participants,2,sex,another_kind"])
    assert read_extract(folder)["conversations"]["person_id"].tolist() == ["C"]
