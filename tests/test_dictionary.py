"""Every column of every file beside the pages is described, in both languages, as CSV on the Web has it."""

import json

import pandas as pd
import pytest

from evalbook.book.downloads import write_audit
from evalbook.contract.results import KEY
from evalbook.exhibits.dictionary import codes, metadata_text, write_dictionary
from evalbook.release.voices_file import COLUMNS as INTERVIEWS
from evalbook.words.vocabulary import read_words
from literal_release import literal_release

RELEASE = literal_release("""
table_2_1/all/all/all//n 3 3
figure_4_1/gedoog/all//12/survival 0.5 40
""")


@pytest.fixture
def folder(tmp_path):
    RELEASE.results.to_csv(tmp_path / "results.csv", index=False)
    RELEASE.results[:1].to_csv(tmp_path / "table_2_1.csv", index=False)
    write_audit(RELEASE, tmp_path)
    write_dictionary(RELEASE, tmp_path)
    return tmp_path


def described(folder):
    return json.loads((folder / "csv-metadata.json").read_text())["tables"]


def test_every_file_is_described_with_its_columns_in_order(folder):
    tables = {table["url"]: [each["titles"] for each in table["tableSchema"]["columns"]] for table in described(folder)}
    heads = {path.name: list(pd.read_csv(path, nrows=0).columns) for path in folder.glob("*.csv")}
    assert tables == heads and len(heads) > 4


def test_every_file_and_column_has_a_meaning_in_both_languages(folder):
    for table in described(folder):
        for said in (table["dc:title"], *(each["dc:description"] for each in table["tableSchema"]["columns"])):
            assert [each["@language"] for each in said] == ["en", "nl"]
            assert all(each["@value"] for each in said)


def test_the_cells_are_what_the_description_says(folder):
    for table in described(folder):
        rows = pd.read_csv(folder / table["url"], dtype=str, keep_default_na=False)
        for column in table["tableSchema"]["columns"]:
            if column["datatype"] in ("number", "integer"):
                pd.to_numeric(rows[column["name"]].replace("", "0"))
        key = table["tableSchema"].get("primaryKey")
        assert key is None or not rows.duplicated(key).any()


def test_the_results_are_found_by_their_key(folder):
    keys = {table["url"]: table["tableSchema"].get("primaryKey") for table in described(folder)}
    assert keys["results.csv"] == keys["table_2_1.csv"] == list(KEY)


def test_an_item_goes_by_its_number_and_title(folder):
    titles = {table["url"]: table["dc:title"][1]["@value"] for table in described(folder)}
    assert titles["table_2_1.csv"].startswith("Tabel 2.1. Deelnemers naar soort uitkering")


def test_codes_say_what_they_are_called_where_that_differs():
    rows = {(row.field, row.code): (row.nl, row.en) for row in codes(RELEASE).itertuples()}
    assert rows["period", "gedoog"] == ("gedoogperiode", "tolerance period")
    assert rows["statistic", "n"] == ("aantal", "number")
    assert ("row", "IVA") not in rows


def test_a_column_that_nobody_described_is_refused(folder):
    (folder / "new.csv").write_text("surprise\n1\n")
    with pytest.raises(KeyError):
        metadata_text(folder, RELEASE)


@pytest.mark.parametrize("language", ["nl", "en"])
def test_files_that_only_some_editions_have_are_described_too(language):
    assert {"interviews", *INTERVIEWS} <= set(read_words(language).columns)
