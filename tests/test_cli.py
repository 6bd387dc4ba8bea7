"""Commands, exit codes and messages."""

import pandas as pd
import pytest

from evalbook.cli import main

PEOPLE = "A,IVA,vrouw,1980-06-15,psychisch,2024-01-15,,,"


@pytest.mark.parametrize("suffix", [".csv", ".parquet"])
def test_results_are_written_in_full(write_extract, tmp_path, suffix):
    output = tmp_path / f"results{suffix}"
    assert main(["results", str(write_extract(participants=PEOPLE)), "--output", str(output), "--unprotected"]) == 0
    rows = pd.read_csv(output) if suffix == ".csv" else pd.read_parquet(output)
    assert rows["item"].iloc[0] == "table_2_1"


def test_results_of_a_register_are_protected_unless_asked_otherwise(write_extract, tmp_path):
    folder, output = write_extract("kind: register", participants=PEOPLE), tmp_path / "results.csv"
    main(["results", str(folder), "--output", str(output)])
    assert pd.read_csv(output)["withheld"].eq("count").any()


def test_a_fault_of_the_extract_is_a_message_and_exit_code_2(write_extract, tmp_path, capsys):
    folder = write_extract(participants=PEOPLE.replace("IVA", "WIA"))
    assert main(["results", str(folder), "--output", str(tmp_path / "r.csv")]) == 2
    told = capsys.readouterr().err
    assert "participants.benefit" in told and "Traceback" not in told
    assert not (tmp_path / "r.csv").exists()


def test_an_unknown_ending_is_refused(write_extract, tmp_path, capsys):
    assert main(["results", str(write_extract(participants=PEOPLE)), "--output", str(tmp_path / "r.doc")]) == 2
    assert ".csv or .parquet" in capsys.readouterr().err
