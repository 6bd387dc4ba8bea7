"""A draft of extract.yaml: what a delivery's own names may be, each guess to be confirmed."""

from __future__ import annotations

import re

import pytest

from agency_delivery import write_delivery
from evalbook.cli import main
from evalbook.contract.schema import SEXES, TABLES
from evalbook.errors import EvalbookError
from evalbook.extract.drafting import write_draft
from evalbook.extract.extract import validate
from evalbook.extract.guesses import code_called, column_called, table_called


@pytest.mark.parametrize(
    ("name", "table"),
    [("DEELNEMERS_2025Q2", "participants"), ("Dienstverbanden (2)", "jobs"), ("voorzieningen-export", "provisions")]
    + [("Trajectories", "trajectories"), ("jobs (2)", "jobs"), ("leesmij", ""), ("2025", "")],
)
def test_a_table_is_guessed_from_a_name(name, table):
    assert table_called(name) == table


def test_columns_and_codes_are_guessed_among_what_is_left():
    assert column_called("GeboorteDatum", ["birth_date", "sex"]) == "birth_date"
    assert column_called("GeboorteDatum", ["sex"]) == "" and code_called("V", SEXES) == "vrouw"


@pytest.fixture(scope="module")
def delivery(tmp_path_factory):
    folder = write_delivery(tmp_path_factory.mktemp("agency") / "levering")
    (folder / "extract.yaml").unlink()
    return folder


@pytest.mark.program
def test_the_guesses_are_marked_and_keep_the_extract_from_being_used(delivery, tmp_path, capsys):
    assert main(["init", "--like", str(delivery)]) == 0
    text = (delivery / "extract.yaml").read_text()
    guessed = [line for line in text.splitlines() if "guessed: confirm" in line]
    assert len(guessed) > 40
    for line in (
        'participants: "DEELNEMERS_2025Q2.csv"',
        'provisions: {file: "levering.xlsx", sheet: "Voorzieningen"}',
        '"BSN_PSEUDO": person_id',
        '"M": man',
        '"MAAND": month',
    ):
        assert any(line in each for each in guessed), line
    errors = {(each.table, each.column) for each in validate(delivery).errors}
    assert ("extract.yaml", "draft") in errors
    (delivery / "extract.yaml").unlink()


@pytest.mark.program
def test_each_table_of_the_delivery_is_recognised(delivery, tmp_path):
    text = write_draft(delivery, tmp_path / "draft").read_text()
    delivered = set(TABLES) - {"comparators", "comparator_jobs"}
    assert {table for table in TABLES if re.search(rf"^  {table}: .*guessed", text, re.MULTILINE)} == delivered


@pytest.mark.program
def test_no_value_of_a_column_that_is_no_code_stands_in_the_draft(delivery, tmp_path):
    text = write_draft(delivery, tmp_path / "draft").read_text()
    assert "in overleg" not in text and not re.search(r"\d\d-\d\d-\d{4}", text.replace("2023-04-01", ""))


def test_a_draft_never_replaces_an_extract_yaml(write_extract):
    with pytest.raises(EvalbookError, match="is there already"):
        write_draft(write_extract(participants=""))


@pytest.mark.parametrize("make", [lambda path: None, lambda path: path.mkdir()])
def test_without_files_there_is_nothing_to_draft(tmp_path, make):
    make(tmp_path / "new")
    with pytest.raises(EvalbookError):
        write_draft(tmp_path / "new")
