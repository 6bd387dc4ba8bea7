"""What the analyst says in extract.yaml: taken as the text that stands there, told where it names nothing."""

from __future__ import annotations

import pytest

from evalbook.extract.extract import validate

pytestmark = pytest.mark.slow

PEOPLE = """
    A,IVA,vrouw,1980-06-15,psychisch,2024-01-15,,,
    B,IVA,man,1980-06-15,psychisch,2024-01-16,,,
"""
JOBS = "A,J1,2024-02-01,,10.5,bepaald,True"


@pytest.fixture
def checked(write_extract):
    """Validates a small extract with lines added to extract.yaml, after changes to its tables' texts."""

    def check(lines="", tables=None, **changes):
        folder = write_extract(participants=PEOPLE, jobs=JOBS)
        for name, (old, new) in changes.items():
            path = folder / f"{name}.csv"
            assert old in path.read_text()
            path.write_text(path.read_text().replace(old, new))
        for name, text in (tables or {}).items():
            (folder / name).write_text(text)
        with (folder / "extract.yaml").open("a") as settings:
            settings.write("\n" + lines + "\n")
        return validate(folder)

    return check


def told(validation):
    return [str(problem) for problem in validation.problems]


@pytest.mark.parametrize("code", ["01", "no", "yes", "null", "~", "2024-01-01", "1e3", "0x1F", "on", "1_000", "NULL"])
def test_keys_and_codes_mean_their_text(checked, code):
    validation = checked(f"categories: {{participants: {{sex: {{{code}: vrouw}}}}}}", participants=("vrouw", code))
    assert told(validation) == [] and validation.extract["participants"]["sex"].tolist() == ["vrouw", "man"]


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (
            "columns: {participant: {a: b}}",
            "there is no table 'participant' (line 7). Mend its name. Did you mean participants?",
        ),
        (
            "columns: {jobs: {loon: wages}}",
            "the table jobs has no column 'wages' (line 7). Mend its name. Did you mean wage?",
        ),
        ("columns: {jobs: [a, b]}", "columns.jobs: has another form (line 7)"),
        ("columns: {jobs: {a: [b]}}", "columns.jobs.a: has another form (line 7)"),
        ("categories: {jobs: {contracts: {a: b}}}", "Did you mean contract?"),
        ("categories: {jobs: {contract: {v: vast}}}", "is mapped to a code that there is not (line 7)"),
        ("categories: {jobs: {contract: {v: {a: b}}}}", "categories.jobs.contract.v: has another form"),
        ("empty: {job: [x]}", "there is no table 'job'"),
        ("empty: {jobs.hour: [x]}", "has no column 'hour'"),
        ("empty: {jobs: {a: b}}", "empty.jobs: has another form"),
        ("csv: [a]", "csv: has another form"),
        ("csv: {delimiter: ab}", "csv.delimiter: has another form (line 7). Expected: one sign, such as ; or tab"),
        ("csv: {encoding: klingon}", "csv.encoding: has another form"),
        ("csv: {encoding: base64}", "csv.encoding: has another form"),
        ("csv: {decimal: ';'}", "csv.decimal: has another form"),
        ("csv: {date_format: '%Q'}", "csv.date_format: has another form"),
        ("csv: {jobs: {datefmt: yyyymm}}", "Did you mean date_format?"),
        ("csv: {jobs.month: {delimiter: ';'}}", "csv.jobs.month.delimiter: the key is not known"),
        ("csv: {participants.birth_date: {date_format: yyyymm}}", "names no day, and the column holds days"),
        ("files: jobs.csv", "files: has another form"),
        ("files: {jobs: {sheet: x}}", "files.jobs: has another form"),
        ("files: {jobs: job.csv}", "the file job.csv is not there. Mend its name. Did you mean jobs.csv?"),
        ("ignore_columns: [jobs]", "ignore_columns: has another form"),
        ("ignore_columns: [job.x]", "there is no table 'job'"),
        ("leave_out: rows.csv", "the file rows.csv is not there"),
        ("draft: true", "draft: is still a draft (line 7)"),
        ("colums: {}", "the key is not known (line 7). Remove it, or mend its name. Did you mean columns?"),
        ("a: &x [1]\nb: *x", "has anchors or aliases (line 7)"),
        ("a: [[[[[[[[[[1]]]]]]]]]]", "has maps within each other, more than the limit settings_depth allows (8)"),
        ("a: b: c", "is not plain YAML"),
        ("\ttab: x", "is not plain YAML"),
        ("a: !!python/name:os.system x", "is not plain YAML"),
        ("? [a]\n: b", "has a key that is no text"),
    ],
)
def test_a_fault_names_its_key_and_line(checked, lines, said):
    validation = checked(lines)
    assert validation.extract is None
    assert any(said in each for each in told(validation)), told(validation)


def test_faults_of_extract_yaml_and_of_all_tables_are_told_at_once(checked):
    validation = checked("version: 2\nexperiment_start: soon", jobs=("bepaald", "vast"), participants=("IVA", "WIA"))
    said = " ".join(told(validation))
    assert all(each in said for each in ("version", "experiment_start", "jobs.contract", "participants.benefit"))


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ("columns: {jobs: {loon: wage}}", "jobs.wage: a heading that is mapped to it is not in the file"),
        ("ignore_columns: [jobs.cao]", "jobs.cao: a column that is to be passed over is not in the file"),
        ("categories: {jobs: {contract: {V: onbepaald}}}", "1 codes of `categories` do not occur in it"),
        ("empty: {jobs.hours: [nvt]}", "1 codes of `empty` do not occur in it"),
        ("empty: [nvt]", "1 texts that are said to mean nothing stand nowhere"),
    ],
)
def test_what_is_said_and_matches_nothing_is_told(checked, lines, said):
    validation = checked(lines)
    assert validation.extract is not None
    assert len(told(validation)) == 1 and said in told(validation)[0]


def test_empty_means_so_everywhere_in_a_table_or_in_a_column(checked):
    for lines in ("empty: [nvt]", "empty: {jobs: [nvt]}", "empty: {jobs.hours: nvt}"):
        validation = checked(lines, jobs=(",,", ",nvt,"))
        assert told(validation) == []
        assert validation.accounts[1].empty == {"hours": {"nvt": 1}}


def test_a_code_of_a_column_stays_one_unless_the_column_is_named(checked):
    known = checked("empty: [onbekend]", participants=("vrouw", "onbekend"))
    assert known.extract["participants"]["sex"].tolist() == ["onbekend", "man"]
    named = checked("empty: {participants.sex: [onbekend]}", participants=("vrouw", "onbekend"))
    assert "participants.sex: has no value" in told(named)[0]


def test_a_way_of_writing_is_said_of_one_column(checked):
    lines = "csv: {jobs.month: {date_format: mm/yyyy}, jobs.wage: {decimal: ',', thousands: '.'}}"
    path_like = {"jobs.csv": "person_id;job_id;month;hours;wage;contract;agency\nA;J1;02/2024;1,5;1.250;bepaald;ja\n"}
    jobs = checked(lines, tables=path_like).extract["jobs"]
    assert jobs["wage"].tolist() == [1250] and jobs["hours"].tolist() == [1.5]
    assert str(jobs["month"][0].date()) == "2024-02-01"


def test_headings_in_capitals_are_ours(checked):
    validation = checked(jobs=("person_id,job_id", "PERSON_ID,Job_Id"))
    assert told(validation) == [] and len(validation.extract["jobs"]) == 1


def test_texts_that_often_mean_nothing_are_told_where_they_would_be_a_value(checked):
    text = "person_id,job_id,month,hours,wage,contract,agency,sector\nA,J1,2024-02-01,1,1,bepaald,ja,NULL\n"
    warned = checked(tables={"jobs.csv": text})
    assert "jobs.sector: holds texts that often mean nothing, such as NULL" in told(warned)[0]
    refused = checked(tables={"jobs.csv": text.replace("J1", "NULL").replace(",NULL\n", ",zorg\n")})
    assert refused.extract is None and "jobs.job_id: holds texts that often mean nothing" in told(refused)[0]


def test_extract_yaml_saved_by_a_windows_editor_is_read(write_extract):
    folder = write_extract(participants=PEOPLE)
    text = (folder / "extract.yaml").read_text().replace("A test", "Één proef")
    for encoding in ("cp1252", "utf-8-sig", "utf-16"):
        (folder / "extract.yaml").write_bytes(text.encode(encoding))
        assert validate(folder).extract.edition.title == "Één proef"
