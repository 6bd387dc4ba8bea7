"""Numbers of rows beside the results: with noise, and the same while few rows came or left."""

from pathlib import Path

import pandas as pd
import pytest

from evalbook.contract.account import Account
from evalbook.gate.file_rows import protect_rows
from evalbook.gate.kept import kept_after, read_kept
from evalbook.problems import Problem
from variations import SECRET

NOTHING = read_kept(Path("none"))
TABLES = {"jobs": pd.DataFrame({"person_id": ["a"] * 3 + ["b"] * 2})}


def account(rows, empty):
    return Account("jobs", "jobs.csv", in_file=rows, rows=rows, empty={"wage": {"": empty}})


def warning(rows):
    return Problem("jobs", "wage", "more than 25000 euro in a month", "Look.", rows=rows, severity="warning")


def told(rows, empty, of_warning, past=NOTHING):
    return protect_rows([account(rows, empty)], [warning(of_warning)], TABLES, secret=SECRET, past=past)


def test_numbers_change_by_five_times_the_most_rows_of_one_person_at_most():
    changes = [told(rows, 0, 0)[0][0].rows - rows for rows in range(100, 400)]
    assert {*changes} == {*range(-15, 16, 3)}


def test_the_same_number_of_rows_of_a_file_is_told_alike():
    made = told(200, 0, 0)[0][0]
    assert made.in_file == made.rows


def test_of_few_rows_nothing_is_said():
    one_each = {"jobs": TABLES["jobs"].drop_duplicates("person_id")}
    for few in range(1, 5):
        found = protect_rows([account(200, few)], [warning(few)], one_each, secret=SECRET, past=NOTHING)
        assert (found[0][0].empty, found[1]) == ({"wage": {}}, ())


@pytest.mark.parametrize(("more", "stands"), [(3, True), (29, True), (30, False)])
def test_numbers_stand_still_while_less_than_ten_persons_rows_came(more, stands):
    accounts, warnings, kept = told(200, 100, 50)
    later, later_warnings, _ = told(200 + more, 100 + more, 50 + more, kept_after(kept, NOTHING))
    assert (later == accounts and later_warnings == warnings) is stands


def test_a_kind_of_row_that_was_not_there_before_was_none():
    kept = kept_after(told(200, 100, 50)[2].query("row != 'wage: more than 25000 euro in a month'"), NOTHING)
    assert told(200, 100, 29, kept)[1] == ()
