"""Whatever the order and the form of the files, the registers stand in one order and have one fingerprint."""

import pandas as pd
import pytest

from evalbook.extract.canonical import fingerprints, in_order
from evalbook.extract.extract import read_extract, validate
from evalbook.gate.making import release_exact
from variations import protected

PERSONS = "p2,IVA,man,1980-06-15,psychisch,2024-05-01,,,\np10,Wajong2010,vrouw,1990-01-01,overig,2023-06-01,,,"
JOBS = "p10,j1,2024-07,12,0.1,onbepaald,0\np2,j2,2024-08,20,0.7,onbepaald,0\np10,j1,2024-08,12,0.2,onbepaald,0"


def turned(rows):
    return "\n".join(reversed(rows.splitlines()))


def test_rows_are_sorted_and_pseudonyms_are_in_the_order_of_their_signs(write_extract):
    jobs = read_extract(write_extract(participants=PERSONS, jobs=JOBS))["jobs"]
    assert list(jobs["person_id"].cat.categories) == ["p10", "p2"]
    assert list(zip(jobs["person_id"], jobs["wage"], strict=True)) == [("p10", 0.1), ("p10", 0.2), ("p2", 0.7)]


@pytest.mark.slow
def test_the_order_of_the_rows_changes_nothing(write_extract):
    one = read_extract(write_extract(participants=PERSONS, jobs=JOBS))
    other = read_extract(write_extract(participants=turned(PERSONS), jobs=turned(JOBS)))
    pd.testing.assert_frame_equal(one["jobs"], other["jobs"])
    assert release_exact(one).inputs == release_exact(other).inputs == fingerprints(one.tables)


def test_another_value_has_another_fingerprint(write_extract):
    one, other = (
        read_extract(write_extract(participants=PERSONS, jobs=each)) for each in (JOBS, JOBS.replace("0.7", "0.8"))
    )
    assert fingerprints(one.tables)["participants"] == fingerprints(other.tables)["participants"]
    assert fingerprints(one.tables)["jobs"] != fingerprints(other.tables)["jobs"]


def test_cells_without_a_value_stay_without(write_extract):
    rows = pd.DataFrame({"person_id": pd.Categorical(["b", None, "a"]), "year": [1.0, 2.0, None]})
    sorted_rows = in_order({"any": rows})["any"]
    assert sorted_rows["person_id"].tolist()[:2] == ["a", "b"] and sorted_rows["person_id"].isna().tolist()[2]


@pytest.mark.slow
def test_real_registers_have_no_hash_in_a_release(write_extract):
    extract = read_extract(write_extract("kind: register", participants=PERSONS))
    assert protected(extract).inputs == {} and release_exact(extract).inputs == {}


@pytest.mark.parametrize("name", ["participants.csv", "extract.yaml"])
def test_a_file_that_changes_while_it_is_read_is_noticed(write_extract, monkeypatch, name):
    folder = write_extract(participants=PERSONS)
    from evalbook.extract import extract

    def judge(*given):
        with (folder / name).open("a") as file:  # another program writes on
            file.write("\n")
        return found(*given)

    found = extract._judge
    monkeypatch.setattr(extract, "_judge", judge)
    problems = validate(folder).errors
    assert [(each.table, each.problem) for each in problems] == [(name, "changed while it was read")]
