"""Inputs that were read wrong, or refused wrongly, by an earlier edition; each a kind that was met elsewhere.

tests/cases: small extracts, most with one file that is odd. Where each kind was met stands in DECISIONS.md, 38.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pandas as pd
import pytest

from evalbook.extract.extract import Validation, validate
from evalbook.interviews.counting import read_map, write_map
from evalbook.interviews.refi_qda import read_project
from evalbook.items.evaluation import evaluate

CASES = Path(__file__).parent / "cases"


def of(case: str) -> Validation:
    return validate(CASES / case)


def told(validation: Validation, severity: str) -> list[str]:
    return [str(problem) for problem in validation.problems if problem.severity == severity]


def table(case: str, name: str) -> pd.DataFrame:
    validation = of(case)
    assert told(validation, "error") == []
    return validation.extract[name]


def days(values: pd.Series) -> list[str]:
    return ["" if day is pd.NaT else str(day.date()) for day in values]


def test_an_empty_cell_of_a_factor_is_empty(tmp_path):
    validation = of("01-parquet-factor-empty/extract")
    said = [each.partition(" Expected")[0] for each in told(validation, "error")]
    assert said == ["error: jobs.contract: has no value (1 rows, the first is row 3)."]
    empty = {account.table: dict(account.empty) for account in validation.accounts}
    assert empty["participants"] == {"service_end": {"": 2}, "exit_date": {"": 2}, "exit_reason": {"": 2}}
    assert empty["jobs"] == {"contract": {"": 1}, "sector": {"": 1}}


@pytest.mark.slow
def test_an_empty_cell_of_a_factor_gives_the_same_to_the_bit_as_csv(tmp_path):
    factors, texts = tmp_path / "factors", tmp_path / "texts"
    for folder in (factors, texts):
        shutil.copytree(CASES / "01-parquet-factor-empty/extract", folder)
        jobs = pd.read_parquet(folder / "jobs.parquet")
        jobs["contract"] = jobs["contract"].fillna("bepaald")
        jobs.to_parquet(folder / "jobs.parquet")
    for path in texts.glob("*.parquet"):
        pd.read_parquet(path).to_csv(path.with_suffix(".csv"), index=False)
        path.unlink()
    first, second = validate(factors).extract, validate(texts).extract
    assert first["participants"]["exit_reason"].tolist() == ["", "overleden", "", "aow"]
    assert days(first["participants"]["service_end"]) == ["2024-02-01", "", "", ""]
    pd.testing.assert_frame_equal(evaluate(first), evaluate(second), check_exact=True)


@pytest.mark.program
def test_rows_beyond_the_size_that_a_sheet_declares_are_read():
    jobs = table("02-xlsx-declared-size/extract", "jobs")
    assert jobs["wage"].tolist() == [612.1, 499.99, 1999.95]


@pytest.mark.program
def test_a_column_without_a_heading_shifts_nothing():
    assert days(table("03-xlsx-no-heading/extract", "trial_placements")["end_date"]) == ["2023-08-15", "2022-04-01", ""]
    people = table("03-xlsx-no-heading/extract", "participants")
    assert people["exit_reason"].tolist() == ["", "overleden", "", "aow"]


@pytest.mark.program
@pytest.mark.parametrize("case", ["a-upper-case-ending", "b-zsav", "c-sheet-with-capital", "d-second-sheet"])
def test_a_register_that_is_there_is_read(case):
    assert len(table(f"04-passed-over/{case}", "jobs")) == 3


@pytest.mark.program
def test_a_sheet_that_is_not_read_is_named():
    warnings = told(of("04-passed-over/d-second-sheet"), "warning")
    assert len(warnings) == 1 and "'jobs (2)'" in warnings[0] and "Did you mean jobs?" in warnings[0]


@pytest.mark.parametrize(
    ("case", "said"),
    [
        (
            "05-csv-shape/a-quotes-swallow-rows",
            "jobs.sector: holds line breaks: a stray quote may have swallowed rows (1",
        ),
        ("05-csv-shape/b-last-row-cut-off", "the last row has 6 of 9 fields; the file may be cut off"),
        ("06-thousands/a-two-conventions", "jobs.wage: has decimal commas and decimal points"),
        ("07-dates/e-null-of-sql", "participants.exit_date: has values of another kind (2 rows, the first is row 2)"),
        (
            "09-mapping-does-not-take/e-misspelt-table",
            "no table 'participant' (line 9). Mend its name. Did you mean partic",
        ),
        ("09-mapping-does-not-take/e-misspelt-table", "no table 'job' (line 10). Mend its name. Did you mean jobs?"),
        ("10-traceback/d-categories-as-list", "extract.yaml.categories.participants.sex: has another form (line 9)"),
    ],
)
def test_what_cannot_be_read_right_is_refused_with_its_reason(case, said):
    validation = of(case)
    assert validation.extract is None and any(said in each for each in told(validation, "error"))


def test_typed_decimals_are_what_they_are():
    for case in ("b-typed-decimals", "c-typed-three-decimals"):
        jobs = table(f"06-thousands/{case}", "jobs")
        assert jobs["wage"].tolist() == [612.1, 499.99, 1999.95] and jobs["hours"].tolist() == [52.25, 40, 160]


@pytest.mark.parametrize(
    ("case", "months"),
    [("a-yyyymm-november", ["2023-11-01", "2023-11-01"]), ("b-yyyymm-named", ["2023-07-01", "2023-08-01"])],
)
def test_months_are_read_as_yyyymm(case, months):
    assert days(table(f"07-dates/{case}", "jobs")["month"]) == months


@pytest.mark.parametrize(("case", "text"), [("c-open-end", "year 9999: no end"), ("d-open-end-mapped", "9999-12-31")])
def test_year_9999_is_no_end_and_told(case, text):
    validation = of(f"07-dates/{case}")
    people = validation.extract["participants"]
    assert days(people["service_end"]) == ["2024-02-01", "", "", ""]
    assert days(people["exit_date"]) == ["", "2025-01-15", "", "2024-11-20"]
    account = next(each for each in validation.accounts if each.table == "participants")
    assert account.empty["service_end"] == {"": 2, text: 1} and account.empty["exit_date"] == {text: 2}


def test_null_is_refused_with_the_line_that_settles_it():
    said = told(of("07-dates/e-null-of-sql"), "error")
    assert len(said) == 3 and all('say so in extract.yaml: `empty: ["NULL"]`' in each for each in said)


def test_null_is_empty_where_extract_yaml_says_so(tmp_path):
    shutil.copytree(CASES / "07-dates/e-null-of-sql", tmp_path / "extract")
    with (tmp_path / "extract/extract.yaml").open("a") as settings:
        settings.write("empty: [NULL]\n")
    people = validate(tmp_path / "extract").extract["participants"]
    assert people["exit_reason"].tolist() == ["", "overleden", "", "aow"]


@pytest.mark.parametrize("name", ["Ronde 2026.qdpx", "zipped-again.qdpx"])
def test_the_one_qde_of_an_archive_is_read_whatever_its_name_and_folder(name):
    assert read_project(CASES / "08-qde-named-after-project" / name).codes


@pytest.mark.program
@pytest.mark.parametrize("case", ["a-spss-codes", "b-spss-user-missing"])
def test_codes_and_labels_of_spss_both_map(case):
    people = table(f"09-mapping-does-not-take/{case}", "participants")
    assert people["sex"].tolist() == ["vrouw", "man", "onbekend", "man"]


@pytest.mark.program
def test_a_code_that_spss_declares_missing_and_that_is_a_code_here_is_told():
    account = of("09-mapping-does-not-take/b-spss-user-missing").accounts[0]
    assert "9 read as onbekend" in account.ways["sex"]


@pytest.mark.program
def test_a_number_with_a_label_stays_a_number():
    assert table("09-mapping-does-not-take/c-spss-labelled-number", "jobs")["hours"].tolist() == [52.25, 0, 160]


def test_keys_of_a_mapping_are_texts_as_written():
    people = table("09-mapping-does-not-take/d-codes-with-leading-zero", "participants")
    assert people["diagnosis"].tolist() == ["psychisch", "ontwikkeling", "onbekend", "hart"]


def test_a_moment_with_a_zone_is_the_day_that_it_was_in_amsterdam():
    people = table("10-traceback/a-parquet-with-time-zone", "participants")
    assert days(people["service_start"]) == ["2023-05-31", "2022-03-01", "2024-01-31", "2023-06-01"]


@pytest.mark.program
@pytest.mark.parametrize("case", ["b-strict-xlsx", "c-delimiter-tab", "e-encoding-number"])
def test_what_ended_in_a_traceback_is_read(case):
    assert len(table(f"10-traceback/{case}", "participants")) == 4


@pytest.mark.parametrize("case", ["a-lock-file", "b-sep-line", "c-date-with-time"])
def test_what_excel_leaves_behind_is_no_obstacle(case):
    validation = of(f"11-what-excel-leaves/{case}")
    assert validation.problems == ()
    assert days(validation.extract["participants"]["service_start"])[0] == "2023-05-31"


def test_a_map_saved_by_dutch_excel_is_read(tmp_path):
    folder = CASES / "11-what-excel-leaves/d-map-saved-by-dutch-excel"
    mapped = read_map(folder / "map.csv", read_project(folder / "ronde.qdpx"))
    assert mapped[["kind", "name", "perspective"]].values.tolist() == [["source", "gesprek 1", "participants"]]
    write_map(read_project(folder / "ronde.qdpx"), tmp_path / "map.csv")
    assert (tmp_path / "map.csv").read_bytes().startswith(b"\xef\xbb\xbf")


def test_no_case_is_left_out():
    """Each extract of the cases is named above, by itself or by its kind."""
    written = Path(__file__).read_text(encoding="utf-8")
    names = {path.parent.name for path in CASES.rglob("extract.yaml")} - {"extract"}
    assert [name for name in sorted(names) if name not in written] == []
