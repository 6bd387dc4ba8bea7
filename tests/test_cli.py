"""Commands, exit codes and messages."""

import json
import os
import signal
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pandas as pd
import pytest

from evalbook.cli import main
from evalbook.errors import EvalbookError
from evalbook.prepared import prepare_release, release_texts
from evalbook.release.release import read_release

MODULE = [sys.executable, "-m", "evalbook"]
pytestmark = pytest.mark.slow

PEOPLE = "A,IVA,vrouw,1980-06-15,psychisch,2024-01-15,,,"
MANY = "\n".join(f"P{n},IVA,vrouw,1980-06-15,{'hart' if n < 5 else 'psychisch'},2024-01-15,,," for n in range(120))


@pytest.mark.parametrize("suffix", [".csv", ".parquet"])
def test_results_are_written_in_full(write_extract, tmp_path, suffix):
    output = tmp_path / f"results{suffix}"
    assert main(["results", str(write_extract(participants=PEOPLE)), "--output", str(output), "--unprotected"]) == 0
    rows = pd.read_csv(output) if suffix == ".csv" else pd.read_parquet(output)
    assert rows["item"].iloc[0] == "table_2_1"


def test_results_of_a_register_are_protected_unless_asked_otherwise(write_extract, tmp_path):
    folder, output = write_extract("kind: register", participants=MANY), tmp_path / "results.csv"
    main(["results", str(folder), "--output", str(output)])
    assert pd.read_csv(output)["withheld"].eq("count").any()
    main(["results", str(folder), "--output", str(output), "--unprotected"])
    assert not pd.read_csv(output)["withheld"].eq("count").any()


def test_a_new_secret_is_told_and_what_was_released_is_kept_beside_it(write_extract, tmp_path, capsys, monkeypatch):
    monkeypatch.delenv("EVALBOOK_SECRET")
    folder, secret = write_extract("kind: register", participants=MANY), tmp_path / "evalbook-secret"
    releases = [tmp_path / name for name in ("one", "again", "other")]
    assert main(["release", str(folder), "--output", str(releases[0])]) == 0
    assert f"A new secret was made: {secret / 'secret'}" in capsys.readouterr().err
    assert (secret / "cells.csv").is_file() and (secret / "secret").stat().st_mode & 0o777 == 0o600
    assert main(["release", str(folder), "--output", str(releases[1])]) == 0
    assert "secret" not in capsys.readouterr().err
    (secret / "cells.csv").unlink()
    assert main(["release", str(folder), "--output", str(releases[1])]) == 0
    assert "made as a first release. If there was one before, take back a copy" in capsys.readouterr().err
    assert main(["release", str(folder), "--output", str(releases[2]), "--secret", str(tmp_path / "b" / "s")]) == 0
    one, again, other = ((each / "results.csv").read_bytes() for each in releases)
    assert one == again != other
    digits = (secret / "secret").read_bytes().strip()
    assert not any(digits in path.read_bytes() for each in releases for path in each.iterdir())


def test_an_extract_of_a_register_is_compared_on_the_closed_machine_only(write_extract, tmp_path, capsys):
    folder = write_extract("kind: register", participants=MANY)
    assert main(["compare", str(folder), str(folder)]) == 2
    assert "is an extract of a register: name its release" in capsys.readouterr().err
    assert main(["compare", str(folder), str(folder), "--unprotected"]) == 0
    main(["release", str(folder), "--output", str(tmp_path / "release")])
    assert main(["compare", str(tmp_path / "release"), str(tmp_path / "release")]) == 0
    assert "No number moved." in capsys.readouterr().out


def test_a_fault_of_the_extract_is_a_message_and_exit_code_2(write_extract, tmp_path, capsys):
    folder = write_extract(participants=PEOPLE.replace("IVA", "WIA"))
    assert main(["results", str(folder), "--output", str(tmp_path / "r.csv")]) == 2
    told = capsys.readouterr().err
    assert "participants.benefit" in told and "Traceback" not in told
    assert not (tmp_path / "r.csv").exists()


def test_an_unknown_ending_is_refused(write_extract, tmp_path, capsys):
    assert main(["results", str(write_extract(participants=PEOPLE)), "--output", str(tmp_path / "r.doc")]) == 2
    assert ".csv or .parquet" in capsys.readouterr().err


def test_validate_says_all_and_exits_with_2_on_errors(write_extract, tmp_path, capsys):
    folder = write_extract(participants=PEOPLE.replace("IVA", "IVAA"), jobs="A,J1,2024-02-02,1,1,bepaald,True")
    with pytest.raises(SystemExit) as stopped:
        main(["validate", str(folder), "--json", str(tmp_path / "v.json")])
    told = capsys.readouterr().out
    assert stopped.value.code == 2
    assert "Did you mean IVA?" in told and "jobs.month" in told and "delimiter: ," in told
    assert json.loads((tmp_path / "v.json").read_text())["usable"] is False


def test_validate_of_a_good_extract_exits_with_0(write_extract, capsys):
    assert main(["validate", str(write_extract(participants=PEOPLE))]) == 0
    assert "No errors, 0 warnings" in capsys.readouterr().out


def test_init_writes_a_starter(tmp_path):
    assert main(["init", str(tmp_path / "new")]) == 0
    assert (tmp_path / "new" / "extract.yaml").is_file()


@pytest.mark.parametrize("suffix", [".csv", ".json"])
def test_compare_counts_moves_and_writes_every_number(write_extract, tmp_path, capsys, suffix):
    results, output = tmp_path / "before.csv", tmp_path / f"moves{suffix}"
    folder = write_extract(participants=PEOPLE)
    main(["results", str(folder), "--output", str(results)])
    folder = write_extract(participants=PEOPLE + "\n" + PEOPLE.replace("A,", "B,", 1))
    assert main(["compare", str(results), str(folder), "--output", str(output)]) == 0
    assert "table_2_1" in capsys.readouterr().out
    moved = pd.read_csv(output) if suffix == ".csv" else pd.read_json(output)
    assert moved.query("item == 'table_2_1' and row == 'all' and statistic == 'n'")["change"].tolist()[-1] == 1


def test_what_cannot_be_written_is_told_without_a_traceback(write_extract, tmp_path, capsys):
    (tmp_path / "file").touch()
    assert main(["release", str(write_extract(participants=PEOPLE)), "--output", str(tmp_path / "file")]) == 2
    told = capsys.readouterr().err
    assert "file" in told and "Traceback" not in told


def test_a_release_tells_what_changed_since_the_last_edition(write_extract, tmp_path):
    results = tmp_path / "before.csv"
    main(["results", str(write_extract(participants=PEOPLE)), "--output", str(results)])
    folder = write_extract(participants=PEOPLE + "\n" + PEOPLE.replace("A,", "B,", 1))
    assert main(["release", str(folder), "--output", str(tmp_path / "release"), "--previous", str(results)]) == 0
    changed = pd.read_csv(tmp_path / "release" / "changes.csv").query("state == 'moved'")
    assert set(changed["item"]) >= {"table_2_1", "figure_2_1"}


@pytest.mark.parametrize("option", ["--json", "--rows"])
def test_no_file_that_is_read_is_written_over(write_extract, capsys, option):
    folder = write_extract(participants=PEOPLE)
    before = (folder / "participants.csv").read_bytes()
    assert main(["validate", str(folder), option, str(folder / "participants.csv")]) == 2
    assert main(["results", str(folder), "--output", str(folder / "participants.csv")]) == 2
    assert "is part of what is read" in capsys.readouterr().err
    assert (folder / "participants.csv").read_bytes() == before


def test_a_list_of_rows_may_be_written_again_where_it_is_read(write_extract):
    folder = write_extract(participants=PEOPLE)
    for _ in range(2):
        assert main(["validate", str(folder), "--rows", str(folder / "rows.csv")]) == 0


def test_a_release_takes_its_place_at_once_and_never_that_of_something_else(write_extract, tmp_path, capsys):
    folder = write_extract(participants=PEOPLE)
    for _ in range(2):
        assert main(["release", str(folder), "--output", str(tmp_path / "release")]) == 0
    (tmp_path / "release" / "notes.odt").write_text("mine")
    assert main(["release", str(folder), "--output", str(tmp_path / "release")]) == 2
    assert "holds notes.odt beside a release" in capsys.readouterr().err
    assert (tmp_path / "release" / "notes.odt").read_text() == "mine"


def test_a_release_and_the_one_of_a_book_are_the_same(write_extract, tmp_path):
    folder = write_extract(participants=PEOPLE)
    main(["release", str(folder), "--output", str(tmp_path / "release")])
    written = {path.name: path.read_bytes().decode() for path in (tmp_path / "release").iterdir()}
    assert release_texts(folder) == release_texts(folder) == written


def test_what_protects_a_release_is_kept_when_its_book_is_whole_and_not_before(write_extract, tmp_path, monkeypatch):
    folder = write_extract("kind: register", participants=MANY)
    kept = Path(os.environ["EVALBOOK_SECRET"]).parent / "cells.csv"
    _, keep = prepare_release(folder, tmp_path / "release")
    assert not kept.exists()
    keep()
    assert kept.is_file() and read_release(tmp_path / "release").protected


def test_the_cache_is_described_and_cleared(write_extract, tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("EVALBOOK_CACHE", str(tmp_path / "cache"))
    release_texts(write_extract(participants=PEOPLE))
    main(["cache"])
    assert "releases: 1 files" in capsys.readouterr().out
    main(["cache", "--clear"])
    assert "releases: 0 files, 0.0 MB" in capsys.readouterr().out


@pytest.mark.program
@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 143), (signal.SIGHUP, 129), (signal.SIGINT, 130)])
def test_who_is_asked_to_stop_tidies_up_and_says_so(write_extract, tmp_path, number, code):
    folder = write_extract(participants=PEOPLE)
    program = "import signal, sys, time; signal.signal(signal.SIGINT, signal.default_int_handler)\n"
    program += "signal.signal(signal.SIGHUP, signal.SIG_DFL)\n"  # which whoever runs the tests may ignore (nohup)
    program += "from evalbook import build, cli\n"
    program += "build.prepare_release = lambda *given, **chosen: (print('at work', flush=True), time.sleep(60))\n"
    program += "sys.exit(cli.main(sys.argv[1:]))"
    command = [sys.executable, "-c", program, "build", "--quiet", str(folder), "--output", str(tmp_path / "book")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as building:
        building.stdout.readline()
        building.send_signal(number)
        told = building.communicate()[1]
    assert (building.returncode, told) == (code, "Stopped. What stands in its place is whole.\n")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["extract"]


def test_the_name_of_a_file_cannot_write_on_the_terminal(write_extract, capsys):
    folder = write_extract(participants=PEOPLE)
    (folder / "a\x1b[31mb\nNo errors, 0 warnings.csv").write_text("x\n1\n")
    main(["validate", str(folder)])
    told = capsys.readouterr().out
    assert "\x1b" not in told and "\nNo errors, 0 warnings.csv" not in told


def test_a_file_that_nobody_uses_is_not_read_however_large(write_extract, capsys):
    folder = write_extract(participants=PEOPLE)
    with (folder / "notes.bin").open("wb") as file:
        file.truncate(2**40)
    assert main(["status", str(folder)]) == 0


@pytest.mark.parametrize("option", ["previous", "voices"])
def test_a_wrong_name_is_told_also_when_the_release_of_the_extract_is_there_already(write_extract, tmp_path, option):
    folder = write_extract(participants=PEOPLE)
    release_texts(folder)
    with pytest.raises(EvalbookError, match=f"--{option} .*typo is no"):
        release_texts(folder, **{option: tmp_path / "typo"})


def test_the_module_is_the_command_and_says_its_version():
    told = subprocess.run([*MODULE, "--version"], capture_output=True, text=True)
    assert (told.returncode, told.stdout) == (0, f"evalbook {version('evalbook')}\n")
    wrong = subprocess.run([*MODULE, "validate", "nowhere"], capture_output=True, text=True)
    assert wrong.returncode == 2 and "Name the folder" in wrong.stdout
