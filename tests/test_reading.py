"""How the registers were read, as it may be told: exactly of invented data, rounded and withheld of a register."""

from __future__ import annotations

from evalbook.contract.account import Account
from evalbook.exhibits.about import about
from evalbook.extract.extract import read_extract
from evalbook.gate.making import release_exact
from evalbook.release.reading import reading
from evalbook.release.release import read_release, write_release
from evalbook.words.vocabulary import read_words

ACCOUNT = Account(
    "jobs",
    "BANEN 2025.xlsx",
    "Blad <1>",
    in_file=118,
    rows=113,
    empty_rows=5,
    columns=("person_id",),
    passed_over=("cao",),
    form={"format": "Excel", "sheet": "Blad <1>"},
    ways={"month": "dates as yyyymm", "wage": "decimal sign ,, thousands sign ."},
    empty={"hours": {"": 40, "NULL": 3}, "wage": {"": 108}},
    left_out={"repeated": 12},
)
PEOPLE = "A,IVA,vrouw,1980-06-15,psychisch,2024-01-15,,,"


def numbers(protected):
    rows = reading([ACCOUNT], protected=protected)
    rows = rows[rows["number"].ne("") | rows["withheld"].ne("")]
    return {f"{row.what}/{row.column}/{row.text}": row.number or row.withheld for row in rows.itertuples()}


def test_of_invented_data_each_number_is_told():
    told = numbers(protected=False)
    assert told["in_file//"] == "118" and told["empty/hours/NULL"] == "3" and told["left_out//repeated"] == "12"


def test_of_a_register_a_few_and_all_but_a_few_are_withheld_and_others_rounded():
    told = numbers(protected=True)
    assert told["in_file//"] == "120" and told["empty/hours/"] == "40" and told["left_out//repeated"] == "10"
    assert told["empty/hours/NULL"] == told["empty/wage/"] == told["empty_rows//"] == "count"


def test_a_release_keeps_what_was_read(write_extract, tmp_path):
    made = release_exact(read_extract(write_extract(participants=PEOPLE)))
    write_release(made, tmp_path / "release")
    assert read_release(tmp_path / "release").reading.values.tolist() == made.reading.values.tolist()


def test_the_page_tells_it_in_the_language_of_the_book(write_extract):
    made = release_exact(read_extract(write_extract(participants=PEOPLE)))
    page = about(made, language="nl")
    assert "Hoe elk bestand gelezen is" in page and "datums als yyyy-mm-dd" in page and "niets ingevuld" in page


def test_files_that_are_no_register_are_counted_not_named(write_extract):
    folder = write_extract(participants=PEOPLE)
    (folder / "lijst van Jansen.docx").touch()
    made = release_exact(read_extract(folder))
    assert made.warnings.values.tolist() == [["", "", "files or sheets that are not used", 1]]
    assert "Jansen" not in about(made, language="nl")


def test_each_rule_and_phrase_has_words_in_both_languages():
    from evalbook.extract.row_lists import OF_A_PERSON, RULES

    for language in ("nl", "en"):
        assert set(read_words(language).about["rules"]) == {*RULES, OF_A_PERSON}
