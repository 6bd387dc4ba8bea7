"""A program apart that is killed says nothing of the file; one that ends by itself met damage."""

import signal
import subprocess
import sys

import pytest

from evalbook.delivery.apart import apart
from evalbook.delivery.written import UnreadableFile

pytestmark = pytest.mark.program


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGHUP])
def test_a_killed_program_does_not_make_a_file_damaged(number):
    if number == signal.SIGHUP:
        signal.signal(number, signal.SIG_DFL)  # who runs the tests may ignore it (nohup), and a program inherits that
    with pytest.raises(UnreadableFile, match="was not read: the program that read it was killed"):
        apart("signal", "raise_signal", number)


@pytest.mark.parametrize("number", [signal.SIGSEGV, signal.SIGABRT])
def test_a_program_that_ends_on_a_file_makes_it_damaged(number):
    with pytest.raises(UnreadableFile, match="cannot be read: it is damaged"):
        apart("signal", "raise_signal", number)


def test_no_file_of_the_working_folder_is_run(tmp_path, monkeypatch):
    for name in ("pickle.py", "evalbook.py", "random.py"):
        (tmp_path / name).write_text(f"open({str(tmp_path / 'run')!r}, 'w').close()\n")
    monkeypatch.chdir(tmp_path)
    assert apart("builtins", "len", "abc") == 3
    assert not (tmp_path / "run").exists()


def test_a_program_that_used_its_seconds_is_told_so():
    with pytest.raises(UnreadableFile, match="takes long to read, more than the limit program_seconds"):
        apart("signal", "raise_signal", signal.SIGXCPU)


def test_the_program_that_reads_a_workbook_starts_without_pandas():
    told = "import sys, evalbook.delivery.apart, evalbook.delivery.sheets; print('pandas' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True).stdout == "False\n"
