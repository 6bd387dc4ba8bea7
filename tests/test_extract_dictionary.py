"""The page on what goes into an extract is the schema's, and names every key, column and rule."""

from __future__ import annotations

from evalbook.contract.schema import TABLES
from evalbook.extract.extract_dictionary import PATH, dictionary
from evalbook.extract.guesses import known_words
from evalbook.extract.row_lists import RULES
from evalbook.extract.settings import KEYS
from evalbook.limits import NAMES


def test_the_page_is_what_the_schema_says():
    assert PATH.read_text(encoding="utf-8") == dictionary(), "run: python -m evalbook.extract.extract_dictionary"


def test_every_key_and_rule_stands_on_it():
    assert [name for name in (*KEYS, *RULES, *NAMES) if f"`{name}`" not in dictionary()] == []


def test_every_column_has_a_meaning():
    assert [c.name for table in TABLES.values() for c in table.columns if not c.meaning] == []


def test_the_words_of_registers_are_of_tables_columns_and_codes_that_there_are():
    columns = [column for table in TABLES.values() for column in table.columns]
    codes = {code for column in columns for code in column.categories}
    known = known_words()
    assert set(known["tables"]) == set(TABLES) and set(known["columns"]) <= {column.name for column in columns}
    assert set(known["codes"]) <= codes
