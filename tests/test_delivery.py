"""The page that asks for people without the service says what a delivery is checked by, and its example passes."""

import csv

import pytest

from evalbook.contract.schema import TABLES
from evalbook.exhibits.delivery import ASKED, EXAMPLES, delivery, months_asked
from evalbook.extract.extract import read_extract
from evalbook.words.vocabulary import languages, read_words


@pytest.fixture
def with_example(write_extract):
    """An extract with the rows of the example as they stand on the page."""

    def extract(**changes):
        participants, jobs = "A,IVA,man,1980-01-01,psychisch,2023-02-01,,,", "A,J1,2024-01-01,10,200,bepaald,nee"
        folder = write_extract("history_from: 2019-02-01", participants=participants, jobs=jobs)
        for name, rows in EXAMPLES.items():
            with (folder / f"{name}.csv").open("w", newline="") as opened:
                writing = csv.DictWriter(opened, list(rows[0]))
                writing.writeheader()
                writing.writerows(row | changes for row in rows)
        return folder

    return extract


def test_the_example_is_a_delivery_that_can_be_read(with_example):
    extract = read_extract(with_example())
    assert {name: len(extract[name]) for name in EXAMPLES} == {name: len(rows) for name, rows in EXAMPLES.items()}


@pytest.mark.parametrize("language", languages())
def test_every_column_that_is_checked_is_asked_with_its_values_and_why(language):
    text, said = delivery(language=language), read_words(language).delivery
    for name in EXAMPLES:
        assert ASKED[name] == TABLES[name].columns
        assert [list(row) for row in EXAMPLES[name]] == [[column.name for column in TABLES[name].columns]] * 2
    for column in (column for columns in ASKED.values() for column in columns):
        row = next(line for line in text.splitlines() if line.startswith(f"| `{column.name}` | <"))
        assert all(code in row for code in column.categories) and said["columns"][column.name] in row
        told = "left_out" if column.may_be_missing else "yes" if column.may_be_empty else "no"
        assert f"| {said['empty'][told]} |" in row
    assert {*said["columns"]} == {column.name for columns in ASKED.values() for column in columns}


def test_months_are_asked_from_two_and_from_three_years_before_the_first_trial():
    assert [f"{day:%Y-%m}" for day in months_asked()] == ["2020-02", "2019-02"]
    assert "februari 2020" in delivery(language="nl") and "February 2019" in delivery(language="en")
