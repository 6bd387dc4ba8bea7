"""The starter that an analyst fills in."""

import pytest

from evalbook.contract.schema import TABLES
from evalbook.errors import EvalbookError
from evalbook.extract.extract import validate
from evalbook.extract.starter import write_starter


def test_a_starter_has_every_table_with_its_header(tmp_path):
    write_starter(tmp_path / "new")
    for table in TABLES.values():
        header = (tmp_path / "new" / f"{table.name}.csv").read_text().strip()
        assert header.split(",") == [column.name for column in table.columns]


def test_an_unfilled_starter_says_what_to_fill_in(tmp_path):
    write_starter(tmp_path / "new")
    told = {problem.column for problem in validate(tmp_path / "new").errors}
    # "" of participants: it has no rows yet, and all is told at once
    assert told == {"", "title", "reference_date", "self_employment_through", "conversation_cost"}


def test_a_filled_starter_is_an_extract(tmp_path):
    folder = tmp_path / "new"
    write_starter(folder)
    settings = (folder / "extract.yaml").read_text()
    for line, filled in {
        'title: ""': "title: A",
        "reference_date:  ": "reference_date: 2025-03-31 ",
        "self_employment_through:  ": "self_employment_through: 2023 ",
        "conversation_cost:  ": "conversation_cost: 100 ",
    }.items():
        settings = settings.replace(line, filled)
    (folder / "extract.yaml").write_text(settings)
    with (folder / "participants.csv").open("a") as rows:
        rows.write("A,IVA,vrouw,1980-06-15,psychisch,2024-01-15,,,,\n")
    validation = validate(folder)
    assert validation.errors == () and len(validation.extract["participants"]) == 1


def test_a_folder_with_something_in_it_is_refused(tmp_path):
    (tmp_path / "mine.txt").touch()
    with pytest.raises(EvalbookError, match="not empty"):
        write_starter(tmp_path)
