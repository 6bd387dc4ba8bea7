"""What must hold of comparators, and how it is told."""

import pytest

from evalbook.extract.extract import validate

PARTICIPANTS = "P,IVA,vrouw,1980-06-15,psychisch,2024-01-15,,,"
COMPARATORS = "C,IVA,vrouw,1980-06-15,psychisch,,,2019-03-02"
JOBS = "C,2024-01-01,20,"
OWN_JOBS = "P,J1,2024-02-01,20,400,bepaald,False"
HISTORY = "history_from: 2020-02-01"


def told(folder):
    return {(each.table, each.column, each.rule, each.severity): str(each) for each in validate(folder).problems}


def faults(write_extract, settings=HISTORY, **tables):
    own = {"participants": PARTICIPANTS, "jobs": OWN_JOBS, "comparators": COMPARATORS, "comparator_jobs": JOBS}
    tables = own | tables
    return told(write_extract(settings, **{name: rows for name, rows in tables.items() if rows}))


def test_comparators_with_their_history_are_an_extract(write_extract):
    assert faults(write_extract) == {}
    extract = validate(
        write_extract(HISTORY, participants=PARTICIPANTS, comparators=COMPARATORS, comparator_jobs=JOBS)
    ).extract
    assert extract.edition.history_from.isoformat() == "2020-02-01"
    assert list(extract["comparators"]["person_id"]) == ["C"] == list(extract["comparator_jobs"]["person_id"])


@pytest.mark.parametrize(
    ("change", "where", "said"),
    [
        ({"settings": ""}, ("extract.yaml", "history_from", "", "error"), "is missing, and there are comparators"),
        (
            {"settings": "history_from: 2020-02-02"},
            ("extract.yaml", "history_from", "", "error"),
            "first day of a month as yyyy-mm-01",
        ),
        (
            {"settings": f"{HISTORY}\nexperiment_start: 2023-04-02"},
            ("extract.yaml", "experiment_start", "", "error"),
            "is not the first day of a month",
        ),
        (
            {"comparators": f"{COMPARATORS}\nP,IVA,vrouw,1980-06-15,psychisch,,,"},
            ("comparators", "person_id", "in_both", "error"),
            r"participants too \(1 rows, the first is row 3\)",
        ),
        (
            {"comparators": f"{COMPARATORS}\n{COMPARATORS}"},
            ("comparators", "person_id", "repeated", "error"),
            "repeat an earlier person_id",
        ),
        (
            {"comparator_jobs": f"{JOBS}\n{JOBS}"},
            ("comparator_jobs", "month", "repeated", "error"),
            "repeat an earlier person_id, month",
        ),
        (
            {"comparator_jobs": f"{JOBS}\nP,2024-01-01,20,"},
            ("comparator_jobs", "person_id", "unknown_person", "error"),
            "persons who are not in comparators",
        ),
        ({"comparators": ""}, ("comparator_jobs", "", "", "error"), "is of the persons of a table that is not there"),
        (
            {"comparator_jobs": ""},
            ("comparators", "", "", "warning"),
            "compared with nobody: comparator_jobs is not there",
        ),
        ({"jobs": ""}, ("comparators", "", "", "warning"), "compared with nobody: jobs is not there"),
        (
            {"comparators": "C,IVA,vrouw,1980-06-15,psychose,,,"},
            ("comparators", "diagnosis", "another_kind", "error"),
            "has values of another kind",
        ),
        (
            {"comparators": "C,IVA,vrouw,1980-06-15,hart,2023-12-31,aow,"},
            ("comparator_jobs", "month", "late", "warning"),
            "after the reference date or the person's exit",
        ),
        (
            {"comparators": "C,IVA,vrouw,1980-06-15,hart,,aow,"},
            ("comparators", "exit_reason", "unlikely", "warning"),
            "exit_date does not say when",
        ),
        (
            {"comparator_jobs": "C,2024-01-01,800,"},
            ("comparator_jobs", "hours", "unlikely", "warning"),
            "more than 400 hours",
        ),
    ],
)
def test_a_fault_says_where_and_what_to_do(write_extract, change, where, said):
    import re

    found = faults(write_extract, **change)
    assert set(found) == {where} and re.search(said, found[where]), found


def test_without_comparators_the_experiment_may_begin_on_any_day(write_extract):
    settings = "experiment_start: 2023-04-02"
    assert faults(write_extract, settings, comparators="", comparator_jobs="") == {}


def test_a_comparator_who_is_left_out_takes_the_months_in_work_along(write_extract):
    both = f"{COMPARATORS}\nP,IVA,vrouw,1980-06-15,psychisch,,,"
    jobs = f"{JOBS}\nP,2024-01-01,20,"
    folder = write_extract(
        f"{HISTORY}\nleave_out: out.csv", participants=PARTICIPANTS, comparators=both, comparator_jobs=jobs
    )
    (folder / "out.csv").write_text("table,row,column,rule\ncomparators,3,person_id,in_both\n")
    extract = validate(folder).extract
    assert list(extract["comparators"]["person_id"]) == ["C"] == list(extract["comparator_jobs"]["person_id"])
    assert list(extract["participants"]["person_id"]) == ["P"]
