"""A release as a folder, and which extracts are protected."""

import subprocess
import sys

import pandas as pd
import pytest

from evalbook.errors import EvalbookError
from evalbook.extract.extract import read_extract
from evalbook.gate.making import made, release_exact
from evalbook.release.release import LOG, WITHHELD, read_release, write_release
from variations import protected as protect

pytestmark = pytest.mark.slow

PEOPLE = "\n".join(f"P{i},IVA,vrouw,1980-06-15,psychisch,2024-01-15,,," for i in range(120))
FEW = PEOPLE + "\nQ,oWajong,man,1990-01-01,hart,2024-01-15,,,"


@pytest.fixture
def protected(write_extract):
    return protect(read_extract(write_extract("kind: register", participants=FEW)))


def test_a_synthetic_extract_is_shown_exactly(write_extract):
    exact = release_exact(read_extract(write_extract(participants=FEW)))
    assert not exact.protected and (exact.results["withheld"] == "").all()


def test_a_register_is_protected_its_sizes_changed_as_counts_are(protected):
    assert protected.protected and (protected.results["withheld"] != "").any()
    everyone = protected.results.query("item == 'table_2_1' and period == 'all' and row == 'all' and statistic == 'n'")
    assert protected.registers["participants"] == everyone["value"].item() != 121
    assert protected.rules["fewest_persons"] == 10


@pytest.mark.parametrize("persons", [99, 100])
def test_a_register_of_fewer_than_100_participants_is_for_internal_use_only(write_extract, persons):
    people = "\n".join(PEOPLE.splitlines()[:persons])
    folder = write_extract("kind: register", participants=people)
    extract = read_extract(folder)
    assert not made(extract, folder, unprotected=True).release.protected
    if persons == 100:
        assert made(extract, folder).release.protected
        return
    with pytest.raises(EvalbookError, match="fewer than 100 participants is not made.*--internal"):
        made(extract, folder)


def test_of_a_few_rows_there_is_no_warning_and_of_files_without_use_no_name(write_extract):
    """One participant of 120 years, which the checks notice."""
    old = PEOPLE.replace("P0,IVA,vrouw,1980", "P0,IVA,vrouw,1904")
    folder = write_extract("kind: register", participants=old)
    (folder / "lijst van Jansen.docx").touch()
    extract = read_extract(folder)
    assert any(each.rows == 1 and each.table == "participants" for each in extract.warnings)
    assert protect(extract).warnings.values.tolist() == [["", "", "files or sheets that are not used", 1]]


def test_a_register_for_internal_use_is_exact_and_says_so(write_extract, tmp_path):
    internal = release_exact(read_extract(write_extract("kind: register", participants=FEW)))
    assert not internal.protected and (internal.results["withheld"] == "").all()
    write_release(internal, tmp_path)
    assert "Not protected" in (tmp_path / LOG).read_text()


def test_a_release_reads_as_it_was_written(protected, tmp_path):
    write_release(protected, tmp_path / "release")
    read = read_release(tmp_path / "release")
    pd.testing.assert_frame_equal(read.results, protected.results)
    assert (read.edition, read.registers, read.rules) == (protected.edition, protected.registers, protected.rules)


def test_the_log_says_what_was_withheld_by_which_rule_and_how_many(protected, tmp_path):
    write_release(protected, tmp_path)
    counts = pd.read_csv(tmp_path / WITHHELD)
    assert list(counts) == ["item", "withheld", "numbers", "of"]
    assert counts["numbers"].sum() == (protected.results["withheld"] != "").sum()
    log = (tmp_path / LOG).read_text()
    assert all(f"| {rule} |" in log for rule in counts["withheld"].unique())


def test_a_release_holds_no_person(write_extract, tmp_path):
    people = PEOPLE.replace("P1,", "SENTINEL,")
    write_release(protect(read_extract(write_extract("kind: register", participants=people))), tmp_path / "release")
    texts = [path.read_text() for path in (tmp_path / "release").iterdir()]
    assert not any("SENTINEL" in text for text in texts)


@pytest.mark.parametrize("name", ["results.csv", LOG])
def test_a_changed_release_is_refused(protected, tmp_path, name):
    write_release(protected, tmp_path / "release")
    changed = tmp_path / "release" / name
    changed.write_text(changed.read_text() + "\n")
    with pytest.raises(EvalbookError, match=name):
        read_release(tmp_path / "release")


def test_a_folder_that_is_no_release_is_refused(tmp_path):
    with pytest.raises(EvalbookError, match="not a whole release"):
        read_release(tmp_path)


@pytest.mark.program
def test_a_release_is_read_without_the_libraries_that_compute_one():
    code = "import sys, evalbook.release.release; sys.exit('scipy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0
