"""The gate, and a release as a folder."""

import pandas as pd
import pytest

from evalbook.disclosure import read_release, release, withhold_small_counts, write_release
from evalbook.errors import EvalbookError
from evalbook.extract import read_extract

PEOPLE = "\n".join(f"P{i},IVA,vrouw,1980-06-15,psychisch,2024-01-15,,," for i in range(12))


def frame(*rows):
    columns = ["statistic", "value", "base", "ci_low", "ci_high", "withheld"]
    return pd.DataFrame(rows, columns=columns)


@pytest.mark.parametrize(
    ("statistic", "value", "base", "shown"),
    [
        ("n", 9, 100, False),
        ("n", 10, 100, True),
        ("n", 0, 100, True),
        ("percent", 9, 100, False),
        ("percent", 10, 100, True),
        ("share", 0.09, 100, False),
        ("mean", 2.5, 9, False),
        ("survival", 0.5, 9, False),
    ],
)
def test_a_number_on_1_to_9_persons_is_withheld_with_its_base_and_interval(statistic, value, base, shown):
    row = withhold_small_counts(frame((statistic, value, base, 1.0, 2.0, ""))).iloc[0]
    assert row["withheld"] == ("" if shown else "count")
    assert row[["value", "base", "ci_low", "ci_high"]].notna().all() == shown


def test_a_register_is_protected_and_a_synthetic_extract_is_shown_exactly(write_extract):
    few = PEOPLE + "\nQ,oWajong,man,1990-01-01,hart,2024-01-15,,,"
    exact = release(read_extract(write_extract(participants=few)))
    assert not exact.protected and (exact.results["withheld"] == "").all()
    protected = release(read_extract(write_extract("kind: register", participants=few)))
    assert protected.protected and (protected.results["withheld"] == "count").any()
    assert protected.registers["participants"] == 15


def test_a_release_reads_as_it_was_written(write_extract, tmp_path):
    made = release(read_extract(write_extract("kind: register", participants=PEOPLE)))
    write_release(made, tmp_path / "release")
    read = read_release(tmp_path / "release")
    pd.testing.assert_frame_equal(read.results, made.results)
    assert (read.edition, read.registers, read.protected) == (made.edition, made.registers, made.protected)


def test_a_release_holds_no_person(write_extract, tmp_path):
    people = PEOPLE.replace("P1,", "SENTINEL,")
    write_release(release(read_extract(write_extract("kind: register", participants=people))), tmp_path / "release")
    texts = [path.read_text() for path in (tmp_path / "release").iterdir()]
    assert not any("SENTINEL" in text for text in texts)


def test_a_changed_release_is_refused(write_extract, tmp_path):
    write_release(release(read_extract(write_extract(participants=PEOPLE))), tmp_path / "release")
    results = tmp_path / "release" / "results.csv"
    results.write_text(results.read_text().replace("12.0", "13.0"))
    with pytest.raises(EvalbookError, match="results.csv"):
        read_release(tmp_path / "release")


def test_a_folder_that_is_no_release_is_refused(tmp_path):
    with pytest.raises(EvalbookError, match="not a whole release"):
        read_release(tmp_path)
